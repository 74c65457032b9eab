using Microsoft.Extensions.Options;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Outreach;

/// <summary>Who of those found is to be told of personal budgets now.</summary>
internal sealed class OutreachList(IOptions<OutreachSettings> settings)
{
    /// <summary>Those to be told; with the others too, each with why not.</summary>
    public async Task<IReadOnlyList<(Guid Id, OutreachPerson Message)>> OfAsync(
        Session session, IReadOnlyDictionary<Guid, IdentifiedPerson> found, bool includeLeftOut)
    {
        var reasons = (await OutreachMarkStore.LeftOutAsync(
                session, [.. found.Keys], session.Today.AddDays(-settings.Value.DaysAfterDecline), session.Today.AddDays(-settings.Value.DaysAfterContact)))
            .ToLookup(row => row.PersonId, row => Codes.Parse<OutreachReason>(row.Reason));
        return
        [
            .. found.Where(person => includeLeftOut || !reasons.Contains(person.Key))
                .Select(person => (person.Key, new OutreachPerson
                {
                    PersonId = person.Value.PersonId, Matches = { person.Value.Matches }, LeftOutFor = { reasons[person.Key].Order() },
                })),
        ];
    }
}
