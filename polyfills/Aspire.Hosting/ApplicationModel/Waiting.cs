namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a waiter does when what it waits for cannot come.</summary>
public enum WaitBehavior
{
    /// <summary>It goes on waiting: somebody may start it again.</summary>
    WaitOnResourceUnavailable,

    /// <summary>It fails.</summary>
    StopOnResourceUnavailable,
}

internal enum WaitKind
{
    Healthy,
    Started,
    Completed,
}

internal sealed record WaitAnnotation(IResource Dependency, WaitKind Kind, WaitBehavior Behavior, int ExitCode) : IResourceAnnotation;

internal sealed record ReplicaAnnotation(int Replicas) : IResourceAnnotation;

internal sealed record HealthCheckAnnotation(string Key, Func<CancellationToken, Task<bool>> CheckAsync) : IResourceAnnotation;

internal sealed record EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> Callback) : IResourceAnnotation;

internal sealed record CommandLineArgsCallbackAnnotation(Func<CommandLineArgsCallbackContext, Task> Callback) : IResourceAnnotation;
