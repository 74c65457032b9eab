using Grpc.Core;
using PersonalBudgets.Allocation.Charging.Contributions;
using PersonalBudgets.Allocation.Charging.Policies;
using PersonalBudgets.Allocation.Charging.Rates;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Charging.FinancialAssessments;

internal sealed partial class FinancialAssessmentsApi
{
    /// <inheritdoc/>
    public override Task<FinancialAssessment> GetFinancialAssessment(GetFinancialAssessmentRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.FinancialAssessmentId)));

    /// <inheritdoc/>
    public override Task<ListFinancialAssessmentsResponse> ListFinancialAssessments(ListFinancialAssessmentsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"financial-assessments:{request.PersonId}");
            var personIds = await people.IdsOfFilterAsync(session, request.PersonId);
            var (rows, next) = page.Split(await FinancialAssessmentStore.ListAsync(session, personIds, page), row => row.Id);
            session.AuditReadOfPeople([.. rows.Select(row => row.PersonId).Distinct()]);
            return new ListFinancialAssessmentsResponse { FinancialAssessments = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<ListFinancialAssessmentReviewsResponse> ListFinancialAssessmentReviews(
        ListFinancialAssessmentReviewsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"financial-assessment-reviews:{request.DueBy}");
            var due = await FinancialAssessmentStore.ListDueAsync(session, Dates.ParseOptional(request.DueBy) ?? session.Today, page);
            var (rows, next) = page.Split(due, row => row.Id);
            return new ListFinancialAssessmentReviewsResponse { FinancialAssessmentReviews = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<FinancialAssessmentRecord> GetFinancialAssessmentRecord(GetFinancialAssessmentRecordRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session => WrittenRecord.Of((await CompletedAsync(session, request.FinancialAssessmentId)).ToMessage()));

    /// <inheritdoc/>
    public override Task<ReplayFinancialAssessmentResponse> ReplayFinancialAssessment(ReplayFinancialAssessmentRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var row = await CompletedAsync(session, request.FinancialAssessmentId);
            var policy = row.ChargingPolicyId is { } policyId ? await ChargingPolicyStore.GetAsync(session, policyId) : null;
            var terms = new Terms(RateTables.Get(row.ChargingRatesId!.Value)!, policy, ChargingRules.Named(row.RulesVersion!));
            var (kept, again) = (row.ToMessage(), Assessing.Of(row.ToMessage(), terms));
            return new ReplayFinancialAssessmentResponse { Agrees = WithoutWords(kept.Calculation).Equals(WithoutWords(again)), Calculation = again };
        });

    /// <inheritdoc/>
    public override Task<SimulateFinancialAssessmentResponse> SimulateFinancialAssessment(SimulateFinancialAssessmentRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var day = Dates.Parse(request.Date);
            var policy = Ids.ParseOptional(request.ChargingPolicyId) is { } policyId
                ? await ChargingPolicyStore.GetAsync(session, policyId)
                : await ChargingPolicyStore.InForceAsync(session, day);
            Violation[] faults =
            [
                .. request.Means.Circumstances.AgeGroup is AgeGroup.Unspecified
                    ? [new Violation("means.circumstances.age_group", "REQUIRED", "Nobody's birth date is known here: say the age group.")]
                    : Array.Empty<Violation>(),
                .. MeansChecks.Faults(request.Means, day, "means"),
            ];
            Refusal.ThrowIfAny(faults);
            return new SimulateFinancialAssessmentResponse { Calculation = MeansTest.Of(request.Means, day, Terms.Of(day, policy)) };
        });

    /// <inheritdoc/>
    public override Task<Contribution> GetContribution(GetContributionRequest request, ServerCallContext context) => work.ReadAsync(context, async session =>
    {
        var (personId, day) = (Guid.Parse(request.PersonId), Dates.ParseOptional(request.Date) ?? session.Today);
        var row = await FinancialAssessmentStore.FindInForceAsync(session, await people.IdsAsync(session, personId), day)
            ?? throw Refusal.NotFound("FINANCIAL_ASSESSMENT", personId);
        return new Contribution
        {
            PersonId = request.PersonId,
            Date = Dates.Text(day),
            FinancialAssessmentId = row.Id.ToString(),
            Assessed = row.Contribution(),
            ReviewDate = Dates.Text(row.ReviewDate),
            IsReviewDue = row.ReviewDate <= day,
        };
    });

    private static async Task<FinancialAssessment> ShowAsync(Session session, Guid id)
    {
        var row = await FinancialAssessmentStore.GetAsync(session, id);
        session.AuditRead(Subject, id, row.PersonId);
        return row.ToMessage();
    }

    /// <summary>An assessment that was completed, be it that another took its place since.</summary>
    private static async Task<FinancialAssessmentRow> CompletedAsync(Session session, string id)
    {
        var row = await FinancialAssessmentStore.GetAsync(session, Guid.Parse(id));
        session.AuditRead(Subject, row.Id, row.PersonId);
        return row.IsDraft ? throw NotCompleted(row) : row;
    }

    // The record keeps the words that were given; a step that is worded better since is the same step.
    private static ContributionCalculation WithoutWords(ContributionCalculation calculation)
    {
        var bare = calculation.Clone();
        foreach (var step in bare.Steps)
            (step.Words, step.Source) = ("", "");
        return bare;
    }
}
