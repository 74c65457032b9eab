using PersonalBudgets.Assessment.Assessments;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.NeedChanges;

/// <summary>Changes of need: open until a later assessment is signed, or there is a reason for none.</summary>
internal static class NeedChangeStore
{
    private const string Columns = """
        id, person_id, cause, reported_by, change_date, urgent, as_carer, account, state, due_date,
        closed_by_id, close_reason, close_explanation, created_at, closed_at, version
        """;

    /// <summary>Records a change.</summary>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, NeedChange change, DateOnly dueDate) => work.ExecuteAsync("""
        insert into assessment.need_changes (
            programme, id, person_id, cause, reported_by, change_date, urgent, as_carer, account, state, due_date, created_at)
        values (@Programme, @id, @personId, @cause, @reportedBy, @changeDate, @Urgent, @AsCarer, @Account, 'OPEN', @dueDate, @Now)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            cause = change.Cause.Code(),
            reportedBy = change.ReportedBy.Code(),
            changeDate = Dates.Parse(change.ChangeDate),
            change.Urgent,
            change.AsCarer,
            change.Account,
            dueDate,
            work.Now,
        });

    /// <summary>Closes, for a reason, a change that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">NEED_CHANGE_NOT_FOUND; NEED_CHANGE_CLOSED; ETAG_MISMATCH.</exception>
    public static async Task<NeedChangeRow> CloseAsync(Mutation work, Guid id, int expected, NeedChangeCloseReason reason, string explanation)
    {
        var closed = await work.FirstOrDefaultAsync<NeedChangeRow>($"""
            update assessment.need_changes
            set state = 'CLOSED', closed_at = @Now, close_reason = @reason, close_explanation = @explanation, version = version + 1
            where id = @id and version = @expected and state = 'OPEN'
            returning {Columns}
            """, new { id, expected, work.Now, reason = reason.Code(), explanation });
        if (closed is not null)
            return closed;
        var current = await GetAsync(work, id);
        throw current.State is "CLOSED"
            ? Refusal.Rule("NEED_CHANGE_CLOSED", "The change of need is closed already.", null, ("need_change_id", id))
            : Refusal.EtagMismatch(current.Version);
    }

    /// <summary>
    /// Closes the open changes that a signed assessment answers: those of the same person that happened by its day, of a carer by a carer's assessment
    /// and of everybody else by another.
    /// </summary>
    /// <returns>Their ids.</returns>
    public static Task<IReadOnlyList<Guid>> CloseByAssessmentAsync(Mutation work, AssessmentRow signed) => work.QueryAsync<Guid>("""
        update assessment.need_changes
        set state = 'CLOSED', closed_at = @Now, closed_by_id = @Id, version = version + 1
        where person_id = @PersonId and state = 'OPEN' and change_date <= @AssessmentDate and as_carer = @isCarer
        returning id
        """, new { signed.Id, signed.PersonId, signed.AssessmentDate, isCarer = signed.Kind == AssessmentKind.Carer.Code(), work.Now });

    /// <summary>One change.</summary>
    /// <exception cref="Refusal">NEED_CHANGE_NOT_FOUND.</exception>
    public static async Task<NeedChangeRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<NeedChangeRow>($"select {Columns} from assessment.need_changes where id = @id", new { id })
        ?? throw Refusal.NotFound("NEED_CHANGE", id);

    /// <summary>A page of a person's changes.</summary>
    public static Task<IReadOnlyList<NeedChangeRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<NeedChangeRow>($"""
        select {Columns} from assessment.need_changes
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>A page of the open changes of everybody, by the day on which they are due; the page before ended with a row that keeps its place when it is closed.</summary>
    public static Task<IReadOnlyList<NeedChangeRow>> ListDueAsync(Session work, DateOnly? dueBy, Page page) => work.QueryAsync<NeedChangeRow>($"""
        select {Columns} from assessment.need_changes
        where state = 'OPEN' and (@dueBy::date is null or due_date <= @dueBy)
          and (@After::uuid is null or (due_date, id) > (select due_date, id from assessment.need_changes where id = @After))
        order by due_date, id limit @Take
        """, new { dueBy, page.After, page.Take });
}
