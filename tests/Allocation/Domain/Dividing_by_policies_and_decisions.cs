using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>DOMAIN 8.3: a place's policies, what panels decide for one person, and changes within a year.</summary>
public sealed class Dividing_by_policies_and_decisions
{
    private static readonly DateOnly Start = new(2026, 5, 1);
    private static readonly Guid Person = Guid.NewGuid();
    private static readonly Funders Funders = new("QNX", "E10000011");

    [Fact]
    public void SP1_whole_is_derived_once_a_panel_has_decided_on_the_peer_mentor()
    {
        var mentor = Line(104_000);
        CostedLine[] lines = [Line(312_000, NeedType.Health), Line(759_200, NeedType.Social), Line(910_000), mentor];

        var split = CostSplit.Of(lines, Terms(Decision(Start, 6_000, lineId: mentor.LineId)), Start);

        Assert.Equal([("QNX", 829_400L), ("E10000011", 1_255_800)], split.Totals.Select(total => (total.Funder, total.AnnualPence)));
    }

    [Fact]
    public void what_a_panel_says_of_a_line_goes_before_what_it_says_of_a_need_and_that_before_every_policy()
    {
        var line = Line(100);
        SplitRule[] rules =
        [
            Policy(Start, 1_000, NeedType.Unspecified), Policy(Start, 2_000), Decision(Start, 3_000, NeedType.Unspecified), Decision(Start, 4_000), Decision(Start, 5_500, lineId: line.LineId),
        ];

        foreach (var count in Enumerable.Range(1, rules.Length))
            Assert.Equal(rules[count - 1].Parts[0].BasisPoints, Board(CostSplit.Of([line], Terms(rules[..count]), Start)) * 100);
    }

    [Fact]
    public void the_policy_in_force_on_the_first_day_serves_and_not_one_of_another_need_basis_or_person()
    {
        var others = Decision(Start, 100) with { PersonId = Guid.NewGuid() };
        var terms = Terms(
            Policy(Start.AddDays(-30), 7_000), Policy(Start.AddDays(-400), 9_000), Policy(Start.AddYears(1), 800), Policy(Start, 200, NeedType.Health),
            Policy(Start, 300) with { LegalBasis = LegalBasis.CareAct }, others);

        Assert.Equal(70, Board(CostSplit.Of([Line(100)], terms, Start)));
    }

    [Fact]
    public void a_decision_without_parts_gives_the_word_back_to_the_policy()
    {
        var back = Decision(Start, 0) with { Parts = [] };

        Assert.Equal(70, Board(CostSplit.Of([Line(100)], Terms(Policy(Start, 7_000), Decision(Start.AddDays(-9), 1_000), back), Start)));
    }

    [Fact]
    public void a_change_within_the_year_divides_what_is_still_to_come_and_says_from_when()
    {
        var policy = Policy(new DateOnly(2026, 11, 1), 6_000);

        var split = CostSplit.Of([Line(365_000, oneOffPence: 77)], Terms(policy), Start).Lines[0];

        // 184 days at half, 181 at 60 %; what is paid once is paid at the start.
        Assert.Equal([("QNX", 92_000L + 108_600, 39L), ("E10000011", 92_000L + 72_400, 38)], split.Shares.Select(share => (share.Funder, share.AnnualPence, share.OneOffPence)));
        Assert.Equal([("2026-05-01", ""), ("2026-11-01", policy.Id.ToString())], split.Periods.Select(period => (period.StartDate, period.SplitPolicyId)));
    }

    [Fact]
    public void a_policy_that_says_what_counted_before_divides_nothing_apart() =>
        Assert.Single(CostSplit.Of([Line(100_001)], Terms(Policy(Start.AddDays(50), 5_000)), Start).Lines[0].Periods);

    [Fact]
    public void what_was_divided_keeps_its_parts_until_the_day_of_the_change_whatever_the_setting_has_become()
    {
        var line = Line(365_000);
        var before = CostSplit.Of([line], Terms(), Start);
        var now = new SplitTerms(Funders, new SplitSettings { SharedIntegratedCareBoardBasisPoints = 9_000 }, [Decision(Start.AddDays(100), 0) with { Parts = [("E08000999", 10_000)] }]).For(Person);

        var split = CostSplit.Of([line], now, Start, before.Lines, Start.AddDays(100));

        Assert.Equal([("QNX", 50_000L), ("E10000011", 50_000), ("E08000999", 265_000)], split.Totals.Select(total => (total.Funder, total.AnnualPence)));
    }

    [Fact]
    public void ended_with_a_day_it_keeps_what_each_funder_bore_until_then()
    {
        var line = Line(365_000);
        var whole = CostSplit.Of([line], Terms(Policy(Start.AddDays(10), 10_000)), Start);

        var ended = CostSplit.Of([line], Terms(), Start, whole.Lines, lastDay: Start.AddDays(19));
        var never = CostSplit.Of([line], Terms(), Start, whole.Lines, lastDay: Start.AddDays(-1));

        Assert.Equal([15_000L, 5_000], ended.Totals.Select(total => total.AnnualPence));
        Assert.Equal(20_000, ended.Lines[0].Line.AnnualPence);
        Assert.All(never.Totals, total => Assert.Equal(0, total.AnnualPence + total.OneOffPence));
    }

    [Fact]
    public void always_adds_up_and_never_changes_what_lies_before_the_day()
    {
        Prop.ForAll<NonNegativeInt, (int Days, int Points)[], PositiveInt>((pence, changes, when) =>
        {
            var line = Line(pence.Get, oneOffPence: pence.Get / 7);
            var rules = changes.Select(change => Policy(Start.AddDays(Math.Abs(change.Days % 500) - 50), Math.Abs(change.Points % 10_001))).DistinctBy(rule => rule.From).ToArray();
            var before = CostSplit.Of([line], Terms(rules), Start);
            var day = Start.AddDays(when.Get % 365);
            var after = CostSplit.Of([line], Terms([.. rules, Decision(day, 1_234) with { Parts = [("E08000999", 10_000)] }]), Start, before.Lines, day);

            return AddUp(before, line) && AddUp(after, line) && Until(day, before, line).SequenceEqual(Until(day, after, line))
                && after.Lines[0].Periods.Where(period => string.CompareOrdinal(period.StartDate, $"{day:yyyy-MM-dd}") < 0)
                    .SequenceEqual(before.Lines[0].Periods.Where(period => string.CompareOrdinal(period.StartDate, $"{day:yyyy-MM-dd}") < 0));
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(LegalBasis.Chc, 5_000, 5_000, "legal_basis NOT_LOCAL")]
    [InlineData(LegalBasis.Wheelchair, 5_000, 5_000, "legal_basis NOT_LOCAL")]
    [InlineData(LegalBasis.S117, 5_000, 4_999, "parts NOT_A_WHOLE")]
    [InlineData(LegalBasis.S117, 10_000, 10_000, "parts NOT_A_WHOLE")]
    [InlineData(LegalBasis.S117, 6_000, 4_000, "")]
    public void parts_make_a_whole_and_the_law_is_not_divided(LegalBasis basis, int one, int other, string fault)
    {
        FunderPart[] parts = [Part("QNX", one), Part("E10000011", other)];
        var policy = new SplitPolicy { LegalBasis = basis, Parts = { parts }, Source = "Protocol" };
        var decision = Decided(basis, parts);

        Assert.Equal(fault, string.Join(',', SplitChecks.Faults(policy).Select(found => $"{found.FieldPath["split_policy.".Length..]} {found.Reason}")));
        Assert.Equal(fault, string.Join(',', SplitChecks.Faults(decision, Start).Select(found => $"{found.FieldPath["split_override.".Length..]} {found.Reason}")));
    }

    [Fact]
    public void every_fault_is_named_at_once()
    {
        var decision = Decided(LegalBasis.Chc, Part("QNX", 5_000), Part("QNX", 4_000));
        (decision.DecisionDate, decision.StartDate) = ("2026-05-02", "2026-05-01");

        Assert.Equal(
            ["split_override.legal_basis", "split_override.parts[1].funder", "split_override.parts", "split_override.decision_date", "split_override.start_date"],
            SplitChecks.Faults(decision, Start).Select(fault => fault.FieldPath));
    }

    private static IEnumerable<(string, long)> Until(DateOnly day, SplitCostsResponse split, CostedLine line) =>
        CostSplit.Of([line], Terms(), Start, split.Lines, lastDay: day.AddDays(-1)).Totals.Where(total => total.AnnualPence > 0).Select(total => (total.Funder, total.AnnualPence));

    private static bool AddUp(SplitCostsResponse split, CostedLine line) =>
        split.Lines[0].Shares.Sum(share => share.AnnualPence) == line.AnnualPence && split.Lines[0].Shares.Sum(share => share.OneOffPence) == line.OneOffPence
        && split.Totals.Sum(total => total.AnnualPence) == line.AnnualPence && split.Lines[0].Shares.All(share => share is { AnnualPence: >= 0, OneOffPence: >= 0 });

    private static long Board(SplitCostsResponse split) => split.Totals.Where(total => total.Funder is "QNX").Sum(total => total.AnnualPence);

    private static SplitTerms Terms(params SplitRule[] rules) => new SplitTerms(Funders, new SplitSettings(), rules).For(Person);

    private static CostedLine Line(long annualPence, NeedType need = NeedType.Shared, long oneOffPence = 0) =>
        new() { LineId = Guid.NewGuid().ToString(), LegalBasis = LegalBasis.S117, NeedType = need, AnnualPence = annualPence, OneOffPence = oneOffPence };

    private static SplitRule Policy(DateOnly from, int board, NeedType need = NeedType.Shared) => new(
        Guid.NewGuid(), null, LegalBasis.S117, need, null, from, [.. new[] { ("QNX", board), ("E10000011", 10_000 - board) }.Where(part => part.Item2 > 0)]);

    private static SplitRule Decision(DateOnly from, int board, NeedType need = NeedType.Shared, string? lineId = null) =>
        Policy(from, board, need) with { PersonId = Person, LineId = lineId };

    private static FunderPart Part(string funder, int basisPoints) => new() { Funder = funder, BasisPoints = basisPoints };

    private static SplitOverride Decided(LegalBasis basis, params FunderPart[] parts) => new()
    {
        LegalBasis = basis, Parts = { parts }, Reason = "Mostly health", DecidedBy = "Panel", DecisionDate = "2026-05-01", StartDate = "2026-05-01",
    };
}
