using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Delegations;

/// <summary>Delegation agreements: recorded once, ended with a day.</summary>
internal static class DelegationStore
{
    private const string Columns = "id, funder, approver_funder, kind, source, start_date, end_date, up_to_pence, recorded_by, created_at, version";

    /// <summary>Stores an agreement of the caller's organisation.</summary>
    public static Task InsertAsync(Mutation work, Guid id, DelegationAgreement agreement) => work.ExecuteAsync("""
        insert into allocation.delegation_agreements
            (programme, id, funder, approver_funder, kind, source, start_date, end_date, up_to_pence, recorded_by, created_at)
        values (@Programme, @id, @Organisation, @ApproverFunder, @kind, @source, @start, @end, nullif(@UpToPence, 0), @Subject, @Now)
        """,
        new
        {
            work.Programme,
            id,
            work.Caller.Organisation,
            agreement.ApproverFunder,
            kind = agreement.Kind.Code(),
            source = agreement.Source.Trim(),
            start = Dates.Parse(agreement.StartDate),
            end = agreement.EndDate is "" ? (DateOnly?)null : Dates.Parse(agreement.EndDate),
            agreement.UpToPence,
            work.Caller.Subject,
            work.Now,
        });

    /// <summary>An agreement that the caller has seen in this version, locked until the work ends.</summary>
    /// <exception cref="Refusal">DELEGATION_AGREEMENT_NOT_FOUND; ETAG_MISMATCH.</exception>
    public static async Task<DelegationRow> LockAsync(Mutation work, Guid id, int expected)
    {
        var agreement = await work.FirstOrDefaultAsync<DelegationRow>($"select {Columns} from allocation.delegation_agreements where id = @id for update", new { id })
            ?? throw Refusal.NotFound("DELEGATION_AGREEMENT", id);
        return agreement.Version == expected ? agreement : throw Refusal.EtagMismatch(agreement.Version);
    }

    /// <summary>Ends an agreement whose row is locked.</summary>
    public static Task EndAsync(Mutation work, Guid id, DateOnly endDate) => work.ExecuteAsync(
        "update allocation.delegation_agreements set end_date = @endDate, version = version + 1 where id = @id", new { id, endDate });

    /// <summary>One agreement.</summary>
    /// <exception cref="Refusal">DELEGATION_AGREEMENT_NOT_FOUND.</exception>
    public static async Task<DelegationRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<DelegationRow>($"select {Columns} from allocation.delegation_agreements where id = @id", new { id })
        ?? throw Refusal.NotFound("DELEGATION_AGREEMENT", id);

    /// <summary>The agreements that are in force today.</summary>
    public static Task<IReadOnlyList<DelegationRow>> InForceAsync(Session work) => work.QueryAsync<DelegationRow>(
        $"select {Columns} from allocation.delegation_agreements where start_date <= @Today and (end_date is null or end_date >= @Today) order by id", new { work.Today });

    /// <summary>A page of the programme's agreements.</summary>
    public static Task<IReadOnlyList<DelegationRow>> ListAsync(Session work, Page page) => work.QueryAsync<DelegationRow>(
        $"select {Columns} from allocation.delegation_agreements where @After::uuid is null or id > @After order by id limit @Take", new { page.After, page.Take });
}
