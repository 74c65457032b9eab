using System.Buffers;
using System.IO.Pipelines;
using PersonalBudgets.Gateway.Calls;

namespace PersonalBudgets.Gateway.Rest;

/// <summary>
/// The lines of a body of newline-delimited JSON. Empty lines are counted and passed over; the last line may lack its end. No more than
/// one line is kept, and of one that is too long nothing.
/// </summary>
internal sealed class Lines(PipeReader body, int maximumLine, long maximumBody) : IDisposable
{
    private readonly PooledBuffer _line = new();
    private ReadOnlySequence<byte> _unread;
    private long _length;
    private bool _hasRead;
    private bool _ended;

    /// <summary>The number of the present line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The present line, without its end; empty where it is too long.</summary>
    public ReadOnlyMemory<byte> Line => IsTooLong ? default : _line.Memory;

    public bool IsTooLong { get; private set; }

    /// <summary>The body as a whole is longer than it may be; there is no further line.</summary>
    public bool IsBodyTooLong => _length > maximumBody;

    private bool IsBlank => !IsTooLong && !_line.Span.ContainsAnyExcept(" \t\r"u8);

    /// <summary>Goes on to the next line that is not empty; false where there is none.</summary>
    public async ValueTask<bool> MoveNextAsync(CancellationToken ended)
    {
        do
        {
            Number++;
            _line.Clear();
            IsTooLong = false;
            while (!TakeLine() && !_ended)
            {
                await ReadAsync(ended);
                if (IsBodyTooLong)
                    return false;
            }
        }
        while (IsBlank && !_ended);
        return !IsBlank;
    }

    public void Dispose()
    {
        GiveBack();
        _line.Dispose();
    }

    private async ValueTask ReadAsync(CancellationToken ended)
    {
        GiveBack();
        var read = await body.ReadAsync(ended);
        (_unread, _hasRead) = (read.Buffer, true);
        _length += _unread.Length;
        _ended = read.IsCompleted && _unread.IsEmpty;
    }

    private void GiveBack()
    {
        if (_hasRead)
            body.AdvanceTo(_unread.Start);
        _hasRead = false;
    }

    /// <summary>Takes what is there of the present line; true where that was its end.</summary>
    private bool TakeLine()
    {
        var newline = _unread.PositionOf((byte)'\n');
        Append(newline is { } end ? _unread.Slice(0, end) : _unread);
        _unread = _unread.Slice(newline is { } position ? _unread.GetPosition(1, position) : _unread.End);
        return newline is not null;
    }

    private void Append(in ReadOnlySequence<byte> part)
    {
        IsTooLong |= _line.Length + part.Length > maximumLine;
        if (IsTooLong)
            return;
        foreach (var segment in part)
            _line.Write(segment.Span);
    }
}
