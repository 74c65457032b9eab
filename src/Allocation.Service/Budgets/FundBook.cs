using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>The funds of a piece of work, their rows locked, and what is committed of them as the work goes on. One statement writes what changed.</summary>
internal sealed class FundBook
{
    private readonly Dictionary<Guid, FundRow> _funds;
    private readonly Dictionary<(int FinancialYear, string Funder, FundPurpose Purpose), Guid> _ids;
    private readonly Dictionary<Guid, long> _changes = [];

    /// <summary>A book of funds.</summary>
    public FundBook(IReadOnlyList<FundRow> funds)
    {
        _funds = funds.ToDictionary(fund => fund.Id);
        _ids = funds.ToDictionary(fund => (fund.FinancialYear, fund.Funder, fund.FundPurpose), fund => fund.Id);
    }

    /// <summary>Locks the funds that claims name and those that shares were taken from; opens what a duty alone claims and nobody has made.</summary>
    public static async Task<FundBook> LockAsync(Mutation work, IEnumerable<(int FinancialYear, Claim Claim)> claims, IEnumerable<ShareRow> shares)
    {
        var wanted = claims.ToLookup(claim => (claim.FinancialYear, claim.Claim.Funder, claim.Claim.Purpose), claim => claim.Claim.PowerPence is 0);
        var (names, ids) = (wanted.Select(fund => fund.Key).ToArray(), shares.Select(share => share.FundId).Distinct().ToArray());
        var book = new FundBook(await FundStore.LockAsync(work, names, ids));
        (int, string)[] missing =
        [
            .. wanted.Where(fund => fund.Contains(true) && book.Find(fund.Key.FinancialYear, fund.Key.Funder, fund.Key.Purpose) is null)
                .Select(fund => (fund.Key.FinancialYear, fund.Key.Funder)).Distinct(),
        ];
        if (missing.Length is 0)
            return book;
        await FundStore.OpenAsync(work, await FundersStore.GetAsync(work), missing);
        return new FundBook(await FundStore.LockAsync(work, names, ids));
    }

    /// <summary>Every fund of the programme, to try what somebody else would do: nothing is locked, and nothing is written.</summary>
    public static async Task<FundBook> ReadAsync(Session work) => new(await FundStore.AllAsync(work));

    /// <summary>The fund that bears a funder's lines of a purpose in a year, as it stands now: its own, else the general one; null where there is neither.</summary>
    public FundRow? Find(int financialYear, string funder, FundPurpose purpose) =>
        _ids.TryGetValue((financialYear, funder, purpose), out var own) || _ids.TryGetValue((financialYear, funder, FundPurpose.General), out own) ? _funds[own] : null;

    /// <summary>A fund that shares were taken from, as it stands now.</summary>
    public FundRow Get(Guid fundId) => _funds[fundId];

    /// <summary>Adds to what is committed, or takes from it.</summary>
    public void Add(Guid fundId, long pence)
    {
        var fund = _funds[fundId];
        _funds[fundId] = fund with { CommittedPence = fund.CommittedPence + pence };
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
