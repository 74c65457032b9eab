using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Assessment.ChcChecklists;
using PersonalBudgets.Assessment.Clusterings;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using static PersonalBudgets.Assessment.Tests.Domain.Facts;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>DOMAIN 8.1 and 8.2.</summary>
public sealed class Scores_of_the_clustering_tool
{
    [Fact]
    public void add_up_over_items_1_to_12() => Assert.Equal(19, HonosScores.Total(Scores(1, 0, 2, 0, 1, 3, 2, 2, 2, 3, 1, 2)));

    [Fact]
    public void leave_item_13_and_the_historical_ones_out_of_the_total() => Assert.Equal(
        19, HonosScores.Total([.. Scores(1, 0, 2, 0, 1, 3, 2, 2, 2, 3, 1, 2), Score("13", 4), .. "ABCDE".Select(item => Score($"{item}", 4))]));

    [Fact]
    public void give_no_total_where_an_item_is_not_known_or_missing()
    {
        Assert.Null(HonosScores.Total(Scores(1, 0, 2, 0, 1, 3, 9, 2, 2, 3, 1, 2)));
        Assert.Null(HonosScores.Total(Scores(1, 0, 2, 0, 1, 3, 2, 2, 2, 3, 1)));
        Assert.Equal(0, HonosScores.Total([.. Scores(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), Score("13", 9)]));
    }

    [Fact]
    public void lie_between_0_and_48_or_are_incomplete() => Prop.ForAll(
        Arb.From(Gen.Elements(0, 1, 2, 3, 4, 9).ArrayOf(12)),
        scores => HonosScores.Total(Scores(scores)) is { } total ? total is >= 0 and <= 48 && !scores.Contains(9) : scores.Contains(9))
        .QuickCheckThrowOnFailure();

    [Fact]
    public void are_refused_out_of_range_twice_or_with_a_type_of_nothing()
    {
        var clustering = new Clustering
        {
            ScoredDate = "2026-06-02",
            Scores = { Score("1", 5), Score("2", 8), Score("2", 4), Score("8", 0), Score("3", 9) },
            OtherProblemType = "B",
        };

        Assert.Equal(
            [
                ("clustering.scored_date", "NOT_IN_FUTURE"), ("clustering.scores[0].score", "OUT_OF_RANGE"), ("clustering.scores[1].score", "OUT_OF_RANGE"),
                ("clustering.scores[2].item", "DUPLICATE"), ("clustering.other_problem_type", "NOT_APPLICABLE"),
            ],
            HonosScores.Faults(clustering, Today).Select(fault => (fault.FieldPath, fault.Reason)));
        Assert.Equal("REQUIRED", Assert.Single(HonosScores.Faults(new Clustering { ScoredDate = "2026-06-01" }, Today)).Reason);
        Assert.Empty(HonosScores.Faults(new Clustering { ScoredDate = "2026-06-01", Cluster = "0" }, Today));
    }

    [Theory]
    [InlineData("", ClusterClass.Unspecified)]
    [InlineData("0", ClusterClass.Variance)]
    [InlineData("1", ClusterClass.NonPsychotic)]
    [InlineData("8", ClusterClass.NonPsychotic)]
    [InlineData("10", ClusterClass.Psychosis)]
    [InlineData("17", ClusterClass.Psychosis)]
    [InlineData("18", ClusterClass.Organic)]
    [InlineData("21", ClusterClass.Organic)]
    public void come_with_clusters_of_a_class(string cluster, ClusterClass expected) => Assert.Equal(expected, HonosScores.ClassOf(cluster));

    private static IReadOnlyList<ClusteringScore> Scores(params int[] scores) => [.. scores.Select((score, index) => Score($"{index + 1}", score))];

    private static ClusteringScore Score(string item, int score) => new() { Item = item, Score = score };
}

/// <summary>DOMAIN 3.10.</summary>
public sealed class A_checklist_for_continuing_healthcare
{
    [Theory]
    [InlineData(2, 0, false, true)]
    [InlineData(1, 4, false, true)]
    [InlineData(0, 4, false, false)]
    [InlineData(1, 0, true, true)]
    [InlineData(0, 5, false, true)]
    [InlineData(1, 3, false, false)]
    [InlineData(0, 0, false, false)]
    public void prompts_a_referral_at_its_thresholds(int a, int b, bool behaviour, bool refers) =>
        Assert.Equal(refers, ChcPrompt.Reached(Answers(a, b, behaviour)).Any());

    [Fact]
    public void names_every_threshold_that_is_reached() => Assert.Equal(
        [ChcThreshold.TwoA, ChcThreshold.FiveB, ChcThreshold.StarredA],
        ChcPrompt.Reached([.. Answers(1, 5, false), new ChcAnswer { Domain = ChcDomain.AlteredStates, Level = ChcLevel.A }]));

    [Fact]
    public void is_refused_with_a_domain_twice_in_the_future_or_for_a_child()
    {
        var checklist = new ChcChecklist { ChecklistDate = "2026-06-02", Answers = { Answers(0, 0, false) } };
        checklist.Answers[10].Domain = ChcDomain.Breathing;

        Assert.Equal(
            [("chc_checklist.checklist_date", "NOT_IN_FUTURE"), ("chc_checklist.answers[10].domain", "DUPLICATE")],
            ChcChecklistChecks.Faults(checklist, Today).Select(fault => (fault.FieldPath, fault.Reason)));
        ChcChecklistChecks.RequireAge(checklist, new DateOnly(2010, 6, 2));
        Assert.Equal("CHC_NOT_FOR_AGE", Assert.Throws<Refusal>(() => ChcChecklistChecks.RequireAge(checklist, new DateOnly(2010, 6, 3))).Reason);
    }

    /// <summary>So many A, then so many B, in domains without a star; behaviour is A where said; the rest are C.</summary>
    private static IReadOnlyList<ChcAnswer> Answers(int a, int b, bool behaviour)
    {
        ChcDomain[] unstarred =
        [
            ChcDomain.Nutrition, ChcDomain.Continence, ChcDomain.Skin, ChcDomain.Mobility, ChcDomain.Communication, ChcDomain.Psychological, ChcDomain.Cognition,
        ];
        var plainA = behaviour ? a - 1 : a;
        return
        [
            .. unstarred.Select((domain, index) => new ChcAnswer
            {
                Domain = domain,
                Level = index < plainA ? ChcLevel.A : index < plainA + b ? ChcLevel.B : ChcLevel.C,
            }),
            new ChcAnswer { Domain = ChcDomain.Behaviour, Level = behaviour ? ChcLevel.A : ChcLevel.C },
            .. new[] { ChcDomain.Breathing, ChcDomain.DrugTherapies, ChcDomain.AlteredStates }.Select(domain => new ChcAnswer { Domain = domain, Level = ChcLevel.C }),
        ];
    }
}
