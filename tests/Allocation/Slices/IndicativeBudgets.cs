using Grpc.Core;
using PersonalBudgets.Allocation.Allocations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>Indicative budgets as the consumer stores them, without a decision of Assessment behind them.</summary>
internal static class IndicativeBudgets
{
    public static string Today => LondonTime.DateOf(DateTimeOffset.UtcNow).ToString("yyyy-MM-dd", null);

    public static string Day(int fromToday) => LondonTime.DateOf(DateTimeOffset.UtcNow).AddDays(fromToday).ToString("yyyy-MM-dd", null);

    /// <summary>A budget that was issued some days ago.</summary>
    public static async Task<AllocationMessage> BudgetAsync(
        this AllocationService allocation, long annualPence = 950_000, LegalBasis basis = LegalBasis.CareAct, int daysAgo = 10, string? personId = null)
    {
        var id = NewId();
        var issued = new AllocationMessage
        {
            Components = { new AllocationComponent { Kind = ModelKind.Social, LegalBases = { basis }, AnnualPence = annualPence } },
            AnnualPence = annualPence,
            UnscaledAnnualPence = annualPence,
        };
        BudgetParts.Fill(issued, new FunderWeights([Council], [[1]]), new BudgetComponentSettings());
        await allocation.Service.LookAsync<int>("""
            insert into allocation.allocations (programme, id, person_id, assessment_id, eligibility_decision_id, components, annual_pence, issued_at)
            values ('north', @Id, @PersonId, @Id, @Id, @Document::jsonb, @annualPence, now() - make_interval(days => @daysAgo)) returning 1
            """, new { Id = Guid.Parse(id), PersonId = Guid.Parse(personId ?? id), Document = AllocationRow.DocumentOf(issued), annualPence, daysAgo });
        return await allocation.BudgetAsync(id);
    }

    public static async Task<AllocationMessage> BudgetAsync(this AllocationService allocation, string id) =>
        await allocation.Allocations.GetAllocationAsync(new GetAllocationRequest { AllocationId = id }, allocation.Ann);

    public static Task<SufficiencyChallenge> ChallengedAsync(this AllocationService allocation, AllocationMessage budget, long asked = 0, string? raised = null) =>
        allocation.Challenges.CreateSufficiencyChallengeAsync(Challenge(budget, asked, raised), allocation.Ann).ResponseAsync;

    public static CreateSufficiencyChallengeRequest Challenge(AllocationMessage budget, long asked = 0, string? raised = null) => new()
    {
        AllocationId = budget.AllocationId,
        SufficiencyChallenge = new SufficiencyChallenge
        {
            RaisedBy = ChallengerRole.Advocate, RaiseDate = raised ?? Today, Grounds = "Nobody is there at night.", AskedAnnualPence = asked,
        },
        RequestId = NewId(),
    };

    public static DecideSufficiencyChallengeRequest Answer(
        SufficiencyChallenge challenge, long annualPence, ChallengeOutcome outcome = ChallengeOutcome.Upheld) => new()
    {
        SufficiencyChallengeId = challenge.SufficiencyChallengeId,
        Outcome = outcome,
        AnnualPence = annualPence,
        Reasons = { "The nights were not counted." },
        Etag = challenge.Etag,
        RequestId = NewId(),
    };

    public static ScaleAllocationRequest Scale(AllocationMessage budget, Fund fund, long annualPence = 0, int basisPoints = 0) => new()
    {
        AllocationId = budget.AllocationId,
        FundId = fund.FundId,
        AnnualPence = annualPence,
        BasisPoints = basisPoints,
        Reason = "The fund of this year is spent but for this.",
        Etag = budget.Etag,
        RequestId = NewId(),
    };

    /// <summary>Asserts that a call is refused for these faults of fields and no other.</summary>
    public static async Task InvalidAsync<T>(this AsyncUnaryCall<T> call, params (string Field, string Reason)[] faults) =>
        Assert.Equal(faults, (await call.RefusedAsync(StatusCode.InvalidArgument, "FIELD_INVALID")).Violations);
}
