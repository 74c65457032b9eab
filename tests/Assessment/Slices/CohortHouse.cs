using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>Rules and people for tests of cohorts, all in one programme: what others left there is no matter, because each test looks for its own people.</summary>
internal sealed class CohortHouse(AssessmentService assessment)
{
    private readonly Caseload _caseload = new(assessment);

    public DateOnly Today => LondonTime.DateOf(assessment.Service.Clock.GetUtcNow());

    public AsyncUnaryCall<AdoptCohortRulesResponse> AdoptAsync() =>
        assessment.CohortRules.AdoptCohortRulesAsync(new AdoptCohortRulesRequest { RequestId = AssessmentService.NewRequestId() }, assessment.Ann);

    /// <summary>Imports a document and puts what is new in it in force.</summary>
    public async Task ImportAsync(string json)
    {
        var imported = await assessment.CohortRules.ImportCohortRulesAsync(
            new ImportCohortRulesRequest { Document = JsonParser.Default.Parse<CohortRuleDocument>(json), RequestId = AssessmentService.NewRequestId() }, assessment.Ann);
        foreach (var rule in imported.CohortRules)
            await PublishAsync(rule);
    }

    public async Task<CohortRule> PublishAsync(CohortRule rule) => (await assessment.CohortRules.PublishCohortRuleAsync(
        new PublishCohortRuleRequest { CohortRuleId = rule.CohortRuleId, Etag = rule.Etag, RequestId = AssessmentService.NewRequestId() }, assessment.Ann)).CohortRule;

    public AsyncUnaryCall<CohortRule> DraftAsync(string code, CohortExpression expression) => assessment.CohortRules.CreateCohortRuleAsync(
        new CreateCohortRuleRequest { CohortRule = Rule(code, expression), RequestId = AssessmentService.NewRequestId() }, assessment.Ann);

    public static CohortRule Rule(string code, CohortExpression expression) => new() { Code = code, Name = "A cohort", Why = "For a test.", Expression = expression };

    /// <summary>Loads people; gives their ids, in the same order.</summary>
    public async Task<IReadOnlyList<string>> LoadAsync(IEnumerable<(string BirthDate, IEnumerable<CaseloadFact> Facts)> people)
    {
        CaseloadEntry[] entries = [.. people.Select(person => Caseload.Entry(AssessmentService.NewPerson(birthDate: person.BirthDate), person.Facts))];
        var load = await _caseload.LoadAsync(entries);
        Assert.Empty(Caseload.Faults(load));
        var ids = new List<string>();
        foreach (var entry in entries)
            ids.Add(await _caseload.PersonIdAsync(entry.Person));
        return ids;
    }

    /// <summary>Everybody who belongs to the cohorts, by their ids.</summary>
    public async Task<IReadOnlyDictionary<string, IdentifiedPerson>> IdentifyAsync(params IEnumerable<string> codes)
    {
        using var call = assessment.Cohorts.IdentifyPeople(new IdentifyPeopleRequest { Codes = { codes } }, assessment.Ann);
        var found = new Dictionary<string, IdentifiedPerson>();
        await foreach (var person in call.ResponseStream.ReadAllAsync())
            found.Add(person.PersonId, person);
        return found;
    }
}
