using Grpc.Core;
using PersonalBudgets.Assessment.Tests.Domain;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Merging_people(AssessmentService assessment)
{
    [Fact]
    public async Task brings_all_that_was_the_others_to_the_survivor_and_keeps_whose_it_was()
    {
        var (survivor, other) = (await assessment.RegisteredAsync(), await assessment.RegisteredAsync());
        var mine = await assessment.SignedAsync(survivor.PersonId, Complete(AssessmentKind.S117));
        var signed = await assessment.SignedAsync(other.PersonId, Complete(AssessmentKind.S117));
        var section = await assessment.RecordedAsync(other.PersonId, Facts.Section(MentalHealthActSection._3, "2024-01-12", "2024-05-04", "2024-05-04"));
        var offer = await assessment.OfferedAsync(other.PersonId);
        var decision = (await assessment.Decide(signed.AssessmentId)).EligibilityDecision;

        var merge = (await Merge(survivor, other)).PeopleMerge;

        Assert.Equal((survivor.PersonId, other.PersonId, MergeReason.RegisteredTwice), (merge.PersonId, merge.MergedPersonId, merge.Reason));
        Assert.Equal([offer.OfferId], Of(merge, "offers"));
        Assert.Equal([section.LegalStatusId], Of(merge, "legal_statuses"));
        Assert.Equal([decision.EligibilityDecisionId], Of(merge, "eligibility_decisions"));
        var assessments = (await assessment.Assessments.ListAssessmentsAsync(new ListAssessmentsRequest { PersonId = survivor.PersonId }, assessment.Ann)).Assessments;
        Assert.Equal([mine.AssessmentId, signed.AssessmentId], assessments.Select(one => one.AssessmentId));
        Assert.Single((await assessment.Offers.ListOffersAsync(new ListOffersRequest { PersonId = survivor.PersonId }, assessment.Ann)).Offers);
        Assert.Equal(merge, await assessment.Merges.GetPeopleMergeAsync(new GetPeopleMergeRequest { PeopleMergeId = merge.PeopleMergeId }, assessment.Ann));
        Assert.Equal(merge, Assert.Single((await assessment.Merges.ListPeopleMergesAsync(
            new ListPeopleMergesRequest { PersonId = survivor.PersonId }, assessment.Ann)).PeopleMerges));
        Assert.Contains(other.PersonId, Assert.Single(await assessment.Service.EventsAsync<PeopleMerged>(survivor.PersonId)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task leaves_the_merged_record_to_be_read_and_no_more()
    {
        var (survivor, other) = (await assessment.RegisteredAsync(), await assessment.RegisteredAsync());
        await Merge(survivor, other);

        var merged = await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = other.PersonId }, assessment.Ann);
        var offer = await RefusedCall.OfAsync(assessment.OfferedAsync(other.PersonId));
        var correction = await RefusedCall.OfAsync(assessment.People.UpdatePersonAsync(
            new UpdatePersonRequest
            {
                PersonId = other.PersonId, Person = new Person { GivenName = "Sam", Correction = WhyCorrected() }, Etag = merged.Etag, RequestId = NewRequestId(),
            },
            assessment.Ann));

        Assert.Equal((survivor.PersonId, other.NhsNumber), (merged.MergedIntoPersonId, merged.NhsNumber));
        Assert.All([offer, correction], refusal => Assert.Equal("PERSON_MERGED", refusal.Reason));
        Assert.Equal(survivor.PersonId, offer.Metadata["merged_into_person_id"]);
        Assert.Equal([survivor.PersonId], (await assessment.People.SearchPeopleAsync(
            new SearchPeopleRequest { NhsNumber = other.NhsNumber }, assessment.Ann)).People.Select(person => person.PersonId));
    }

    [Fact]
    public async Task is_refused_for_itself_twice_round_in_a_circle_and_for_who_is_not_there()
    {
        var (a, b, c) = (await assessment.RegisteredAsync(), await assessment.RegisteredAsync(), await assessment.RegisteredAsync());
        await Merge(a, b);
        var after = await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = a.PersonId }, assessment.Ann);
        var merged = await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = b.PersonId }, assessment.Ann);

        Assert.Equal([("merged_person_id", "SAME_PERSON")], (await RefusedCall.OfAsync(Merge(after, after))).Violations);
        Assert.Equal("PERSON_MERGED", (await RefusedCall.OfAsync(Merge(c, b))).Reason);
        Assert.Equal("PERSON_MERGED", (await RefusedCall.OfAsync(Merge(merged, after))).Reason);
        Assert.Equal("PERSON_NOT_FOUND", (await RefusedCall.OfAsync(Merge(c, new Person { PersonId = NewRequestId() }))).Reason);
        Assert.Equal("ETAG_MISMATCH", (await RefusedCall.OfAsync(Merge(a, c))).Reason);
        Assert.Equal(StatusCode.OK, (await Status(Merge(after, c))));
    }

    [Fact]
    public async Task of_two_verified_numbers_needs_to_know_why_they_are_one_person()
    {
        var (survivor, other) = (await VerifiedAsync(), await VerifiedAsync());

        Assert.Equal("MERGE_NUMBERS_DIFFER", (await RefusedCall.OfAsync(Merge(survivor, other))).Reason);
        Assert.Equal("Superseded by the national back office.", (await Merge(survivor, other, "Superseded by the national back office.")).PeopleMerge.NumbersDifferNote);
    }

    [Fact]
    public async Task keeps_the_number_and_the_death_that_only_one_of_them_has()
    {
        var unnumbered = NewPerson();
        (unnumbered.NhsNumber, unnumbered.NhsNumberStatus) = ("", NhsNumberStatus.TraceRequired);
        var without = await assessment.RegisteredAsync(unnumbered);
        var dead = await assessment.RegisteredAsync();
        await assessment.People.RecordDeathAsync(
            new RecordDeathRequest { PersonId = dead.PersonId, DeathDate = "2025-05-01", Etag = dead.Etag, RequestId = NewRequestId() }, assessment.Ann);
        var living = await assessment.RegisteredAsync();

        Assert.Equal("MERGE_LOSES_NUMBER", (await RefusedCall.OfAsync(Merge(without, living))).Reason);
        Assert.Equal("MERGE_DEATHS_DIFFER", (await RefusedCall.OfAsync(Merge(living, dead))).Reason);
        Assert.Equal(living.PersonId, (await Merge(living, without)).PeopleMerge.PersonId);
    }

    [Fact]
    public async Task is_refused_while_both_have_an_open_offer_and_changes_nothing()
    {
        var (survivor, other) = (await assessment.RegisteredAsync(), await assessment.RegisteredAsync());
        await assessment.OfferedAsync(survivor.PersonId);
        var offer = await assessment.OfferedAsync(other.PersonId);

        var refusal = await RefusedCall.OfAsync(Merge(survivor, other));

        Assert.Equal(("MERGE_CONFLICT", "offers"), (refusal.Reason, refusal.Metadata["kind"]));
        Assert.Equal(other, await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = other.PersonId }, assessment.Ann));
        Assert.Equal(other.PersonId, (await assessment.Offers.GetOfferAsync(new GetOfferRequest { OfferId = offer.OfferId }, assessment.Ann)).PersonId);
    }

    [Fact]
    public async Task both_ways_at_once_happens_one_way()
    {
        for (var round = 0; round < 8; round++)
        {
            var (a, b) = (await assessment.RegisteredAsync(), await assessment.RegisteredAsync());

            var ends = await Task.WhenAll(Status(Merge(a, b)), Status(Merge(b, a)));

            Assert.Equal([StatusCode.OK, StatusCode.FailedPrecondition], ends.Order());
            Assert.Equal(1, Assert.Single(await assessment.Service.LookAsync<long>(
                "select count(*) from assessment.people where id = any (@ids) and merged_into is not null", new { ids = new[] { Guid.Parse(a.PersonId), Guid.Parse(b.PersonId) } })));
        }
    }

    [Fact]
    public async Task finds_what_came_by_way_of_another_under_the_last_survivor()
    {
        var (a, b, c) = (await assessment.RegisteredAsync(), await assessment.RegisteredAsync(), await assessment.RegisteredAsync());
        var offer = await assessment.OfferedAsync(a.PersonId);
        await Merge(b, a);
        await Merge(c, await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = b.PersonId }, assessment.Ann));

        Assert.Equal(c.PersonId, (await assessment.Offers.GetOfferAsync(new GetOfferRequest { OfferId = offer.OfferId }, assessment.Ann)).PersonId);
        Assert.Equal([c.PersonId], (await assessment.People.SearchPeopleAsync(
            new SearchPeopleRequest { NhsNumber = a.NhsNumber }, assessment.Ann)).People.Select(person => person.PersonId));
    }

    [Fact]
    public async Task takes_every_table_that_belongs_to_a_person()
    {
        // give_rows takes part with what has person_id and id; a table that names its people otherwise has to be thought of.
        Assert.Empty(await assessment.Service.LookAsync<string>("""
            select p.table_name from information_schema.columns p
            where p.table_schema = 'assessment' and p.column_name = 'person_id' and not exists (
                select from information_schema.columns i where i.table_schema = p.table_schema and i.table_name = p.table_name and i.column_name = 'id')
            """));
    }

    private static string[] Of(PeopleMerge merge, string kind) => [.. merge.MergedRecords.Single(records => records.Kind == kind).Ids];

    private Task<Person> VerifiedAsync()
    {
        var person = NewPerson();
        person.NhsNumberStatus = NhsNumberStatus.NumberPresentAndVerified;
        return assessment.RegisteredAsync(person);
    }

    private static async Task<StatusCode> Status(AsyncUnaryCall<MergePeopleResponse> call)
    {
        try
        {
            await call;
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }

    private AsyncUnaryCall<MergePeopleResponse> Merge(Person survivor, Person merged, string numbersDiffer = "") => assessment.Merges.MergePeopleAsync(
        new MergePeopleRequest
        {
            PersonId = survivor.PersonId,
            MergedPersonId = merged.PersonId,
            Reason = MergeReason.RegisteredTwice,
            Note = "Same address and practice.",
            NumbersDifferNote = numbersDiffer,
            Etag = survivor.Etag,
            RequestId = NewRequestId(),
        },
        assessment.Ann);
}
