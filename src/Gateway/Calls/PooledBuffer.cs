using System.Buffers;

namespace PersonalBudgets.Gateway.Calls;

/// <summary>Bytes in a rented array that grows as they are written.</summary>
public sealed class PooledBuffer(int capacity = 4096) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public ReadOnlySpan<byte> Span => _bytes.AsSpan(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return _bytes.AsSpan(Length);
    }

    /// <summary>Forgets what was written, and keeps the array for what comes next.</summary>
    public void Clear() => Length = 0;

    /// <summary>Reads a stream to its end; false, with the rest unread, once it turns out longer than the limit.</summary>
    public async ValueTask<bool> TryFillAsync(Stream stream, int limit, CancellationToken cancellationToken)
    {
        while (Length <= limit)
        {
            var read = await stream.ReadAsync(GetMemory(1), cancellationToken);
            if (read == 0)
                return true;
            Length += read;
        }

        return false;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Length = 0;
    }

    private void Grow(int sizeHint)
    {
        var needed = Length + Math.Max(sizeHint, 1);
        if (needed <= _bytes.Length)
            return;

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, _bytes.Length * 2));
        Span.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
