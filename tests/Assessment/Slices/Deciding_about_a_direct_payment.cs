using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AroundAPerson;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>DOMAIN 3.2, A2, A6, A9, and the vectors P5-P7.</summary>
[Collection<AssessmentCollection>]
public sealed class Deciding_about_a_direct_payment(AssessmentService assessment)
{
    private readonly AroundAPerson _around = new(assessment);

    [Fact]
    public async Task permits_it_by_each_law_asked_about_with_reasons_rule_and_version()
    {
        var personId = (await assessment.RegisteredAsync()).PersonId;
        await _around.Consent(personId);

        var decided = await _around.Decide(personId, Favourable(DirectPaymentRoute.Nhs), Favourable(DirectPaymentRoute.CareAct));

        Assert.All(decided.DirectPaymentDecision.Outcomes, outcome => Assert.True(outcome.Permitted));
        Assert.Equal(
            [("NHS Act 2006 s12A; SI 2013/1617 regs 3-7", "2013-08-01"), ("Care Act 2014 ss31-33; SI 2014/2871", "2015-04-01")],
            decided.DirectPaymentDecision.Outcomes.Select(outcome => (outcome.Rule, outcome.RuleVersion)));
        Assert.Equal(decided.DirectPaymentPermission, await _around.Permission(personId));
        Assert.Contains("\"isPermitted\": true", Assert.Single(
            await assessment.Service.EventsAsync<DirectPaymentPermissionChanged>(decided.DirectPaymentPermission.DirectPaymentPermissionId)));
        Assert.Equal(decided.DirectPaymentDecision, await _around.Payments.GetDirectPaymentDecisionAsync(
            new GetDirectPaymentDecisionRequest { DirectPaymentDecisionId = decided.DirectPaymentDecision.DirectPaymentDecisionId }, _around.Ann));
    }

    [Fact]
    public async Task tells_a_no_in_writing_with_the_way_to_have_it_looked_at_again_by_each_body()
    {
        var personId = (await assessment.RegisteredAsync()).PersonId;
        await _around.Consent(personId);
        var (nhs, council) = (Favourable(DirectPaymentRoute.Nhs), Favourable(DirectPaymentRoute.CareAct));
        (nhs.Appropriate, nhs.Reasons) = (false, "What you asked for is there without a payment.");
        council.Requested = false;

        await _around.Decide(personId, nhs, council);

        var notices = (await assessment.Notices.ListNoticesAsync(new ListNoticesRequest { PersonId = personId }, _around.Ann)).Notices;
        Assert.Equal([NoticeRoute.Nhs, NoticeRoute.Council], notices.Select(notice => notice.Route).Order());
        Assert.Contains("What you asked for is there without a payment.", notices.Single(notice => notice.Route is NoticeRoute.Nhs).Text);
    }

    [Fact]
    public async Task P5_pays_a_person_of_17_and_P6_the_parent_of_a_child_of_15()
    {
        var (seventeen, _, permission) = await _around.PermittedAsync(YearsAgo(17));
        Assert.Equal(DirectPaymentRecipient.Person, permission.Routes[0].Recipient);
        Assert.NotEmpty(seventeen);

        var child = (await assessment.RegisteredAsync(NewPerson(birthDate: YearsAgo(15)))).PersonId;
        Assert.False((await _around.Decide(child)).DirectPaymentPermission.Permitted);
        var parent = await _around.AgreedAsync(child, Representative(Authority.ParentalResponsibility));
        await _around.Consent(child, parent.RelatedPersonId);
        Assert.Equal(parent.RelatedPersonId, (await _around.Permission(child)).Routes[0].RecipientId);
    }

    [Fact]
    public async Task P7_pays_the_sister_whom_the_body_appoints_and_stops_when_her_part_ends()
    {
        var personId = (await assessment.RegisteredAsync()).PersonId;
        await _around.Find(personId, CapacityOutcome.LacksCapacity);
        var sister = await _around.AgreedAsync(personId, Representative(Authority.AppointedByBody));
        await _around.Consent(personId, sister.RelatedPersonId);
        Assert.Equal(sister.RelatedPersonId, (await _around.Decide(personId)).DirectPaymentPermission.Routes[0].RecipientId);

        await _around.End(sister, RelatedPersonEndReason.Unsuitable);

        var stopped = await _around.Permission(personId);
        Assert.Equal((false, true, ""), (stopped.Permitted, stopped.Routes[0].MustStop, stopped.Routes[0].RecipientId));
    }

    [Fact]
    public async Task follows_the_nominee_as_they_come_and_go_and_tells_others_only_of_a_yes_or_a_no()
    {
        var (personId, _, permission) = await _around.PermittedAsync();

        var nominee = await _around.AgreedAsync(personId, Nominee());
        var paid = await _around.Permission(personId);
        Assert.Equal((DirectPaymentRecipient.Nominee, nominee.RelatedPersonId, "2"), (paid.Routes[0].Recipient, paid.Routes[0].RecipientId, paid.Etag));

        await _around.End(nominee);
        Assert.Equal(DirectPaymentRecipient.Person, (await _around.Permission(personId)).Routes[0].Recipient);
        Assert.Single(await assessment.Service.EventsAsync<DirectPaymentPermissionChanged>(permission.DirectPaymentPermissionId));
    }

    [Fact]
    public async Task is_kept_and_can_be_taken_again_with_the_same_answer_and_is_the_same_to_a_repeat()
    {
        var personId = (await assessment.RegisteredAsync()).PersonId;
        var consent = await _around.Consent(personId);
        var request = new DecideDirectPaymentRequest { PersonId = personId, Findings = { Favourable(DirectPaymentRoute.Nhs) }, RequestId = NewRequestId() };
        var first = await _around.Payments.DecideDirectPaymentAsync(request, _around.Ann);
        Assert.Equal(first, await _around.Payments.DecideDirectPaymentAsync(request, _around.Ann));

        await _around.Withdraw(consent);

        var decisions = (await _around.Payments.ListDirectPaymentDecisionsAsync(new ListDirectPaymentDecisionsRequest { PersonId = personId }, _around.Ann)).DirectPaymentDecisions;
        Assert.Equal([DirectPaymentDecisionCause.Asked, DirectPaymentDecisionCause.FactsChanged], decisions.Select(decision => decision.Cause));
        foreach (var decision in decisions)
        {
            var replay = await _around.Payments.ReplayDirectPaymentDecisionAsync(
                new ReplayDirectPaymentDecisionRequest { DirectPaymentDecisionId = decision.DirectPaymentDecisionId }, _around.Ann);
            Assert.True(replay.Same);
        }
    }

    [Fact]
    public async Task is_refused_without_the_reasons_of_a_no_and_where_one_law_is_named_twice()
    {
        var personId = (await assessment.RegisteredAsync()).PersonId;
        var unfavourable = Favourable(DirectPaymentRoute.Nhs);
        unfavourable.AbleToManage = false;

        Assert.Equal(["findings[0].reasons", "findings[1].route"], (await RefusedCall.OfAsync(_around.Decide(personId, unfavourable, Favourable(DirectPaymentRoute.Nhs)))).Fields);
        Assert.Equal("PERSON_NOT_FOUND", (await RefusedCall.OfAsync(_around.Decide(Guid.NewGuid().ToString()))).Reason);
        Assert.Equal("DIRECT_PAYMENT_PERMISSION_NOT_FOUND", (await RefusedCall.OfAsync(_around.Permission(personId))).Reason);
    }

    private static string YearsAgo(int years) => DateTime.UtcNow.AddYears(-years).AddDays(-40).ToString("yyyy-MM-dd", null);
}
