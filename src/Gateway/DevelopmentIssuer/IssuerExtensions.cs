using System.Net;
using PersonalBudgets.Platform.Identity;

namespace PersonalBudgets.Gateway.DevelopmentIssuer;

public static class IssuerExtensions
{
    /// <summary>Adds the development issuer where the settings enable it.</summary>
    /// <exception cref="InvalidOperationException">They enable it outside Development.</exception>
    public static void AddDevelopmentIssuer(this WebApplicationBuilder builder)
    {
        var section = builder.Configuration.GetSection(IssuerSettings.Section);
        builder.Services.AddOptions<IssuerSettings>().Bind(section).ValidateDataAnnotations().ValidateOnStart();
        if (!section.GetValue<bool>(nameof(IssuerSettings.Enabled)))
            return;
        if (!builder.Environment.IsDevelopment())
            throw new InvalidOperationException(
                $"The development issuer gives a token to anybody who asks. It is enabled in {builder.Environment.EnvironmentName}: set DevelopmentIssuer__Enabled=false.");

        builder.Services.AddSingleton<Issuer>();
        builder.Services.AddSingleton(PersonaList.Read());
        builder.Services.AddSingleton<IssuerEndpoints>();
        // The gateway's own check of tokens takes the keys from here, not by a call to itself.
        builder.Services.AddHttpClient(SigningKeys.HttpClientName)
            .ConfigurePrimaryHttpMessageHandler(services => new OwnKeys(services.GetRequiredService<Issuer>()));
    }

    public static void MapDevelopmentIssuer(this WebApplication app) => app.Services.GetService<IssuerEndpoints>()?.Map(app);

    private sealed class OwnKeys(Issuer issuer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(issuer.KeySet) });
    }
}
