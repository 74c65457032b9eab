using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.ChcChecklists;

/// <summary>Checklists: recorded, never changed.</summary>
internal static class ChcChecklistStore
{
    private const string Columns = "id, person_id, checklist_date, answers::text as answers, created_at";

    /// <summary>Records a checklist.</summary>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, ChcChecklist checklist) => work.ExecuteAsync("""
        insert into assessment.chc_checklists (programme, id, person_id, checklist_date, answers, created_at)
        values (@Programme, @id, @personId, @checklistDate, @answers::jsonb, @Now)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            checklistDate = Dates.Parse(checklist.ChecklistDate),
            answers = ChcChecklistRow.AnswersOf(checklist),
            work.Now,
        });

    /// <summary>One checklist.</summary>
    /// <exception cref="Refusal">CHC_CHECKLIST_NOT_FOUND.</exception>
    public static async Task<ChcChecklistRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<ChcChecklistRow>($"select {Columns} from assessment.chc_checklists where id = @id", new { id })
        ?? throw Refusal.NotFound("CHC_CHECKLIST", id);

    /// <summary>Whether a checklist is this person's.</summary>
    public static Task<bool> IsOfAsync(Session work, Guid personId, Guid id) => work.ScalarAsync<bool>(
        "select exists (select from assessment.chc_checklists where id = @id and person_id = @personId)", new { id, personId });

    /// <summary>A page of a person's checklists.</summary>
    public static Task<IReadOnlyList<ChcChecklistRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<ChcChecklistRow>($"""
        select {Columns} from assessment.chc_checklists
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });
}
