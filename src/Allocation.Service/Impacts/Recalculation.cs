using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.Shifts;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Allocation.Impacts;

/// <summary>
/// Every budget again, under other models. Of each some sixty bytes are kept until the end, because the figures of all come before those of each.
/// </summary>
/// <param name="models">The models, at most one of a kind.</param>
internal sealed class Recalculation(IReadOnlyList<CompiledModel> models)
{
    private const int PageSize = 500;

    private static readonly IReadOnlyList<string> KindCodes = [.. StandingBudget.Kinds.Select(kind => kind.Code())];

    private readonly CompiledModel?[] _models = [.. StandingBudget.Kinds.Select(kind => models.FirstOrDefault(model => model.Model.Kind == kind))];
    private readonly List<List<Outcome>> _outcomes = [];
    private readonly ShiftTally _budgets = new();
    private readonly ShiftTally _kinds = new();
    private readonly long[] _counts = new long[Enum.GetValues<ImpactOutcome>().Length];
    private (long Before, long After) _sum;

    /// <summary>What became of each budget, in the order in which they came, some hundreds at a time.</summary>
    public IEnumerable<AssessImpactResponse> Pages => _outcomes.Select(page => new AssessImpactResponse { Budgets = { page.Select(outcome => outcome.ToMessage()) } });

    /// <summary>Recalculates one budget.</summary>
    public void Add(StandingBudget budget)
    {
        var (after, outcome) = Recalculate(budget);
        if (outcome is ImpactOutcome.Recalculated)
            _budgets.Add(0, budget.AnnualPence, after);
        _counts[(int)outcome]++;
        _sum = (_sum.Before + budget.AnnualPence, _sum.After + after);
        // In pages that the garbage collector moves like anything else: one list of all would be copied whole, each time among what is large.
        if (_outcomes is [] || _outcomes[^1].Count == PageSize)
            _outcomes.Add(new List<Outcome>(PageSize));
        _outcomes[^1].Add(new Outcome(budget.AllocationId, budget.AnnualPence, after, outcome));
    }

    /// <summary>The figures of all.</summary>
    public ImpactSummary Summary() => new()
    {
        BudgetCount = _outcomes.Sum(page => page.Count),
        RecalculatedCount = _counts[(int)ImpactOutcome.Recalculated],
        UncalculatedCount = _counts[(int)ImpactOutcome.NotInModel] + _counts[(int)ImpactOutcome.OutOfRange],
        WithoutNeedsCount = _counts[(int)ImpactOutcome.WithoutNeeds],
        BeforePence = _sum.Before,
        AfterPence = _sum.After,
        Kinds = _kinds.Groups(KindCodes),
        Differences = { _budgets.Differences() },
    };

    private (long After, ImpactOutcome Outcome) Recalculate(StandingBudget budget)
    {
        if (budget.Profile is null)
            return (budget.AnnualPence, ImpactOutcome.WithoutNeeds);
        if (!IsConcerned(budget.Issued))
            return (budget.AnnualPence, ImpactOutcome.NotConcerned);

        var profile = NeedsProfile.Parser.ParseFrom(budget.Profile);
        var after = budget.Issued.Sum;
        Span<(int Kind, long Before, long After)> shifts = stackalloc (int, long, long)[StandingBudget.Kinds.Count];
        var count = 0;
        foreach (var use in ModelUse.For(profile.EligibleBases, AssessedNeeds.Of(profile)))
        {
            var kind = PlaceOf(use.Kind);
            if (_models[kind] is not { } model)
                continue;
            var figure = model.Calculate(use.Needs);
            // One part that cannot be told makes the whole untold: a sum of some parts would pass for the budget.
            if (figure.Gap is { } gap)
                return (budget.AnnualPence, gap.Reason is "OUT_OF_RANGE" ? ImpactOutcome.OutOfRange : ImpactOutcome.NotInModel);
            var before = budget.Issued.Of(use.Kind) ?? 0;
            after += figure.AnnualPence - before;
            shifts[count++] = (kind, before, figure.AnnualPence);
        }

        foreach (var shift in shifts[..count])
            _kinds.Add(shift.Kind, shift.Before, shift.After);
        return (after, ImpactOutcome.Recalculated);
    }

    private bool IsConcerned(IssuedFigures issued)
    {
        for (var place = 0; place < _models.Length; place++)
        {
            if (_models[place] is { } model && issued.Of(model.Model.Kind) is not null)
                return true;
        }

        return false;
    }

    private static int PlaceOf(ModelKind kind) => (int)kind - (int)ModelKind.Social;

    /// <summary>What became of one budget.</summary>
    private readonly record struct Outcome(Guid AllocationId, long Before, long After, ImpactOutcome What)
    {
        public BudgetImpact ToMessage() => new() { AllocationId = AllocationId.ToString(), BeforePence = Before, AfterPence = After, Outcome = What };
    }
}
