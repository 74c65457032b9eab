using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Bench.Services;

/// <summary>Callers of Assessment who each register a person, look at the record, and go on with the next.</summary>
internal sealed class People(Uri address, string token) : IDisposable
{
    /// <summary>As many as there are doors to a small service's pool of connections without a queue before it.</summary>
    private const int Callers = 8;

    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(address);
    private readonly Metadata _headers = new() { { "authorization", $"Bearer {token}" } };
    private int _last;

    /// <summary>Calls for a time; returns how many people were registered and looked at.</summary>
    public async Task<int> CallAsync(TimeSpan length, CancellationToken cancellationToken)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        time.CancelAfter(length);
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => CallAsync(time.Token)));
        cancellationToken.ThrowIfCancellationRequested();
        return counts.Sum();
    }

    /// <summary>Registers one person and looks at the record.</summary>
    public async Task CallOnceAsync()
    {
        var client = new PeopleService.PeopleServiceClient(_channel);
        var person = new Person { NhsNumber = NextNhsNumber(), GivenName = "Samuel", FamilyName = "Example", BirthDate = "1984-03-09" };
        var created = await client.CreatePersonAsync(new CreatePersonRequest { Person = person, RequestId = Guid.CreateVersion7().ToString() }, _headers);
        await client.GetPersonAsync(new GetPersonRequest { PersonId = created.PersonId }, _headers);
    }

    public void Dispose() => _channel.Dispose();

    private async Task<int> CallAsync(CancellationToken time)
    {
        var count = 0;
        for (; !time.IsCancellationRequested; count++)
            await CallOnceAsync();
        return count;
    }

    /// <summary>The next synthetic number: they start 999, and the tenth digit checks the nine (modulus 11).</summary>
    private string NextNhsNumber()
    {
        while (true)
        {
            var digits = (999_000_000 + Interlocked.Increment(ref _last)).ToString(CultureInfo.InvariantCulture);
            var check = (11 - digits.Select((digit, place) => (digit - '0') * (10 - place)).Sum() % 11) % 11;
            if (check < 10)
                return digits + (char)('0' + check);
        }
    }
}
