using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Requests;

/// <summary>How much of what waits is written together.</summary>
/// <param name="Waiting">How many requests of one programme may wait; more are refused with RESOURCE_EXHAUSTED.</param>
/// <param name="Batch">How much one transaction takes, in the measure of the requests' weights; a heavier request is a batch of its own.</param>
public sealed record GatheringLimits(int Waiting, int Batch);

/// <summary>
/// Gathers mutations that are asked for at the same time and writes those of a programme as one transaction (docs/adr/0010): they all touch the same
/// hot rows, and one transaction each would queue for their locks. A request that finds nothing under way is written at once, alone; while it is
/// written the next ones gather.
/// </summary>
/// <param name="work">Writes a batch, each request with its own id, audit and events.</param>
/// <param name="spans">The service's activity source.</param>
/// <param name="name">The name of a batch's span, <c>Payments/PostJournals</c>.</param>
/// <param name="limits">How much is gathered.</param>
/// <param name="weightOf">What a request adds to a batch.</param>
/// <param name="change">Makes the change, as <see cref="UnitOfWork.MutateBatchAsync"/> asks for it.</param>
/// <param name="busy">The refusal where too many wait already.</param>
public sealed class Gathering<TRequest, TResponse>(
    UnitOfWork work,
    ActivitySource spans,
    string name,
    GatheringLimits limits,
    Func<TRequest, int> weightOf,
    Func<IReadOnlyList<(Mutation Work, TRequest Request)>, Task<IReadOnlyList<BatchAnswer<TResponse>>>> change,
    Func<Refusal> busy)
    : IAsyncDisposable
    where TRequest : IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>, new()
{
    private readonly ConcurrentDictionary<string, Lazy<(Channel<PendingMutation<TRequest, TResponse>> Waiting, Task Writer)>> _programmes =
        new(StringComparer.Ordinal);

    /// <summary>Makes the change that a request asks for, with those that come at the same time.</summary>
    /// <exception cref="Refusal">Of this request alone; <c>busy</c> where too many wait already.</exception>
    public Task<TResponse> MutateAsync(TRequest request, ServerCallContext context)
    {
        var pending = work.Pend<TRequest, TResponse>(request, context);
        var (waiting, _) = _programmes.GetOrAdd(pending.Programme, _ => new(Start)).Value;
        return waiting.Writer.TryWrite(pending) ? pending.AnswerAsync() : throw busy();
    }

    /// <summary>Writes what waits, then ends.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (waiting, writer) in _programmes.Values.Select(programme => programme.Value))
        {
            waiting.Writer.TryComplete();
            await writer;
        }
    }

    private (Channel<PendingMutation<TRequest, TResponse>> Waiting, Task Writer) Start()
    {
        var waiting = Channel.CreateBounded<PendingMutation<TRequest, TResponse>>(new BoundedChannelOptions(limits.Waiting) { SingleReader = true });
        // The writer belongs to no caller: neither its trace nor its programme's scope.
        using var _ = ExecutionContext.SuppressFlow();
        return (waiting, Task.Run(() => WriteAsync(waiting.Reader)));
    }

    private async Task WriteAsync(ChannelReader<PendingMutation<TRequest, TResponse>> waiting)
    {
        while (await waiting.WaitToReadAsync())
        {
            var batch = Gather(waiting);
            if (batch.Count is 0)
                continue;
            using var span = spans.StartActivity(
                ActivityKind.Internal, name: name, links: batch.Where(one => one.Span is not null).Select(one => new ActivityLink(one.Span!.Context)));
            await work.MutateBatchAsync(batch, change);
        }
    }

    private List<PendingMutation<TRequest, TResponse>> Gather(ChannelReader<PendingMutation<TRequest, TResponse>> waiting)
    {
        var batch = new List<PendingMutation<TRequest, TResponse>>();
        var weight = 0;
        while (waiting.TryPeek(out var next) && (batch.Count is 0 || weight + weightOf(next.Request) <= limits.Batch))
        {
            waiting.TryRead(out _);
            if (next.IsAbandoned)
                continue;
            batch.Add(next);
            weight += weightOf(next.Request);
        }

        return batch;
    }
}
