using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Platform.Validation;

/// <summary>
/// The messages of a streamed request, each held against its proto when its turn comes. One with faults ends the call, unless the message has a field
/// for them (<see cref="LineFaults"/>): then the slice is told, and decides.
/// </summary>
internal sealed class CheckedStream<TRequest>(IAsyncStreamReader<TRequest> messages, MethodFacts method, string? requestId) : IAsyncStreamReader<TRequest>
{
    private readonly FieldDescriptor? _lineFaults = LineFaults.FieldOf(method.Descriptor.InputType);
    private long _bytes;
    private long _count;

    public TRequest Current => messages.Current;

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await messages.MoveNext(cancellationToken))
            return false;
        Check((IMessage)messages.Current!);
        return true;
    }

    private void Check(IMessage message)
    {
        _count++;
        var size = message.CalculateSize();
        _bytes += size;
        if (size > method.MaxMessageBytes || _bytes > method.MaxRequestBytes)
            throw Refusal.TooMuch("REQUEST_TOO_LARGE", $"A stream of this method has at most {method.MaxRequestBytes} bytes, each message at most {method.MaxMessageBytes}.");

        RequestIds.Settle(message, requestId);
        var told = (IList?)_lineFaults?.Accessor.GetValue(message);
        // The door before this one could not read the line: there is nothing more to find in it.
        if (told is { Count: > 0 })
            return;

        var faults = MessageValidator.Check(message);
        if (faults.Count > 0 && told is null)
            throw Refusal.InvalidMessage(_count, faults);
        foreach (var fault in faults)
            told!.Add(new LineFault { Field = fault.FieldPath, Reason = fault.Reason, Detail = fault.Text });
    }
}
