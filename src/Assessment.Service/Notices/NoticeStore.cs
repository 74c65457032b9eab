using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Notices;

/// <summary>Notices, and what became of them.</summary>
internal static class NoticeStore
{
    private const string Columns = """
        id, person_id, kind, subject_type, subject_id, decision, reasons, easy_read_reasons, route, template_version, format, language, request_months, issued_at, issued_by,
        sent_channel, sent_on, sent_by, seen_channel, seen_on, seen_by, request_due_on, version
        """;

    /// <summary>Keeps a notice.</summary>
    public static Task InsertAsync(Mutation work, Guid id, NewNotice notice, string templateVersion, int requestMonths) => work.ExecuteAsync("""
        insert into assessment.notices
            (programme, id, person_id, kind, subject_type, subject_id, decision, reasons, easy_read_reasons, route, template_version, format, language, request_months,
             issued_at, issued_by)
        values
            (@Programme, @id, @PersonId, @kind, @SubjectType, @SubjectId, @Decision, @reasons, @easyReadReasons, @route, @templateVersion, @format, @Language, @requestMonths,
             @Now, @Subject)
        """,
        new
        {
            work.Programme,
            id,
            notice.PersonId,
            kind = notice.Kind.Code(),
            notice.SubjectType,
            notice.SubjectId,
            notice.Decision,
            reasons = notice.Reasons.ToArray(),
            easyReadReasons = notice.EasyReadReasons.ToArray(),
            route = notice.Route.Code(),
            templateVersion,
            format = notice.Format.Code(),
            notice.Language,
            requestMonths,
            work.Now,
            work.Caller.Subject,
        });

    /// <summary>Records how a notice that the caller has seen in this version was sent; whether it is the first to do so.</summary>
    public static async Task<bool> SendAsync(Mutation work, Guid id, int expected, NoticeChannel channel, DateOnly day, DateOnly dueOn) =>
        await work.ExecuteAsync("""
            update assessment.notices
            set sent_channel = @channel, sent_on = @day, sent_by = @Subject, request_due_on = @dueOn, version = version + 1
            where id = @id and version = @expected and sent_on is null
            """, new { id, expected, channel = channel.Code(), day, dueOn, work.Caller.Subject }) is 1;

    /// <summary>The same of its being seen.</summary>
    public static async Task<bool> SeeAsync(Mutation work, Guid id, int expected, NoticeChannel channel, DateOnly day) =>
        await work.ExecuteAsync("""
            update assessment.notices set seen_channel = @channel, seen_on = @day, seen_by = @Subject, version = version + 1
            where id = @id and version = @expected and seen_on is null
            """, new { id, expected, channel = channel.Code(), day, work.Caller.Subject }) is 1;

    /// <summary>One notice.</summary>
    /// <exception cref="Refusal">NOTICE_NOT_FOUND.</exception>
    public static async Task<NoticeRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<NoticeRow>($"select {Columns} from assessment.notices where id = @id", new { id })
        ?? throw Refusal.NotFound("NOTICE", id);

    /// <summary>Whether somebody has told a decision of a kind on a record.</summary>
    public static Task<bool> HasIssuedAsync(Session work, NoticeKind kind, string subjectType, Guid subjectId, string issuer) => work.ScalarAsync<bool>("""
        select exists (
            select from assessment.notices
            where subject_id = @subjectId and subject_type = @subjectType and kind = @kind and issued_by = @issuer)
        """, new { kind = kind.Code(), subjectType, subjectId, issuer });

    /// <summary>A page of a person's notices.</summary>
    public static Task<IReadOnlyList<NoticeRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<NoticeRow>($"""
        select {Columns} from assessment.notices
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });
}
