using PersonalBudgets.Payments.BankDetails;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.Payees;

/// <summary>A payee as it is stored; <paramref name="Account"/> is encrypted.</summary>
public sealed record PayeeRow(
    Guid Id, string Kind, Guid? PersonId, byte[] Account, string KeyId, string BankDetailsCheck, string State, string MadeBy,
    DateTimeOffset CreatedAt, int Version);

/// <summary>The payees in PostgreSQL.</summary>
public sealed class PayeeStore
{
    private const string Columns = "id, kind, person_id, account, key_id, bank_details_check, state, made_by, created_at, version";

    /// <summary>Adds a payee.</summary>
    public Task InsertAsync(Mutation work, PayeeRow payee, byte[] fingerprint) => work.ExecuteAsync("""
        insert into payments.payees
            (programme, id, kind, person_id, account, key_id, fingerprint, bank_details_check, state, made_by, created_at)
        values (@Programme, @Id, @Kind, @PersonId, @Account, @KeyId, @fingerprint, @BankDetailsCheck, @State, @MadeBy, @CreatedAt)
        """, new
    {
        work.Programme, payee.Id, payee.Kind, payee.PersonId, payee.Account, payee.KeyId, fingerprint, payee.BankDetailsCheck,
        payee.State, payee.MadeBy, payee.CreatedAt,
    });

    /// <summary>One payee, or null.</summary>
    public Task<PayeeRow?> FindAsync(Session work, Guid id) => work.FirstOrDefaultAsync<PayeeRow>(
        $"select {Columns} from payments.payees where programme = @Programme and id = @id", new { work.Programme, id });

    /// <summary>A page of payees, of a person under any of their ids, or all.</summary>
    public Task<IReadOnlyList<PayeeRow>> ListAsync(Session work, Guid[]? personIds, Page page) => work.QueryAsync<PayeeRow>($"""
        select {Columns} from payments.payees
        where programme = @Programme {(personIds is null ? "" : "and person_id = any (@personIds)")} {(page.After is null ? "" : "and id > @After")}
        order by id limit @Take
        """, new { work.Programme, personIds, page.After, page.Take });

    /// <summary>Marks a payee as verified, unless it has changed since.</summary>
    /// <returns>Whether it was so.</returns>
    public async Task<bool> VerifyAsync(Mutation work, Guid id, int version, string state) => await work.ExecuteAsync("""
        update payments.payees set state = @state, verified_by = @Subject, verified_at = @Now, version = version + 1
        where programme = @Programme and id = @id and version = @version
        """, new { work.Programme, work.Now, work.Caller.Subject, id, version, state }) is 1;

    /// <summary>The encrypted accounts of payees.</summary>
    public async Task<IReadOnlyDictionary<Guid, Sealed>> ReadAccountsAsync(Session work, IEnumerable<Guid> ids)
    {
        var rows = await work.QueryAsync<(Guid Id, byte[] Account, string KeyId)>(
            "select id, account, key_id from payments.payees where programme = @Programme and id = any (@Ids)",
            new { work.Programme, Ids = ids.ToArray() });
        return rows.ToDictionary(row => row.Id, row => new Sealed(row.Account, row.KeyId));
    }
}
