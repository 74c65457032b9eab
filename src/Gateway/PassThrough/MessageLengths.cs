using System.Buffers;
using PersonalBudgets.Gateway.Calls;

namespace PersonalBudgets.Gateway.PassThrough;

/// <summary>Watches messages go by, in pieces of any size, for one that says that it is longer than allowed.</summary>
internal sealed class MessageLengths(int maximum)
{
    private uint _length;
    private int _headerBytes;
    private long _left;

    /// <summary>False once a message is too long.</summary>
    public bool Allow(in ReadOnlySequence<byte> bytes)
    {
        foreach (var segment in bytes)
        {
            var span = segment.Span;
            while (!span.IsEmpty)
            {
                if (_left > 0)
                {
                    var passed = (int)Math.Min(_left, span.Length);
                    _left -= passed;
                    span = span[passed..];
                    continue;
                }

                // The first byte of a header is a flag, the others are the length.
                _length = _headerBytes == 0 ? 0 : _length << 8 | span[0];
                span = span[1..];
                _headerBytes = (_headerBytes + 1) % Frames.Header;
                if (_headerBytes > 0)
                    continue;
                if (_length > maximum)
                    return false;
                _left = _length;
            }
        }

        return true;
    }
}
