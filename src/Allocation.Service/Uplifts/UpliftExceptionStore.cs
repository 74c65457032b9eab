using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>What an uplift leaves out of a commitment.</summary>
internal sealed record UpliftExceptionRow(
    Guid Id, Guid AnnualUpliftId, Guid CommitmentId, Guid PersonId, Guid? LineId, Guid? FinancialAssessmentId, string Reason)
{
    public static UpliftExceptionRow Of(Guid id, Guid upliftId, Budgets.CommitmentRow commitment, UpliftGap gap) =>
        new(id, upliftId, commitment.Id, commitment.PersonId, gap.LineId, gap.FinancialAssessmentId, gap.Reason.Code());

    public UpliftException ToMessage() => new()
    {
        UpliftExceptionId = Id.ToString(),
        AnnualUpliftId = AnnualUpliftId.ToString(),
        CommitmentId = CommitmentId.ToString(),
        PersonId = PersonId.ToString(),
        LineId = LineId?.ToString() ?? "",
        FinancialAssessmentId = FinancialAssessmentId?.ToString() ?? "",
        Reason = Codes.Parse<UpliftExceptionReason>(Reason),
    };
}

/// <summary>What uplifts left out; written once, never changed.</summary>
internal static class UpliftExceptionStore
{
    private const string Columns = "id, annual_uplift_id, commitment_id, person_id, line_id, financial_assessment_id, reason";

    /// <summary>Stores exceptions; a financial assessment is to be made anew once, however many commitments the person has.</summary>
    /// <returns>The reasons of those that were stored.</returns>
    public static Task<IReadOnlyList<string>> InsertAsync(Mutation work, IReadOnlyCollection<UpliftExceptionRow> rows) => work.QueryAsync<string>($"""
        insert into allocation.uplift_exceptions (programme, {Columns})
        select @Programme, {Columns}
        from unnest(@ids, @upliftIds, @commitmentIds, @personIds, @lineIds::uuid[], @assessmentIds::uuid[], @reasons)
            as made (id, annual_uplift_id, commitment_id, person_id, line_id, financial_assessment_id, reason)
        on conflict do nothing
        returning reason
        """,
        new
        {
            work.Programme,
            ids = rows.Select(row => row.Id).ToArray(),
            upliftIds = rows.Select(row => row.AnnualUpliftId).ToArray(),
            commitmentIds = rows.Select(row => row.CommitmentId).ToArray(),
            personIds = rows.Select(row => row.PersonId).ToArray(),
            lineIds = rows.Select(row => row.LineId).ToArray(),
            assessmentIds = rows.Select(row => row.FinancialAssessmentId).ToArray(),
            reasons = rows.Select(row => row.Reason).ToArray(),
        });

    /// <summary>One exception.</summary>
    /// <exception cref="Refusal">UPLIFT_EXCEPTION_NOT_FOUND.</exception>
    public static async Task<UpliftExceptionRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<UpliftExceptionRow>($"select {Columns} from allocation.uplift_exceptions where id = @id", new { id })
        ?? throw Refusal.NotFound("UPLIFT_EXCEPTION", id);

    /// <summary>A page of exceptions, of an uplift and for a reason where given.</summary>
    public static Task<IReadOnlyList<UpliftExceptionRow>> ListAsync(Session work, Guid? upliftId, string? reason, Page page) => work.QueryAsync<UpliftExceptionRow>($"""
        select {Columns} from allocation.uplift_exceptions
        where (@upliftId::uuid is null or annual_uplift_id = @upliftId) and (@reason::text is null or reason = @reason) and (@After::uuid is null or id > @After)
        order by id limit @Take
        """, new { upliftId, reason, page.After, page.Take });
}
