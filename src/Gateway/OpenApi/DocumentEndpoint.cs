using Microsoft.Net.Http.Headers;

namespace PersonalBudgets.Gateway.OpenApi;

/// <summary>Serves the document at <c>/openapi.json</c>, to anybody: it holds no more than the published contract.</summary>
public static class DocumentEndpoint
{
    public const string Path = "/openapi.json";

    public static void AddApiDocument(this IServiceCollection services) => services.AddSingleton<ApiDocument>();

    public static void MapApiDocument(this IEndpointRouteBuilder app) => app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], (HttpContext context, ApiDocument document) =>
    {
        // It changes with a release alone: a caller may keep it and ask whether it is still the one.
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(document.Content, "application/json", entityTag: new EntityTagHeaderValue($"\"{document.EntityTag}\""));
    });
}
