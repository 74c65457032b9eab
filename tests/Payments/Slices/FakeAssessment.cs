using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Payments.Tests.Slices;

/// <summary>Assessment as Payments meets it, on a socket of its own: it says what is held about whom, and can be told to be away.</summary>
public sealed class FakeAssessment : SafeguardingConcernsService.SafeguardingConcernsServiceBase, IAsyncDisposable
{
    private WebApplication _app = null!;

    public string Address => _app.Urls.First();

    /// <summary>What is held, by person.</summary>
    public ConcurrentDictionary<string, SafeguardingHolds> Held { get; } = [];

    /// <summary>Of whom it gives no answer.</summary>
    public ConcurrentDictionary<string, StatusCode> Trouble { get; } = [];

    /// <summary>The headers of the last question about a person.</summary>
    public ConcurrentDictionary<string, Metadata> Asked { get; } = [];

    public static async Task<FakeAssessment> StartAsync()
    {
        var fake = new FakeAssessment();
        fake._app = await FakeServer.StartAsync(fake);
        return fake;
    }

    public override Task<SafeguardingHolds> GetSafeguardingHolds(GetSafeguardingHoldsRequest request, ServerCallContext context)
    {
        Asked[request.PersonId] = context.RequestHeaders;
        return Trouble.TryGetValue(request.PersonId, out var code)
            ? throw new RpcException(new Status(code, "Away."))
            : Task.FromResult(Held.GetValueOrDefault(request.PersonId, new SafeguardingHolds()));
    }

    // One a page, so that more than one is asked for.
    public override Task<ListSafeguardingHoldsResponse> ListSafeguardingHolds(ListSafeguardingHoldsRequest request, ServerCallContext context)
    {
        var rest = Held.OrderBy(held => held.Key, StringComparer.Ordinal).Where(held => string.CompareOrdinal(held.Key, request.PageToken) > 0).Take(2).ToList();
        return Task.FromResult(new ListSafeguardingHoldsResponse
        {
            HeldPeople = { rest.Take(1).Select(held => new HeldPerson { PersonId = held.Key, Holds = held.Value }) },
            NextPageToken = rest.Count > 1 ? rest[0].Key : "",
        });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
