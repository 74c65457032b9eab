using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Loading_facts(AssessmentService assessment)
{
    private const CaseloadFactKind Crisis = CaseloadFactKind.CrisisContact, Home = CaseloadFactKind.ResidentialHome;

    private readonly Caseload _caseload = new(assessment);

    [Fact]
    public async Task of_somebody_who_is_not_registered_registers_the_person_with_them()
    {
        var entry = Caseload.Entry(Caseload.Fact(Crisis, "2025-01-03", occurrences: 2), Caseload.Cluster(12, "2024-11-30"), Caseload.Diagnosis("F20.0", "2019-05-01"));

        var load = await _caseload.LoadAsync(entry);

        Assert.Equal((1L, 0L, 0L), (load.RegisteredCount, load.UpdatedCount, load.FaultyCount));
        var facts = await FactsAsync(await _caseload.PersonIdAsync(entry.Person));
        Assert.Equal(
            ["CLUSTER 2024-11-30  1 12 ", "CRISIS_CONTACT 2025-01-03  2 0 ", "DIAGNOSIS 2019-05-01  1 0 F20.0"], facts.Select(Text).Order());
        Assert.All(facts, fact => Assert.Equal("1", fact.Etag));
    }

    [Fact]
    public async Task of_somebody_who_is_registered_adds_them_and_leaves_the_register_as_it_is()
    {
        var person = await assessment.RegisteredAsync();
        var entry = Caseload.Entry(Caseload.Fact(Crisis, "2025-01-03"));
        entry.Person = person.Clone();
        entry.Person.FamilyName = "Another";

        var load = await _caseload.LoadAsync(entry);

        Assert.Equal((0L, 1L, 0L), (load.RegisteredCount, load.UpdatedCount, load.FaultyCount));
        Assert.Equal(person, await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = person.PersonId }, assessment.Ann));
        Assert.Single(await FactsAsync(person.PersonId));
    }

    [Fact]
    public async Task takes_nothing_of_a_line_whose_birth_date_is_not_the_registers()
    {
        var person = await assessment.RegisteredAsync();
        var entry = Caseload.Entry(Caseload.Fact(Crisis, "2025-01-03"));
        entry.Person = person.Clone();
        entry.Person.BirthDate = "1984-09-03";

        var load = await _caseload.LoadAsync(entry);

        Assert.Equal((0L, 1L, "entry.person.birth_date PERSON_DIFFERS"), (load.UpdatedCount, load.FaultyCount, Caseload.Faults(load).Single()));
        Assert.Empty(await FactsAsync(person.PersonId));
    }

    [Fact]
    public async Task that_are_on_record_already_makes_them_as_the_later_line_has_them()
    {
        var entry = Caseload.Entry(Caseload.Fact(Home, "2024-03-01"), Caseload.Fact(Crisis, "2025-01-03"));
        await _caseload.LoadAsync(entry);
        var personId = await _caseload.PersonIdAsync(entry.Person);
        var before = await FactsAsync(personId);

        var load = await _caseload.LoadAsync(
            Caseload.Entry(entry.Person, Caseload.Fact(Home, "2024-03-01", "2025-02-01"), Caseload.Fact(Crisis, "2025-01-03")),
            Caseload.Entry(entry.Person, Caseload.Fact(Crisis, "2025-01-04")));

        Assert.Equal((0L, 2L), (load.RegisteredCount, load.UpdatedCount));
        var after = await FactsAsync(personId);
        Assert.Equal(["CRISIS_CONTACT 2025-01-03  1 0 ", "CRISIS_CONTACT 2025-01-04  1 0 ", "RESIDENTIAL_HOME 2024-03-01 2025-02-01 1 0 "], after.Select(Text).Order());
        Assert.Equal(before.Select(fact => fact.CaseloadFactId).Order(), after.Where(fact => fact.StartDate != "2025-01-04").Select(fact => fact.CaseloadFactId).Order());
        Assert.Equal(("2", "1"), (after.Single(fact => fact.Kind == Home).Etag, after.Single(fact => fact.StartDate == "2025-01-03").Etag));
    }

    [Fact]
    public async Task said_twice_in_one_line_takes_the_later()
    {
        var entry = Caseload.Entry(Caseload.Cluster(3, "2024-11-30"), Caseload.Cluster(4, "2024-11-30"));

        await _caseload.LoadAsync(entry);

        Assert.Equal(4, (await FactsAsync(await _caseload.PersonIdAsync(entry.Person))).Single().Cluster);
    }

    [Fact]
    public async Task that_cannot_be_true_is_told_fact_by_fact_and_nothing_of_the_line_is_taken()
    {
        var entry = Caseload.Entry(
            Caseload.Fact(Crisis, "2199-01-01"), Caseload.Fact(Home, "2025-02-01", "2025-01-01"), Caseload.Fact(Crisis, "2025-01-01", "2025-01-02"),
            Caseload.Cluster(9, "2025-01-01"), Caseload.Fact(CaseloadFactKind.Diagnosis, "2025-01-01"),
            new CaseloadFact { Kind = Home, StartDate = "2025-01-01", Occurrences = 2, Cluster = 3, DiagnosisCode = "F20" },
            Caseload.Fact(Home, "2025-01-01", "2199-01-01"), Caseload.Cluster(22, "2025-01-01"));
        var contradicting = Caseload.Entry(entry.Facts.Take(7));

        var load = await _caseload.LoadAsync(contradicting, Caseload.Entry(entry.Facts[7], new CaseloadFact()));

        Assert.Equal((0L, 2L), (load.RegisteredCount, load.FaultyCount));
        Assert.Equal(
            [
                "entry.facts[0].start_date NOT_IN_FUTURE", "entry.facts[1].end_date BEFORE_START", "entry.facts[2].end_date NOT_OF_THIS_FACT",
                "entry.facts[3].cluster CLUSTER", "entry.facts[4].diagnosis_code REQUIRED", "entry.facts[5].occurrences NOT_OF_THIS_FACT",
                "entry.facts[5].cluster NOT_OF_THIS_FACT", "entry.facts[5].diagnosis_code NOT_OF_THIS_FACT", "entry.facts[6].end_date NOT_IN_FUTURE",
                "entry.facts[0].cluster LTE", "entry.facts[1].kind REQUIRED", "entry.facts[1].start_date REQUIRED",
            ],
            Caseload.Faults(load));
        Assert.Empty((await assessment.People.SearchPeopleAsync(new SearchPeopleRequest { NhsNumber = contradicting.Person.NhsNumber }, assessment.Ann)).People);
    }

    [Fact]
    public async Task that_were_withdrawn_as_wrong_does_not_bring_them_back()
    {
        var entry = Caseload.Entry(Caseload.Fact(Home, "2024-03-01"));
        await _caseload.LoadAsync(entry);
        var personId = await _caseload.PersonIdAsync(entry.Person);
        var fact = (await FactsAsync(personId)).Single();
        var request = new WithdrawCaseloadFactRequest
        {
            PersonId = personId, CaseloadFactId = fact.CaseloadFactId, Etag = fact.Etag, RequestId = AssessmentService.NewRequestId(),
        };

        var withdrawn = (await assessment.CaseloadFacts.WithdrawCaseloadFactAsync(request, assessment.Ann)).CaseloadFact;
        var repeated = (await assessment.CaseloadFacts.WithdrawCaseloadFactAsync(request, assessment.Ann)).CaseloadFact;
        await _caseload.LoadAsync(Caseload.Entry(entry.Person, Caseload.Fact(Home, "2024-03-01", "2025-01-01")));

        Assert.Equal((true, "2"), (withdrawn.Withdrawn, withdrawn.Etag));
        Assert.Equal(withdrawn, repeated);
        Assert.Equal(withdrawn, (await FactsAsync(personId)).Single());
        Assert.Equal(withdrawn, await assessment.CaseloadFacts.GetCaseloadFactAsync(
            new GetCaseloadFactRequest { PersonId = personId, CaseloadFactId = fact.CaseloadFactId }, assessment.Ann));
        await WithdrawAsync("1").RefusedAsync(StatusCode.FailedPrecondition, "CASELOAD_FACT_WITHDRAWN");

        AsyncUnaryCall<WithdrawCaseloadFactResponse> WithdrawAsync(string etag)
        {
            request.Etag = etag;
            request.RequestId = AssessmentService.NewRequestId();
            return assessment.CaseloadFacts.WithdrawCaseloadFactAsync(request, assessment.Ann);
        }
    }

    [Fact]
    public async Task is_seen_by_its_own_programme_alone_and_each_look_is_recorded()
    {
        var entry = Caseload.Entry(Caseload.Fact(Home, "2024-03-01"));
        await _caseload.LoadAsync(entry);
        var personId = await _caseload.PersonIdAsync(entry.Person);
        var fact = (await FactsAsync(personId)).Single();
        var stranger = assessment.Service.As("stranger", "QRL", "south");

        await assessment.CaseloadFacts.ListCaseloadFactsAsync(new ListCaseloadFactsRequest { PersonId = personId }, stranger)
            .RefusedAsync(StatusCode.NotFound, "PERSON_NOT_FOUND");
        await assessment.CaseloadFacts.GetCaseloadFactAsync(new GetCaseloadFactRequest { PersonId = personId, CaseloadFactId = fact.CaseloadFactId }, stranger)
            .RefusedAsync(StatusCode.NotFound, "CASELOAD_FACT_NOT_FOUND");
        var looks = await assessment.Service.LookAsync<string>(
            "select subject_type from platform.audit_events where action = 'READ' and subject_id = @id", new { id = Guid.Parse(personId) });
        Assert.NotEmpty(looks);
    }

    private async Task<IReadOnlyList<CaseloadFact>> FactsAsync(string personId) =>
        (await assessment.CaseloadFacts.ListCaseloadFactsAsync(new ListCaseloadFactsRequest { PersonId = personId }, assessment.Ann)).CaseloadFacts;

    private static string Text(CaseloadFact fact) =>
        $"{fact.Kind.Code()} {fact.StartDate} {fact.EndDate} {fact.Occurrences} {fact.Cluster} {fact.DiagnosisCode}";
}
