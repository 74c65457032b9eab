using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Domain.Expressions;
using static PersonalBudgets.Assessment.V1.CaseloadFactKind;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Identifying_people(AssessmentService assessment)
{
    private readonly CohortHouse _house = new(assessment);
    private readonly string _code = $"COHORT_{Guid.NewGuid():N}"[..30].ToUpperInvariant();

    [Fact]
    public async Task says_why_in_codes_counts_and_words()
    {
        await PublishAsync(All(
            Age(18, 0), InCluster(12), Events(365, 2, CrisisContact, PsychiatricLiaison), BedDays(100, 20, AcuteAdmission), Readmissions(365, 30, 1, AcuteAdmission),
            Now(ResidentialHome, NursingHome), Ended(100, RecoveryTeam), Diagnosed("F20"), Not(Now(Homeless))));
        var person = await LoadAsync(
            Caseload.Cluster(12, Ago(30)), Caseload.Fact(CrisisContact, Ago(5), "", 2), Caseload.Fact(PsychiatricLiaison, Ago(50)),
            Caseload.Fact(AcuteAdmission, Ago(110), Ago(90)), Caseload.Fact(AcuteAdmission, Ago(70), Ago(50)), Caseload.Fact(NursingHome, Ago(40)),
            Caseload.Fact(RecoveryTeam, Ago(900), Ago(60)), Caseload.Diagnosis("F20.3", Ago(3000)));

        var match = (await _house.IdentifyAsync(_code))[person].Matches.Single();

        Assert.Equal((_code, 1, "A cohort"), (match.Code, match.Number, match.Name));
        Assert.Equal(
            [
                "Age 41", "Care cluster 12", "Contact with a crisis service or contact with psychiatric liaison: 3 in the last 365 days",
                "Stay on an acute mental health ward: 30 days in the last 100 days",
                "Back in hospital within 30 days of a discharge: once in the last 365 days", "Living in a nursing home, for 40 days",
                "Recovery team, until 60 days ago", "Supported by a diagnosis on record",
            ],
            match.Reasons.Select(reason => reason.Words));
        Assert.Equal([41, 12, 3, 30, 1, 40, 60, 1], match.Reasons.Select(reason => reason.Value));
        Assert.Equal([NursingHome], match.Reasons[5].Facts);
    }

    [Fact]
    public async Task counts_what_the_register_has_of_sections_as_what_a_caseload_says()
    {
        await PublishAsync(Any(Now(Section117), Now(CommunityTreatmentOrder), Now(Detention)));
        var people = await _house.LoadAsync(Enumerable.Repeat((Dates.Text(_house.Today.AddYears(-40)), Enumerable.Empty<CaseloadFact>()), 4));
        await assessment.RecordedAsync(people[0], new LegalStatus { Section = MentalHealthActSection._3, StartDate = Ago(90), EndDate = Ago(30), LeftHospitalDate = Ago(30) });
        await assessment.RecordedAsync(people[1], new LegalStatus { Section = MentalHealthActSection._3, StartDate = Ago(10) });
        await assessment.RecordedAsync(people[2], new LegalStatus { Section = MentalHealthActSection._2, StartDate = Ago(90), EndDate = Ago(70), LeftHospitalDate = Ago(70) });

        var found = await _house.IdentifyAsync(_code);

        Assert.Equal(["Section 117 after-care, for 30 days"], found[people[0]].Matches.Single().Reasons.Select(reason => reason.Words));
        Assert.Equal(["Detention in hospital, for 10 days"], found[people[1]].Matches.Single().Reasons.Select(reason => reason.Words));
        Assert.DoesNotContain(people[2], found.Keys);
        Assert.DoesNotContain(people[3], found.Keys);
    }

    [Fact]
    public async Task counts_after_care_from_leaving_hospital_by_whatever_way_until_a_new_detention()
    {
        await PublishAsync(Any(Now(Section117), Now(Detention)));
        var people = await _house.LoadAsync(Enumerable.Repeat((Dates.Text(_house.Today.AddYears(-40)), Enumerable.Empty<CaseloadFact>()), 5));
        await FollowedAsync(0, MentalHealthActSection._3, 40, new LegalStatus { Section = MentalHealthActSection.CommunityTreatmentOrder, StartDate = Ago(40) });
        await FollowedAsync(1, MentalHealthActSection._3, null, new LegalStatus { Section = MentalHealthActSection._17Leave, StartDate = Ago(5) });
        await FollowedAsync(2, MentalHealthActSection._3, 50, new LegalStatus { Section = MentalHealthActSection.Informal, StartDate = Ago(50), EndDate = Ago(20) });
        await FollowedAsync(3, MentalHealthActSection._2, null, new LegalStatus { Section = MentalHealthActSection._17Leave, StartDate = Ago(5) });
        await assessment.RecordedAsync(people[4], new LegalStatus { Section = MentalHealthActSection._3, StartDate = Ago(900), EndDate = Ago(800), LeftHospitalDate = Ago(800) });
        await assessment.RecordedAsync(people[4], new LegalStatus { Section = MentalHealthActSection._3, StartDate = Ago(10) });

        var found = await _house.IdentifyAsync(_code);

        Assert.Equal(
            ["Section 117 after-care, for 40 days", "Section 117 after-care, for 5 days; Detention in hospital, for 90 days", "Section 117 after-care, for 20 days",
                "Detention in hospital, for 90 days", "Detention in hospital, for 10 days"],
            people.Select(person => string.Join("; ", found[person].Matches.Single().Reasons.Select(reason => reason.Words))));

        async Task FollowedAsync(int person, MentalHealthActSection section, int? ended, LegalStatus next)
        {
            var detention = await assessment.RecordedAsync(
                people[person], new LegalStatus { Section = section, StartDate = Ago(90), EndDate = ended is { } days ? Ago(days) : "" });
            next.FollowsLegalStatusId = detention.LegalStatusId;
            await assessment.RecordedAsync(people[person], next);
        }
    }

    [Fact]
    public async Task does_not_count_after_care_that_both_bodies_ended_and_counts_it_afresh_after_a_new_detention()
    {
        await PublishAsync(Now(Section117));
        var people = await _house.LoadAsync(Enumerable.Repeat((Dates.Text(_house.Today.AddYears(-40)), Enumerable.Empty<CaseloadFact>()), 2));
        foreach (var person in people)
            await EndAfterCareAsync(person, await DetainedAsync(person, 900, 800));
        await DetainedAsync(people[1], 90, 20);

        var found = await _house.IdentifyAsync(_code);

        Assert.DoesNotContain(people[0], found.Keys);
        Assert.Equal(20, found[people[1]].Matches.Single().Reasons.Single().Value);

        async Task<LegalStatus> DetainedAsync(string person, int from, int to) => await assessment.RecordedAsync(
            person, new LegalStatus { Section = MentalHealthActSection._3, StartDate = Ago(from), EndDate = Ago(to), LeftHospitalDate = Ago(to) });

        // The way there, by both bodies, has tests of its own.
        Task EndAfterCareAsync(string person, LegalStatus status) => assessment.Service.LookAsync<Guid>("""
            insert into assessment.aftercare_endings
                (programme, id, person_id, legal_status_id, council, integrated_care_board, consultation_date, person_view, carer_view, state, end_date, created_at)
            values ('north', gen_random_uuid(), @person::uuid, @status::uuid, 'E10000011', 'QNX', current_date, '', '', 'ENDED', @day::date, now())
            returning id
            """, new { person, status = status.LegalStatusId, day = Ago(700) });
    }

    [Fact]
    public async Task tells_all_the_cohorts_of_a_person_in_one_message()
    {
        await _house.AdoptAsync();
        var person = await LoadAsync(Caseload.Fact(Homeless, Ago(5)), Caseload.Fact(NoGeneralPractice, Ago(5)), Caseload.Fact(LowSecure, Ago(5)));

        var found = await _house.IdentifyAsync();

        Assert.Equal(["HOMELESS_WITHOUT_GP", "LOW_SECURE"], found[person].Matches.Select(match => match.Code).Intersect(["HOMELESS_WITHOUT_GP", "LOW_SECURE", "OUT_OF_AREA"]));
    }

    [Fact]
    public async Task asks_more_rules_than_one_query_bears()
    {
        string[] codes = [.. Enumerable.Range(0, 70).Select(number => $"{_code[..20]}_{number}")];
        foreach (var code in codes)
            await _house.PublishAsync(await _house.DraftAsync(code, NowFor(10, Homeless)));
        var person = await LoadAsync(Caseload.Fact(Homeless, Ago(10)));

        var found = await _house.IdentifyAsync(codes);

        Assert.Equal(codes.Order(StringComparer.Ordinal), found[person].Matches.Select(match => match.Code).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task leaves_out_who_died_and_a_record_that_was_merged_whose_facts_count_for_the_other()
    {
        await PublishAsync(Events(365, 2, CrisisContact));
        var people = await _house.LoadAsync(
        [
            (Dates.Text(_house.Today.AddYears(-40)), [Caseload.Fact(CrisisContact, Ago(5), "", 2)]),
            (Dates.Text(_house.Today.AddYears(-40)), [Caseload.Fact(CrisisContact, Ago(6))]),
            (Dates.Text(_house.Today.AddYears(-40)), [Caseload.Fact(CrisisContact, Ago(7))]),
        ]);
        await assessment.People.RecordDeathAsync(
            new RecordDeathRequest { PersonId = people[0], DeathDate = Ago(1), Etag = "1", RequestId = AssessmentService.NewRequestId() }, assessment.Ann);
        await assessment.Merges.MergePeopleAsync(
            new MergePeopleRequest
            {
                PersonId = people[1], MergedPersonId = people[2], Reason = MergeReason.RegisteredTwice, Note = "Same address.",
                NumbersDifferNote = "One was read wrongly.", Etag = "1", RequestId = AssessmentService.NewRequestId(),
            },
            assessment.Ann);

        var found = await _house.IdentifyAsync(_code);

        Assert.Equal([people[1]], people.Where(found.ContainsKey));
    }

    [Fact]
    public async Task does_not_count_what_was_withdrawn()
    {
        await PublishAsync(Now(Homeless));
        var person = await LoadAsync(Caseload.Fact(Homeless, Ago(5)));
        var fact = (await assessment.CaseloadFacts.ListCaseloadFactsAsync(new ListCaseloadFactsRequest { PersonId = person }, assessment.Ann)).CaseloadFacts.Single();

        await assessment.CaseloadFacts.WithdrawCaseloadFactAsync(
            new WithdrawCaseloadFactRequest { PersonId = person, CaseloadFactId = fact.CaseloadFactId, Etag = fact.Etag, RequestId = AssessmentService.NewRequestId() }, assessment.Ann);

        Assert.DoesNotContain(person, (await _house.IdentifyAsync(_code)).Keys);
    }

    [Fact]
    public async Task is_in_the_access_record_of_each_person_who_was_shown_and_of_nobody_else()
    {
        await PublishAsync(Now(Homeless));
        var people = await _house.LoadAsync([(Dates.Text(_house.Today.AddYears(-40)), [Caseload.Fact(Homeless, Ago(1))]), (Dates.Text(_house.Today.AddYears(-40)), [])]);
        var ben = assessment.Service.As("ben");

        using (var call = assessment.Cohorts.IdentifyPeople(new IdentifyPeopleRequest { Codes = { _code } }, ben))
            await foreach (var _ in call.ResponseStream.ReadAllAsync());

        Assert.Equal(1, await LooksAsync(people[0]));
        Assert.Equal(0, await LooksAsync(people[1]));

        async Task<long> LooksAsync(string id) => (await assessment.Service.LookAsync<long>(
            "select count(*) from platform.audit_events where actor = 'ben' and action = 'READ' and person_id = @id", new { id = Guid.Parse(id) })).Single();
    }

    [Fact]
    public async Task sees_its_own_programme_alone()
    {
        await PublishAsync(Now(Homeless));
        await LoadAsync(Caseload.Fact(Homeless, Ago(1)));
        var stranger = assessment.Service.As("stranger", "QRL", "south");
        var rule = await assessment.CohortRules.CreateCohortRuleAsync(
            new CreateCohortRuleRequest { CohortRule = CohortHouse.Rule(_code, Now(Homeless)), RequestId = AssessmentService.NewRequestId() }, stranger);
        await assessment.CohortRules.PublishCohortRuleAsync(
            new PublishCohortRuleRequest { CohortRuleId = rule.CohortRuleId, Etag = rule.Etag, RequestId = AssessmentService.NewRequestId() }, stranger);

        using var call = assessment.Cohorts.IdentifyPeople(new IdentifyPeopleRequest { Codes = { _code } }, stranger);

        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
    }

    private async Task PublishAsync(CohortExpression expression) => await _house.PublishAsync(await _house.DraftAsync(_code, expression));

    private async Task<string> LoadAsync(params IEnumerable<CaseloadFact> facts) => (await _house.LoadAsync([(Dates.Text(_house.Today.AddYears(-41)), facts)])).Single();

    private string Ago(int days) => Dates.Text(_house.Today.AddDays(-days));
}
