using PersonalBudgets.Contracts;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Payments.Holds;

/// <summary>Why an instalment of a person's budget may not be paid now.</summary>
public static class HoldReasons
{
    /// <summary>
    /// The reasons, as codes. A death holds whatever would still go out: wages, notice and what is owed to providers are one final account
    /// (DOMAIN 0, A14). Without permission no direct payment goes to the person or in respect of them; what a third party holds stays open (A9).
    /// What the funder pays itself goes to nobody else, whoever held the money (A23).
    /// </summary>
    public static string[] Of(PersonStanding person, bool isPaidByFunder, Management management)
    {
        var reasons = new List<string>();
        if (person.HasDied)
            reasons.Add(HoldReason.PersonDied.Code());
        if (person.IsDirectPaymentBarred && management is Management.DirectPayment)
            reasons.Add(HoldReason.DirectPaymentNotPermitted.Code());
        if (isPaidByFunder)
            reasons.Add(HoldReason.FunderPays.Code());
        return [.. reasons];
    }
}
