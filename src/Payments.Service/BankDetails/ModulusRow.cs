namespace PersonalBudgets.Payments.BankDetails;

/// <summary>How the weighted digits of an account are summed.</summary>
public enum ModulusAlgorithm
{
    /// <summary>The products, modulo 10.</summary>
    Mod10,

    /// <summary>The products, modulo 11.</summary>
    Mod11,

    /// <summary>The decimal digits of the products, modulo 10 (double alternate).</summary>
    DoubleAlternate,
}

/// <summary>One row of <c>valacdos.txt</c>: how accounts of a range of sort codes are checked.</summary>
/// <param name="From">The first sort code of the range.</param>
/// <param name="To">The last.</param>
/// <param name="Algorithm">How to sum.</param>
/// <param name="Weights">Fourteen, for the digits u v w x y z of the sort code and a to h of the account.</param>
/// <param name="Exception">The number of the exception, 0 for none.</param>
public sealed record ModulusRow(int From, int To, ModulusAlgorithm Algorithm, IReadOnlyList<int> Weights, int Exception);
