using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>What lines of commitments rose by; written once, never changed.</summary>
internal static class LineRiseStore
{
    /// <summary>Stores rises of an uplift.</summary>
    public static Task InsertAsync(Mutation work, Guid upliftId, IReadOnlyCollection<LineRise> rises) => work.ExecuteAsync("""
        insert into allocation.line_rises
            (programme, annual_uplift_id, commitment_id, line_id, financial_year, effective_on, before_pence, after_pence, set_aside_pence, risen_at)
        select @Programme, @upliftId, rise.commitment_id, rise.line_id, @year, @day, rise.before_pence, rise.after_pence, rise.set_aside_pence, @Now
        from unnest(@commitmentIds, @lineIds, @befores, @afters, @setAside) as rise (commitment_id, line_id, before_pence, after_pence, set_aside_pence)
        """,
        new
        {
            work.Programme,
            work.Now,
            upliftId,
            year = rises.First().FinancialYear,
            day = rises.First().EffectiveOn,
            commitmentIds = rises.Select(rise => rise.CommitmentId).ToArray(),
            lineIds = rises.Select(rise => rise.LineId).ToArray(),
            befores = rises.Select(rise => rise.BeforePence).ToArray(),
            afters = rises.Select(rise => rise.AfterPence).ToArray(),
            setAside = rises.Select(rise => rise.SetAsidePence).ToArray(),
        });

    /// <summary>What rose of commitments, the earliest first.</summary>
    public static async Task<ILookup<Guid, LineRise>> OfAsync(Session work, IEnumerable<Guid> commitmentIds) => (await work.QueryAsync<LineRise>("""
        select commitment_id, line_id, financial_year, effective_on, before_pence, after_pence, set_aside_pence
        from allocation.line_rises where commitment_id = any(@ids) order by risen_at
        """, new { ids = commitmentIds.ToArray() })).ToLookup(rise => rise.CommitmentId);
}
