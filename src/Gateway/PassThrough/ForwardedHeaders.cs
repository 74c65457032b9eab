using System.Collections.Frozen;
using PersonalBudgets.Gateway.Calls;

namespace PersonalBudgets.Gateway.PassThrough;

/// <summary>Which headers go along with a passed call: all but those of the hop itself.</summary>
internal static class ForwardedHeaders
{
    // The trace context is written anew by the runtime, with the gateway's own span as the parent; the deadline is what is left of it.
    private static readonly FrozenSet<string> OfTheHop = FrozenSet.ToFrozenSet(
        [
            "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "te", "host", "content-length", "content-type",
            "traceparent", "tracestate", "baggage", Deadline.Header, "date", "server", "alt-svc",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static void CopyTo(HttpRequestMessage to, HttpRequest from, Deadline deadline)
    {
        foreach (var (name, values) in from.Headers)
        {
            if (name[0] != ':' && !OfTheHop.Contains(name))
                to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
        }

        to.Headers.TryAddWithoutValidation("te", "trailers");
        to.Headers.TryAddWithoutValidation(Deadline.Header, deadline.HeaderValue);
        to.Content!.Headers.Remove("content-type");
        to.Content.Headers.TryAddWithoutValidation("content-type", from.ContentType);
    }

    public static void CopyTo(HttpResponse to, HttpResponseMessage from)
    {
        to.ContentType = from.Content.Headers.NonValidated.TryGetValues("content-type", out var type) ? type.ToString() : "application/grpc";
        foreach (var (name, values) in from.Headers.NonValidated)
        {
            if (!OfTheHop.Contains(name))
                to.Headers.Append(name, new([.. values]));
        }
    }
}
