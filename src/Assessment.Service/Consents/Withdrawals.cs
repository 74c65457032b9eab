using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Consents;

/// <summary>The one way in which a consent is withdrawn, whoever does it.</summary>
internal static class Withdrawals
{
    /// <summary>Keeps the withdrawal and tells others of it.</summary>
    public static async Task<ConsentRow> WithdrawAsync(Mutation mutation, Guid consentId, DecisionMaker withdrawnBy, string reason)
    {
        var withdrawn = await ConsentStore.WithdrawAsync(mutation, consentId, withdrawnBy, reason);
        mutation.Audit("assessment.consent.withdrawn", "CONSENT", consentId, withdrawn.Purpose, withdrawn.PersonId);
        mutation.Publish(
            new ConsentWithdrawn
            {
                Programme = mutation.Programme,
                SubjectId = consentId.ToString(),
                SubjectVersion = withdrawn.Version,
                OccurredAt = mutation.Now,
                PersonId = withdrawn.PersonId.ToString(),
                Purpose = withdrawn.Purpose,
            },
            consentId.ToString());
        return withdrawn;
    }
}
