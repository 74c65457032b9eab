using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.RelatedPeople;

/// <summary>Who may decide for a person today.</summary>
internal static class Representatives
{
    /// <summary>The representatives to whom the body agreed and whose authority is in force, oldest record first.</summary>
    public static async Task<IReadOnlyList<RelatedPerson>> ActingAsync(Session work, Guid personId)
    {
        var person = await PersonStore.GetAsync(work, personId);
        var agreed = await RelatedPersonStore.AgreedAsync(work, personId);
        return [.. agreed.Where(related => related.Representation is { } representation && RelatedPersonRules.IsInForce(representation, person.BirthDate, work.Today))];
    }

    /// <summary>Whether one of them has authority for a decision.</summary>
    public static async Task<bool> MayDecideAsync(Session work, Guid personId, CapacityDecision decision)
    {
        var ageYears = Age.InYears((await PersonStore.GetAsync(work, personId)).BirthDate, work.Today);
        return (await ActingAsync(work, personId)).Any(related => RelatedPersonRules.Covers(related.Representation, decision, ageYears));
    }
}
