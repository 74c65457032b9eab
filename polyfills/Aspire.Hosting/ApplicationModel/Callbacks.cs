namespace Aspire.Hosting.ApplicationModel;

/// <summary>For a callback that adds environment variables just before a resource starts.</summary>
public class EnvironmentCallbackContext(
    DistributedApplicationExecutionContext executionContext,
    IResource resource,
    Dictionary<string, object>? environmentVariables = null,
    CancellationToken cancellationToken = default)
{
    /// <summary>What the application is started for.</summary>
    public DistributedApplicationExecutionContext ExecutionContext { get; } = executionContext;

    /// <summary>Whose variables they are.</summary>
    public IResource Resource { get; } = resource;

    /// <summary>Each is a text or an <see cref="IValueProvider"/>.</summary>
    public Dictionary<string, object> EnvironmentVariables { get; } = environmentVariables ?? [];

    /// <summary>Ends with the application.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}

/// <summary>For a callback that adds arguments just before a resource starts.</summary>
public sealed class CommandLineArgsCallbackContext(IList<object> args, IResource? resource, CancellationToken cancellationToken = default)
{
    /// <summary>Each is a text or an <see cref="IValueProvider"/>.</summary>
    public IList<object> Args { get; } = args;

    /// <summary>Whose arguments they are.</summary>
    public IResource Resource { get; } = resource ?? throw new ArgumentNullException(nameof(resource));

    /// <summary>Ends with the application.</summary>
    public CancellationToken CancellationToken { get; } = cancellationToken;
}
