using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>What funders' shares become larger or smaller by.</summary>
internal static class ShareChanges
{
    /// <summary>From one state of a commitment's shares to another; every funder of either is named.</summary>
    public static IReadOnlyList<ShareChange> Between(IReadOnlyList<ShareRow> before, IReadOnlyList<ShareRow> after) =>
    [
        .. before.Concat(after).Select(share => share.Funder).Distinct().Select(funder => new ShareChange
        {
            Funder = funder,
            AnnualPence = Of(after, funder, share => share.AnnualPence) - Of(before, funder, share => share.AnnualPence),
            OneOffPence = Of(after, funder, share => share.OneOffPence) - Of(before, funder, share => share.OneOffPence),
        }),
    ];

    /// <summary>What a funder bears more by; less is negative.</summary>
    public static long Pence(this ShareChange change) => change.AnnualPence + change.OneOffPence;

    private static long Of(IEnumerable<ShareRow> shares, string funder, Func<ShareRow, long> value) => shares.Where(share => share.Funder == funder).Sum(value);
}
