using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Consents;

/// <summary>What a person's answer does to what others decided for them (SI 2013/1617 regs 4(4), 5(8), 17(1)(c)).</summary>
internal static class PromptAnswers
{
    private const string Reason = "The person decides for themselves again and does not want it.";

    /// <summary>Kept: the consents of representatives become the person's own. Stopped: every consent of the decision is withdrawn.</summary>
    public static async Task ApplyAsync(Mutation mutation, ConsentPrompt prompt, ConsentMethod method)
    {
        var personId = Guid.Parse(prompt.PersonId);
        var purposes = ConsentRules.PurposesOf(prompt.Decision);
        foreach (var consent in (await ConsentStore.InForceAsync(mutation, personId)).Where(consent => purposes.Contains(consent.Purpose)))
        {
            if (prompt.State is ConsentPromptState.Stopped)
                await Withdrawals.WithdrawAsync(mutation, Guid.Parse(consent.ConsentId), DecisionMaker.Person, Reason);
            else if (consent.GivenBy is DecisionMaker.Representative)
                await TakeOverAsync(mutation, personId, consent, method);
        }
    }

    private static async Task TakeOverAsync(Mutation mutation, Guid personId, Consent consent, ConsentMethod method)
    {
        await ConsentStore.EndTodayAsync(mutation, Guid.Parse(consent.ConsentId));
        var own = new Consent
        {
            Purpose = consent.Purpose,
            GivenBy = DecisionMaker.Person,
            Method = method,
            GivenDate = Dates.Text(mutation.Today),
            EndDate = consent.EndDate,
            SharedWith = { consent.SharedWith },
        };
        var id = mutation.NewId();
        await ConsentStore.InsertAsync(mutation, id, personId, own);
        mutation.Audit("assessment.consent.recorded", "CONSENT", id, personId: personId);
    }
}
