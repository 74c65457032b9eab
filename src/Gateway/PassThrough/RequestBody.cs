using System.Net;
using PersonalBudgets.Gateway.Routes;

namespace PersonalBudgets.Gateway.PassThrough;

/// <summary>
/// The caller's messages, read as they come and sent on as they are. HTTP asks for them once more where the service says that it never looked at the
/// call: the one message of a call that does not stream is kept for that; those of a stream are not, so a second time fails.
/// </summary>
/// <param name="request">The call as it came.</param>
/// <param name="method">Its method.</param>
/// <param name="ended">Fires at the end of the call: the request may have no reader after it.</param>
internal sealed class RequestBody(HttpRequest request, PublishedMethod method, CancellationToken ended) : HttpContent
{
    /// <summary>The service may have seen something of the call.</summary>
    public bool Started { get; private set; }

    public bool TooLarge { get; private set; }

    /// <summary>Nobody reads the request any more.</summary>
    public Task End { get; private set; } = Task.CompletedTask;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, default);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await End;
        if (Started && method.StreamsIn)
            throw new IOException("A stream is not sent again: its messages are not kept.");
        Started = true;
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        End = end.Task;
        try
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, ended);
            await CopyAsync(stream, stop.Token);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            TooLarge = true;
            throw;
        }
        finally
        {
            end.SetResult();
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }

    private async Task CopyAsync(Stream to, CancellationToken stop)
    {
        var reader = request.BodyReader;
        var lengths = new MessageLengths(method.MaximumMessageBytes);
        var kept = 0L;
        while (true)
        {
            var reading = reader.ReadAsync(stop);
            // What has come of a stream goes out before a wait for more: to begin with the head, which a service may answer before any message.
            if (method.StreamsIn && !reading.IsCompleted)
                await to.FlushAsync(stop);
            var read = await reading;
            try
            {
                var fresh = read.Buffer.Slice(kept);
                // Refused here and not by halves behind.
                if (!lengths.Allow(fresh))
                    throw new BadHttpRequestException("The message is too long.", StatusCodes.Status413PayloadTooLarge);
                foreach (var segment in fresh)
                    await to.WriteAsync(segment, stop);
            }
            finally
            {
                reader.AdvanceTo(method.StreamsIn ? read.Buffer.End : read.Buffer.Start, read.Buffer.End);
            }

            if (read.IsCompleted)
                return;
            kept = method.StreamsIn ? 0 : read.Buffer.Length;
        }
    }
}
