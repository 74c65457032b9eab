using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AroundAPerson;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Consenting(AssessmentService assessment)
{
    private readonly AroundAPerson _around = new(assessment);

    [Fact]
    public async Task is_recorded_with_what_for_how_and_when_and_can_be_withdrawn_at_any_time()
    {
        const string Words = "It is too much for me now.";
        var personId = await PersonAsync();
        var consent = await _around.Consent(personId, purpose: ConsentPurpose.ShareData, sharedWith: ["QNX", "E10000011"]);
        Assert.Equal((ConsentState.InForce, "1"), (consent.State, consent.Etag));
        Assert.Equal(["QNX", "E10000011"], consent.SharedWith);
        Assert.Equal([consent], (await _around.Consents.ListConsentsAsync(new ListConsentsRequest { PersonId = personId }, _around.Ann)).Consents);

        var withdrawn = (await _around.Withdraw(consent, reason: Words)).Consent;

        Assert.Equal((ConsentState.Withdrawn, Words, DecisionMaker.Person), (withdrawn.State, withdrawn.WithdrawReason, withdrawn.WithdrawnBy));
        var told = Assert.Single(await assessment.Service.EventsAsync<ConsentWithdrawn>(consent.ConsentId));
        Assert.Contains("SHARE_DATA", told);
        Assert.DoesNotContain(Words, told);
        Assert.Equal("CONSENT_WITHDRAWN", (await RefusedCall.OfAsync(_around.Withdraw(withdrawn))).Reason);
    }

    [Fact]
    public async Task P9_withdrawn_stops_a_direct_payment_and_tells_the_person_in_writing_that_care_continues()
    {
        var (personId, consent, permission) = await _around.PermittedAsync();

        await _around.Withdraw(consent);

        var stopped = await _around.Permission(personId);
        Assert.Equal((false, true), (stopped.Permitted, stopped.Routes[0].MustStop));
        Assert.Equal(2, (await assessment.Service.EventsAsync<DirectPaymentPermissionChanged>(permission.DirectPaymentPermissionId)).Count);
        var notice = Assert.Single((await assessment.Notices.ListNoticesAsync(new ListNoticesRequest { PersonId = personId }, _around.Ann)).Notices);
        Assert.Equal((NoticeKind.DirectPaymentRefused, "STOPPED"), (notice.Kind, notice.Decision));
        Assert.Contains("You have not agreed to a direct payment, or you no longer want one.", notice.Text);
        Assert.Contains("Your care goes on.", notice.Text);
        Assert.Contains("- You did not say yes to the payment.\n", notice.EasyReadText);
    }

    [Fact]
    public async Task is_for_the_person_to_do_while_they_can_and_for_a_representative_with_authority_when_they_cannot()
    {
        var personId = await PersonAsync();
        var deputy = await _around.AgreedAsync(personId, Representative(Authority.Deputy));
        Assert.Equal("PERSON_DECIDES", (await RefusedCall.OfAsync(_around.Consent(personId, deputy.RelatedPersonId))).Reason);

        await _around.Find(personId, CapacityOutcome.LacksCapacity);
        Assert.Equal("CAPACITY_LACKING", (await RefusedCall.OfAsync(_around.Consent(personId))).Reason);
        Assert.Equal("NOT_IN_AUTHORITY", (await RefusedCall.OfAsync(_around.Consent(personId, Guid.NewGuid().ToString()))).Reason);
        var consent = await _around.Consent(personId, deputy.RelatedPersonId);

        Assert.Equal("CAPACITY_LACKING", (await RefusedCall.OfAsync(_around.Withdraw(consent))).Reason);
        Assert.Equal(ConsentState.Withdrawn, (await _around.Withdraw(consent, DecisionMaker.Representative)).Consent.State);
    }

    [Fact]
    public async Task of_a_child_to_a_direct_payment_is_refused() => Assert.Equal(
        "CHILD_UNDER_16",
        (await RefusedCall.OfAsync(_around.Consent((await assessment.RegisteredAsync(AssessmentService.NewPerson(birthDate: "2015-01-01"))).PersonId))).Reason);

    [Fact]
    public async Task is_refused_where_it_contradicts_itself_and_withdrawal_on_a_stale_etag()
    {
        var personId = await PersonAsync();

        Assert.Equal(["consent.shared_with"], (await RefusedCall.OfAsync(_around.Consent(personId, purpose: ConsentPurpose.ShareData, sharedWith: ["QNX"]))).Fields);
        Assert.Equal(["consent.shared_with"], (await RefusedCall.OfAsync(_around.Consent(personId, purpose: ConsentPurpose.Contact, sharedWith: ["QNX"]))).Fields);
        Assert.Equal(["consent.end_date"], (await RefusedCall.OfAsync(_around.Consent(personId, endDate: "2026-05-02"))).Fields);
        var consent = await _around.Consent(personId);
        consent.Etag = "9";
        Assert.Equal("ETAG_MISMATCH", (await RefusedCall.OfAsync(_around.Withdraw(consent))).Reason);
    }

    private async Task<string> PersonAsync() => (await assessment.RegisteredAsync()).PersonId;
}
