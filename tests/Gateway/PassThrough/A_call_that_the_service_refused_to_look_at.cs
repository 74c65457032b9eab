using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Gateway.Tests.Support;
using PersonalBudgets.Library.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Tests.Http2;

namespace PersonalBudgets.Gateway.Tests.PassThrough;

/// <summary>
/// A service that goes away says which calls it never looked at. A call of one message is sent again with its message, a stream is not: what has
/// left of it is not kept, and half a stream must never look like a whole one.
/// </summary>
public sealed class A_call_that_the_service_refused_to_look_at : RunningGateway
{
    private readonly ConcurrentQueue<byte[]> _whole = [];
    private ScriptedServer _server = null!;
    private bool _goesAway;
    private int _seen;

    protected override IEnumerable<string> Settings => [$"--services:library:grpc:0={_server.Address}"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task arrives_whole_the_second_time(bool goesAway)
    {
        _goesAway = goesAway;
        var request = new CreateBookRequest { Book = new Book { Title = new string('t', 15_000) } };

        await Books.CreateBookAsync(request, Headers());

        Assert.Equal(2, _seen);
        Assert.Equal(request, CreateBookRequest.Parser.ParseFrom(_whole.Last().AsSpan(5)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task is_not_sent_again_if_it_streams(bool goesAway)
    {
        _goesAway = goesAway;
        using var call = Books.ImportBooks(Headers());
        foreach (var title in new[] { "a", "b" })
            await Record.ExceptionAsync(() => call.RequestStream.WriteAsync(new ImportBooksRequest { Book = new Book { Title = title } }));
        await Record.ExceptionAsync(call.RequestStream.CompleteAsync);

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal((StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE"), (refusal.StatusCode, StatusDetails.ReasonOf(refusal)));
        Assert.Single(_whole);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task is_not_sent_again_if_it_streams_from_rest(bool goesAway)
    {
        _goesAway = goesAway;

        var reply = await SendAsync("POST", "/v1/shelves/s1/books:import", "{\"title\":\"a\"}\n{\"title\":\"b\"}\n", contentType: "application/x-ndjson");

        Assert.Equal((503, "DEPENDENCY_UNAVAILABLE"), ((int)reply.Status, reply.Text("reason")));
        Assert.Single(_whole);
    }

    /// <summary>Refuses the first call once its request is whole, and answers those after it.</summary>
    protected override Task PrepareAsync()
    {
        _server = new ScriptedServer(async (peer, _) =>
        {
            var bodies = new Dictionary<int, List<byte>>();
            while (await peer.ReadAsync() is { } frame)
            {
                if (frame.Type == FrameType.Data)
                    (bodies.TryGetValue(frame.Stream, out var body) ? body : bodies[frame.Stream] = []).AddRange(frame.Payload);
                if (!frame.EndsStream)
                    continue;
                _whole.Enqueue(bodies.TryGetValue(frame.Stream, out var whole) ? [.. whole] : []);
                if (Interlocked.Increment(ref _seen) > 1)
                    await peer.SendAsync(
                        Frame.Headers(frame.Stream, [(":status", "200"), ("content-type", "application/grpc")]),
                        Frame.Data(frame.Stream, new byte[5]), Frame.Headers(frame.Stream, [("grpc-status", "0")], end: true));
                else
                    await peer.SendAsync(_goesAway ? Frame.GoAway(0, ErrorCode.NoError) : Frame.Reset(frame.Stream, ErrorCode.RefusedStream));
            }
        });
        return Task.CompletedTask;
    }

    protected override ValueTask CleanAsync() => _server.DisposeAsync();

    private Metadata Headers() => new() { { "authorization", "Bearer " + Token() } };
}
