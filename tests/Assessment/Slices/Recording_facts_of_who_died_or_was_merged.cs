using Grpc.Core;
using PersonalBudgets.Assessment.Tests.Domain;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>DOMAIN 0, A14: nothing new begins for who has died, and what a life held is still put right. A merged record takes nothing at all.</summary>
[Collection<AssessmentCollection>]
public sealed class Recording_facts_of_who_died_or_was_merged(AssessmentService assessment)
{
    private const string Death = "2026-06-01", Before = "2026-05-20", After = "2026-06-02", CouncilB = "E10000014", BoardB = "QRL";

    private readonly AroundAPerson _around = new(assessment);

    private Metadata Sue => assessment.Service.As("sue", permissions: ["assessment.safeguarding.write"]);

    [Fact]
    public async Task is_refused_for_the_dead_where_something_new_would_begin()
    {
        var person = (await assessment.RegisteredAsync()).PersonId;
        var nominee = await _around.ProposedAsync(person, AroundAPerson.Nominee());
        var agreed = await _around.AgreedAsync(person, AroundAPerson.Representative(Authority.LastingPowerOfAttorney));
        var consent = await _around.Consent(person);
        await DieAsync(person);

        foreach (var (what, call) in new (string, Func<Task>)[]
        {
            ("consent", () => Do(_around.Consent(person))),
            ("withdrawal", () => Do(_around.Withdraw(consent))),
            ("capacity", () => Do(_around.Find(person, CapacityOutcome.LacksCapacity))),
            ("proposal", () => _around.ProposedAsync(person, AroundAPerson.Nominee())),
            ("agreement", () => Do(_around.Agree(nominee))),
            ("new terms", () => Do(Rename(agreed, "Another"))),
            ("flag", () => Do(_around.Flag(person))),
            ("mark", () => Do(Mark(person))),
            ("section", () => assessment.RecordedAsync(person, Facts.Section(MentalHealthActSection._3, After))),
            ("place", () => assessment.LivingAsync(person, Facts.Place(After, ResidenceKind.OwnHome, CouncilB, BoardB))),
            ("scores", () => Do(Score(person, After))),
            ("end of after-care", () => Do(EndAftercare(person))),
        })
            await RefusesAsync(what, call, "PERSON_DIED");
    }

    [Fact]
    public async Task puts_right_what_was_before_a_death_and_ends_what_it_ended()
    {
        var person = (await assessment.RegisteredAsync()).PersonId;
        var agreed = await _around.AgreedAsync(person, AroundAPerson.Representative(Authority.LastingPowerOfAttorney));
        var flag = await _around.Flag(person);
        var section = await assessment.RecordedAsync(person, Facts.Section(MentalHealthActSection._3, "2026-05-01"));
        await assessment.LivingAsync(person, Facts.Place("2020-01-01", ResidenceKind.OwnHome, TestService.Council, TestService.IntegratedCareBoard));
        await DieAsync(person);

        var ended = await assessment.RecordedAsync(person, section.Replaced(later => (later.EndDate, later.End) = (Death, LegalStatusEnd.Died)));
        var lived = await assessment.LivingAsync(person, Facts.Place(Before, ResidenceKind.OwnHome, CouncilB, BoardB));
        var reachable = await _around.Related.UpdateRelatedPersonAsync(
            new UpdateRelatedPersonRequest
            {
                RelatedPersonId = agreed.RelatedPersonId, RelatedPerson = new RelatedPerson { Contact = "By post." }, Etag = agreed.Etag, RequestId = NewRequestId(),
            },
            assessment.Ann);
        var over = (await _around.End(reachable, RelatedPersonEndReason.AuthorityEnded)).RelatedPerson;
        var endedFlag = await _around.Flags.UpdateExclusionFlagAsync(
            new UpdateExclusionFlagRequest
            {
                ExclusionFlagId = flag.ExclusionFlagId, ExclusionFlag = new ExclusionFlag { EndDate = Death }, Etag = flag.Etag, RequestId = NewRequestId(),
            },
            _around.Sam);
        await Score(person, Before);

        Assert.Equal((Death, Before), (ended.EndDate, lived.StartDate));
        Assert.Equal((RelatedPersonState.Agreed, RelatedPersonState.Ended), (reachable.State, over.State));
        Assert.Equal(Death, endedFlag.EndDate);
        Assert.Empty(await assessment.Service.EventsAsync<PersonMoved>(lived.ResidenceId));
        Assert.Empty((await assessment.Residences.ListPlanContinuitiesAsync(new ListPlanContinuitiesRequest { PersonId = person }, assessment.Ann)).PlanContinuities);
    }

    [Fact]
    public async Task takes_back_after_a_death_what_was_recorded_in_error_of_a_later_day()
    {
        var person = (await assessment.RegisteredAsync()).PersonId;
        var section = await assessment.RecordedAsync(person, Facts.Section(MentalHealthActSection._2, After));
        var place = await assessment.LivingAsync(person, Facts.Place(After, ResidenceKind.OwnHome, CouncilB, BoardB));
        await DieAsync(person);

        var noSection = await assessment.RecordedAsync(person, section.Replaced(later => later.RecordedInError = true));
        place.ReplacesResidenceId = place.ResidenceId;
        (place.ReplacementReason, place.RecordedInError) = ("Of somebody else.", true);
        var noPlace = await assessment.LivingAsync(person, place);

        Assert.True(noSection.RecordedInError && noPlace.RecordedInError);
    }

    [Fact]
    public async Task is_refused_for_a_merged_record_whatever_it_is()
    {
        var survivor = await assessment.RegisteredAsync();
        var merged = await assessment.RegisteredAsync();
        await assessment.Merges.MergePeopleAsync(
            new MergePeopleRequest
            {
                PersonId = survivor.PersonId, MergedPersonId = merged.PersonId, Reason = MergeReason.RegisteredTwice, Note = "Same address and birth date.", Etag = survivor.Etag, RequestId = NewRequestId(),
            },
            assessment.Ann);
        var person = merged.PersonId;

        foreach (var (what, call) in new (string, Func<Task>)[]
        {
            ("consent", () => Do(_around.Consent(person))),
            ("capacity", () => Do(_around.Find(person, CapacityOutcome.LacksCapacity))),
            ("proposal", () => _around.ProposedAsync(person, AroundAPerson.Nominee())),
            ("flag", () => Do(_around.Flag(person))),
            ("mark", () => Do(Mark(person))),
            ("section", () => assessment.RecordedAsync(person, Facts.Section(MentalHealthActSection._3, Before))),
            ("place", () => assessment.LivingAsync(person, Facts.Place(Before, ResidenceKind.OwnHome, CouncilB, BoardB))),
            ("scores", () => Do(Score(person, Before))),
            ("end of after-care", () => Do(EndAftercare(person))),
            ("direct payment", () => Do(_around.Decide(person))),
            ("concern", () => Do(Raise(person))),
        })
            await RefusesAsync(what, call, "PERSON_MERGED");
    }

    [Fact]
    public async Task lets_a_concern_about_the_dead_be_raised()
    {
        var person = (await assessment.RegisteredAsync()).PersonId;
        await DieAsync(person);

        Assert.Equal(SafeguardingState.Raised, (await Raise(person)).State);
    }

    private static async Task RefusesAsync(string what, Func<Task> call, string reason)
    {
        var refusal = await RefusedCall.OfAsync(call());
        Assert.Equal((what, StatusCode.FailedPrecondition, reason), (what, refusal.Code, refusal.Reason));
    }

    private static async Task Do<T>(AsyncUnaryCall<T> call) => await call;

    private async Task DieAsync(string personId) => await assessment.People.RecordDeathAsync(
        new RecordDeathRequest
        {
            PersonId = personId,
            DeathDate = Death,
            Etag = (await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = personId }, assessment.Ann)).Etag,
            RequestId = NewRequestId(),
        },
        assessment.Ann);

    private AsyncUnaryCall<RelatedPerson> Rename(RelatedPerson related, string familyName) => _around.Related.UpdateRelatedPersonAsync(
        new UpdateRelatedPersonRequest
        {
            RelatedPersonId = related.RelatedPersonId, RelatedPerson = new RelatedPerson { FamilyName = familyName }, Etag = related.Etag, RequestId = NewRequestId(),
        },
        assessment.Ann);

    private AsyncUnaryCall<OutreachMark> Mark(string personId) => assessment.Cohorts.CreateOutreachMarkAsync(
        new CreateOutreachMarkRequest
        {
            PersonId = personId, OutreachMark = new OutreachMark { Kind = OutreachMarkKind.Contacted, MarkDate = Before }, RequestId = NewRequestId(),
        },
        assessment.Ann);

    private AsyncUnaryCall<Clustering> Score(string personId, string day) => assessment.Clusterings.CreateClusteringAsync(
        new CreateClusteringRequest { PersonId = personId, Clustering = Scores(day), RequestId = NewRequestId() },
        assessment.Ann);

    private static Clustering Scores(string day)
    {
        var scores = new Clustering { ScoredDate = day, Source = "RXX", Cluster = "11" };
        scores.Scores.Add(Enumerable.Range(1, 12).Select(item => new ClusteringScore { Item = $"{item}", Score = 1 }));
        return scores;
    }

    private AsyncUnaryCall<AftercareEnding> EndAftercare(string personId) => assessment.Aftercare.CreateAftercareEndingAsync(
        new CreateAftercareEndingRequest
        {
            PersonId = personId, AftercareEnding = new AftercareEnding { ConsultationDate = Before, PersonView = "I am well." }, RequestId = NewRequestId(),
        },
        assessment.Ann);

    private AsyncUnaryCall<SafeguardingConcern> Raise(string personId) => assessment.Safeguarding.CreateSafeguardingConcernAsync(
        new CreateSafeguardingConcernRequest
        {
            PersonId = personId,
            SafeguardingConcern = new SafeguardingConcern { Kind = SafeguardingKind.Financial, Description = "A neighbour has the card." },
            RequestId = NewRequestId(),
        },
        Sue);
}
