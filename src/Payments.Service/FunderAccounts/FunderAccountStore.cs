using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.FunderAccounts;

/// <summary>A funder's account as it is stored; <paramref name="Account"/> is encrypted.</summary>
public sealed record FunderAccountRow(
    Guid Id, string Funder, byte[] Account, string KeyId, string ServiceUserNumber, string State, string MadeBy, DateTimeOffset CreatedAt, int Version);

/// <summary>The accounts of funders in PostgreSQL.</summary>
public sealed class FunderAccountStore
{
    private const string Columns = "id, funder, account, key_id, service_user_number, state, made_by, created_at, version";

    /// <summary>Adds an account.</summary>
    /// <returns>False where the funder has one.</returns>
    public async Task<bool> TryInsertAsync(Mutation work, FunderAccountRow account, byte[] fingerprint) => await work.ExecuteAsync("""
        insert into payments.funder_accounts
            (programme, id, funder, account, key_id, fingerprint, service_user_number, state, made_by, created_at)
        values (@Programme, @Id, @Funder, @Account, @KeyId, @fingerprint, @ServiceUserNumber, @State, @MadeBy, @CreatedAt)
        on conflict (programme, funder) do nothing
        """, new
    {
        work.Programme, account.Id, account.Funder, account.Account, account.KeyId, fingerprint, account.ServiceUserNumber,
        account.State, account.MadeBy, account.CreatedAt,
    }) is 1;

    /// <summary>One account, or null.</summary>
    public Task<FunderAccountRow?> FindAsync(Session work, Guid id) => work.FirstOrDefaultAsync<FunderAccountRow>(
        $"select {Columns} from payments.funder_accounts where programme = @Programme and id = @id", new { work.Programme, id });

    /// <summary>A funder's account, or null; held until the transaction ends, so that one pay run of a funder is prepared at a time.</summary>
    public Task<FunderAccountRow?> LockOfFunderAsync(Mutation work, string funder) => work.FirstOrDefaultAsync<FunderAccountRow>(
        $"select {Columns} from payments.funder_accounts where programme = @Programme and funder = @funder for no key update", new { work.Programme, funder });

    /// <summary>A page of accounts.</summary>
    public Task<IReadOnlyList<FunderAccountRow>> ListAsync(Session work, Page page) => work.QueryAsync<FunderAccountRow>($"""
        select {Columns} from payments.funder_accounts
        where programme = @Programme {(page.After is null ? "" : "and id > @After")}
        order by id limit @Take
        """, new { work.Programme, page.After, page.Take });

    /// <summary>Marks an account as verified, unless it has changed since.</summary>
    /// <returns>Whether it was so.</returns>
    public async Task<bool> VerifyAsync(Mutation work, Guid id, int version, string state) => await work.ExecuteAsync("""
        update payments.funder_accounts set state = @state, verified_by = @Subject, verified_at = @Now, version = version + 1
        where programme = @Programme and id = @id and version = @version
        """, new { work.Programme, work.Now, work.Caller.Subject, id, version, state }) is 1;
}
