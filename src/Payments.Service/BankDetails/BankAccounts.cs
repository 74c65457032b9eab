using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Payments.BankDetails;

/// <summary>Takes bank accounts in: none is stored that cannot exist or that a bank file could not name.</summary>
public sealed class BankAccounts(ModulusCheck modulus)
{
    /// <summary>Checks an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="path">Where it stands in the request: <c>payee</c>.</param>
    /// <param name="faults">Takes what is wrong with it.</param>
    /// <returns>What the modulus check said.</returns>
    public BankDetailsCheck Check(BankAccount account, string path, ICollection<Violation> faults)
    {
        if (!Bacs.BacsText.IsReadable(account.Name))
            faults.Add(new Violation(
                $"{path}.account_name", "BACS_CHARACTERS", "An account's name has letters or digits that a bank file can carry (A-Z, 0-9) among its first 18 characters."));
        var result = modulus.Check(account.SortCode, account.Number);
        if (result is ModulusResult.Failed)
            faults.Add(new Violation($"{path}.account_number", "MODULUS_CHECK", "The account number does not fit the sort code."));
        return result is ModulusResult.Passed ? BankDetailsCheck.Passed : BankDetailsCheck.Unchecked;
    }
}
