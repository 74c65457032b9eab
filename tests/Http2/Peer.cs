using System.Buffers.Binary;
using System.Net.Sockets;
using System.Threading.Channels;

namespace PersonalBudgets.Tests.Http2;

/// <summary>
/// One side of an HTTP/2 connection in clear text that says just what a test tells it to. By itself it only begins the connection and acknowledges
/// settings and pings; it keeps to no window and to no state of a stream.
/// </summary>
public sealed class Peer : IAsyncDisposable
{
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _tcp;
    private readonly NetworkStream _stream;
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Channel<Frame> _frames = Channel.CreateUnbounded<Frame>();
    private readonly Dictionary<int, Answer> _answers = [];
    private Task _reading = Task.CompletedTask;

    private Peer(TcpClient tcp)
    {
        _tcp = tcp;
        _tcp.NoDelay = true;
        _stream = tcp.GetStream();
    }

    /// <summary>Opens a connection as a client.</summary>
    /// <param name="address">As <c>http://host:port</c>.</param>
    /// <param name="settings">Sent besides the one that forbids a dynamic table of headers.</param>
    public static async Task<Peer> ConnectAsync(string address, params (int Id, int Value)[] settings)
    {
        var uri = new Uri(address);
        var tcp = new TcpClient();
        await tcp.ConnectAsync(uri.Host, uri.Port);
        var peer = new Peer(tcp);
        await peer.SendAsync(Preface);
        await peer.BeginAsync(settings);
        return peer;
    }

    /// <summary>Answers a client that has connected.</summary>
    public static async Task<Peer> AcceptAsync(TcpClient tcp, params (int Id, int Value)[] settings)
    {
        var peer = new Peer(tcp);
        await peer._stream.ReadExactlyAsync(new byte[Preface.Length]);
        await peer.BeginAsync(settings);
        return peer;
    }

    public Task SendAsync(params Frame[] frames) => SendAsync([.. frames.SelectMany(frame => frame.ToBytes())]);

    public async Task SendAsync(byte[] bytes)
    {
        await _writing.WaitAsync();
        try
        {
            await _stream.WriteAsync(bytes);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The next frame that is more than upkeep of the connection; null where the other side has closed it.</summary>
    public async Task<Frame?> ReadAsync() =>
        await _frames.Reader.WaitToReadAsync().AsTask().WaitAsync(Patience) && _frames.Reader.TryRead(out var frame) ? frame : null;

    /// <summary>The next frame of one kind; those before it are passed over.</summary>
    public async Task<Frame> ReadAsync(FrameType type)
    {
        while (await ReadAsync() is { } frame)
            if (frame.Type == type)
                return frame;
        throw new EndOfStreamException($"The connection ended before a frame {type}.");
    }

    /// <summary>All that the other side says on a stream, until it ends the stream or the connection.</summary>
    public async Task<Answer> AnswerAsync(int stream)
    {
        while (!Of(stream).IsComplete && await ReadAsync() is { } frame)
        {
            if (frame.Type == FrameType.GoAway)
                Of(stream).GoAway = frame.ReadError();
            else
                Of(frame.Stream).Add(frame);
        }

        return Of(stream);
    }

    public async ValueTask DisposeAsync()
    {
        _tcp.Dispose();
        await _reading;
        _writing.Dispose();
    }

    private Answer Of(int stream) => _answers.TryGetValue(stream, out var answer) ? answer : _answers[stream] = new Answer();

    private async Task BeginAsync((int Id, int Value)[] settings)
    {
        const int HeaderTableSize = 1;
        await SendAsync(Frame.Settings([(HeaderTableSize, 0), .. settings]));
        _reading = ReadAllAsync();
    }

    private async Task ReadAllAsync()
    {
        try
        {
            var header = new byte[Frame.HeaderSize];
            while (true)
            {
                await _stream.ReadExactlyAsync(header);
                var start = BinaryPrimitives.ReadInt32BigEndian(header);
                var payload = new byte[start >> 8];
                await _stream.ReadExactlyAsync(payload);
                var stream = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(5)) & int.MaxValue;
                await TakeAsync(new Frame((FrameType)(start & 0xFF), header[4], stream, payload));
            }
        }
        catch (Exception end) when (end is IOException or ObjectDisposedException or SocketException)
        {
            _frames.Writer.TryComplete();
        }
    }

    private async Task TakeAsync(Frame frame)
    {
        switch (frame.Type)
        {
            case FrameType.Settings when (frame.Flags & Frame.Acknowledged) == 0:
                await SendAsync(new Frame(FrameType.Settings, Frame.Acknowledged, 0, []));
                break;
            case FrameType.Ping when (frame.Flags & Frame.Acknowledged) == 0:
                await SendAsync(frame with { Flags = Frame.Acknowledged });
                break;
            case FrameType.Settings or FrameType.WindowUpdate:
                break;
            default:
                _frames.Writer.TryWrite(frame);
                break;
        }
    }
}
