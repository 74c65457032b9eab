using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds values that the application is given.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a parameter that the configuration has under <c>Parameters:NAME</c>.</summary>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(Create(builder, name, null, secret));
    }

    /// <summary>Adds a parameter with a value.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="publishValueAsDefault">Whether a deployment gets the value, too.</param>
    /// <param name="secret">Whether it is not to be shown.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (publishValueAsDefault && secret)
            throw new ArgumentException("A parameter cannot be both secret and published as a default value.", nameof(secret));
        return builder.AddResource(new ParameterResource(name, _ => value, secret));
    }

    /// <summary>Adds a parameter that is made, usually at random, unless the configuration has it under <c>Parameters:NAME</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="value">Makes its value.</param>
    /// <param name="secret">Whether it is not to be shown.</param>
    /// <param name="persist">Not possible here: there are no user secrets to keep it in.</param>
    public static IResourceBuilder<ParameterResource> AddParameter(
        this IDistributedApplicationBuilder builder, string name, ParameterDefault value, bool secret = false, bool persist = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return persist
            ? throw new NotSupportedException("Without user secrets a parameter is kept by whoever starts the application, who gives it back as Parameters:NAME.")
            : builder.AddResource(Create(builder, name, value, secret));
    }

    /// <summary>A password of 22 signs for a server's user, unless the configuration has it under <c>Parameters:NAME</c>.</summary>
    internal static ParameterResource CreatePassword(IDistributedApplicationBuilder builder, string name, bool special) =>
        Create(builder, name, new GenerateParameterDefault { MinLength = 22, Special = special }, secret: true);

    private static ParameterResource Create(IDistributedApplicationBuilder builder, string name, ParameterDefault? value, bool secret)
    {
        var configuration = builder.Configuration;
        return new ParameterResource(
            name,
            otherwise => configuration[$"Parameters:{name}"] ?? configuration[$"Parameters:{name.Replace('-', '_')}"] ?? otherwise?.GetDefaultValue()
                ?? throw new DistributedApplicationException($"Parameter resource could not be used because configuration key 'Parameters:{name}' is missing and the Parameter has no default value."),
            secret)
        {
            Default = value,
        };
    }
}
