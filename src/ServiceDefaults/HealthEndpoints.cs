using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace PersonalBudgets.ServiceDefaults;

internal static class HealthEndpoints
{
    public static void MapHealthEndpoints(this WebApplication app)
    {
        // Alive needs no check: a process that answers is alive. A database that is down is no reason to restart it.
        app.MapGet("/alive", (HttpContext context) =>
        {
            LeaveOutOfTraces(context);
            return Results.Json(new { status = nameof(HealthStatus.Healthy) });
        });
        app.MapGet("/health", async (HttpContext context, HealthReports reports) =>
        {
            LeaveOutOfTraces(context);
            var report = await reports.GetAsync(context.RequestAborted);
            var body = new { status = report.Status.ToString(), checks = report.Entries.ToDictionary(entry => entry.Key, entry => Describe(entry.Value)) };
            return Results.Json(body, statusCode: report.Status is HealthStatus.Unhealthy ? 503 : 200);
        });
    }

    // Descriptions are our own words; an exception's text may hold addresses and stays inside.
    private static object Describe(HealthReportEntry entry) => new { status = entry.Status.ToString(), description = entry.Description };

    private static void LeaveOutOfTraces(HttpContext context)
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { } activity)
            activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
    }
}
