using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>The funds of a piece of work, their rows locked, and what is committed of them as the work goes on. One statement writes what changed.</summary>
internal sealed class FundBook
{
    private readonly Dictionary<(int FinancialYear, string Funder), FundRow> _funds;
    private readonly Dictionary<Guid, long> _changes = [];

    private FundBook(IEnumerable<FundRow> funds) => _funds = funds.ToDictionary(fund => (fund.FinancialYear, fund.Funder));

    /// <summary>Locks the funds that claims name and those that shares were taken from; opens what a duty alone claims and nobody has made.</summary>
    public static async Task<FundBook> LockAsync(Mutation work, IEnumerable<(int FinancialYear, Claim Claim)> claims, IEnumerable<ShareRow> shares)
    {
        var wanted = claims.ToLookup(claim => (claim.FinancialYear, claim.Claim.Funder), claim => claim.Claim.PowerPence is 0);
        var (names, ids) = (wanted.Select(fund => fund.Key).ToArray(), shares.Select(share => share.FundId).Distinct().ToArray());
        var book = new FundBook(await FundStore.LockAsync(work, names, ids));
        (int, string)[] missing = [.. wanted.Where(fund => !book._funds.ContainsKey(fund.Key) && fund.Contains(true)).Select(fund => fund.Key)];
        if (missing.Length is 0)
            return book;
        await FundStore.OpenAsync(work, missing);
        return new FundBook(await FundStore.LockAsync(work, names, ids));
    }

    /// <summary>The fund of a funder for a year as it stands now; null where there is none.</summary>
    public FundRow? Find(int financialYear, string funder) => _funds.GetValueOrDefault((financialYear, funder));

    /// <summary>Adds to what is committed, or takes from it.</summary>
    public void Add(Guid fundId, long pence)
    {
        var fund = _funds.Values.Single(known => known.Id == fundId);
        _funds[(fund.FinancialYear, fund.Funder)] = fund with { CommittedPence = fund.CommittedPence + pence };
        _changes[fundId] = _changes.GetValueOrDefault(fundId) + pence;
    }

    /// <summary>Writes what changed.</summary>
    public async Task SaveAsync(Mutation work)
    {
        if (_changes.Count > 0)
            await FundStore.AddAsync(work, [.. _changes.Select(change => (change.Key, change.Value))]);
        _changes.Clear();
    }
}
