using PersonalBudgets.Assessment.Notices;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Reconsiderations;

/// <summary>Requests for another look, and their answers.</summary>
internal static class ReconsiderationStore
{
    private const string Columns = """
        id, notice_id, person_id, route, requested_by, requested_on, ground, grounds, late, answer_due_on, state, reasons, decided_by, decided_at, answer_notice_id, version
        """;

    /// <summary>Keeps a request.</summary>
    /// <exception cref="Refusal">RECONSIDERATION_EXISTS.</exception>
    public static async Task InsertAsync(Mutation work, Guid id, NoticeRow notice, Reconsideration asked, DateOnly requestedOn, DateOnly answerDueOn)
    {
        var inserted = await work.ExecuteAsync("""
            insert into assessment.reconsiderations
                (programme, id, notice_id, person_id, route, requested_by, requested_on, ground, grounds, late, answer_due_on, created_at)
            values (@Programme, @id, @noticeId, @PersonId, @Route, @requestedBy, @requestedOn, @ground, @Grounds, @late, @answerDueOn, @Now)
            on conflict (programme, notice_id) do nothing
            """,
            new
            {
                work.Programme,
                id,
                noticeId = notice.Id,
                notice.PersonId,
                notice.Route,
                requestedBy = asked.RequestedBy.Code(),
                requestedOn,
                ground = asked.Ground.Code(),
                asked.Grounds,
                late = requestedOn > notice.RequestDueOn,
                answerDueOn,
                work.Now,
            });
        if (inserted is 0)
            throw Refusal.AlreadyExists("RECONSIDERATION_EXISTS", "Another look at this decision was asked for before.", ("notice_id", notice.Id));
    }

    /// <summary>Keeps the answer to a request that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">RECONSIDERATION_ANSWERED; ETAG_MISMATCH.</exception>
    public static async Task<ReconsiderationRow> AnswerAsync(
        Mutation work, Guid id, int expected, ReconsiderationOutcome outcome, IReadOnlyList<string> reasons, Guid answerNoticeId)
    {
        var answered = await work.FirstOrDefaultAsync<ReconsiderationRow>($"""
            update assessment.reconsiderations
            set state = @state, reasons = @reasons, decided_by = @Subject, decided_at = @Now, answer_notice_id = @answerNoticeId, version = version + 1
            where id = @id and version = @expected and state = 'OPEN'
            returning {Columns}
            """, new { id, expected, state = outcome.Code(), reasons = reasons.ToArray(), work.Caller.Subject, work.Now, answerNoticeId });
        if (answered is not null)
            return answered;
        var current = await GetAsync(work, id);
        throw current.IsOpen
            ? Refusal.EtagMismatch(current.Version)
            : Refusal.Rule("RECONSIDERATION_ANSWERED", "It is answered already. The Ombudsman is next.", null, ("state", current.State));
    }

    /// <summary>One request.</summary>
    /// <exception cref="Refusal">RECONSIDERATION_NOT_FOUND.</exception>
    public static async Task<ReconsiderationRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<ReconsiderationRow>($"select {Columns} from assessment.reconsiderations where id = @id", new { id })
        ?? throw Refusal.NotFound("RECONSIDERATION", id);

    /// <summary>Whether somebody who looked at a decision again found that it no longer stands.</summary>
    /// <param name="work">The session.</param>
    /// <param name="subjectType">The kind of record that was decided on, as its notices name it.</param>
    /// <param name="subjectId">That record.</param>
    public static Task<bool> IsOverturnedAsync(Session work, string subjectType, Guid subjectId) => work.ScalarAsync<bool>("""
        select exists (
            select from assessment.reconsiderations asked
            join assessment.notices notice on notice.programme = asked.programme and notice.id = asked.notice_id
            where notice.subject_type = @subjectType and notice.subject_id = @subjectId and asked.state = 'OVERTURNED')
        """, new { subjectType, subjectId });

    /// <summary>A page of everybody's that are open, by the day on which the answer is due; the page before ended with a row that keeps its place when it is answered.</summary>
    public static Task<IReadOnlyList<ReconsiderationRow>> ListDueAsync(Session work, DateOnly? dueBy, Page page) => work.QueryAsync<ReconsiderationRow>($"""
        select {Columns} from assessment.reconsiderations
        where state = 'OPEN' and (@dueBy::date is null or answer_due_on <= @dueBy)
          and (@After::uuid is null or (answer_due_on, id) > (select answer_due_on, id from assessment.reconsiderations where id = @After))
        order by answer_due_on, id limit @Take
        """, new { dueBy, page.After, page.Take });

    /// <summary>A page of a person's.</summary>
    public static Task<IReadOnlyList<ReconsiderationRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<ReconsiderationRow>($"""
        select {Columns} from assessment.reconsiderations
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });
}
