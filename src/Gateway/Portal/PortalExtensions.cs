using System.Reflection;
using Microsoft.Extensions.Options;

namespace PersonalBudgets.Gateway.Portal;

/// <summary>
/// The pages on which the API is read and tried, at <c>/docs</c>: Swagger UI out of its package, with a page and a script of our own. Nothing
/// comes from elsewhere, so it works without internet and under a policy that allows no other origin.
/// </summary>
public static class PortalExtensions
{
    private const string Prefix = "/docs";

    // Swagger UI lays out with style attributes and draws with data: images; scripts come from files alone.
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static readonly (string Name, string MediaType)[] OwnFiles = [("portal.js", "text/javascript"), ("portal.css", "text/css")];

    /// <summary>Adds the portal's settings.</summary>
    public static void AddPortal(this WebApplicationBuilder builder) =>
        builder.Services.AddOptions<PortalSettings>().BindConfiguration("Portal");

    /// <summary>Serves the portal where the settings enable it.</summary>
    public static void UsePortal(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<IOptions<PortalSettings>>().Value.Enabled)
            return;

        app.Use((context, next) =>
        {
            if (context.Request.Path.StartsWithSegments(Prefix))
            {
                context.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
                context.Response.Headers["Referrer-Policy"] = "no-referrer";
                context.Response.Headers.CacheControl = "no-cache";
            }

            return next(context);
        });
        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = Prefix.TrimStart('/');
            options.IndexStream = () => Open("index.html");
        });
        foreach (var (name, mediaType) in OwnFiles)
            app.MapGet($"{Prefix}/{name}", () => Results.Stream(Open(name), mediaType));
    }

    private static Stream Open(string file) => Assembly.GetExecutingAssembly().GetManifestResourceStream($"Portal.{file}")!;
}
