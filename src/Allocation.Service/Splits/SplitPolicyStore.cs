using Npgsql;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Splits;

/// <summary>Split policies: drafts, and published ones, which never change.</summary>
internal static class SplitPolicyStore
{
    private const string Columns =
        "id, legal_basis, need_type, valid_from, parts::text as parts, source, state, drafted_by, published_by, published_at, version";

    /// <summary>Stores a draft.</summary>
    public static Task InsertAsync(Mutation work, Guid id, SplitPolicy policy) => work.ExecuteAsync("""
        insert into allocation.split_policies (programme, id, legal_basis, need_type, valid_from, parts, source, state, drafted_by, created_at)
        values (@Programme, @id, @basis, @need, @validFrom, @parts::jsonb, @Source, 'DRAFT', @Subject, @Now)
        """,
        new
        {
            work.Programme, id, basis = policy.LegalBasis.Code(), need = policy.NeedType.Code(), validFrom = Dates.Parse(policy.ValidFrom),
            parts = FunderParts.Write(policy.Parts), policy.Source, work.Caller.Subject, work.Now,
        });

    /// <summary>Changes a draft whose row is locked.</summary>
    public static Task UpdateAsync(Mutation work, Guid id, SplitPolicy policy) => work.ExecuteAsync("""
        update allocation.split_policies
        set legal_basis = @basis, need_type = @need, valid_from = @validFrom, parts = @parts::jsonb, source = @Source, drafted_by = @Subject, version = version + 1
        where id = @id
        """,
        new
        {
            id, basis = policy.LegalBasis.Code(), need = policy.NeedType.Code(), validFrom = Dates.Parse(policy.ValidFrom),
            parts = FunderParts.Write(policy.Parts), policy.Source, work.Caller.Subject,
        });

    /// <summary>Publishes a draft whose row is locked.</summary>
    /// <exception cref="Refusal">SPLIT_POLICY_OVERLAPS.</exception>
    public static async Task PublishAsync(Mutation work, SplitPolicyRow draft)
    {
        try
        {
            await work.ExecuteAsync("""
                update allocation.split_policies set state = 'PUBLISHED', published_by = @Subject, published_at = @Now, version = version + 1 where id = @Id
                """, new { draft.Id, work.Caller.Subject, work.Now });
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            throw Refusal.Rule(
                "SPLIT_POLICY_OVERLAPS", "Another policy for this legal basis and kind of need begins on the same day.", null,
                ("valid_from", Dates.Text(draft.ValidFrom)), ("legal_basis", draft.LegalBasis), ("need_type", draft.NeedType));
        }
    }

    /// <summary>A draft that the caller has seen in this version, locked until the work ends.</summary>
    /// <exception cref="Refusal">SPLIT_POLICY_NOT_FOUND; SPLIT_POLICY_PUBLISHED; ETAG_MISMATCH.</exception>
    public static async Task<SplitPolicyRow> LockDraftAsync(Mutation work, Guid id, int expected)
    {
        var policy = await work.FirstOrDefaultAsync<SplitPolicyRow>($"select {Columns} from allocation.split_policies where id = @id for update", new { id })
            ?? throw Refusal.NotFound("SPLIT_POLICY", id);
        if (!policy.IsDraft)
            throw Refusal.Rule("SPLIT_POLICY_PUBLISHED", "A published policy never changes.", null, ("split_policy_id", id));
        return policy.Version == expected ? policy : throw Refusal.EtagMismatch(policy.Version);
    }

    /// <summary>One policy.</summary>
    /// <exception cref="Refusal">SPLIT_POLICY_NOT_FOUND.</exception>
    public static async Task<SplitPolicy> GetAsync(Session work, Guid id) =>
        (await work.FirstOrDefaultAsync<SplitPolicyRow>($"select {Columns} from allocation.split_policies where id = @id", new { id }))?.ToMessage()
        ?? throw Refusal.NotFound("SPLIT_POLICY", id);

    /// <summary>A page of the programme's policies.</summary>
    public static Task<IReadOnlyList<SplitPolicyRow>> ListAsync(Session work, Page page) => work.QueryAsync<SplitPolicyRow>(
        $"select {Columns} from allocation.split_policies where @After::uuid is null or id > @After order by id limit @Take", new { page.After, page.Take });
}
