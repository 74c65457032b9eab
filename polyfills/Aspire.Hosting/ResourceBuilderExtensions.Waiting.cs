using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    /// <summary>Starts the resource when the other one runs and is healthy, and so is what that is a part of.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency) where T : IResourceWithWaitSupport =>
        builder.WaitFor(dependency, WaitBehavior.StopOnResourceUnavailable);

    /// <inheritdoc cref="WaitFor{T}(IResourceBuilder{T}, IResourceBuilder{IResource})"/>
    /// <param name="builder">Who waits.</param>
    /// <param name="dependency">For what.</param>
    /// <param name="waitBehavior">What happens if it does not come.</param>
    public static IResourceBuilder<T> WaitFor<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, WaitBehavior waitBehavior) where T : IResourceWithWaitSupport =>
        builder.Wait(dependency, WaitKind.Healthy, waitBehavior, 0);

    /// <summary>Starts the resource when the other one runs.</summary>
    public static IResourceBuilder<T> WaitForStart<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency) where T : IResourceWithWaitSupport =>
        builder.Wait(dependency, WaitKind.Started, WaitBehavior.StopOnResourceUnavailable, 0);

    /// <summary>Starts the resource when the other one has ended with the exit code; another one fails it.</summary>
    public static IResourceBuilder<T> WaitForCompletion<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, int exitCode = 0) where T : IResourceWithWaitSupport =>
        builder.Wait(dependency, WaitKind.Completed, WaitBehavior.StopOnResourceUnavailable, exitCode);

    private static IResourceBuilder<T> Wait<T>(
        this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency, WaitKind kind, WaitBehavior behavior, int exitCode) where T : IResourceWithWaitSupport
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(dependency);
        if (ReferenceEquals(builder.Resource, dependency.Resource))
            throw new DistributedApplicationException($"The '{builder.Resource.Name}' resource cannot wait for itself.");
        if (builder.Resource is IResourceWithParent child && ReferenceEquals(child.Parent, dependency.Resource))
            throw new DistributedApplicationException($"The '{builder.Resource.Name}' resource cannot wait for its parent '{dependency.Resource.Name}'.");
        // A parameter is there from the start.
        if (dependency.Resource is ParameterResource)
            return builder;
        if (dependency.Resource is IResourceWithParent part)
            builder.WithAnnotation(new WaitAnnotation(part.Parent, kind, behavior, exitCode));
        return builder.WithAnnotation(new WaitAnnotation(dependency.Resource, kind, behavior, exitCode));
    }
}
