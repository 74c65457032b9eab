namespace PersonalBudgets.Platform.Tests.Samples;

/// <summary>The system's clock, moved by hand.</summary>
internal sealed class Clock : TimeProvider
{
    public TimeSpan Offset { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
