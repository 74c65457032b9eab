using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.Explanations;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>Plain words to the person, over every vector: no jargon, short sentences, and a measure of how hard they are to read.</summary>
public sealed class An_explanation
{
    // What people who write for the public avoid, and what must never be told here.
    private static readonly string[] Banned =
    [
        "eligib", "outcome", "criteria", "criterion", "regulation", "statut", "pursuant", "provision", "impairment", "significant", "limb", "section 117",
        "s117", "s19", "discretionary", "commission", "cohort", "cluster", "domain", "threshold", "holistic", "multidisciplinary", "service user", "patient", "client",
        "customer", "package", "facilitate", "utilise", "in respect of", "pathway", "legal basis", "indicative", "notional", "resource", "SI 20", "Act 2014",
        "exclu", "safeguard", "abuse", "offen", "licence", "drug", "alcohol", "fraud", "lack of funds", "cost",
    ];

    public static TheoryData<string> Names => [.. Vectors.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void uses_no_jargon_and_tells_nothing_that_it_must_not(string vector)
    {
        var all = string.Join(' ', Of(vector).Sections.SelectMany(section => section.Paragraphs.Concat(section.EasyReadSentences).Append(section.Heading)));

        Assert.DoesNotContain(Banned, word => all.Contains(word, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain('{', all);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void is_in_plain_english(string vector)
    {
        var text = string.Join(' ', Of(vector).Sections.SelectMany(section => section.Paragraphs));

        Assert.All(Readability.Sentences(text), sentence => Assert.True(Readability.Words(sentence).Count <= 25, sentence));
        Assert.True(Readability.Ease(text) >= 70, $"{Readability.Ease(text)}: {text}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void has_an_easy_read_form_of_short_sentences_with_one_idea_each(string vector)
    {
        var sentences = Of(vector).Sections.SelectMany(section => section.EasyReadSentences).ToArray();

        Assert.All(sentences, sentence =>
        {
            Assert.Single(Readability.Sentences(sentence));
            Assert.True(Readability.Words(sentence).Count <= 11, sentence);
            Assert.DoesNotContain(sentence, mark => mark is ',' or ';' or ':' or '(');
        });
        Assert.True(Readability.Ease(string.Join(' ', sentences)) >= 80, $"{Readability.Ease(string.Join(' ', sentences))}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void says_what_was_considered_what_counted_what_did_not_what_was_decided_and_what_is_next(string vector)
    {
        var explanation = Of(vector);

        Assert.Equal(
            [ExplanationTopic.Considered, ExplanationTopic.Counted, ExplanationTopic.NotCounted, ExplanationTopic.Decided, ExplanationTopic.Next],
            explanation.Sections.Select(section => section.Topic));
        Assert.All(explanation.Sections, section => Assert.True(section is { Heading: not "", EasyReadHeading: not "", Paragraphs.Count: > 0, EasyReadSentences.Count: > 0 }));
    }

    [Fact]
    public void E9_says_why_a_carers_help_did_not_count() =>
        Assert.Contains(Part(Of("E9"), ExplanationTopic.NotCounted), paragraph => paragraph.Contains("did not count their help against you", StringComparison.Ordinal));

    [Fact]
    public void E2_says_what_the_council_must_still_do() =>
        Assert.Contains(Part(Of("E2"), ExplanationTopic.Next), paragraph => paragraph.Contains("must still give you advice", StringComparison.Ordinal));

    [Fact]
    public void E10_tells_the_decision_for_each_basis_by_itself()
    {
        var decided = Part(Of("E10"), ExplanationTopic.Decided);

        Assert.Contains(decided, paragraph => paragraph.StartsWith("Care and support from the council: no", StringComparison.Ordinal));
        Assert.Contains(decided, paragraph => paragraph.StartsWith("Free after-care when you have left hospital: yes", StringComparison.Ordinal));
        Assert.Contains(decided, paragraph => paragraph.Contains("right to a personal health budget", StringComparison.Ordinal));
    }

    [Fact]
    public void says_what_was_looked_at_and_can_be_done_without_help() =>
        Assert.Contains(Part(Of("every outcome and limb"), ExplanationTopic.NotCounted), paragraph => paragraph.StartsWith("You can get out and use local places", StringComparison.Ordinal));

    [Fact]
    public void says_that_the_person_can_challenge_have_an_advocate_and_be_assessed_again()
    {
        var next = string.Join(' ', Part(Of("E1"), ExplanationTopic.Next));

        Assert.Contains("A person who did not decide this will look at it again", next);
        Assert.Contains("advocate", next);
        Assert.Contains("If your needs change, ask us to look again", next);
    }

    [Fact]
    public void of_an_undecided_assessment_says_so_and_offers_no_challenge()
    {
        var explanation = Account.Of(Assessment(Vectors.All["E1"]), null);

        Assert.Contains(Part(explanation, ExplanationTopic.Decided), paragraph => paragraph.StartsWith("We have not decided yet", StringComparison.Ordinal));
        Assert.DoesNotContain(Part(explanation, ExplanationTopic.Next), paragraph => paragraph.Contains("wrong", StringComparison.Ordinal));
    }

    [Fact]
    public void of_a_decision_that_took_anothers_place_says_so() =>
        Assert.Contains(
            Part(Of("E1", "019a8b1e-7c00-7000-8000-000000000001"), ExplanationTopic.Decided), paragraph => paragraph.Contains("takes the place of the old one", StringComparison.Ordinal));

    [Fact]
    public void has_words_for_every_reason_and_every_reason_is_told_by_some_vector()
    {
        var told = Vectors.All.Values.SelectMany(facts => facts.Decided()).SelectMany(outcome => outcome.ReasonCodes).ToHashSet();

        Assert.Equal([], ReasonWords.Known.Names.Where(code => !told.Any(given => given == code || given.StartsWith($"{code}_", StringComparison.Ordinal))
            && code is not "RIGHT_NOT_YET_LAW" && !code.Contains("POLICY") && code is not "DISCRETIONARY_NOT_ACCEPTED"));
    }

    private static Google.Protobuf.Collections.RepeatedField<string> Part(Explanation explanation, ExplanationTopic topic) =>
        Assert.Single(explanation.Sections, section => section.Topic == topic).Paragraphs;

    private static Explanation Of(string vector, string superseded = "") => Account.Of(Assessment(Vectors.All[vector]), Decision(Vectors.All[vector], superseded));

    private static AssessmentMessage Assessment(EligibilityFacts facts) => new()
    {
        AssessmentId = "019a8b1e-7c00-7000-8000-000000000004",
        Kind = facts.AssessmentKind,
        AssessmentDate = "2026-05-20",
        OwnView = "I want to learn again.",
        CapacityConsidered = true,
        AdvocateConsidered = true,
        CareAct = facts.CareAct,
        Carer = facts.Carer,
        Health = facts.Health,
    };

    private static EligibilityDecision Decision(EligibilityFacts facts, string superseded) => new()
    {
        EligibilityDecisionId = "019a8b1e-7c00-7000-8000-000000000005",
        Outcomes = { facts.Decided() },
        BudgetGoesAhead = facts.Decided().Any(outcome => outcome.Eligible),
        SupersededDecisionId = superseded,
        LawVersion = Facts.Law.Version,
        Facts = facts,
    };
}

/// <summary>The measure itself, on sentences whose syllables were counted by hand.</summary>
public sealed class Readability_of_a_text
{
    [Theory]
    [InlineData("help", 1)]
    [InlineData("council", 2)]
    [InlineData("decided", 3)]
    [InlineData("family", 3)]
    [InlineData("looked", 1)]
    [InlineData("places", 2)]
    [InlineData("able", 2)]
    [InlineData("NHS", 3)]
    public void counts_syllables(string word, int syllables) => Assert.Equal(syllables, Readability.Syllables(word));

    [Fact]
    public void tells_plain_words_from_those_of_a_regulation()
    {
        Assert.True(Readability.Ease("You need help to eat well. Tell us if things change.") > 90);
        Assert.True(Readability.Ease("Eligibility determinations necessitate consideration of significant impairment affecting specified outcomes.") < 10);
    }
}
