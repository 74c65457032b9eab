namespace PersonalBudgets.Allocation.Calculations;

/// <summary>
/// The tables of a model by their domains. A report asks for one of them for each need of a hundred thousand people, and a dictionary that serves any
/// text takes a fifth of a calculation for it: domains differ in length, first and last letter, which is all that is hashed here.
/// </summary>
internal sealed class DomainTables
{
    private readonly (string Domain, LevelTable Table)[] _places;

    /// <summary>Builds the lookup.</summary>
    public DomainTables(IReadOnlyDictionary<string, LevelTable> tables)
    {
        var size = 8;
        while (size < 4 * tables.Count)
            size *= 2;
        _places = new (string, LevelTable)[size];
        foreach (var (domain, table) in tables)
        {
            var place = First(domain);
            while (_places[place].Domain is not null)
                place = Next(place);
            _places[place] = (domain, table);
        }
    }

    /// <summary>The table of a domain; null where the model has none.</summary>
    public LevelTable? Find(string domain)
    {
        // Three places of four are free: there is always one to stop at.
        for (var place = First(domain); _places[place].Domain is { } known; place = Next(place))
        {
            if (string.Equals(known, domain))
                return _places[place].Table;
        }

        return null;
    }

    private int First(string domain) =>
        domain.Length is 0 ? 0 : ((domain.Length * 7) + (domain[0] * 31) + (domain[^1] * 3) + (domain[domain.Length / 2] * 17)) & (_places.Length - 1);

    private int Next(int place) => (place + 1) & (_places.Length - 1);
}
