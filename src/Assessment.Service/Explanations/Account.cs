using System.Globalization;
using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Explanations;

/// <summary>
/// What a person is told of an assessment and the decision on it. Pure; and because neither safeguarding nor the flags that bar a
/// direct payment are among what it is given, it cannot tell of them.
/// </summary>
internal sealed class Account
{
    private static readonly ExplanationWords Said = ExplanationWords.Known;

    private readonly Dictionary<ExplanationTopic, List<Words>> _parts = [];

    private Account()
    {
    }

    /// <summary>The account of a signed assessment, and of the decision that holds where there is one.</summary>
    public static Explanation Of(AssessmentMessage assessment, EligibilityDecision? decision, DiscretionaryPolicy? policy = null)
    {
        var account = new Account();
        account.TellOfAssessment(assessment);
        if (decision is null)
            account.Add(ExplanationTopic.Decided, Said.Sentence("NOT_DECIDED"));
        else
            account.TellOfDecision(decision, policy);
        account.TellOfWhatIsNext(decision);
        return account.Written(assessment.AssessmentId, decision?.EligibilityDecisionId ?? "");
    }

    private void TellOfAssessment(AssessmentMessage assessment)
    {
        Add(ExplanationTopic.Considered, Dated(Said.Kind(assessment.Kind), assessment.AssessmentDate));
        if (assessment.OwnView is not "")
            Add(ExplanationTopic.Considered, Said.Sentence("OWN_VIEW"));
        if (assessment.CapacityConsidered)
            Add(ExplanationTopic.Considered, Said.Sentence("CAPACITY"));
        if (assessment.AdvocateConsidered)
            Add(ExplanationTopic.Considered, Said.Sentence("ADVOCATE"));
        foreach (var (words, isAble) in LookedAt(assessment))
        {
            Add(ExplanationTopic.Considered, Outcome("LOOKED_AT", words));
            if (isAble)
                Add(ExplanationTopic.NotCounted, Outcome("ABLE", words));
        }
    }

    private void TellOfDecision(EligibilityDecision decision, DiscretionaryPolicy? policy)
    {
        foreach (var reason in Reasons(decision, policy))
            Add(reason.Topic, new Words(reason.Plain, reason.EasyRead));
        if (!_parts.ContainsKey(ExplanationTopic.Counted))
            Add(ExplanationTopic.Counted, Said.Sentence("NOTHING_COUNTED"));
        if (!_parts.ContainsKey(ExplanationTopic.NotCounted))
            Add(ExplanationTopic.NotCounted, Said.Sentence("NOTHING_LEFT_OUT"));

        foreach (var outcome in decision.Outcomes)
        {
            Add(ExplanationTopic.Decided, Said.Basis(outcome.LegalBasis, outcome.Eligible));
            if (outcome.RightToHave)
                Add(ExplanationTopic.Decided, Said.Sentence("RIGHT_TO_HAVE"));
        }

        Add(ExplanationTopic.Decided, Said.Sentence(decision.BudgetGoesAhead ? "BUDGET" : "NO_BUDGET"));
        if (decision.Facts is { } facts)
            Add(ExplanationTopic.Decided, Dated(Said.Sentence("DECIDED_ON"), facts.DecisionDate));
        if (decision.SupersededDecisionId is not "")
            Add(ExplanationTopic.Decided, Said.Sentence("DECIDED_AGAIN"));
    }

    private void TellOfWhatIsNext(EligibilityDecision? decision)
    {
        if (decision is not null)
            Add(ExplanationTopic.Next, Said.Sentence("CHALLENGE"));
        Add(ExplanationTopic.Next, Said.Sentence("HELP_TO_SPEAK"));
        Add(ExplanationTopic.Next, Said.Sentence("REASSESSMENT"));
        if (decision is { BudgetGoesAhead: true })
            Add(ExplanationTopic.Next, Said.Sentence("PAYMENT"));
        // What is a right, or was accepted, is told of where it was decided; everybody else can ask.
        if (decision?.Outcomes.Any(outcome => outcome.RightToHave || outcome is { LegalBasis: LegalBasis.Discretionary, Eligible: true }) is not true)
            Add(ExplanationTopic.Next, Said.Sentence("OFFER"));
        Add(ExplanationTopic.Next, Said.Sentence("COPY"));
    }

    /// <summary>The reasons with their words for the person, which the record does not keep: its facts, decided again, give them. A decision without its facts has none.</summary>
    private static IEnumerable<Reason> Reasons(EligibilityDecision decision, DiscretionaryPolicy? policy) => decision.LawVersion is ""
        ? []
        : EligibilityRules.Decide(decision.Facts, LawVersions.Known.Named(decision.LawVersion), policy).SelectMany(basis => basis.Reasons);

    private static IEnumerable<(PersonWords Words, bool IsAble)> LookedAt(AssessmentMessage assessment) =>
    [
        .. (assessment.CareAct?.Outcomes ?? []).OrderBy(finding => finding.Outcome)
            .Select(finding => (ReasonWords.Known.ToPerson(finding.Outcome), CareActEligibility.IsAble(finding))),
        .. (assessment.Carer?.Outcomes ?? []).OrderBy(finding => finding.Outcome)
            .Select(finding => (ReasonWords.Known.ToPerson(finding.Outcome), CarerEligibility.IsAble(finding))),
    ];

    private static Words Outcome(string name, PersonWords outcome) => Said.Sentence(name).With("outcome", outcome.Plain, outcome.EasyRead);

    private static Words Dated(Words words, string day)
    {
        var date = Dates.Parse(day).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        return words.With("date", date, date);
    }

    private void Add(ExplanationTopic topic, Words words)
    {
        if (!_parts.TryGetValue(topic, out var part))
            _parts[topic] = part = [];
        part.Add(words);
    }

    private Explanation Written(string assessmentId, string decisionId) => new()
    {
        AssessmentId = assessmentId,
        EligibilityDecisionId = decisionId,
        WordsVersion = Said.Version,
        Sections = { _parts.OrderBy(part => part.Key).Select(part => Section(part.Key, part.Value)) },
    };

    // Two bases may have the same to say.
    private static ExplanationSection Section(ExplanationTopic topic, IReadOnlyList<Words> words)
    {
        var (heading, easyReadHeading) = Said.Heading(topic);
        return new ExplanationSection
        {
            Topic = topic,
            Heading = heading,
            Paragraphs = { words.Select(said => said.Plain).Distinct() },
            EasyReadHeading = easyReadHeading,
            EasyReadSentences = { words.SelectMany(said => said.EasyRead).Distinct() },
        };
    }
}
