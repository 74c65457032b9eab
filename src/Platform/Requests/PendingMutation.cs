using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Hosting;

namespace PersonalBudgets.Platform.Requests;

/// <summary>A caller's mutation that waits to be written together with others (<see cref="UnitOfWork.MutateBatchAsync"/>).</summary>
public sealed class PendingMutation<TRequest, TResponse>
    where TRequest : IMessage<TRequest>
    where TResponse : class, IMessage<TResponse>, new()
{
    private readonly TaskCompletionSource<(TResponse Response, bool IsRepeat)> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ServerCallContext _call;

    internal PendingMutation(TRequest request, ServerCallContext call, RequestKey key, SessionContext context)
    {
        Request = request;
        Key = key;
        Context = context;
        _call = call;
    }

    /// <summary>What is asked.</summary>
    public TRequest Request { get; }

    /// <summary>The tenant; one batch holds one.</summary>
    public string Programme => Context.Caller.Programme;

    /// <summary>Whether the caller has gone, or its deadline has passed, before its turn came.</summary>
    public bool IsAbandoned => Context.CancellationToken.IsCancellationRequested;

    /// <summary>The caller's span, where it was traced: the batch's span links to it.</summary>
    public Activity? Span => Context.Span;

    internal RequestKey Key { get; }

    internal SessionContext Context { get; }

    /// <summary>
    /// The answer, once it is committed. A caller that stops waiting learns nothing of the outcome; its request id does, when it comes again.
    /// </summary>
    /// <exception cref="Refusal">This mutation, not the batch, was refused.</exception>
    public async Task<TResponse> AnswerAsync()
    {
        var (response, isRepeat) = await _answer.Task.WaitAsync(Context.CancellationToken);
        if (isRepeat)
        {
            PlatformMetrics.CountRepeat(_call.Method);
            _call.ResponseTrailers.Add(RequestHeaders.IdempotencyHit, "true");
        }

        return response;
    }

    internal void Answer(TResponse response, bool isRepeat = false) => _answer.TrySetResult((response, isRepeat));

    internal void Fail(Exception exception) => _answer.TrySetException(exception);
}

/// <summary>What became of one mutation of a batch: an answer, or a refusal that leaves nothing of it behind.</summary>
[SuppressMessage("Design", "CA1000", Justification = "Named constructors of a closed pair read better where they are used.")]
public sealed record BatchAnswer<TResponse> where TResponse : class
{
    private BatchAnswer(TResponse? response, Refusal? refusal)
    {
        Response = response;
        Refusal = refusal;
    }

    internal TResponse? Response { get; }

    internal Refusal? Refusal { get; }

    /// <summary>Whether it was refused: then nothing of its batch is kept, and the others are asked for again.</summary>
    public bool IsRefused => Refusal is not null;

    /// <summary>It was done.</summary>
    public static BatchAnswer<TResponse> Done(TResponse response) => new(response, null);

    /// <summary>It was not, and the others are written without it.</summary>
    public static BatchAnswer<TResponse> Refused(Refusal refusal) => new(null, refusal);
}
