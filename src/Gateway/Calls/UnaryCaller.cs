using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Gateway.Routes;

namespace PersonalBudgets.Gateway.Calls;

/// <summary>
/// Calls a method of the contract with a message and gives back the answer or the status. A call that may be repeated is
/// repeated, at most twice and within its deadline, where the service is not available; any call is where it never left.
/// </summary>
public sealed class UnaryCaller(Clusters clusters, Http2 http, TimeProvider time)
{
    private const int MaximumAttempts = 3;
    private const double FirstPauseMilliseconds = 40;

    public async Task<Answer> CallAsync(PublishedMethod method, IMessage request, CallHeaders headers, CancellationToken callerGone)
    {
        var deadline = new Deadline(time, method.Deadline);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(callerGone);
        timeout.CancelAfter(method.Deadline);
        using var frame = Frames.Of(request);
        var cluster = clusters.Of(method.Cluster);

        for (var attempt = 1; ; attempt++)
        {
            var answer = await AttemptAsync(cluster, method, frame.Memory, headers, deadline, timeout.Token);
            var again = answer.Code == StatusCode.Unavailable && attempt < MaximumAttempts && (method.CanRepeat || answer.NeverLeft);
            var pause = again ? TimeSpan.FromMilliseconds(FirstPauseMilliseconds * attempt * (0.5 + Random.Shared.NextDouble())) : TimeSpan.Zero;
            if (!again || pause >= deadline.Left || callerGone.IsCancellationRequested)
                return answer;

            answer.Dispose();
            await Task.Delay(pause, time, CancellationToken.None);
        }
    }

    private async Task<Answer> AttemptAsync(
        Cluster cluster, PublishedMethod method, ReadOnlyMemory<byte> frame, CallHeaders headers, Deadline deadline, CancellationToken timeout)
    {
        if (cluster.Next() is not { } destination)
            return Answer.Failed(StatusCode.Unavailable, neverLeft: true);
        try
        {
            using var request = Http2.Request(destination.Address, method.Path, new FrameContent(frame));
            headers.AddTo(request, deadline);
            using var response = await http.SendAsync(request, timeout);
            return await Answer.ReadAsync(response, timeout);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return Answer.Failed(StatusCode.DeadlineExceeded);
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            var neverLeft = Http2.NeverLeft(exception);
            if (neverLeft)
                cluster.Unreachable(destination);
            return Answer.Failed(StatusCode.Unavailable, neverLeft);
        }
        catch (IOException) // the connection broke while the answer came in
        {
            return Answer.Failed(StatusCode.Unavailable);
        }
    }
}
