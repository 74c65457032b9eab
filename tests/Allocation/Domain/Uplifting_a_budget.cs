using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.Uplifts;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>What recurs costs more from a day, by category (DOMAIN 0, A25).</summary>
public sealed class Uplifting_a_budget
{
    private const string Assistant = "PERSONAL_ASSISTANT";
    private const string Agency = "HOME_CARE";
    private const string Fee = "SUPPORT_SERVICE";
    private static readonly Funders Funders = new("QNX", "E10000011");
    private static readonly SplitTerms Split = new(Funders, new SplitSettings(), []);
    private static readonly DateOnly Start = new(2025, 5, 1);
    private static readonly DateOnly Day = new(2026, 4, 1);

    [Theory]
    [InlineData(520, 0, 1_000_000, 1_052_000)]
    [InlineData(1, 0, 5_000, 5_001)]
    [InlineData(1, 0, 4_999, 4_999)]
    [InlineData(0, 250, 1_000_000, 1_013_000)]
    public void raises_a_year_by_a_part_or_by_an_amount_a_week(int basisPoints, long weeklyPence, long before, long after) =>
        Assert.Equal(after, Terms((Assistant, basisPoints, weeklyPence)).Raise(Assistant, before));

    [Fact]
    public void counts_the_days_of_the_commitments_year_from_the_day_on()
    {
        // 30 of 365 days lie at the new rate.
        var raised = Uplift(365_000, Day);

        Assert.Equal((365_000 + 3_000, 36_500), (raised.Line.AnnualPence, raised.Rise.AfterPence - raised.Rise.BeforePence));
        Assert.Equal(365_000 + 36_500, Uplift(365_000, Start).Line.AnnualPence);
        Assert.Equal(365_000 + 36_500, Uplift(365_000, Start.AddDays(-100)).Line.AnnualPence);
        Assert.Equal(365_000 + 100, Uplift(365_000, Start.AddYears(1).AddDays(-1)).Line.AnnualPence);
    }

    [Fact]
    public void rises_again_from_the_rate_and_not_from_what_the_year_came_to()
    {
        var (line, first) = (Line(365_000), new UpliftTerms(new DateOnly(2025, 7, 1), [new UpliftRate { Category = Assistant, BasisPoints = 1_000 }]));
        var once = Apply([line], first, Book());
        var twice = Assert.Single(Uplifting.Of(Book(), Candidate(once.After, once.Shares) with { Rises = [once.Lines[0].Rise] }, Terms((Assistant, 1_000, 0)), Split).Lines);

        Assert.Equal((401_500, 441_650), (twice.Rise.BeforePence, twice.Rise.AfterPence));
        Assert.Equal((365_000 * 61 + 401_500 * 274 + 441_650 * 30 + 182) / 365, twice.Line.AnnualPence);
    }

    [Fact]
    public void rises_from_another_amount_that_somebody_set_aside_since()
    {
        var once = Apply([Line(365_000)], Terms((Assistant, 1_000, 0)), Book());
        var lines = once.After.ReadLines();
        lines[0].AnnualPence = 100_000;
        var later = new UpliftTerms(Day.AddDays(5), [new UpliftRate { Category = Assistant, BasisPoints = 1_000 }]);
        var adjusted = Candidate(once.After with { Lines = CommitmentStore.WriteLines(lines), Split = SplitOf(lines) }, once.Shares);

        Assert.Equal(100_000, Assert.Single(Uplifting.Of(Book(), adjusted with { Rises = [once.Lines[0].Rise with { FinancialYear = 2024 }] }, later, Split).Lines).Rise.BeforePence);
    }

    [Fact]
    public void adds_up_by_funder_to_the_penny_whatever_the_lines_cost()
    {
        Prop.ForAll<uint, uint, ushort>((one, other, seed) =>
        {
            CostedLine[] lines = [Line((one % 9_000_000) + 1), Line((other % 9_000_000) + 1, Agency, LegalBasis.S117, NeedType.Shared), Line(seed, Fee, LegalBasis.Chc)];
            var day = Start.AddDays(seed % 365);
            var terms = new UpliftTerms(day, Rates((Assistant, seed % 10_000 + 1, 0), (Agency, 0, seed + 1), (Fee, 77, 0)));
            var (tally, book, before) = (new UpliftTally(new UpliftOutcome()), Book(), Book());
            var uplifting = Apply(lines, terms, book);
            tally.Add(uplifting);
            var setAside = uplifting.After.ReadLines().Sum(line => line.AnnualPence) - lines.Sum(line => line.AnnualPence);
            var moved = Funds().Sum(fund => book.Get(fund.Id).CommittedPence - before.Get(fund.Id).CommittedPence);
            return setAside == tally.Outcome.Costs.Sum(cost => cost.CommittedPence) && setAside == moved
                && uplifting.Lines.Sum(line => line.Rise.AfterPence - line.Rise.BeforePence) == tally.Outcome.Costs.Sum(cost => cost.AnnualPence)
                && uplifting.After.ReadSplit().Lines.SelectMany(line => line.Shares).Sum(share => share.AnnualPence) == uplifting.After.ReadLines().Sum(line => line.AnnualPence)
                && uplifting.After.ReadSplit().Totals.All(total => total.AnnualPence == uplifting.Shares.Where(share => share.Funder == total.Funder).Sum(share => share.AnnualPence));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void leaves_lines_of_other_categories_and_what_is_paid_once_as_they_are()
    {
        CostedLine[] lines = [Line(100_000, oneOffPence: 77), Line(50_000, Agency)];

        var uplifting = Apply(lines, Terms((Assistant, 1_000, 0)), Book());

        Assert.Equal([(100_822L, 77L), (50_000, 0)], uplifting.After.ReadLines().Select(line => (line.AnnualPence, line.OneOffPence)));
        Assert.Empty(uplifting.Gaps);
    }

    [Fact]
    public void raises_duties_whatever_is_left_and_what_may_be_refused_only_where_it_fits()
    {
        CostedLine[] lines = [Line(100_000, basis: LegalBasis.Chc), Line(100_000, Agency)];
        var tight = Book(approved: 200_000);

        var uplifting = Apply(lines, Terms((Assistant, 1_000, 0), (Agency, 1_000, 0)), tight);

        Assert.Equal([100_822L, 100_000], uplifting.After.ReadLines().Select(line => line.AnnualPence));
        Assert.Equal([new UpliftGap(UpliftExceptionReason.FundExhausted, Guid.Parse(lines[1].LineId))], uplifting.Gaps);
        Assert.True(Assert.Single(uplifting.Shares).OverCommitted);
    }

    [Fact]
    public void leaves_a_commitment_of_a_closed_year_as_it_is()
    {
        var closed = new FundBook([.. Funds().Select(fund => fund with { ClosedPeriods = 12 })]);

        var uplifting = Apply([Line(100_000)], Terms((Assistant, 1_000, 0)), closed);

        Assert.False(uplifting.IsRaised);
        Assert.Equal([new UpliftGap(UpliftExceptionReason.FundClosed)], uplifting.Gaps);
    }

    [Fact]
    public void says_of_each_line_why_it_stays()
    {
        CostedLine[] lines = [Line(1_000), Line(1_000), Line(1_000, category: ""), Line(0, category: "")];
        var commitment = Commitment(lines) with
        {
            Suspensions = CommitmentStore.WriteSuspensions([new LineSuspension { LineId = lines[0].LineId, StartDate = "2026-03-01" }]),
        };
        var risen = new LineRise(commitment.Id, Guid.Parse(lines[1].LineId), 2026, Day, 900, 1_000, 1_000);

        var uplifting = Uplifting.Of(Book(), Candidate(commitment, Shares(commitment, lines)) with { Rises = [risen] }, Terms((Assistant, 1_000, 0)), Split);

        Assert.False(uplifting.IsRaised);
        Assert.Equal(
            [UpliftExceptionReason.LineSuspended, UpliftExceptionReason.LineUplifted, UpliftExceptionReason.LineWithoutCategory], uplifting.Gaps.Select(gap => gap.Reason));
        Assert.Equal(lines.Take(3).Select(line => (Guid?)Guid.Parse(line.LineId)), uplifting.Gaps.Select(gap => gap.LineId));
    }

    [Theory]
    [InlineData("ENDED", false, false, UpliftExceptionReason.Ended)]
    [InlineData("HELD", false, false, UpliftExceptionReason.NotConfirmed)]
    [InlineData("RELEASED", false, false, UpliftExceptionReason.NotConfirmed)]
    [InlineData("CONFIRMED", true, false, UpliftExceptionReason.PersonDied)]
    [InlineData("CONFIRMED", false, true, UpliftExceptionReason.Superseded)]
    public void says_why_a_commitment_stays(string state, bool died, bool superseded, UpliftExceptionReason reason)
    {
        var commitment = Commitment([Line(1_000)]) with { State = state, PersonDied = died };

        Assert.Equal([new UpliftGap(reason)], Uplifting.Of(Book(), Candidate(commitment, []) with { IsSuperseded = superseded }, Terms((Assistant, 1_000, 0)), Split).Gaps);
    }

    [Fact]
    public void looks_at_the_year_of_the_commitment_and_at_its_lines()
    {
        var later = new UpliftTerms(Start.AddYears(1), Rates((Assistant, 1_000, 0)));

        Assert.Equal([new UpliftGap(UpliftExceptionReason.YearOver)], Apply([Line(1_000)], later, Book()).Gaps);
        Assert.Equal([new UpliftGap(UpliftExceptionReason.WithoutLines)], Uplifting.Of(Book(), Candidate(Commitment([]) with { Lines = null }, []), later, Split).Gaps);
    }

    [Fact]
    public void counts_each_day_at_its_own_rate_when_the_commitment_ends()
    {
        var uplifting = Apply([Line(365_000)], Terms((Assistant, 1_000, 0)), Book());
        LineRise[] rises = [uplifting.Lines[0].Rise];

        Assert.Equal(1_000 * 100, Used(Start.AddDays(99)));
        Assert.Equal((1_000 * 335) + (1_100 * 10), Used(Day.AddDays(9)));
        Assert.Equal(368_000, Used(Start.AddYears(1).AddDays(-1)));
        Assert.Equal(0, Used(Start.AddDays(-1)));

        long Used(DateOnly lastDay) => Assert.Single(Ending.Used(uplifting.After.ReadLines(), rises, Start, lastDay)).AnnualPence;
    }

    private static RaisedLine Uplift(long annual, DateOnly day) =>
        Assert.Single(Apply([Line(annual)], new UpliftTerms(day, Rates((Assistant, 1_000, 0))), Book()).Lines);

    private static Uplifting Apply(CostedLine[] lines, UpliftTerms terms, FundBook book)
    {
        var commitment = Commitment(lines);
        return Uplifting.Of(book, Candidate(commitment, Shares(commitment, lines)), terms, Split);
    }

    private static UpliftCandidate Candidate(CommitmentRow commitment, IReadOnlyList<ShareRow> shares) => new(commitment, shares, [], false);

    private static UpliftTerms Terms(params (string, int, long)[] rates) => new(Day, Rates(rates));

    private static IEnumerable<UpliftRate> Rates(params (string Category, int BasisPoints, long WeeklyPence)[] rates) =>
        rates.Select(rate => new UpliftRate { Category = rate.Category, BasisPoints = rate.BasisPoints, WeeklyPence = rate.WeeklyPence });

    private static CostedLine Line(
        long annual, string category = Assistant, LegalBasis basis = LegalBasis.Discretionary, NeedType type = NeedType.Health, long oneOffPence = 0) => new()
    {
        LineId = Guid.NewGuid().ToString(), LegalBasis = basis, NeedType = type, AnnualPence = annual, OneOffPence = oneOffPence, Category = category,
    };

    private static string SplitOf(IReadOnlyList<CostedLine> lines) => JsonFormatter.Default.Format(CostSplit.Of(lines, Split, Start));

    private static CommitmentRow Commitment(CostedLine[] lines) => new(
        Guid.NewGuid(), "PLAN", null, Guid.NewGuid(), Guid.NewGuid(), 3, Guid.NewGuid(), 2025, Start, null, "CONFIRMED", SplitOf(lines), CommitmentStore.WriteLines(lines), "[]",
        DateTime.UtcNow, 2, false);

    private static IReadOnlyList<ShareRow> Shares(CommitmentRow commitment, CostedLine[] lines) =>
        CommittedMoney.Take(Book(committed: 0), commitment, [], Claim.Of(lines, commitment.ReadSplit()));

    private static readonly Guid[] FundIds = [Guid.NewGuid(), Guid.NewGuid()];

    private static FundRow[] Funds(long approved = long.MaxValue / 4, long committed = 200_000) =>
    [
        .. FundIds.Zip([Funders.IntegratedCareBoard, Funders.Council]).Select(fund => new FundRow(
            fund.First, fund.Second, "UNSPECIFIED", 2025, "GENERAL", approved, committed, 0, "", 0, null, "ALIGNED", DateTime.UtcNow, 1)),
    ];

    private static FundBook Book(long approved = long.MaxValue / 4, long committed = 200_000) => new(Funds(approved, committed));
}
