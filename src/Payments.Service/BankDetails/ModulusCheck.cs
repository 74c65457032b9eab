namespace PersonalBudgets.Payments.BankDetails;

/// <summary>What the modulus check says of an account.</summary>
public enum ModulusResult
{
    /// <summary>The account number fits the sort code.</summary>
    Passed,

    /// <summary>It does not: there is no such account.</summary>
    Failed,

    /// <summary>There is no rule for the sort code, or the account is in foreign currency: it may exist.</summary>
    Unchecked,
}

/// <summary>
/// Whether an account number can belong to a sort code, by "Validating account numbers" of VocaLink/Pay.UK (DOMAIN 11.2).
/// Digits have the names of that document: u v w x y z are the sort code, a to h the account number.
/// </summary>
public sealed class ModulusCheck(ModulusTables tables)
{
    private const int A = 6;
    private const int B = 7;
    private const int C = 8;
    private const int G = 12;
    private const int H = 13;

    private static readonly int[] Exception2 = [0, 0, 1, 2, 5, 3, 6, 4, 8, 7, 10, 9, 3, 1];
    private static readonly int[] Exception2WhereGIs9 = [0, 0, 0, 0, 0, 0, 0, 0, 8, 7, 10, 9, 3, 1];

    /// <summary>Checks an account.</summary>
    /// <param name="sortCode">Six digits.</param>
    /// <param name="accountNumber">Eight digits.</param>
    public ModulusResult Check(string sortCode, string accountNumber)
    {
        var rows = tables.RowsFor(int.Parse(sortCode));
        int[] digits = [.. (sortCode + accountNumber).Select(digit => digit - '0')];
        if (rows.Count is 0 || rows.Any(row => row.Exception is 6 && IsForeignCurrency(digits)))
            return ModulusResult.Unchecked;

        var first = Passes(rows[0], digits);
        if (rows.Count is 1 || IsSkipped(rows[1], digits))
            return ResultOf(first);

        // These pairs describe two ranges that share a sort code: an account is in one or the other.
        return (rows[0].Exception, rows[1].Exception) is (2, 9) or (10, 11) or (12, 13)
            ? ResultOf(first || Passes(rows[1], digits))
            : ResultOf(first && Passes(rows[1], digits));
    }

    private static ModulusResult ResultOf(bool passes) => passes ? ModulusResult.Passed : ModulusResult.Failed;

    private static bool IsForeignCurrency(int[] digits) => digits[A] is >= 4 and <= 8 && digits[G] == digits[H];

    private static bool IsSkipped(ModulusRow second, int[] digits) => second.Exception is 3 && digits[C] is 6 or 9;

    private bool Passes(ModulusRow row, int[] digits)
    {
        digits = row.Exception switch
        {
            5 => WithSortCode(tables.SubstituteFor(SortCodeOf(digits)), digits),
            8 => WithSortCode(090126, digits),
            9 => WithSortCode(309634, digits),
            _ => digits,
        };
        var total = Total(row.Algorithm, WeightsFor(row, digits), digits) + (row.Exception is 1 ? 27 : 0);
        var modulus = row.Algorithm is ModulusAlgorithm.Mod11 ? 11 : 10;
        // Some weights are negative.
        var remainder = ((total % modulus) + modulus) % modulus;
        return row.Exception switch
        {
            4 => remainder == (10 * digits[G]) + digits[H],
            5 => IsCheckDigit(modulus, remainder, row.Algorithm is ModulusAlgorithm.Mod11 ? digits[G] : digits[H]),
            14 => remainder is 0 || PassesWithoutLastDigit(row, digits),
            _ => remainder is 0,
        };
    }

    /// <summary>Exception 5: the remainder names a digit; with modulus 11 a remainder of 1 would name the number 10 and fails.</summary>
    private static bool IsCheckDigit(int modulus, int remainder, int digit) => (modulus - remainder) % modulus == digit;

    /// <summary>Exception 14: the account may have seven digits and a branch's digit behind them.</summary>
    private static bool PassesWithoutLastDigit(ModulusRow row, int[] digits)
    {
        if (digits[H] is not (0 or 1 or 9))
            return false;
        int[] shifted = [.. digits[..A], 0, .. digits[A..H]];
        return Total(row.Algorithm, row.Weights, shifted) % 11 is 0;
    }

    private static IReadOnlyList<int> WeightsFor(ModulusRow row, int[] digits) => row.Exception switch
    {
        2 when digits[A] is not 0 => digits[G] is 9 ? Exception2WhereGIs9 : Exception2,
        7 when digits[G] is 9 => WithoutSortCodeAndBranch(row.Weights),
        10 when digits[A] is 0 or 9 && digits[B] is 9 && digits[G] is 9 => WithoutSortCodeAndBranch(row.Weights),
        _ => row.Weights,
    };

    /// <summary>Zero for the digits u to b.</summary>
    private static int[] WithoutSortCodeAndBranch(IReadOnlyList<int> weights) => [0, 0, 0, 0, 0, 0, 0, 0, .. weights.Skip(C)];

    private static int Total(ModulusAlgorithm algorithm, IReadOnlyList<int> weights, int[] digits)
    {
        var total = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var product = digits[i] * weights[i];
            total += algorithm is ModulusAlgorithm.DoubleAlternate ? (product / 10) + (product % 10) : product;
        }

        return total;
    }

    private static int SortCodeOf(int[] digits) => digits[..A].Aggregate(0, (number, digit) => (10 * number) + digit);

    private static int[] WithSortCode(int sortCode, int[] digits) => [.. sortCode.ToString("000000").Select(digit => digit - '0'), .. digits[A..]];
}
