using PersonalBudgets.Assessment.Consents;
using PersonalBudgets.Assessment.Notices;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.RelatedPeople;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.DirectPayments;

/// <summary>
/// Keeps the answer to whether a direct payment may be made in step with what it rests on. Whoever changes a fact locks the person, changes it, and
/// calls this in the same unit of work.
/// </summary>
internal sealed class DirectPaymentPermissions(NoticeIssuing notices)
{
    private const string Subject = "DIRECT_PAYMENT_DECISION";

    /// <summary>Decides because somebody asks: always a decision of its own, with these findings in place of earlier ones by the same law.</summary>
    public async Task<(Guid DecisionId, PermissionRow Permission)> DecideAsync(
        Mutation mutation, Guid personId, IReadOnlyList<DirectPaymentFindings> findings)
    {
        var current = await DirectPaymentStore.FindAsync(mutation, personId);
        var kept = current?.LastFindings().Where(earlier => findings.All(one => one.Route != earlier.Route)) ?? [];
        await AskFromSixteenAsync(mutation, personId);
        var known = await KnownFacts.GatherAsync(mutation, personId, [.. findings, .. kept]);
        return await KeepAsync(mutation, personId, ToldIn(current), known, DirectPaymentDecisionCause.Asked);
    }

    /// <summary>
    /// Decides anew after a fact changed. Where the answer stays as it was nothing is kept or told that others could see: by a new version or a new
    /// time they would learn that something happened that they may not know of.
    /// </summary>
    /// <returns>The decision; null where the answer stays.</returns>
    public async Task<Guid?> DecideAnewAsync(Mutation mutation, Guid personId)
    {
        if (await DirectPaymentStore.FindAsync(mutation, personId) is not { } current)
            return null;
        await AskFromSixteenAsync(mutation, personId);
        var known = await KnownFacts.GatherAsync(mutation, personId, current.LastFindings());
        var answer = Answer(DirectPaymentRules.Decide(known.Facts, known.Flags.Count > 0), ToldIn(current));
        if (answer.SequenceEqual(current.ToMessage().Routes))
        {
            await DirectPaymentStore.KeepAsync(mutation, personId, known);
            return null;
        }

        return (await KeepAsync(mutation, personId, ToldIn(current), known, DirectPaymentDecisionCause.FactsChanged)).DecisionId;
    }

    /// <summary>
    /// Decides anew after a merge, on what was found for either record, the later finding by each law. Others were told of both: the answer is told
    /// again unless it is what each of them was.
    /// </summary>
    public async Task JoinAsync(Mutation mutation, Guid personId, PermissionRow? ofSurvivor, PermissionRow? ofMerged)
    {
        var rows = new[] { ofSurvivor, ofMerged }.OfType<PermissionRow>().OrderByDescending(row => row.DecidedAt).ToList();
        if (rows.Count is 0)
            return;
        await AskFromSixteenAsync(mutation, personId);
        var findings = rows.SelectMany(row => row.LastFindings()).DistinctBy(finding => finding.Route);
        var known = await KnownFacts.GatherAsync(mutation, personId, findings);
        IReadOnlyList<DirectPaymentPermission> told = [.. rows.Select(row => row.ToMessage())];
        var answer = Answer(DirectPaymentRules.Decide(known.Facts, known.Flags.Count > 0), told);
        if (told.All(permission => permission.Routes.SequenceEqual(answer)))
            await DirectPaymentStore.KeepAsync(mutation, personId, known);
        else
            await KeepAsync(mutation, personId, told, known, DirectPaymentDecisionCause.FactsChanged);
    }

    private static IReadOnlyList<DirectPaymentPermission> ToldIn(PermissionRow? row) => row is null ? [] : [row.ToMessage()];

    private async Task<(Guid DecisionId, PermissionRow Permission)> KeepAsync(
        Mutation mutation, Guid personId, IReadOnlyList<DirectPaymentPermission> told, KnownFacts known, DirectPaymentDecisionCause cause)
    {
        var outcomes = DirectPaymentRules.Decide(known.Facts, known.Flags.Count > 0);
        var id = mutation.NewId();
        await DirectPaymentStore.InsertDecisionAsync(mutation, id, personId, outcomes, known, cause);
        var permission = await DirectPaymentStore.SaveAsync(mutation, personId, Answer(outcomes, told), known);
        var answer = permission.ToMessage();
        if (cause is DirectPaymentDecisionCause.Asked)
            mutation.Audit("assessment.direct_payment.decided", Subject, id, answer.Permitted ? "PERMITTED" : "NOT_PERMITTED", personId);
        if (told.Count is 0 || told.Any(permission => !SaysTheSame(permission, answer)))
        {
            mutation.Publish(
                new DirectPaymentPermissionChanged
                {
                    Programme = mutation.Programme,
                    SubjectId = permission.Id.ToString(),
                    SubjectVersion = permission.Version,
                    OccurredAt = mutation.Now,
                    PersonId = personId.ToString(),
                    IsPermitted = answer.Permitted,
                },
                permission.Id.ToString());
        }

        await TellAsync(mutation, personId, id, answer, known.Facts.Deceased ? [] : [.. outcomes.Where(outcome => IsToBeTold(outcome, answer, cause))]);
        return (id, permission);
    }

    /// <summary>A no to somebody who asked, and an end of what was permitted, are told in writing (DOMAIN 2, A14).</summary>
    private static bool IsToBeTold(DirectPaymentOutcome outcome, DirectPaymentPermission answer, DirectPaymentDecisionCause cause) =>
        !outcome.Permitted && (cause is DirectPaymentDecisionCause.Asked || IsEnd(outcome, answer));

    private static bool IsEnd(DirectPaymentOutcome outcome, DirectPaymentPermission answer) =>
        answer.Routes.Any(route => route.Route == outcome.Route && route.MustStop);

    // To each body's no there is another way of having it looked at again, hence a notice for each.
    private async Task TellAsync(Mutation mutation, Guid personId, Guid decisionId, DirectPaymentPermission answer, IEnumerable<DirectPaymentOutcome> refused)
    {
        foreach (var outcome in refused)
        {
            RefusalWords[] reasons = [.. outcome.Reasons.Select(RefusalWords.Of)];
            await notices.IssueAsync(mutation, new NewNotice(
                NoticeKind.DirectPaymentRefused, Subject, decisionId, personId, IsEnd(outcome, answer) ? "STOPPED" : "REFUSED", [.. reasons.Select(reason => reason.Plain)],
                outcome.Route is DirectPaymentRoute.CareAct ? NoticeRoute.Council : NoticeRoute.Nhs)
            {
                EasyReadReasons = [.. reasons.SelectMany(reason => reason.EasyRead)],
            });
        }
    }

    /// <summary>What others see of a decision, after what they were told.</summary>
    private static IReadOnlyList<RoutePermission> Answer(IEnumerable<DirectPaymentOutcome> outcomes, IReadOnlyList<DirectPaymentPermission> told)
    {
        var before = told.SelectMany(permission => permission.Routes).ToList();
        return [.. outcomes.OrderBy(outcome => outcome.Route).Select(outcome => new RoutePermission
        {
            Route = outcome.Route,
            Permitted = outcome.Permitted,
            Recipient = outcome.Recipient,
            RecipientId = outcome.RecipientId,
            MustStop = !outcome.Permitted && before.Any(was => was.Route == outcome.Route && (was.Permitted || was.MustStop)),
        })];
    }

    private static bool SaysTheSame(DirectPaymentPermission before, DirectPaymentPermission after) =>
        before.Routes.Select(YesOrNo).SequenceEqual(after.Routes.Select(YesOrNo));

    private static (DirectPaymentRoute, bool) YesOrNo(RoutePermission route) => (route.Route, route.Permitted);

    /// <summary>Who turned 16 with capacity while a parent's consent is in force is asked, once (SI 2013/1617 reg 4(4)).</summary>
    private static async Task AskFromSixteenAsync(Mutation mutation, Guid personId)
    {
        var birthDate = (await PersonStore.GetAsync(mutation, personId)).BirthDate;
        if (Age.InYears(birthDate, mutation.Today) < RelatedPersonRules.DecidesFrom)
            return;
        var parents = (await Representatives.ActingAsync(mutation, personId))
            .Where(one => one.Representation.Authority is Authority.ParentalResponsibility)
            .Select(one => one.RelatedPersonId)
            .ToHashSet();
        var isParentsConsentInForce = parents.Count > 0 && (await ConsentStore.InForceAsync(mutation, personId))
            .Any(consent => consent.Purpose is ConsentPurpose.DirectPayment && parents.Contains(consent.RepresentativeId));
        if (isParentsConsentInForce && !await ConsentPromptStore.WasAskedAsync(mutation, personId, ConsentPromptCause.Turned16))
            await ConsentPromptStore.OpenAsync(mutation, personId, CapacityDecision.ConsentToDirectPayment, ConsentPromptCause.Turned16);
    }
}
