using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Plans.Planning;

/// <summary>The indicative budget that stands in the place of others.</summary>
/// <param name="AllocationId">The budget.</param>
/// <param name="AnnualPence">Pence a year.</param>
public sealed record StandingBudget(Guid AllocationId, long AnnualPence);

/// <summary>Which indicative budget took the place of which.</summary>
public sealed class SupersessionStore
{
    /// <summary>Notes that a budget stands no more.</summary>
    public Task EndAsync(Mutation work, Guid allocationId) => work.ExecuteAsync("""
        insert into plans.supersessions (programme, allocation_id) values (@Programme, @allocationId) on conflict (programme, allocation_id) do nothing
        """, new { work.Programme, allocationId });

    /// <summary>Notes which budget took another's place.</summary>
    public Task SucceedAsync(Mutation work, Guid allocationId, Guid byAllocationId, long byAnnualPence) => work.ExecuteAsync("""
        insert into plans.supersessions as known (programme, allocation_id, by_allocation_id, by_annual_pence)
        values (@Programme, @allocationId, @byAllocationId, @byAnnualPence)
        on conflict (programme, allocation_id) do update
        set by_allocation_id = excluded.by_allocation_id, by_annual_pence = excluded.by_annual_pence
        where known.by_allocation_id is null
        """, new { work.Programme, allocationId, byAllocationId, byAnnualPence });

    /// <summary>Whether a budget stands no more.</summary>
    public Task<bool> IsSupersededAsync(Session work, Guid allocationId) => work.ScalarAsync<bool>(
        "select exists (select from plans.supersessions where allocation_id = @allocationId)", new { allocationId });

    /// <summary>Whether a budget whose place this one took, or one before that, has a plan.</summary>
    public Task<bool> HasPlanBeforeAsync(Session work, Guid allocationId) => work.ScalarAsync<bool>("""
        with recursive before as (
            select allocation_id from plans.supersessions where by_allocation_id = @allocationId
            union
            select earlier.allocation_id from before join plans.supersessions earlier on earlier.by_allocation_id = before.allocation_id
        )
        select exists (select from before join plans.plans plan on plan.allocation_id = before.allocation_id)
        """, new { allocationId });

    /// <summary>The budget that stands where this one did; null where none does.</summary>
    public Task<StandingBudget?> FindStandingAsync(Session work, Guid allocationId) => work.FirstOrDefaultAsync<StandingBudget>("""
        with recursive later as (
            select by_allocation_id, by_annual_pence from plans.supersessions where allocation_id = @allocationId
            union
            select next.by_allocation_id, next.by_annual_pence from later join plans.supersessions next on next.allocation_id = later.by_allocation_id
        )
        select by_allocation_id as allocation_id, by_annual_pence as annual_pence from later
        where by_allocation_id is not null
          and not exists (select from plans.supersessions ended where ended.allocation_id = later.by_allocation_id)
        """, new { allocationId });
}
