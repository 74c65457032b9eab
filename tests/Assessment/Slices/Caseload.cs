using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>Caseloads of few people, for tests of what becomes of their facts.</summary>
internal sealed class Caseload(AssessmentService assessment)
{
    public static CaseloadEntry Entry(params IEnumerable<CaseloadFact> facts) => Entry(AssessmentService.NewPerson(), facts);

    public static CaseloadEntry Entry(Person person, params IEnumerable<CaseloadFact> facts) => new() { Person = person, Facts = { facts } };

    public static CaseloadFact Fact(CaseloadFactKind kind, string start, string end = "", int occurrences = 0) =>
        new() { Kind = kind, StartDate = start, EndDate = end, Occurrences = occurrences };

    public static CaseloadFact Cluster(int number, string start) => new() { Kind = CaseloadFactKind.Cluster, StartDate = start, Cluster = number };

    public static CaseloadFact Diagnosis(string code, string start) => new() { Kind = CaseloadFactKind.Diagnosis, StartDate = start, DiagnosisCode = code };

    /// <summary>Loads lines to their end.</summary>
    public async Task<PeopleLoad> LoadAsync(params IEnumerable<CaseloadEntry> entries)
    {
        var requestId = AssessmentService.NewRequestId();
        using var call = assessment.Loads.LoadPeople(assessment.Ann);
        foreach (var entry in entries)
            await call.RequestStream.WriteAsync(new LoadPeopleRequest { Entry = entry, RequestId = requestId });
        await call.RequestStream.CompleteAsync();
        return await call;
    }

    /// <summary>The id under which a person of a load is registered.</summary>
    public async Task<string> PersonIdAsync(Person person) =>
        (await assessment.People.SearchPeopleAsync(new SearchPeopleRequest { NhsNumber = person.NhsNumber }, assessment.Ann)).People.Single().PersonId;

    public static IReadOnlyList<string> Faults(PeopleLoad load) => [.. load.FirstFaults.Select(fault => $"{fault.Field} {fault.Reason}")];
}
