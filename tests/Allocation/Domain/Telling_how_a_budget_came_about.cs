using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.Allocations;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.Explanations;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Domain.Models;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>Answers, points, table, factors, figure and version, by each method, in words that people can read.</summary>
public sealed class Telling_how_a_budget_came_about
{
    private const string Board = "QNX", Council = "E10000011";

    // What people who write for the public avoid.
    private static readonly string[] Banned =
    [
        "eligib", "criteria", "regulation", "statut", "pursuant", "impairment", "section 117", "s117", "cluster", "domain", "threshold", "service user", "patient",
        "client", "customer", "facilitate", "utilise", "in respect of", "legal basis", "notional", "percentile", "linear", "top-slice", "affordab",
    ];

    private static readonly Dictionary<AllocationMethod, AllocationModel> ByMethod = new[]
    {
        Linear(), Banded(), Calibrated(), Curve(), Hours(), SetByCluster(), Models.Package(),
    }.ToDictionary(model => model.Method, Published);

    public static TheoryData<AllocationMethod> Methods => [.. ByMethod.Keys];

    [Theory]
    [InlineData(AllocationMethod.Linear, "Each point is worth £182.50 a year.", "This gives £8,212.50 a year.")]
    [InlineData(AllocationMethod.Bands, "Points from 40 to 100 give £13,000 a year.", "This gives £13,000 a year.")]
    [InlineData(AllocationMethod.CalibratedPrice, "Each point is worth £226 a year.", "This gives £10,170 a year.")]
    [InlineData(AllocationMethod.LookupCurve, "The table gives £6,000 a year for 40 points and £13,000 for 60 points.", "This gives £7,750 a year.")]
    [InlineData(AllocationMethod.NeedsToHours, "We added up the hours of help that you need", "This gives £11,383.60 a year.")]
    [InlineData(AllocationMethod.SetBudget, "costs £9.80 a day here. Over a year, 35% of that", "This gives £1,251.95 a year.")]
    [InlineData(AllocationMethod.ConventionalPackage, "We added up what services that meet your needs cost here.", "This gives £9,885.20 a year.")]
    public void says_what_each_method_did(AllocationMethod method, string rule, string figure)
    {
        var told = Part(Told(method), AllocationExplanationTopic.Calculation);

        Assert.Contains("called Tests, version 3. It has applied since 1 April 2025.", told, StringComparison.Ordinal);
        Assert.Contains("published on 2 March 2025", told, StringComparison.Ordinal);
        Assert.Contains(rule, told, StringComparison.Ordinal);
        Assert.Contains(figure, told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(AllocationMethod.Linear, "For night we noted level 2. That is 20 points.", "so 75% of it counted")]
    [InlineData(AllocationMethod.NeedsToHours, "For night we counted 2 hours of help a week, at £24 an hour.", "so we changed this by 35%")]
    [InlineData(AllocationMethod.NeedsToHours, "For help at night we counted", "For where you live we counted £500 a year.")]
    [InlineData(AllocationMethod.SetBudget, "No single answer was counted for this budget.", "")]
    [InlineData(AllocationMethod.ConventionalPackage, "For assistant hour we counted 5 a week, at £14 each.", "We added 23% to assistant hour")]
    public void says_what_each_answer_counted(AllocationMethod method, string answer, string change)
    {
        var told = Part(Told(method), AllocationExplanationTopic.Answers);

        Assert.Contains(answer, told, StringComparison.Ordinal);
        Assert.Contains(change, told, StringComparison.Ordinal);
    }

    [Fact]
    public void says_what_was_done_to_the_figure_after_the_method()
    {
        var model = Linear();
        (model.AffordabilityScale, model.TopSliceBasisPoints, model.CapPence) = (new AffordabilityScale { BasisPoints = 9_000, }, 500, 600_000);

        var told = Part(Told(Published(model)), AllocationExplanationTopic.Calculation);

        Assert.Contains("sets every amount at 90% because of the money that there is. That is a decision of policy.", told, StringComparison.Ordinal);
        Assert.Contains("5% of every amount is kept back", told, StringComparison.Ordinal);
        Assert.Contains("no more than £6,000", told, StringComparison.Ordinal);
    }

    [Fact]
    public void says_who_pays_and_what_other_public_money_there_is()
    {
        var told = Part(Told(AllocationMethod.Linear), AllocationExplanationTopic.Payers);

        Assert.Contains("The council pays £8,212.50 a year of what goes on from week to week. That is £157.93 a week.", told, StringComparison.Ordinal);
        Assert.Contains("The council pays £631.73 of the other parts.", told, StringComparison.Ordinal);
        Assert.Contains("The NHS pays £60 a week and £100 once for your health care, beside this budget.", told, StringComparison.Ordinal);
        Assert.Contains("The organisation XDW pays £80 a week in benefits", told, StringComparison.Ordinal);
    }

    [Fact]
    public void says_what_is_paid_once()
    {
        var model = SetByCluster();
        model.SetBudget = new SetBudget { OneOffPence = 50_000 };

        var account = Told(Published(model));

        Assert.Contains("about £500, paid once", Part(account, AllocationExplanationTopic.Figure), StringComparison.Ordinal);
        Assert.DoesNotContain("£0", Part(account, AllocationExplanationTopic.Figure), StringComparison.Ordinal);
        Assert.Contains("This gives £500, paid once.", Part(account, AllocationExplanationTopic.Calculation), StringComparison.Ordinal);
        Assert.Contains("The NHS pays £500 of the other parts.", Part(account, AllocationExplanationTopic.Payers), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "1 minute")]
    [InlineData(59, "59 minutes")]
    [InlineData(60, "1 hour")]
    [InlineData(61, "1 hour 1 minute")]
    [InlineData(150, "2 hours 30 minutes")]
    public void says_one_of_a_thing_as_one(int minutes, string said) => Assert.Equal(said, Spoken.Time(minutes));

    [Theory]
    [InlineData(10_000, "1 point")]
    [InlineData(0, "0 points")]
    [InlineData(375_000, "37.5 points")]
    public void says_one_point_as_one(long tenThousandths, string said) => Assert.Equal(said, Spoken.PointsOfTenThousandths(tenThousandths));

    [Fact]
    public void says_a_point_of_an_answer_and_of_a_table_as_one()
    {
        var model = Curve();
        model.Curve[1].Points = 1;
        model.DomainPoints.Single(row => row is { Domain: "RELATIONSHIPS", Level: 1 }).Points = 1;
        var told = Told(Published(model));

        Assert.Contains("For relationships we noted level 1. That is 1 point.", Part(told, AllocationExplanationTopic.Answers), StringComparison.Ordinal);
        Assert.DoesNotContain("1 points", Part(told, AllocationExplanationTopic.Calculation), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void gives_the_same_account_each_time(AllocationMethod method) => Assert.Equal(Told(method), Told(method));

    [Theory]
    [MemberData(nameof(Methods))]
    public void fills_every_blank_and_uses_no_jargon(AllocationMethod method)
    {
        var account = Told(method);

        var all = string.Join(' ', account.Sections.SelectMany(section => section.Paragraphs.Concat(section.EasyReadSentences).Append(section.Heading)));
        Assert.DoesNotContain('{', all);
        Assert.DoesNotContain(Banned, word => all.Contains(word, StringComparison.OrdinalIgnoreCase));
        Assert.Equal(System.Enum.GetValues<AllocationExplanationTopic>().Skip(1), account.Sections.Select(section => section.Topic));
        Assert.All(account.Sections, section => Assert.True(section is { Heading: not "", EasyReadHeading: not "", Paragraphs.Count: > 0, EasyReadSentences.Count: > 0 }));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void is_in_plain_english(AllocationMethod method)
    {
        var text = string.Join(' ', Told(method).Sections.SelectMany(section => section.Paragraphs));

        Assert.All(Readability.Sentences(text), sentence => Assert.True(Readability.Words(sentence).Count <= 25, sentence));
        Assert.True(Readability.Ease(text) >= 70, $"{Readability.Ease(text)}: {text}");
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void has_an_easy_read_form_of_short_sentences_with_one_idea_each(AllocationMethod method)
    {
        var sentences = Told(method).Sections.SelectMany(section => section.EasyReadSentences).ToArray();

        Assert.All(sentences, sentence =>
        {
            Assert.Single(Readability.Sentences(sentence));
            Assert.True(Readability.Words(sentence).Count <= 11, sentence);
            Assert.DoesNotContain(sentence, mark => mark is ';' or ':' or '(');
            Assert.DoesNotContain(", ", sentence, StringComparison.Ordinal);
        });
        Assert.True(Readability.Ease(string.Join(' ', sentences)) >= 80, $"{Readability.Ease(string.Join(' ', sentences))}");
    }

    [Fact]
    public void has_words_for_everything_that_can_be_said()
    {
        var said = ExplanationWords.Known;

        Assert.All(System.Enum.GetValues<AllocationMethod>().Skip(1), method => Assert.NotEmpty(said.Method(method).Plain));
        Assert.All(System.Enum.GetValues<AmountStepKind>().Skip(2), step => Assert.NotEmpty(said.Step(step).Plain));
        Assert.All(System.Enum.GetValues<SupportKind>().Skip(1), kind => Assert.NotEmpty(said.Support(kind).Plain));
        Assert.All(System.Enum.GetValues<BudgetComponentKind>().Skip(1), kind => Assert.NotEmpty(said.Component(kind).Plain));
        Assert.All(System.Enum.GetValues<PublicMoneyKind>().Skip(1), kind => Assert.NotEmpty(said.OtherMoney(kind).Plain));
        Assert.All(System.Enum.GetValues<ReviewRoute>().Skip(1), route => Assert.NotEmpty(said.Sentence(Contracts.Codes.Code(route)).Plain));
    }

    private static AllocationExplanation Told(AllocationMethod method) => Told(ByMethod[method]);

    private static AllocationExplanation Told(AllocationModel model)
    {
        var (funders, basis) = (new Funders(Board, Council), model.Kind is ModelKind.Health ? LegalBasis.Chc : LegalBasis.CareAct);
        var needs = new AssessedNeeds(
            [Need("NIGHT", 2), Need("RELATIONSHIPS", 1), Need("CARING", 2, carer: CarerContribution.Some)],
            model.Method is AllocationMethod.NeedsToHours ? Circumstances() : null,
            "12",
            "",
            new PackageLine { Service = "ASSISTANT_HOUR", WeeklyUnitsHundredths = 500, NeedType = NeedType.Health },
            new PackageLine { Service = "DAY_CENTRE_DAY", WeeklyUnitsHundredths = 200, NeedType = NeedType.Health });
        var component = CompiledModel.For(model).Explain([basis], needs);
        var allocation = new AllocationMessage
        {
            Components = { component },
            AnnualPence = component.AnnualPence,
            UnscaledAnnualPence = component.AnnualPence,
            IssueTime = new Timestamp { Seconds = 1_748_000_000 },
            OtherPublicMoney =
            {
                new OtherPublicMoney { Kind = PublicMoneyKind.Health, Funder = Board, WeeklyPence = 6_000, OneOffPence = 10_000 },
                new OtherPublicMoney { Kind = PublicMoneyKind.Welfare, Funder = "XDW", WeeklyPence = 8_000 },
            },
        };
        BudgetParts.Fill(allocation, FunderWeights.Of([(component, needs)], new SplitTerms(funders, new SplitSettings(), []), new DateOnly(2025, 5, 23)), new BudgetComponentSettings());
        BudgetFigures.Show(allocation);
        return BudgetAccount.Of(allocation, [model], funders);
    }

    private static Circumstances Circumstances() => new()
    {
        Adjustments = { "HOIST", "MEMORY" },
        NightSupport = NightSupport.Sleeping,
        NightsPerWeek = 1,
        LivingSituation = LivingSituation.Alone,
    };

    private static AllocationModel Published(AllocationModel model)
    {
        (model.Version, model.PublishTime) = (3, Timestamp.FromDateTime(new DateTime(2025, 3, 2, 9, 0, 0, DateTimeKind.Utc)));
        return model;
    }

    private static string Part(AllocationExplanation account, AllocationExplanationTopic topic) =>
        string.Join(' ', account.Sections.Single(section => section.Topic == topic).Paragraphs);
}
