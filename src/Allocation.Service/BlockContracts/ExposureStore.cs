using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.BlockContracts;

/// <summary>What the lines of confirmed commitments are beside the services that are paid for already.</summary>
internal static class ExposureStore
{
    // The split is the contract's JSON: enums are there by name, numbers of 64 bits as text, and what is 0 or empty is left out.
    private const string Lines = """
        select (entry.value->'line'->>'blockContractId')::uuid as block_contract_id,
            coalesce(entry.value->'line'->>'effect', 'LINE_EFFECT_UNSPECIFIED') as effect,
            coalesce((entry.value->'line'->>'replacedUnits')::bigint, 0) as units,
            coalesce((entry.value->'line'->>'annualPence')::bigint, 0) as annual_pence,
            coalesce((entry.value->'line'->>'oneOffPence')::bigint, 0) as one_off_pence
        from allocation.commitments commitment cross join lateral jsonb_array_elements(commitment.split->'lines') entry
        where commitment.state = 'CONFIRMED'
        """;

    /// <summary>One contract's exposure.</summary>
    public static async Task<Exposure> GetAsync(Session work, Guid contractId) =>
        (await work.FirstOrDefaultAsync<Exposure>(Of("contract.id = @contractId"), new { contractId }))!;

    /// <summary>A page of exposures.</summary>
    public static Task<IReadOnlyList<Exposure>> ListAsync(Session work, Page page) => work.QueryAsync<Exposure>(
        Of("@After::uuid is null or contract.id > @After") + " order by contract.id limit @Take", new { page.After, page.Take });

    /// <summary>The exposures of every contract that is in force on a day.</summary>
    public static Task<IReadOnlyList<Exposure>> InForceAsync(Session work, DateOnly day) =>
        work.QueryAsync<Exposure>(Of("@day between contract.start_date and contract.end_date"), new { day });

    /// <summary>What is set aside, by effect.</summary>
    public static async Task<IReadOnlyList<LineEffectSum>> EffectsAsync(Session work) =>
    [
        .. (await work.QueryAsync<(string Effect, int Count, long Annual, long OneOff)>($"""
            select substring(line.effect from 13), count(*)::int, sum(line.annual_pence)::bigint, sum(line.one_off_pence)::bigint from ({Lines}) line group by line.effect
            """)).Select(row => new LineEffectSum
            {
                Effect = Codes.Parse<LineEffect>(row.Effect), LineCount = row.Count, AnnualPence = row.Annual, OneOffPence = row.OneOff,
            }).OrderBy(sum => sum.Effect),
    ];

    private static string Of(string condition) => $"""
        select contract.id, contract.provider, contract.funder, contract.annual_pence, contract.annual_units, coalesce(moved.lines, 0)::int as line_count,
            coalesce(moved.units, 0)::bigint as units, coalesce(freed.pence, 0)::bigint as released_pence
        from allocation.block_contracts contract
        left join (
            select line.block_contract_id, count(*) as lines, sum(line.units) as units from ({Lines}) line
            where line.effect = 'LINE_EFFECT_SUBSTITUTES' group by line.block_contract_id) moved on moved.block_contract_id = contract.id
        left join (
            select block_contract_id, sum(amount_pence) as pence from allocation.block_contract_releases group by block_contract_id) freed
            on freed.block_contract_id = contract.id
        where {condition}
        """;
}
