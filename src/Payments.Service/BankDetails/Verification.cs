using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Payments.BankDetails;

/// <summary>The second pair of eyes on bank details (DOMAIN 9.4, controls): the maker is never the checker.</summary>
public static class Verification
{
    /// <summary>Refuses what may not be verified by this subject as it has read it.</summary>
    /// <param name="expectedVersion">The version that the checker has seen.</param>
    /// <param name="version">The version that is stored.</param>
    /// <param name="state">The state that is stored.</param>
    /// <param name="madeBy">The subject who made the details.</param>
    /// <param name="checker">The subject who verifies them.</param>
    /// <exception cref="Refusal">ETAG_MISMATCH, ALREADY_VERIFIED or CHECKER_IS_MAKER.</exception>
    public static void Require(int expectedVersion, int version, VerificationState state, string madeBy, string checker)
    {
        if (expectedVersion != version)
            throw Refusal.EtagMismatch(version);
        if (state is VerificationState.Verified)
            throw Refusal.Rule("ALREADY_VERIFIED", "These bank details are verified already.");
        if (madeBy == checker)
            throw Refusal.Rule("CHECKER_IS_MAKER", "Bank details are verified by another person than the one who made them.", "DOMAIN 9.4");
    }
}
