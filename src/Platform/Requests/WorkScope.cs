using PersonalBudgets.Platform.Identity;

namespace PersonalBudgets.Platform.Requests;

/// <summary>For whom the running code works, so that calls to other services carry the right token.</summary>
internal sealed record WorkScope(Caller Caller, string? CorrelationId, string? Purpose)
{
    private static readonly AsyncLocal<WorkScope?> Ambient = new();

    public static WorkScope? Current => Ambient.Value;

    /// <summary>Enters the scope until the result is disposed of; the scope around it holds again then.</summary>
    public static IDisposable Enter(Caller caller, string? correlationId, string? purpose = null)
    {
        var outer = Ambient.Value;
        Ambient.Value = new WorkScope(caller, correlationId, purpose);
        return new Exit(outer);
    }

    private sealed class Exit(WorkScope? outer) : IDisposable
    {
        public void Dispose() => Ambient.Value = outer;
    }
}
