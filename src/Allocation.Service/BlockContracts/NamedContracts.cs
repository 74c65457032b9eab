using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.BlockContracts;

/// <summary>The block contracts that lines name.</summary>
internal static class NamedContracts
{
    /// <summary>Those of lines that are there; nothing is read where no line names one.</summary>
    public static async Task<IReadOnlySet<Guid>> ReadAsync(Session work, IEnumerable<CostedLine> lines)
    {
        Guid[] named = [.. lines.Where(line => line.BlockContractId is not "").Select(line => Guid.Parse(line.BlockContractId)).Distinct()];
        return named.Length is 0 ? new HashSet<Guid>() : await BlockContractStore.KnownAsync(work, named);
    }

    /// <summary>Requires that each contract that lines name is there: else what a budget exposes of it would never be seen.</summary>
    /// <exception cref="Refusal">BLOCK_CONTRACT_UNKNOWN: each line that names none, all at once.</exception>
    public static void Require(IReadOnlyList<CostedLine> lines, IReadOnlySet<Guid> known)
    {
        BrokenRule[] broken =
        [
            .. lines.Index().Where(line => line.Item.BlockContractId is not "" && !known.Contains(Guid.Parse(line.Item.BlockContractId)))
                .Select(line => new BrokenRule("BLOCK_CONTRACT_UNKNOWN", $"lines[{line.Index}].block_contract_id", "There is no such block contract.")),
        ];
        if (broken.Length > 0)
            throw Refusal.Rules(broken, ("field", broken[0].Subject));
    }
}
