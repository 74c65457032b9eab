namespace PersonalBudgets.Journey;

/// <summary>How far a person has come.</summary>
public sealed class Progress(SamplePerson sample)
{
    /// <summary>The sample that is played.</summary>
    public SamplePerson Sample { get; } = sample;

    /// <summary>The stages reached, in order.</summary>
    public List<Stage> Stages { get; } = [];

    /// <summary>Why the person stopped; null = went all the way.</summary>
    public string? Stopped { get; set; }

    /// <summary>The plan; null before one is opened.</summary>
    public string? PlanId { get; set; }

    /// <summary>The indicative budget, pence a year.</summary>
    public long IndicativePence { get; set; }

    /// <summary>The plan's cost in its first year, in pence.</summary>
    public long PlanPence { get; set; }

    /// <summary>What was paid, in pence.</summary>
    public long PaidPence { get; set; }

    /// <summary>The person ended where the sample says.</summary>
    public bool AsExpected =>
        Stages.Count > 0
        && Stages[^1] == Sample.Expected.Stage
        && (Stopped ?? "") == (Sample.Expected.Stopped ?? "")
        && (IndicativePence, PlanPence, PaidPence) == (Sample.Expected.IndicativePence, Sample.Expected.PlanPence, Sample.Expected.PaidPence);
}
