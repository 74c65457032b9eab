using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using NativeServers;

namespace Aspire.Hosting;

/// <summary>Adds RabbitMQ.</summary>
public static class RabbitMQBuilderExtensions
{
    /// <summary>Adds a RabbitMQ broker.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="userName">The client's user, <c>guest</c> if null.</param>
    /// <param name="password">The user's password; the parameter <c>NAME-password</c>, random if not configured, if null.</param>
    /// <param name="port">The port that clients use; a free one if null.</param>
    public static IResourceBuilder<RabbitMQServerResource> AddRabbitMQ(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var secret = password?.Resource ?? ParameterResourceBuilderExtensions.CreatePassword(builder, $"{name}-password", special: false);
        return builder.AddResource(new RabbitMQServerResource(name, userName?.Resource, secret))
            .WithEndpoint("tcp", endpoint => endpoint.Port = port)
            .WithAnnotation(new NativeServerAnnotation(
                async (folder, options, cancellationToken) => await NativeRabbitMq.StartAsync(folder, options, cancellationToken),
                userName?.Resource,
                "guest",
                secret,
                static (_, _) => Task.CompletedTask));
    }

    /// <summary>Keeps the broker's data in a folder of this machine.</summary>
    /// <param name="builder">The broker.</param>
    /// <param name="source">The folder, relative to the application host's.</param>
    /// <param name="isReadOnly">Not possible here.</param>
    public static IResourceBuilder<RabbitMQServerResource> WithDataBindMount(
        this IResourceBuilder<RabbitMQServerResource> builder, string source, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return isReadOnly
            ? throw new NotSupportedException("RabbitMQ cannot run on a folder that it may only read.")
            : builder.WithAnnotation(new DataFolderAnnotation(Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory)));
    }
}
