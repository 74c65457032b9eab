using System.Collections.Frozen;

namespace PersonalBudgets.Assessment.DirectPayments;

/// <summary>A ground of a refusal: as the record has it, and as the person is told.</summary>
/// <param name="Record">Of the person.</param>
/// <param name="Plain">To the person, in plain words.</param>
/// <param name="EasyRead">The same in short sentences of one idea each.</param>
internal sealed record RefusalWords(string Record, string Plain, params string[] EasyRead)
{
    public static readonly RefusalWords NotPermitted = new(
        DirectPaymentRules.NotPermitted, "We may not make a direct payment.", "We may not pay the money to you.");

    public static readonly RefusalWords ForAdults = new(
        "Under this law a direct payment is for adults, from 18.", "This kind of direct payment is for people of 18 and over.", "This kind of payment is for adults.");

    public static readonly RefusalWords PersonDoesNotConsent = new(
        "The person has not consented, or has withdrawn their consent.", "You have not agreed to a direct payment, or you no longer want one.",
        "You did not say yes to the payment.");

    public static readonly RefusalWords NobodyConsentsForChild = new(
        "The person is under 16, and nobody with parental responsibility consents.",
        "You are under 16, and nobody who has the right to decide for you has agreed.", "You are under 16.", "Nobody has said yes for you.");

    public static readonly RefusalWords NoRepresentativeConsents = new(
        "The person lacks capacity to consent, and no representative with authority consents.",
        "It was found that you cannot make this choice for now. Nobody who has the right to make it for you has agreed.",
        "You cannot make this choice now.", "Nobody has said yes for you.");

    public static readonly RefusalWords NotRequested = new(
        "Nobody who may ask for a direct payment has asked for one.", "Nobody who has the right to ask for a direct payment has asked for one.",
        "Nobody asked for the payment.");

    public static readonly RefusalWords NobodyManages = new(
        "The person cannot manage the money now, and has no nominee.", "You cannot manage the money for now, and have named nobody to do it for you.",
        "You need help with the money.", "You have not named a helper yet.");

    public static readonly RefusalWords RecipientCannotManage = new(
        "Who would receive the money cannot manage it, with help either.", "Whoever would get the money could not manage it, even with help.",
        "The money would be too hard to manage.");

    public static readonly RefusalWords NotInBestInterests = new(
        "It was not found that the representative acts in the person's best interests.", "We did not find that whoever decides for you does what is best for you.",
        "We are not sure that this is best for you.");

    public static readonly RefusalWords NotAppropriate = new(
        "A direct payment was not found an appropriate way to meet the needs.", "We did not find that a direct payment is a good way to meet your needs.",
        "We think that another way is better for you.");

    public static readonly RefusalWords OtherWays = new(
        DirectPaymentRules.OtherWays, "Your care goes on. We can hold the budget for you, or somebody else can.", "Your care goes on.", "We can look after the money.");

    private static readonly FrozenDictionary<string, RefusalWords> ByRecord = new[]
    {
        NotPermitted, ForAdults, PersonDoesNotConsent, NobodyConsentsForChild, NoRepresentativeConsents, NotRequested, NobodyManages, RecipientCannotManage,
        NotInBestInterests, NotAppropriate, OtherWays,
    }.ToFrozenDictionary(words => words.Record, StringComparer.Ordinal);

    /// <summary>The words to the person for a reason of a refusal. What the body wrote itself is told as it stands.</summary>
    public static RefusalWords Of(string reason) => ByRecord.GetValueOrDefault(reason) ?? new RefusalWords(reason, reason, reason);
}
