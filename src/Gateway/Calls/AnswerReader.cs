using System.Net;
using Grpc.Core;

namespace PersonalBudgets.Gateway.Calls;

/// <summary>The messages of a service's answer, one by one as they come.</summary>
internal sealed class AnswerReader(HttpResponseMessage response)
{
    private const int FirstCapacity = 16 * 1024;

    // Not rented: a read that is given up may still write into it.
    private byte[] _bytes = new byte[FirstCapacity];
    private Stream? _stream;
    private int _start;
    private int _end;

    /// <summary>How the call ended; known once there is no further message.</summary>
    public Answer End { get; private set; } = Answer.Failed(StatusCode.Unknown);

    /// <summary>The next message in protobuf's bytes, which are good until the next one is read; null after the last.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken ended)
    {
        if (response.StatusCode != HttpStatusCode.OK)
            return Finish(Answer.Failed(GrpcStatus.Of(response.StatusCode)));

        _stream ??= await response.Content.ReadAsStreamAsync(ended);
        while (true)
        {
            var waiting = _bytes.AsMemory(_start, _end - _start);
            var length = waiting.Length < Frames.Header ? 0 : Frames.LengthOf(waiting.Span);
            if (length is < 0 or > Frames.MaximumAnswerBytes)
                return Finish(Answer.Failed(length < 0 ? StatusCode.Internal : StatusCode.ResourceExhausted));
            if (waiting.Length >= Frames.Header + length)
            {
                _start += Frames.Header + (int)length;
                return waiting.Slice(Frames.Header, (int)length);
            }

            MakeRoom(Frames.Header + (int)length);
            var count = await _stream.ReadAsync(_bytes.AsMemory(_end), ended);
            if (count == 0)
                return Finish(EndOf(incomplete: waiting.Length > 0));
            _end += count;
        }
    }

    private Answer EndOf(bool incomplete) => GrpcStatus.Of(response) switch
    {
        null => Answer.Failed(StatusCode.Unknown),
        StatusCode.OK when incomplete => Answer.Failed(StatusCode.Internal),
        { } code => Answer.RefusedBy(response, code),
    };

    private ReadOnlyMemory<byte>? Finish(Answer end)
    {
        End = end;
        return null;
    }

    private void MakeRoom(int needed)
    {
        var waiting = _bytes.AsSpan(_start, _end - _start);
        if (needed > _bytes.Length)
        {
            var larger = new byte[needed];
            waiting.CopyTo(larger);
            _bytes = larger;
        }
        else
        {
            waiting.CopyTo(_bytes);
        }

        (_start, _end) = (0, waiting.Length);
    }
}
