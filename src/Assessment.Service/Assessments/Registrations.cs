using System.Text.RegularExpressions;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>Numbers in the registers of professionals (DOMAIN 12.2).</summary>
internal static partial class Registrations
{
    /// <summary>Whether a number has the form that the register gives its numbers; in no register there is none.</summary>
    public static bool IsNumberOf(ProfessionalRegister register, string number) => register switch
    {
        ProfessionalRegister.None => number is "",
        ProfessionalRegister.Gmc => Gmc().IsMatch(number),
        ProfessionalRegister.Nmc => Nmc().IsMatch(number),
        ProfessionalRegister.Hcpc => Hcpc().IsMatch(number),
        ProfessionalRegister.SocialWorkEngland => SocialWorkEngland().IsMatch(number),
        _ => false,
    };

    [GeneratedRegex(@"\A[0-9]{7}\z")]
    private static partial Regex Gmc();

    [GeneratedRegex(@"\A[0-9]{2}[A-Z][0-9]{4}[A-Z]\z")]
    private static partial Regex Nmc();

    [GeneratedRegex(@"\A[A-Z]{2,3}[0-9]{5,6}\z")]
    private static partial Regex Hcpc();

    [GeneratedRegex(@"\ASW[0-9]{1,8}\z")]
    private static partial Regex SocialWorkEngland();
}
