using System.Collections.Frozen;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Allocation.Calculations;

/// <summary>What makes help take longer or shorter, by code and domain. Several of one person are added up.</summary>
internal sealed class TimeAdjustments(IEnumerable<TimeAdjustment> adjustments)
{
    private readonly FrozenDictionary<string, (int Added, FrozenSet<string> Domains)> _known = adjustments.ToFrozenDictionary(
        row => row.Adjustment, row => (row.AddedBasisPoints, row.Domains.ToFrozenSet(StringComparer.Ordinal)), StringComparer.Ordinal);

    /// <summary>The first adjustment of a person that the model does not have; null where it has all.</summary>
    public string? FirstUnknown(Circumstances? circumstances)
    {
        for (var index = 0; index < circumstances?.Adjustments.Count; index++)
        {
            if (!_known.ContainsKey(circumstances.Adjustments[index]))
                return circumstances.Adjustments[index];
        }

        return null;
    }

    /// <summary>What they add to the minutes of a domain, in basis points.</summary>
    public int Of(string domain, Circumstances? circumstances)
    {
        var added = 0;
        for (var index = 0; index < circumstances?.Adjustments.Count; index++)
        {
            var known = _known[circumstances.Adjustments[index]];
            if (known.Domains.Count is 0 || known.Domains.Contains(domain))
                added += known.Added;
        }

        return added;
    }
}
