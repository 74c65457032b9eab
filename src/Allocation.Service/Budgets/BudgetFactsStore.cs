using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Reads that of many indicative budgets at once; the whole of one is the slice Allocations' to read.</summary>
internal static class BudgetFactsStore
{
    /// <summary>Whose the indicative budgets are, before anything of them is locked; from then on the policies stay as they are until the work ends.</summary>
    public static Task<IReadOnlyList<Guid>> PeopleAsync(Mutation work, Guid[] allocationIds) => work.QueryAsync<Guid>(
        $"select distinct person_id from allocation.allocations where id = any(@allocationIds) and {SplitTermsStore.Held}", new { allocationIds });

    /// <summary>The facts of those that are there.</summary>
    public static async Task<IReadOnlyDictionary<Guid, BudgetFacts>> ReadAsync(Session work, Guid[] allocationIds) =>
        (await work.QueryAsync<BudgetFacts>("""
            select allocation.id, allocation.person_id,
                   allocation.annual_pence + coalesce((
                       select sum((component ->> 'oneOffPence')::bigint)::bigint from jsonb_array_elements(allocation.components -> 'components') component), 0) as indicative_pence,
                   exists (select from allocation.supersessions supersession
                           where supersession.programme = allocation.programme and supersession.decision_id = allocation.eligibility_decision_id)
                   or exists (select from allocation.allocations later
                              where later.programme = allocation.programme and later.replaces_id = allocation.id) as is_superseded,
                   coalesce(survivor.death_date is not null, false) as person_died,
                   coalesce((
                       select jsonb_agg(model.data -> 'toleranceSteps')
                       from jsonb_array_elements(allocation.components -> 'components') component
                       join allocation.models model on model.programme = allocation.programme and model.id = (component ->> 'allocationModelId')::uuid
                       where model.data ? 'toleranceSteps'), '[]')::text as steps
            from allocation.allocations allocation
            left join allocation.people person on person.programme = allocation.programme and person.person_id = allocation.person_id
            left join allocation.people survivor on survivor.programme = person.programme and survivor.person_id = person.survivor_id
            where allocation.id = any(@allocationIds)
            """, new { allocationIds })).ToDictionary(facts => facts.Id);
}
