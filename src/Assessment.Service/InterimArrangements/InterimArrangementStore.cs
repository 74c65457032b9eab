using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.InterimArrangements;

/// <summary>Interim arrangements.</summary>
internal static class InterimArrangementStore
{
    private const string Columns = """
        id, person_id, basis, reason, cap_pence, start_on, end_on, funder, fast_track_on, discharge_on, disputed_with, authorised_by, authorised_at, notice_id,
        end_reason, ended_on, plan_id, liable, back_charge_pence, settled_on, version
        """;

    /// <summary>Keeps an arrangement that the caller authorises.</summary>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, InterimArrangement arrangement, Guid noticeId) => work.ExecuteAsync("""
        insert into assessment.interim_arrangements
            (programme, id, person_id, basis, reason, cap_pence, start_on, end_on, funder, fast_track_on, discharge_on, disputed_with, authorised_by,
             authorised_at, notice_id)
        values
            (@Programme, @id, @personId, @basis, @Reason, @CapPence, @startOn, @endOn, @Funder, @fastTrackOn, @dischargeOn, nullif(@DisputedWith, ''), @Subject,
             @Now, @noticeId)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            basis = arrangement.Basis.Code(),
            arrangement.Reason,
            arrangement.CapPence,
            startOn = Dates.Parse(arrangement.StartDate),
            endOn = Dates.Parse(arrangement.EndDate),
            arrangement.Funder,
            fastTrackOn = Dates.ParseOptional(arrangement.FastTrackDate),
            dischargeOn = Dates.ParseOptional(arrangement.DischargeDate),
            arrangement.DisputedWith,
            work.Caller.Subject,
            work.Now,
            noticeId,
        });

    /// <summary>Ends one early that the caller has seen in this version; null where it has changed since.</summary>
    public static Task<InterimArrangementRow?> EndAsync(Mutation work, Guid id, int expected, InterimEndReason reason, DateOnly day, Guid? planId) =>
        work.FirstOrDefaultAsync<InterimArrangementRow>($"""
            update assessment.interim_arrangements set end_reason = @reason, ended_on = @day, plan_id = @planId, version = version + 1
            where id = @id and version = @expected and ended_on is null
            returning {Columns}
            """, new { id, expected, reason = reason.Code(), day, planId });

    /// <summary>Settles one that the caller has seen in this version; null where it has changed since.</summary>
    public static Task<InterimArrangementRow?> SettleAsync(Mutation work, Guid id, int expected, string liable, long backChargePence, DateOnly day) =>
        work.FirstOrDefaultAsync<InterimArrangementRow>($"""
            update assessment.interim_arrangements set liable = @liable, back_charge_pence = @backChargePence, settled_on = @day, version = version + 1
            where id = @id and version = @expected and settled_on is null
            returning {Columns}
            """, new { id, expected, liable, backChargePence, day });

    /// <summary>One arrangement.</summary>
    /// <exception cref="Refusal">INTERIM_ARRANGEMENT_NOT_FOUND.</exception>
    public static async Task<InterimArrangementRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<InterimArrangementRow>($"select {Columns} from assessment.interim_arrangements where id = @id", new { id })
        ?? throw Refusal.NotFound("INTERIM_ARRANGEMENT", id);

    /// <summary>A page of a person's arrangements.</summary>
    public static Task<IReadOnlyList<InterimArrangementRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<InterimArrangementRow>($"""
        select {Columns} from assessment.interim_arrangements
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });
}
