using Aspire.Hosting.ApplicationModel;
using NativeServers;

namespace Aspire.Hosting.Running;

/// <summary>How the machine's own server takes the place of a container.</summary>
/// <param name="StartAsync">Starts it with these options and a port for its one endpoint.</param>
/// <param name="OnReadyAsync">What is to happen before anybody may use it.</param>
internal sealed record NativeServerAnnotation(
    Func<RunFolder, NativeServerOptions, CancellationToken, Task<NativeServer>> StartAsync,
    ParameterResource? UserName,
    string DefaultUserName,
    ParameterResource Password,
    Func<NativeServer, CancellationToken, Task> OnReadyAsync) : IResourceAnnotation
{
    public async Task<string> UserNameAsync(CancellationToken cancellationToken) =>
        UserName is null ? DefaultUserName : await UserName.GetValueAsync(cancellationToken) ?? DefaultUserName;
}

/// <summary>A folder of the machine that keeps a server's data.</summary>
internal sealed record DataFolderAnnotation(string Path) : IResourceAnnotation;
