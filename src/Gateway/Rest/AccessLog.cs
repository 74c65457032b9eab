using System.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace PersonalBudgets.Gateway.Rest;

/// <summary>What stays of a request: one line and the span's name, with route template and status. Never the path, a query, a header or a body.</summary>
public sealed partial class AccessLog(ILogger<AccessLog> log)
{
    /// <param name="method">The HTTP method.</param>
    /// <param name="route">The route's template.</param>
    /// <param name="context">The request.</param>
    /// <param name="start">When it came.</param>
    /// <param name="ended">The status of a failure that came after the answer had begun; null where the answer's status tells all.</param>
    public void Done(string method, string route, HttpContext context, long start, int? ended = null)
    {
        var status = ended ?? context.Response.StatusCode;
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span)
        {
            span.DisplayName = $"{method} {route}";
            span.SetTag("http.request.method", method);
            span.SetTag("http.route", route);
            span.SetTag("http.response.status_code", status);
            if (status >= StatusCodes.Status500InternalServerError)
                span.SetStatus(ActivityStatusCode.Error);
        }

        var milliseconds = (long)Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (status >= StatusCodes.Status500InternalServerError)
            Failed(method, route, status, milliseconds);
        else
            Answered(method, route, status, milliseconds);
    }

    [LoggerMessage(5001, LogLevel.Debug, "{Method} {Route} {Status} in {Milliseconds} ms")]
    private partial void Answered(string method, string route, int status, long milliseconds);

    [LoggerMessage(5002, LogLevel.Warning, "{Method} {Route} {Status} in {Milliseconds} ms")]
    private partial void Failed(string method, string route, int status, long milliseconds);
}
