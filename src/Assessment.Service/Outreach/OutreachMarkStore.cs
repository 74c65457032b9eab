using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Outreach;

/// <summary>Marks of outreach, and what else keeps somebody from being told of budgets now.</summary>
internal static class OutreachMarkStore
{
    private const string Columns = "id, person_id, kind, mark_date, created_at";

    /// <summary>Records a mark.</summary>
    public static async Task<OutreachMarkRow> InsertAsync(Mutation work, Guid personId, OutreachMark mark) => (await work.FirstOrDefaultAsync<OutreachMarkRow>($"""
        insert into assessment.outreach_marks (programme, id, person_id, kind, mark_date, created_at)
        values (@Programme, @id, @personId, @kind, @markDate, @Now)
        returning {Columns}
        """, new { work.Programme, id = work.NewId(), personId, kind = mark.Kind.Code(), markDate = Dates.Parse(mark.MarkDate), work.Now }))!;

    /// <summary>One mark of a person.</summary>
    /// <exception cref="Refusal">OUTREACH_MARK_NOT_FOUND.</exception>
    public static async Task<OutreachMarkRow> GetAsync(Session work, Guid personId, Guid id) =>
        await work.FirstOrDefaultAsync<OutreachMarkRow>(
            $"select {Columns} from assessment.outreach_marks where person_id = @personId and id = @id", new { personId, id })
        ?? throw Refusal.NotFound("OUTREACH_MARK", id);

    /// <summary>A page of a person's marks.</summary>
    public static Task<IReadOnlyList<OutreachMarkRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<OutreachMarkRow>($"""
        select {Columns} from assessment.outreach_marks
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>Why people are not to be told now, each reason a row. Of the marks about a wish the latest counts, of offers the latest that was answered.</summary>
    public static Task<IReadOnlyList<(Guid PersonId, string Reason)>> LeftOutAsync(Session work, Guid[] people, DateOnly declinedAfter, DateOnly contactedAfter) =>
        work.QueryAsync<(Guid, string)>("""
            select person_id, 'OFFER_OPEN' from assessment.offers where person_id = any(@people) and state = 'OFFERED'
            union all
            select person_id, case state when 'ACCEPTED' then 'BUDGET' else 'DECLINED_RECENTLY' end from (
                select distinct on (person_id) person_id, state, answered_at from assessment.offers
                where person_id = any(@people) and state in ('ACCEPTED', 'DECLINED') order by person_id, answered_at desc, id desc
            ) answers
            where state = 'ACCEPTED' or (answered_at at time zone 'Europe/London')::date > @declinedAfter
            union
            select person_id, 'BUDGET' from assessment.caseload_facts
            where person_id = any(@people) and kind = 'HEALTH_BUDGET' and (end_date is null or end_date >= @Today) and withdrawn_at is null
            union all
            select person_id, 'NOT_TO_BE_CONTACTED' from (
                select distinct on (person_id) person_id, kind from assessment.outreach_marks
                where person_id = any(@people) and kind <> 'CONTACTED' order by person_id, mark_date desc, id desc
            ) wishes
            where kind = 'NOT_TO_BE_CONTACTED'
            union all
            select distinct person_id, 'CONTACTED_RECENTLY' from assessment.outreach_marks
            where person_id = any(@people) and kind = 'CONTACTED' and mark_date > @contactedAfter
            """, new { people, declinedAfter, contactedAfter, work.Today });
}
