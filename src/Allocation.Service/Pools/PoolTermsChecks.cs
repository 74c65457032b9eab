using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Pools;

/// <summary>What terms must keep beyond the rules of their single fields.</summary>
internal static class PoolTermsChecks
{
    /// <summary>The faults of terms, all at once.</summary>
    /// <param name="terms">The terms.</param>
    /// <param name="host">The pool's host.</param>
    public static IReadOnlyList<Violation> Faults(PoolTerms terms, string host)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var codes = terms.Partners.SelectMany((partner, index) => partner.Predecessors
            .Select((code, place) => (Code: code, Field: $"pool_terms.partners[{index}].predecessors[{place}]"))
            .Prepend((Code: partner.Funder, Field: $"pool_terms.partners[{index}].funder")));
        var shares = terms.Partners.Sum(partner => partner.ShareBasisPoints);
        return
        [
            .. Dates.Parse(terms.EndDate) < Dates.Parse(terms.StartDate)
                ? [new Violation("pool_terms.end_date", "BEFORE_START", "The last day is not before the first.")]
                : Array.Empty<Violation>(),
            .. shares is LargestRemainder.Whole
                ? Array.Empty<Violation>()
                : [new Violation("pool_terms.partners", "NOT_A_WHOLE", $"The partners' shares make 10,000 basis points, not {shares}.")],
            .. terms.Partners.Any(partner => partner.Funder == host)
                ? Array.Empty<Violation>()
                : [new Violation("pool_terms.partners", "HOST_MISSING", "The pool's host is one of the partners.")],
            .. codes.Where(code => !seen.Add(code.Code))
                .Select(code => new Violation(code.Field, "DUPLICATE", "An organisation, or one whose place it took, stands once among the partners.")),
        ];
    }
}
