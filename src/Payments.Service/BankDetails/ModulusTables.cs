using System.Collections.Frozen;
using System.Globalization;

namespace PersonalBudgets.Payments.BankDetails;

/// <summary>
/// The tables of "Validating account numbers" (VocaLink/Pay.UK). They belong to their publisher and change several times a
/// year, so they are read at start from a folder and are no part of this product.
/// </summary>
public sealed class ModulusTables
{
    private const int DigitCount = 14;
    private const int RowsThatCount = 2;
    private readonly IReadOnlyList<ModulusRow> _rows;
    private readonly FrozenDictionary<int, int> _substitutes;

    private ModulusTables(IReadOnlyList<ModulusRow> rows, FrozenDictionary<int, int> substitutes)
    {
        _rows = rows;
        _substitutes = substitutes;
    }

    /// <summary>No tables: no account can be checked.</summary>
    public static ModulusTables None { get; } = new([], FrozenDictionary<int, int>.Empty);

    /// <summary>Reads <c>valacdos.txt</c> and <c>scsubtab.txt</c> of a folder.</summary>
    /// <exception cref="FormatException">A line is not of the published form; the message names file and line.</exception>
    public static ModulusTables Read(string folder) => new(
        [.. Lines(folder, "valacdos.txt", Row).OrderBy(row => row.From)],
        Lines(folder, "scsubtab.txt", words => (Of: Number(words[0]), By: Number(words[1]))).ToFrozenDictionary(pair => pair.Of, pair => pair.By));

    /// <summary>The rows that check a sort code, in the table's order: none, one or two.</summary>
    public IReadOnlyList<ModulusRow> RowsFor(int sortCode) =>
        [.. _rows.TakeWhile(row => row.From <= sortCode).Where(row => row.To >= sortCode).Take(RowsThatCount)];

    /// <summary>The sort code that exception 5 puts in place of another.</summary>
    public int SubstituteFor(int sortCode) => _substitutes.GetValueOrDefault(sortCode, sortCode);

    private static ModulusRow Row(string[] words) => new(
        Number(words[0]),
        Number(words[1]),
        words[2] switch
        {
            "MOD10" => ModulusAlgorithm.Mod10,
            "MOD11" => ModulusAlgorithm.Mod11,
            "DBLAL" => ModulusAlgorithm.DoubleAlternate,
            _ => throw new FormatException("unknown algorithm"),
        },
        [.. words.Skip(3).Take(DigitCount).Select(Number)],
        words.Length > 3 + DigitCount ? Number(words[3 + DigitCount]) : 0);

    private static List<T> Lines<T>(string folder, string file, Func<string[], T> read)
    {
        var results = new List<T>();
        var number = 0;
        foreach (var line in File.ReadLines(Path.Combine(folder, file)))
        {
            number++;
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (words.Length is 0)
                continue;
            try
            {
                results.Add(read(words));
            }
            catch (Exception exception) when (exception is FormatException or IndexOutOfRangeException)
            {
                throw new FormatException($"{file}, line {number}, is not of the published form.", exception);
            }
        }

        return results;
    }

    private static int Number(string word) => int.Parse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
