using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AroundAPerson;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Proposing_somebody_around_a_person(AssessmentService assessment)
{
    private readonly AroundAPerson _around = new(assessment);

    [Fact]
    public async Task gives_a_record_that_can_be_read_listed_agreed_to_and_ended()
    {
        var personId = await PersonAsync();
        var proposed = await _around.ProposedAsync(personId, Nominee());
        Assert.Equal((RelatedPersonState.Proposed, "1", true), (proposed.State, proposed.Etag, proposed.MayApproveEvidence));
        Assert.Equal(proposed, await _around.Related.GetRelatedPersonAsync(new GetRelatedPersonRequest { RelatedPersonId = proposed.RelatedPersonId }, _around.Ann));
        Assert.Equal([proposed], (await _around.Related.ListRelatedPeopleAsync(new ListRelatedPeopleRequest { PersonId = personId }, _around.Ann)).RelatedPeople);

        var agreed = (await _around.Agree(proposed)).RelatedPerson;
        Assert.Equal((RelatedPersonState.Agreed, "2"), (agreed.State, agreed.Etag));

        var ended = (await _around.End(agreed)).RelatedPerson;
        Assert.Equal((RelatedPersonState.Ended, RelatedPersonEndReason.Withdrew), (ended.State, ended.EndReason));
        Assert.Equal("RELATED_PERSON_ENDED", (await RefusedCall.OfAsync(_around.Agree(ended))).Reason);
    }

    [Fact]
    public async Task is_answered_the_same_twice_without_having_kept_a_name()
    {
        var request = new CreateRelatedPersonRequest { PersonId = await PersonAsync(), RelatedPerson = Nominee(), RequestId = NewRequestId() };

        Assert.Equal(await _around.Related.CreateRelatedPersonAsync(request, _around.Ann), await _around.Related.CreateRelatedPersonAsync(request, _around.Ann));
        Assert.True(Assert.Single(await assessment.Service.LookAsync<bool>(
            "select response is null from platform.request_keys where request_id = @RequestId", new { request.RequestId })));
    }

    [Fact]
    public async Task P8_lets_a_neighbour_act_only_after_the_check_and_lists_all_that_is_missing()
    {
        var neighbour = Nominee(Relationship.Neighbour);
        neighbour.Nomination.NomineeAgreeDate = "";
        var proposed = await _around.ProposedAsync(await PersonAsync(), neighbour);
        Assert.Equal(SuitabilityCheckKind.EnhancedDbsWithBarredList, proposed.NeededCheck);

        var refusal = await RefusedCall.OfAsync(_around.Agree(proposed));
        Assert.Equal(["NOMINEE_AGREEMENT_MISSING", "SUITABILITY_CHECK_REQUIRED"], refusal.BrokenRules.Select(rule => rule.Code));

        var corrected = await _around.Related.UpdateRelatedPersonAsync(
            new UpdateRelatedPersonRequest
            {
                RelatedPersonId = proposed.RelatedPersonId,
                RelatedPerson = new RelatedPerson
                {
                    Nomination = Nominee().Nomination,
                    SuitabilityCheck = new SuitabilityCheck { Kind = SuitabilityCheckKind.EnhancedDbsWithBarredList, CheckDate = "2026-05-02", Satisfactory = true },
                },
                Etag = proposed.Etag,
                RequestId = NewRequestId(),
            },
            _around.Ann);
        Assert.Equal(RelatedPersonState.Agreed, (await _around.Agree(corrected)).RelatedPerson.State);
    }

    [Fact]
    public async Task A7_refers_who_is_also_paid_to_a_second_person_and_gives_them_no_part_in_approving_evidence()
    {
        var sister = Nominee();
        (sister.PaidFromBudget, sister.LivesInHousehold) = (true, true);
        var referred = (await _around.Agree(await _around.ProposedAsync(await PersonAsync(), sister))).RelatedPerson;
        Assert.Equal((RelatedPersonState.Referred, false, true), (referred.State, referred.MayApproveEvidence, referred.ConnectedPerson));
        Assert.Equal(["A7", "X14"], referred.SecondPersonRules);

        Assert.Equal("CHECKER_IS_MAKER", (await RefusedCall.OfAsync(_around.Agree(referred))).Reason);
        Assert.Equal(RelatedPersonState.Agreed, (await _around.Agree(referred, assessment.Service.As("bob"))).RelatedPerson.State);
    }

    [Fact]
    public async Task makes_a_changed_record_a_proposal_again_unless_only_the_way_to_reach_them_changed()
    {
        var agreed = await _around.AgreedAsync(await PersonAsync(), Nominee());

        var reached = await UpdateAsync(agreed, new RelatedPerson { Contact = "07700 900123" });
        Assert.Equal((RelatedPersonState.Agreed, "07700 900123"), (reached.State, reached.Contact));

        var paid = await UpdateAsync(reached, new RelatedPerson { PaidFromBudget = true });
        Assert.Equal(RelatedPersonState.Proposed, paid.State);
        Assert.Equal("ETAG_MISMATCH", (await RefusedCall.OfAsync(_around.Agree(reached))).Reason);
    }

    [Fact]
    public async Task keeps_to_one_nominee_even_when_two_are_agreed_to_at_once()
    {
        var personId = await PersonAsync();
        var proposed = await Task.WhenAll(_around.ProposedAsync(personId, Nominee()), _around.ProposedAsync(personId, Nominee(Relationship.Parent)));

        var outcomes = await Task.WhenAll(proposed.Select(async one =>
        {
            try
            {
                await _around.Agree(one);
                return StatusCode.OK;
            }
            catch (RpcException failure)
            {
                return failure.StatusCode;
            }
        }));

        Assert.Equal([StatusCode.OK, StatusCode.FailedPrecondition], outcomes.Order());
    }

    [Fact]
    public async Task is_refused_for_nobody_and_for_a_record_that_contradicts_itself()
    {
        Assert.Equal("PERSON_NOT_FOUND", (await RefusedCall.OfAsync(Create(Guid.NewGuid().ToString(), Nominee()))).Reason);

        var carer = new RelatedPerson { Kind = RelatedPersonKind.Carer, OrganisationName = "Care Ltd", Nomination = Nominee().Nomination };
        Assert.Equal(
            ["related_person.family_name", "related_person.organisation_name", "related_person.nomination"],
            (await RefusedCall.OfAsync(Create(await PersonAsync(), carer))).Fields);
        Assert.Equal(["note"], (await RefusedCall.OfAsync(_around.End(await _around.ProposedAsync(await PersonAsync(), Nominee()), RelatedPersonEndReason.Other))).Fields);
    }

    [Fact]
    public async Task shows_which_advocate_must_be_offered_and_who_acts_already()
    {
        var personId = await PersonAsync();
        var advocate = await _around.AgreedAsync(personId, new RelatedPerson
        {
            Kind = RelatedPersonKind.Advocate, FamilyName = "Sample", OrganisationName = "Speak Up", AdvocateRole = AdvocateRole.CareAct,
        });

        var duties = (await _around.Related.AdviseOnAdvocacyAsync(
            new AdviseOnAdvocacyRequest { PersonId = personId, SubstantialDifficulty = true }, _around.Ann)).Duties;

        Assert.Equal([AdvocateRole.CareAct, AdvocateRole.Imha, AdvocateRole.Imca], duties.Select(duty => duty.Role));
        Assert.Equal((true, advocate.RelatedPersonId), (duties[0].MustOffer, duties[0].RelatedPersonId));
        Assert.False(duties[1].MustOffer || duties[2].MustOffer);
    }

    private async Task<string> PersonAsync() => (await assessment.RegisteredAsync()).PersonId;

    private AsyncUnaryCall<RelatedPerson> Create(string personId, RelatedPerson related) => _around.Related.CreateRelatedPersonAsync(
        new CreateRelatedPersonRequest { PersonId = personId, RelatedPerson = related, RequestId = NewRequestId() }, _around.Ann);

    private async Task<RelatedPerson> UpdateAsync(RelatedPerson current, RelatedPerson changes) => await _around.Related.UpdateRelatedPersonAsync(
        new UpdateRelatedPersonRequest { RelatedPersonId = current.RelatedPersonId, RelatedPerson = changes, Etag = current.Etag, RequestId = NewRequestId() }, _around.Ann);
}
