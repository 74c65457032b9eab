using Google.Protobuf;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.DiscretionaryPolicies;

/// <summary>Policies on discretionary budgets. They are read whole, as the contract's JSON, and never change.</summary>
internal static class DiscretionaryPolicyStore
{
    private const string Columns = "id, policy::text as policy, created_at";

    /// <summary>Publishes a policy.</summary>
    /// <exception cref="Refusal">DISCRETIONARY_POLICY_EXISTS.</exception>
    public static async Task InsertAsync(Mutation work, Guid id, DiscretionaryPolicy policy)
    {
        var inserted = await work.ExecuteAsync("""
            insert into assessment.discretionary_policies (programme, id, valid_from, policy, created_at)
            values (@Programme, @id, @validFrom, @policy::jsonb, @Now)
            on conflict (programme, valid_from) do nothing
            """, new { work.Programme, id, validFrom = Dates.Parse(policy.ValidFrom), policy = JsonFormatter.Default.Format(policy), work.Now });
        if (inserted is 0)
            throw Refusal.AlreadyExists("DISCRETIONARY_POLICY_EXISTS", "Another policy begins on the same day.", ("valid_from", policy.ValidFrom));
    }

    /// <summary>One policy.</summary>
    /// <exception cref="Refusal">DISCRETIONARY_POLICY_NOT_FOUND.</exception>
    public static async Task<DiscretionaryPolicy> GetAsync(Session work, Guid id) =>
        (await work.FirstOrDefaultAsync<DiscretionaryPolicyRow>($"select {Columns} from assessment.discretionary_policies where id = @id", new { id }))?.ToMessage()
        ?? throw Refusal.NotFound("DISCRETIONARY_POLICY", id);

    /// <summary>The policy in force on a day, or null.</summary>
    public static async Task<DiscretionaryPolicy?> InForceAsync(Session work, DateOnly day) =>
        (await work.FirstOrDefaultAsync<DiscretionaryPolicyRow>(
            $"select {Columns} from assessment.discretionary_policies where valid_from <= @day order by valid_from desc limit 1", new { day }))?.ToMessage();

    /// <summary>A page of the programme's policies.</summary>
    public static Task<IReadOnlyList<DiscretionaryPolicyRow>> ListAsync(Session work, Page page) => work.QueryAsync<DiscretionaryPolicyRow>($"""
        select {Columns} from assessment.discretionary_policies
        where @After::uuid is null or id > @After order by id limit @Take
        """, new { page.After, page.Take });
}
