using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Net;
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
    private const int FrameHeader = 5;

    public async Task ForwardAsync(HttpContext context, PublishedMethod method)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = method.MaximumRequestBytes + FrameHeader;
        // A stream may stand still between two messages; its deadline is what ends it.
        if (method.StreamsIn && context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;

        var asked = Deadline.Parse(context.Request.Headers[Deadline.Header]);
        var deadline = new Deadline(time, asked < method.Deadline ? asked.Value : method.Deadline);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        timeout.CancelAfter(deadline.Length);
        if (await SendAsync(context, method, deadline, timeout.Token) is { } failure)
            GrpcRefusals.Write(context.Response, failure);
    }

    private async Task<Refused?> SendAsync(HttpContext context, PublishedMethod method, Deadline deadline, CancellationToken timeout)
    {
        var cluster = clusters.Of(method.Cluster);
        for (var attempt = 1; cluster.Next() is { } destination; attempt++)
        {
            var body = new RequestBody(context.Request, method.MaximumMessageBytes);
            try
            {
                using var request = Http2.Request(destination.Address, method.Path, body);
                ForwardedHeaders.CopyTo(request, context.Request, deadline);
                using var response = await http.SendAsync(request, timeout);
                return await ResponseBody.CopyAsync(response, context.Response, timeout);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                return Refused.Plain(StatusCode.DeadlineExceeded);
            }
            catch (Exception exception) when (body.TooLarge && exception is HttpRequestException or IOException)
            {
                return new Refused(StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE", $"The request may have at most {method.MaximumRequestBytes} bytes.");
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
        }

        return Refused.Plain(StatusCode.Unavailable);
    }

    /// <summary>The caller's messages, read as they come and sent on as they are.</summary>
    private sealed class RequestBody(HttpRequest request, int maximum) : HttpContent
    {
        public bool Started { get; private set; }

        public bool TooLarge { get; private set; }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            Started = true;
            var reader = request.BodyReader;
            try
            {
                await RequireSmallAsync(reader, cancellationToken);
                while (true)
                {
                    var read = await reader.ReadAsync(cancellationToken);
                    foreach (var segment in read.Buffer)
                        await stream.WriteAsync(segment, cancellationToken);
                    reader.AdvanceTo(read.Buffer.End);
                    if (read.IsCompleted)
                        return;
                    await stream.FlushAsync(cancellationToken);
                }
            }
            catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                TooLarge = true;
                throw;
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        /// <summary>A message says its length before it comes, so that one that is too long is refused here and not by halves behind.</summary>
        private async ValueTask RequireSmallAsync(PipeReader reader, CancellationToken cancellationToken)
        {
            var read = await reader.ReadAtLeastAsync(FrameHeader, cancellationToken);
            if (read.Buffer.Length >= FrameHeader && LengthOf(read.Buffer) > maximum)
                throw new BadHttpRequestException("The message is too long.", StatusCodes.Status413PayloadTooLarge);
            reader.AdvanceTo(read.Buffer.Start);
        }

        private static uint LengthOf(in ReadOnlySequence<byte> body)
        {
            Span<byte> header = stackalloc byte[FrameHeader];
            body.Slice(0, FrameHeader).CopyTo(header);
            return BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        }
    }
}
