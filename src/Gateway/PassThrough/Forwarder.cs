using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using PersonalBudgets.Gateway.Calls;
using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.Routes;
using StatusCode = Grpc.Core.StatusCode;

namespace PersonalBudgets.Gateway.PassThrough;

/// <summary>
/// Passes a gRPC call on as it comes: headers, messages and trailers, both ways at once, nothing parsed. The caller's going away
/// and the deadline end the call behind. Another address is tried only while the call has not left.
/// </summary>
public sealed class Forwarder(Clusters clusters, Http2 http, TimeProvider time)
{
    public async Task ForwardAsync(HttpContext context, PublishedMethod method)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = method.MaximumRequestBytes + Frames.Header;
        // A stream may stand still between two messages; its deadline is what ends it.
        if (method.StreamsIn && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;

        var asked = Deadline.Parse(context.Request.Headers[Deadline.Header]);
        var deadline = new Deadline(time, asked < method.Deadline ? asked.Value : method.Deadline);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        timeout.CancelAfter(deadline.Length);
        if (await SendAsync(context, method, deadline, timeout) is { } failure)
            GrpcRefusals.Write(context.Response, failure);
    }

    private async Task<Refused?> SendAsync(HttpContext context, PublishedMethod method, Deadline deadline, CancellationTokenSource timeout)
    {
        var cluster = clusters.Of(method.Cluster);
        for (var attempt = 1; cluster.Next() is { } destination; attempt++)
        {
            var body = new RequestBody(context.Request, method, timeout.Token);
            try
            {
                using var request = Http2.Request(destination.Address, method.Path, body);
                ForwardedHeaders.CopyTo(request, context.Request, deadline);
                using var response = await http.SendAsync(request, timeout.Token);
                return await ResponseBody.CopyAsync(response, context.Response, timeout.Token);
            }
            catch (Exception) when (context.RequestAborted.IsCancellationRequested)
            {
                return Refused.Plain(StatusCode.Cancelled);
            }
            catch (Exception) when (body.TooLarge)
            {
                return new Refused(StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE", method.StreamsIn
                    ? $"The stream may have at most {method.MaximumRequestBytes} bytes, and each message {method.MaximumMessageBytes}."
                    : $"The request may have at most {method.MaximumRequestBytes} bytes.");
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                return Refused.Plain(StatusCode.DeadlineExceeded);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                if (Http2.NeverLeft(exception))
                    cluster.Unreachable(destination);
                if (!Http2.NeverLeft(exception) || body.Started || attempt >= cluster.Count)
                    return Refused.Plain(StatusCode.Unavailable);
            }
            catch (IOException) // the connection broke while the answer came in
            {
                return Refused.Plain(StatusCode.Unavailable);
            }
            finally
            {
                // A service may answer before it has all of a stream, and a request that ends here must have no reader left.
                if (!body.End.IsCompleted)
                    await timeout.CancelAsync();
                await body.End;
            }
        }

        return Refused.Plain(StatusCode.Unavailable);
    }
}
