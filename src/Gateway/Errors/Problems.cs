using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.IO.Pipelines;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using PersonalBudgets.Gateway.Calls;
using PersonalBudgets.Gateway.Rest;

namespace PersonalBudgets.Gateway.Errors;

/// <summary>Writes refusals as problem documents (RFC 9457).</summary>
public sealed class Problems(IOptions<ProblemSettings> settings)
{
    public const string MediaType = "application/problem+json";

    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _base = settings.Value.BaseUri.ToString().TrimEnd('/') + "/";

    /// <summary>Answers a request with the problem, unless an answer is on its way already.</summary>
    /// <param name="context">The request.</param>
    /// <param name="refused">Why it is refused.</param>
    /// <param name="requestId">The request id, where a good one was sent.</param>
    /// <param name="etagSent">The caller sent an etag.</param>
    public async Task WriteAsync(HttpContext context, Refused refused, string? requestId = null, bool etagSent = false)
    {
        var response = context.Response;
        if (response.HasStarted)
        {
            context.Abort();
            return;
        }

        var kind = ProblemKind.Of(refused, etagSent);
        response.StatusCode = kind.Status;
        response.ContentType = MediaType;
        AddHeaders(response.Headers, kind.Status, refused);

        using var body = new PooledBuffer(1024);
        await using (var writer = new Utf8JsonWriter(body, WriterOptions))
            Write(writer, context, refused, kind, requestId);
        response.ContentLength = body.Length;
        await response.BodyWriter.WriteAsync(body.Memory, context.RequestAborted);
    }

    /// <summary>Writes the problem as the last line of an answer that has begun: <c>{"error": problem}</c>.</summary>
    public void WriteLine(PipeWriter output, HttpContext context, Refused refused, string? requestId)
    {
        using (var writer = new Utf8JsonWriter(output, WriterOptions))
        {
            writer.WriteStartObject();
            writer.WritePropertyName("error");
            Write(writer, context, refused, ProblemKind.Of(refused, etagSent: false), requestId);
            writer.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void AddHeaders(IHeaderDictionary headers, int status, Refused refused)
    {
        if (refused.Allow is not null)
            headers.Allow = refused.Allow;
        if (status == StatusCodes.Status401Unauthorized)
            headers.WWWAuthenticate = refused.Metadata.GetValueOrDefault("fault") == "MISSING" ? "Bearer" : "Bearer error=\"invalid_token\"";
        if (status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
            headers.RetryAfter = Math.Max(1, (int)Math.Ceiling((refused.RetryAfter ?? TimeSpan.FromSeconds(1)).TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    private void Write(Utf8JsonWriter writer, HttpContext context, Refused refused, ProblemKind kind, string? requestId)
    {
        writer.WriteStartObject();
        writer.WriteString("type", _base + kind.Path);
        writer.WriteString("title", kind.Title);
        writer.WriteNumber("status", kind.Status);
        writer.WriteString("detail", refused.Detail);
        // The path of a request that is refused for the identifier in it stays out of the answer, which others may keep.
        if (!Identifiers.StandIn(context.Request.Path.Value))
            writer.WriteString("instance", context.Request.Path.ToUriComponent());
        writer.WriteString("reason", refused.Reason);
        writer.WriteString("domain", refused.Domain);
        writer.WriteStartObject("metadata");
        foreach (var (name, value) in refused.Metadata)
            writer.WriteString(name, value);
        writer.WriteEndObject();
        writer.WriteStartArray("violations");
        foreach (var violation in refused.Violations.Concat(refused.BrokenRules))
        {
            writer.WriteStartObject();
            if (violation.Pointer is not null)
                writer.WriteString("pointer", violation.Pointer);
            writer.WriteString("field", violation.Field);
            if (violation.Line is { } line)
                writer.WriteNumber("line", line);
            writer.WriteString("detail", violation.Detail);
            writer.WriteString("reason", violation.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (requestId is not null)
            writer.WriteString("requestId", requestId);
        if (Activity.Current is { } activity)
            writer.WriteString("traceId", activity.TraceId.ToHexString());
        writer.WriteEndObject();
    }
}
