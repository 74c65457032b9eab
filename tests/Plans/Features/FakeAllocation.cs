using System.Collections.Concurrent;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Plans.Tests.Features;

/// <summary>
/// Allocation as Plans meets it, on a socket of its own: health needs are the care board's, social needs the council's, shared ones both halves. It
/// keeps one hold for each sender and request id, as the real one does, and can be told to misbehave.
/// </summary>
public sealed class FakeAllocation : BudgetsService.BudgetsServiceBase, IAsyncDisposable
{
    private readonly ConcurrentDictionary<(string Sender, string RequestId), Lazy<Commitment>> _holds = new();
    private WebApplication _app = null!;

    public string Address => _app.Urls.First();

    /// <summary>Every hold that was made.</summary>
    public IReadOnlyList<Commitment> Holds => [.. _holds.Values.Select(hold => hold.Value)];

    /// <summary>The headers of the last split.</summary>
    public Metadata LastSplitHeaders { get; private set; } = [];

    /// <summary>Runs before a split is worked out: throw to be out of reach.</summary>
    public Action BeforeSplit { get; set; } = () => { };

    /// <summary>Runs before a hold is made: throw to refuse, or to be out of reach.</summary>
    public Func<CommitBudgetRequest, Task> BeforeHold { get; set; } = _ => Task.CompletedTask;

    /// <summary>Runs after a hold is made and before the answer leaves: throw to lose the answer.</summary>
    public Func<CommitBudgetRequest, Task> BeforeAnswer { get; set; } = _ => Task.CompletedTask;

    /// <summary>Another policy of shares: the care board pays everything.</summary>
    public bool BoardPaysAll { get; set; }

    /// <summary>Whose approval counts for whose share.</summary>
    public IList<DelegatedApproval> Delegations { get; } = [];

    /// <summary>How long a hold lasts.</summary>
    public TimeSpan HoldsFor { get; set; } = TimeSpan.FromHours(24);

    public static RpcException OutOfReach => new(new Status(StatusCode.Unavailable, "Away."));

    public static RpcException Exhausted => StatusDetails.ToRpcException(
        Refusal.Rule("FUND_EXHAUSTED", "The fund has too little left.", "DOMAIN A1"), "budgets.allocation", null);

    public static RpcException Reused => StatusDetails.ToRpcException(
        Refusal.AlreadyExists("REQUEST_ID_REUSED", "This request id came with another body before."), "budgets.allocation", null);

    public static async Task<FakeAllocation> StartAsync()
    {
        var fake = new FakeAllocation();
        fake._app = await FakeServer.StartAsync(fake);
        return fake;
    }

    /// <summary>Behaves again.</summary>
    public void Behave()
    {
        BeforeHold = BeforeAnswer = _ => Task.CompletedTask;
        BeforeSplit = () => { };
        BoardPaysAll = false;
        HoldsFor = TimeSpan.FromHours(24);
    }

    public override Task<SplitCostsResponse> SplitCosts(SplitCostsRequest request, ServerCallContext context)
    {
        BeforeSplit();
        LastSplitHeaders = context.RequestHeaders;
        var lines = request.Lines.Select(SplitOf).ToArray();
        var totals = lines.SelectMany(line => line.Shares).GroupBy(share => share.Funder).Select(shares => new FunderShare
        {
            Funder = shares.Key, AnnualPence = shares.Sum(share => share.AnnualPence), OneOffPence = shares.Sum(share => share.OneOffPence),
        });
        return Task.FromResult(new SplitCostsResponse { Lines = { lines }, Totals = { totals }, Delegations = { Delegations } });
    }

    public override async Task<CommitBudgetResponse> CommitBudget(CommitBudgetRequest request, ServerCallContext context)
    {
        await BeforeHold(request);
        var sender = context.RequestHeaders.GetValue("authorization")!.Split('.')[1];
        var subject = System.Text.Json.JsonDocument.Parse(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.Decode(sender)).RootElement.GetProperty("sub").GetString()!;
        var hold = _holds.GetOrAdd((subject, request.RequestId), _ => new(() => new Commitment
        {
            CommitmentId = Guid.CreateVersion7().ToString(), PlanId = request.PlanId, PlanVersion = request.PlanVersion, AllocationId = request.AllocationId,
            State = CommitmentState.Held, ExpireTime = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow + HoldsFor), Etag = "1",
        })).Value;
        await BeforeAnswer(request);
        return new CommitBudgetResponse { Commitment = hold, Lines = { request.Lines.Select(SplitOf) } };
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private LineSplit SplitOf(CostedLine line) => new() { LineId = line.LineId, Shares = { BoardPaysAll ? [AllOf(line)] : SharesOf(line) } };

    private static FunderShare AllOf(CostedLine line) =>
        new() { Funder = TestService.IntegratedCareBoard, AnnualPence = line.AnnualPence, OneOffPence = line.OneOffPence };

    private static IEnumerable<FunderShare> SharesOf(CostedLine line)
    {
        if (line.NeedType is not NeedType.Social)
            yield return Half(TestService.IntegratedCareBoard, line.NeedType is NeedType.Shared ? 1 : 0);
        if (line.NeedType is not NeedType.Health)
            yield return Half(TestService.Council, 0);

        // The odd penny is the first-named funder's.
        FunderShare Half(string funder, int odd) => line.NeedType is NeedType.Shared
            ? new() { Funder = funder, AnnualPence = (line.AnnualPence + odd) / 2, OneOffPence = (line.OneOffPence + odd) / 2 }
            : new() { Funder = funder, AnnualPence = line.AnnualPence, OneOffPence = line.OneOffPence };
    }
}
