using System.IO.Pipelines;
using System.Net;
using System.Text;

namespace PersonalBudgets.Gateway.Tests.Streams;

/// <summary>A body of lines that a test writes while it is sent.</summary>
public sealed class PipeContent : LinesContent
{
    private readonly PipeReader _body;

    public PipeContent(PipeReader body) => _body = body;

    protected override async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await _body.ReadAsync(cancellationToken);
            foreach (var part in read.Buffer)
                await stream.WriteAsync(part, cancellationToken);
            await stream.FlushAsync(cancellationToken);
            _body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }
}

/// <summary>The same line many times.</summary>
public sealed class ManyLines(string line, int count) : LinesContent
{
    private readonly ReadOnlyMemory<byte> _line = Encoding.UTF8.GetBytes(line);
    private long _sent;

    /// <summary>How many have left.</summary>
    public long Sent => Volatile.Read(ref _sent);

    protected override async Task WriteAsync(Stream stream, CancellationToken cancellationToken)
    {
        for (; _sent < count; Volatile.Write(ref _sent, _sent + 1))
            await stream.WriteAsync(_line, cancellationToken);
    }
}

/// <summary>A body of lines that does not say its length.</summary>
public abstract class LinesContent : HttpContent
{
    protected LinesContent() => Headers.TryAddWithoutValidation("Content-Type", StreamingGateway.Lines);

    protected abstract Task WriteAsync(Stream stream, CancellationToken cancellationToken);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => WriteAsync(stream, default);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) => WriteAsync(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;
        return false;
    }
}
