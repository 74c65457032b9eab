using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.AftercareEndings;

/// <summary>Endings of after-care and what the bodies decided.</summary>
internal static class AftercareEndingStore
{
    private const string Columns =
        "id, person_id, legal_status_id, council, integrated_care_board, consultation_date, person_view, carer_view, state, end_date, set_aside_reason, created_at, version";

    private const string DecisionColumns = "ending_id, body, satisfied, decision_date, reasons, written_decision_reference, decided_by, recorded_at";

    /// <summary>Opens one.</summary>
    public static async Task InsertAsync(Mutation work, Guid id, Guid personId, string legalStatusId, string council, string integratedCareBoard, AftercareEnding ending)
    {
        var inserted = await work.ExecuteAsync("""
            insert into assessment.aftercare_endings
                (programme, id, person_id, legal_status_id, council, integrated_care_board, consultation_date, person_view, carer_view, created_at)
            values (@Programme, @id, @personId, @legalStatusId, @council, @integratedCareBoard, @consultationDate, @personView, @carerView, @Now)
            on conflict (programme, person_id) where state = 'OPEN' do nothing
            """,
            new
            {
                work.Programme,
                id,
                personId,
                legalStatusId = Guid.Parse(legalStatusId),
                council,
                integratedCareBoard,
                consultationDate = Dates.Parse(ending.ConsultationDate),
                personView = ending.PersonView.Trim(),
                carerView = ending.CarerView.Trim(),
                work.Now,
            });
        if (inserted is 0)
            throw Refusal.Rule("AFTERCARE_ENDING_OPEN", "Both bodies are asked already whether after-care is still needed.", "MHA 1983 s117(2)");
    }

    /// <summary>Stores a decision.</summary>
    public static Task InsertAsync(Mutation work, AftercareDecisionRow decision) => work.ExecuteAsync("""
        insert into assessment.aftercare_decisions (programme, ending_id, body, satisfied, decision_date, reasons, written_decision_reference, decided_by, recorded_at)
        values (@Programme, @EndingId, @Body, @Satisfied, @DecisionDate, @Reasons, @WrittenDecisionReference, @DecidedBy, @Now)
        """,
        new
        {
            work.Programme,
            decision.EndingId,
            decision.Body,
            decision.Satisfied,
            decision.DecisionDate,
            decision.Reasons,
            decision.WrittenDecisionReference,
            decision.DecidedBy,
            work.Now,
        });

    /// <summary>Changes where an ending stands.</summary>
    /// <exception cref="Refusal">ETAG_MISMATCH.</exception>
    public static async Task<AftercareEndingRow> UpdateAsync(
        Mutation work, AftercareEndingRow ending, int expected, AftercareEndingState state, DateOnly? endDate, string setAsideReason = "") =>
        await work.FirstOrDefaultAsync<AftercareEndingRow>($"""
            update assessment.aftercare_endings set state = @state, end_date = @endDate, set_aside_reason = @setAsideReason, version = version + 1
            where id = @Id and version = @expected returning {Columns}
            """, new { ending.Id, expected, state = state.Code(), endDate, setAsideReason })
        ?? throw Refusal.EtagMismatch(ending.Version);

    /// <summary>One ending of a person.</summary>
    /// <exception cref="Refusal">AFTERCARE_ENDING_NOT_FOUND.</exception>
    public static async Task<AftercareEndingRow> GetAsync(Session work, Guid personId, Guid id) =>
        await work.FirstOrDefaultAsync<AftercareEndingRow>($"select {Columns} from assessment.aftercare_endings where id = @id and person_id = @personId", new { id, personId })
        ?? throw Refusal.NotFound("AFTERCARE_ENDING", id);

    /// <summary>A page of a person's endings.</summary>
    public static Task<IReadOnlyList<AftercareEndingRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<AftercareEndingRow>($"""
        select {Columns} from assessment.aftercare_endings
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>What was decided in some endings, in the order in which it was recorded.</summary>
    public static Task<IReadOnlyList<AftercareDecisionRow>> DecisionsAsync(Session work, params IEnumerable<Guid> endingIds) => work.QueryAsync<AftercareDecisionRow>($"""
        select {DecisionColumns} from assessment.aftercare_decisions where ending_id = any (@ids) order by ending_id, recorded_at, body
        """, new { ids = endingIds.ToArray() });

    /// <summary>Where both bodies have ended a person's after-care.</summary>
    public static async Task<IReadOnlyList<AftercareEnd>> EndsAsync(Session work, Guid personId)
    {
        var rows = await work.QueryAsync<AftercareEndingRow>(
            $"select {Columns} from assessment.aftercare_endings where person_id = @personId and state = 'ENDED' order by id", new { personId });
        return [.. rows.Select(row => new AftercareEnd { AftercareEndingId = row.Id.ToString(), LegalStatusId = row.LegalStatusId.ToString(), EndDate = Dates.Text(row.EndDate) })];
    }
}
