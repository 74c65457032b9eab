using Grpc.Core;
using Grpc.Net.Client;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Bench.Services;

/// <summary>Callers of Assessment who each do the same again and again: register another person, or look at a record.</summary>
internal sealed class People(Uri address, string token) : IDisposable
{
    /// <summary>As many as there are doors to a small service's pool of connections without a queue before it.</summary>
    private const int Callers = 8;

    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(address);
    private readonly Metadata _headers = new() { { "authorization", $"Bearer {token}" } };

    /// <summary>Registers people for a time; returns how many.</summary>
    public Task<int> RegisterAsync(TimeSpan length, CancellationToken cancellationToken) => RepeatAsync(RegisterAsync, length, cancellationToken);

    /// <summary>Looks at one person's record for a time; returns how often.</summary>
    public async Task<int> LookAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        var request = new GetPersonRequest { PersonId = (await RegisterAsync()).PersonId };
        return await RepeatAsync(() => LookAsync(request), length, cancellationToken);
    }

    public void Dispose() => _channel.Dispose();

    private async Task<Person> RegisterAsync()
    {
        var person = new Person { NhsNumber = NhsNumbers.Next(), GivenName = "Samuel", FamilyName = "Example", BirthDate = "1984-03-09" };
        return await new PeopleService.PeopleServiceClient(_channel).CreatePersonAsync(new CreatePersonRequest { Person = person, RequestId = Guid.CreateVersion7().ToString() }, _headers);
    }

    private async Task<Person> LookAsync(GetPersonRequest request) => await new PeopleService.PeopleServiceClient(_channel).GetPersonAsync(request, _headers);

    private static async Task<int> RepeatAsync(Func<Task> call, TimeSpan length, CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(length);
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => RepeatUntilAsync(time.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        return counts.Sum();

        async Task<int> RepeatUntilAsync(CancellationToken end)
        {
            var count = 0;
            do
            {
                await call();
                count++;
            }
            while (!end.IsCancellationRequested);
            return count;
        }
    }
}
