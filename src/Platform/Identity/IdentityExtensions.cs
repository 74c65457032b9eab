using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using PersonalBudgets.Platform.Hosting;

namespace PersonalBudgets.Platform.Identity;

/// <summary>Puts the check of tokens into a process: gateway and services alike.</summary>
public static class IdentityExtensions
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private const int LargestKeySet = 256 * 1024;

    /// <summary>Adds <see cref="TokenValidator"/> and what it needs; settings section <c>Identity</c>.</summary>
    public static void AddIdentity(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddOptions<IdentitySettings>().BindConfiguration("Identity").ValidateDataAnnotations()
            .Validate(identity => !Secrets.IsPlaceholder(identity.ClientSecret), "Identity__ClientSecret is a placeholder.")
            .ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.AddHttpClient(SigningKeys.HttpClientName, client =>
        {
            client.Timeout = Patience;
            client.MaxResponseContentBufferSize = LargestKeySet;
        });
        services.TryAddSingleton<SigningKeys>();
        services.TryAddSingleton<TokenCache>();
        services.TryAddSingleton<TokenValidator>();
    }
}
