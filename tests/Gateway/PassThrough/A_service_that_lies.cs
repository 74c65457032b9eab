using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Gateway.Tests.Support;
using PersonalBudgets.Library.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Tests.Http2;

namespace PersonalBudgets.Gateway.Tests.PassThrough;

/// <summary>Answers that no proper service gives: either door ends the call with a reason, and serves the next.</summary>
public sealed class A_service_that_lies(A_service_that_lies.LyingLibrary gateway) : IClassFixture<A_service_that_lies.LyingLibrary>
{
    private static readonly (string Name, string Value)[] Head = [(":status", "200"), ("content-type", "application/grpc")];
    private static readonly byte[] Message = [0, 0, 0, 0, 3, .. new Book { BookId = "b" }.ToByteArray()];

    private static readonly Dictionary<string, (StatusCode Code, string Reason, Func<int, Frame[]> Answer)> Answers = new()
    {
        ["HTTP 404"] = (StatusCode.Unimplemented, "UNIMPLEMENTED", stream => [Frame.Headers(stream, [(":status", "404")], end: true)]),
        ["HTTP 503"] = (StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE", stream => [Frame.Headers(stream, [(":status", "503")], end: true)]),
        ["a page"] = (StatusCode.Internal, "INTERNAL", stream =>
            [Frame.Headers(stream, [(":status", "200"), ("content-type", "text/html")]), Frame.Data(stream, "<html>"u8.ToArray(), end: true)]),
        ["no trailers"] = (StatusCode.Internal, "INTERNAL", stream => [Frame.Headers(stream, Head), Frame.Data(stream, Message, end: true)]),
        ["nothing but headers"] = (StatusCode.Internal, "INTERNAL", stream => [Frame.Headers(stream, Head, end: true)]),
        ["a refusal without a reason"] = (StatusCode.NotFound, "NOT_FOUND", stream => [Frame.Headers(stream, [.. Head, ("grpc-status", "5")], end: true)]),
        ["a reset before the headers"] = (StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE", stream => [Frame.Reset(stream, ErrorCode.InternalError)]),
        ["a reset after the headers"] = (StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE", stream => [Frame.Headers(stream, Head), Frame.Reset(stream, ErrorCode.InternalError)]),
        ["a reset after the message"] = (StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE", stream =>
            [Frame.Headers(stream, Head), Frame.Data(stream, Message), Frame.Reset(stream, ErrorCode.InternalError)]),
        ["headers that HPACK cannot read"] = (StatusCode.Unavailable, "DEPENDENCY_UNAVAILABLE", stream =>
            [new Frame(FrameType.Headers, Frame.EndHeaders, stream, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F])]),
        ["nothing at all"] = (StatusCode.DeadlineExceeded, "DEADLINE", _ => []),
    };

    public static TheoryData<string> Names => [.. Answers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task is_told_by_a_reason_on_grpc(string lie)
    {
        var (code, reason, answer) = Answers[lie];
        gateway.Say(answer);

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await gateway.Books.AwaitBookAsync(new GetBookRequest(), gateway.Headers()));

        Assert.Equal((code, reason), (refusal.StatusCode, StatusDetails.ReasonOf(refusal)));
        await AssertGoesOnAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task is_told_by_a_problem_on_rest(string lie)
    {
        var (_, reason, answer) = Answers[lie];
        gateway.Say(answer);

        var reply = await gateway.SendAsync("GET", "/v1/books/b1:await");

        Assert.Equal(reason, reply.Text("reason"));
        await AssertGoesOnAsync();
    }

    private async Task AssertGoesOnAsync()
    {
        gateway.Say(LyingLibrary.Truth);
        Assert.Equal("b", (await gateway.Books.GetBookAsync(new GetBookRequest(), gateway.Headers())).BookId);
    }

    /// <summary>The library's address is that of a server which says what a test tells it to.</summary>
    public sealed class LyingLibrary : RunningGateway
    {
        private Func<int, Frame[]> _answer = Truth;
        private ScriptedServer _server = null!;

        protected override IEnumerable<string> Settings => [$"--services:library:grpc:0={_server.Address}"];

        public static Frame[] Truth(int stream) =>
            [Frame.Headers(stream, Head), Frame.Data(stream, Message), Frame.Headers(stream, [("grpc-status", "0")], end: true)];

        public Metadata Headers() => new() { { "authorization", "Bearer " + Token() } };

        public void Say(Func<int, Frame[]> answer) => _answer = answer;

        protected override Task PrepareAsync()
        {
            _server = new ScriptedServer(async (peer, _) =>
            {
                while (await peer.ReadAsync() is { } frame)
                    if (frame.EndsStream)
                        await peer.SendAsync(_answer(frame.Stream));
            });
            return Task.CompletedTask;
        }

        protected override ValueTask CleanAsync() => _server.DisposeAsync();
    }
}
