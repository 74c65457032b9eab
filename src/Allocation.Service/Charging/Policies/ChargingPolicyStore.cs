using Npgsql;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Charging.Policies;

/// <summary>Charging policies: drafts, and published ones, which never change.</summary>
internal static class ChargingPolicyStore
{
    private const string Columns = "id, valid_from, terms::text as terms, state, drafted_by, published_by, published_at, version";

    /// <summary>Stores a draft.</summary>
    public static Task InsertAsync(Mutation work, Guid id, ChargingPolicy policy) => work.ExecuteAsync("""
        insert into allocation.charging_policies (programme, id, valid_from, terms, state, drafted_by, created_at)
        values (@Programme, @id, @validFrom, @terms::jsonb, 'DRAFT', @Subject, @Now)
        """,
        new { work.Programme, id, validFrom = Dates.Parse(policy.ValidFrom), terms = ChargingPolicyRow.TermsOf(policy), work.Caller.Subject, work.Now });

    /// <summary>Changes a draft that the caller has seen in this version.</summary>
    public static Task UpdateAsync(Mutation work, Guid id, ChargingPolicy policy) => work.ExecuteAsync("""
        update allocation.charging_policies
        set valid_from = @validFrom, terms = @terms::jsonb, drafted_by = @Subject, version = version + 1
        where id = @id
        """, new { id, validFrom = Dates.Parse(policy.ValidFrom), terms = ChargingPolicyRow.TermsOf(policy), work.Caller.Subject });

    /// <summary>Publishes a draft.</summary>
    /// <exception cref="Refusal">CHARGING_POLICY_OVERLAPS.</exception>
    public static async Task PublishAsync(Mutation work, ChargingPolicyRow draft)
    {
        try
        {
            await work.ExecuteAsync("""
                update allocation.charging_policies
                set state = 'PUBLISHED', published_by = @Subject, published_at = @Now, version = version + 1
                where id = @Id
                """, new { draft.Id, work.Caller.Subject, work.Now });
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            throw Refusal.Rule("CHARGING_POLICY_OVERLAPS", "Another policy begins on the same day.", null, ("valid_from", Dates.Text(draft.ValidFrom)));
        }
    }

    /// <summary>A draft that the caller has seen in this version, locked until the work ends.</summary>
    /// <exception cref="Refusal">CHARGING_POLICY_NOT_FOUND; CHARGING_POLICY_PUBLISHED; ETAG_MISMATCH.</exception>
    public static async Task<ChargingPolicyRow> LockDraftAsync(Mutation work, Guid id, int expected)
    {
        var policy = await work.FirstOrDefaultAsync<ChargingPolicyRow>($"select {Columns} from allocation.charging_policies where id = @id for update", new { id })
            ?? throw Refusal.NotFound("CHARGING_POLICY", id);
        if (!policy.IsDraft)
            throw Refusal.Rule("CHARGING_POLICY_PUBLISHED", "A published policy never changes.", null, ("charging_policy_id", id));
        return policy.Version == expected ? policy : throw Refusal.EtagMismatch(policy.Version);
    }

    /// <summary>One policy.</summary>
    /// <exception cref="Refusal">CHARGING_POLICY_NOT_FOUND.</exception>
    public static async Task<ChargingPolicy> GetAsync(Session work, Guid id) =>
        (await work.FirstOrDefaultAsync<ChargingPolicyRow>($"select {Columns} from allocation.charging_policies where id = @id", new { id }))?.ToMessage()
        ?? throw Refusal.NotFound("CHARGING_POLICY", id);

    /// <summary>The policy in force on a day; null where there is none.</summary>
    public static async Task<ChargingPolicy?> InForceAsync(Session work, DateOnly day) => (await work.FirstOrDefaultAsync<ChargingPolicyRow>($"""
        select {Columns} from allocation.charging_policies
        where state = 'PUBLISHED' and valid_from <= @day order by valid_from desc limit 1
        """, new { day }))?.ToMessage();

    /// <summary>A page of the programme's policies.</summary>
    public static Task<IReadOnlyList<ChargingPolicyRow>> ListAsync(Session work, Page page) => work.QueryAsync<ChargingPolicyRow>(
        $"select {Columns} from allocation.charging_policies where @After::uuid is null or id > @After order by id limit @Take", new { page.After, page.Take });
}
