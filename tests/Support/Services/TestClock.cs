namespace PersonalBudgets.Tests.Support.Services;

/// <summary>The system's clock, moved by hand.</summary>
public sealed class TestClock : TimeProvider
{
    /// <summary>How far it is moved.</summary>
    public TimeSpan Offset { get; set; }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Offset;
}
