using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>The states of a resource, as texts.</summary>
public static class KnownResourceStates
{
    /// <summary>Known, nothing else.</summary>
    public static readonly string NotStarted = nameof(NotStarted);

    /// <summary>Waits for other resources.</summary>
    public static readonly string Waiting = nameof(Waiting);

    /// <summary>Is being started.</summary>
    public static readonly string Starting = nameof(Starting);

    /// <summary>Runs; whether it works is its health.</summary>
    public static readonly string Running = nameof(Running);

    /// <summary>Could not be started, or waited for something that cannot come.</summary>
    public static readonly string FailedToStart = nameof(FailedToStart);

    /// <summary>Was asked to stop.</summary>
    public static readonly string Stopping = nameof(Stopping);

    /// <summary>Ended with an exit code that is not 0.</summary>
    public static readonly string Exited = nameof(Exited);

    /// <summary>Ended with exit code 0.</summary>
    public static readonly string Finished = nameof(Finished);

    /// <summary>The states that a resource does not leave.</summary>
    public static readonly IReadOnlyList<string> TerminalStates = [Finished, FailedToStart, Exited];
}

/// <summary>A resource's state.</summary>
public sealed record ResourceStateSnapshot(string Text, string? Style)
{
    /// <summary>A state without a style.</summary>
    public static implicit operator ResourceStateSnapshot?(string? s) => s is null ? null : new ResourceStateSnapshot(s, null);
}

/// <summary>What is known of a resource at one time.</summary>
public sealed record CustomResourceSnapshot
{
    /// <summary>What kind of resource it is.</summary>
    public required string ResourceType { get; init; }

    /// <summary>Its state.</summary>
    public ResourceStateSnapshot? State { get; init; }

    /// <summary>Its exit code, once it has ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Whether it works; null while it does not run.</summary>
    public HealthStatus? HealthStatus { get; internal init; }
}

/// <summary>A change of a resource.</summary>
public class ResourceEvent(IResource resource, string resourceId, CustomResourceSnapshot snapshot)
{
    /// <summary>The resource.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>The resource's name, with a number where it has several replicas.</summary>
    public string ResourceId { get; } = resourceId;

    /// <summary>What is known of it now.</summary>
    public CustomResourceSnapshot Snapshot { get; } = snapshot;
}
