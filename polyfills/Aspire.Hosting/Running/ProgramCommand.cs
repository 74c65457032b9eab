using System.Collections;
using System.Reflection;
using System.Runtime.InteropServices;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Configuration;
using NativeServers;

namespace Aspire.Hosting.Running;

/// <summary>Puts together how a project or an executable is run.</summary>
internal sealed class ProgramCommand(IConfiguration configuration, DistributedApplicationExecutionContext executionContext)
{
    // What the application host was started with is its own affair.
    private static readonly string[] NotInherited = ["ASPNETCORE_URLS", "DOTNET_LAUNCH_PROFILE", "ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT", "ASPIRE_LOGLEVEL"];

    public async Task<GuardedCommand> CreateAsync(IResource resource, int replica, CancellationToken cancellationToken)
    {
        var (program, folder) = resource switch
        {
            ProjectResource project => ((string[])[Dotnet, Target(project)], Path.GetDirectoryName(Metadata(project).ProjectPath)!),
            ExecutableResource executable => ([Find(executable)], executable.WorkingDirectory),
            _ => throw new DistributedApplicationException($"The resource '{resource.Name}' cannot be started."),
        };
        var arguments = new List<object>();
        foreach (var callback in resource.Annotations.OfType<CommandLineArgsCallbackAnnotation>())
            await callback.Callback(new CommandLineArgsCallbackContext(arguments, resource, cancellationToken));

        // The project's variables come first: what the application host says of its own later wins.
        var variables = new Dictionary<string, object>(StringComparer.Ordinal);
        if (resource is ProjectResource)
            new ProjectEnvironment(configuration, resource, replica).AddTo(variables);
        foreach (var callback in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await callback.Callback(new EnvironmentCallbackContext(executionContext, resource, variables, cancellationToken));
        foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.PortVariable is not null))
            variables[endpoint.PortVariable!] = $"{endpoint.TargetPorts[replica]}";

        var environment = Inherited();
        foreach (var (name, value) in variables)
            environment[name] = await TextAsync(value, cancellationToken) ?? "";
        var command = new List<string>(program);
        foreach (var argument in arguments)
            command.Add(await TextAsync(argument, cancellationToken) ?? "");

        // The orchestrator asks politely; when the application host is gone, nobody is left to wait for.
        return new GuardedCommand(command) { WorkingDirectory = folder, Environment = environment, StopSignal = "KILL", Grace = TimeSpan.Zero };
    }

    private static async Task<string?> TextAsync(object value, CancellationToken cancellationToken) =>
        value is IValueProvider provider ? await provider.GetValueAsync(cancellationToken) : value.ToString();

    private static Dictionary<string, string> Inherited() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(variable => !NotInherited.Contains((string)variable.Key))
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);

    /// <summary>The program that runs this process, which may not be in the path.</summary>
    private static string Dotnet => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));

    // A shell would find out, too, but as a program that ran and ended.
    private static string Find(ExecutableResource executable)
    {
        var folders = executable.Command.Contains('/', StringComparison.Ordinal)
            ? [executable.WorkingDirectory]
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries);
        return folders.Select(folder => Path.GetFullPath(executable.Command, folder)).FirstOrDefault(File.Exists)
            ?? throw new DistributedApplicationException($"The program '{executable.Command}' was not found.");
    }

    private static IProjectMetadata Metadata(ProjectResource project) => project.Annotations.OfType<IProjectMetadata>().Single();

    /// <summary>The built program, as this application host's build recorded it.</summary>
    private static string Target(ProjectResource project)
    {
        var path = Metadata(project).ProjectPath;
        return Metadata(project).GetType().Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(metadata => metadata.Key == $"aspire-target:{path}")?.Value
            ?? throw new DistributedApplicationException($"The build of the application host does not know the program of {path}.");
    }
}
