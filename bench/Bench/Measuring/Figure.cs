namespace PersonalBudgets.Bench.Measuring;

/// <summary>One thing that a measure reads on both sides.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">What it is counted in.</param>
/// <param name="Floor">What it is held to; null where it only explains another figure.</param>
internal sealed record Figure(string Name, string Unit, Floor? Floor = null);

/// <summary>The readings of one side in one round, in the order of the measure's figures.</summary>
internal sealed record Sample(params double[] Readings);

/// <summary>One side's turn and the other's right after it.</summary>
internal sealed record Round(Sample Ours, Sample Baseline);

/// <summary>What the rounds say of one figure.</summary>
internal sealed record Row(Figure Figure, IReadOnlyList<double> Ours, IReadOnlyList<double> Baseline)
{
    /// <summary>Ours divided by the baseline, round by round: both sides of a round had the same machine.</summary>
    public IReadOnlyList<double> Ratios { get; } = [.. Ours.Zip(Baseline, (ours, baseline) => ours / baseline)];

    /// <summary>Whether the floor holds; null where there is none.</summary>
    public bool? Holds => Figure.Floor?.Holds(Spread.Of(Ours).Median, Spread.Of(Ratios).Median);
}

/// <summary>A measure that was run.</summary>
internal sealed record Outcome(Measure Measure, IReadOnlyList<Round> Rounds)
{
    public IReadOnlyList<Row> Rows { get; } =
    [
        .. Measure.Figures.Select((figure, i) => new Row(
            figure, [.. Rounds.Select(round => round.Ours.Readings[i])], [.. Rounds.Select(round => round.Baseline.Readings[i])])),
    ];

    /// <summary>No floor was missed.</summary>
    public bool Passes => Rows.All(row => row.Holds is not false);
}
