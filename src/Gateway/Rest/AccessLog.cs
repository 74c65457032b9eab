using System.Diagnostics;

namespace PersonalBudgets.Gateway.Rest;

/// <summary>One line for a request: route template, status, duration. Never the path, a query, a header or a body.</summary>
public sealed partial class AccessLog(ILogger<AccessLog> log)
{
    public void Done(string method, string route, HttpContext context, long start)
    {
        var status = context.Response.StatusCode;
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
