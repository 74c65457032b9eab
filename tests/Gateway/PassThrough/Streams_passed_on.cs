using Grpc.Core;
using PersonalBudgets.Gateway.Tests.Streams;
using PersonalBudgets.Library.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Gateway.Tests.PassThrough;

/// <summary>Calls that stream, at the gRPC port.</summary>
public sealed class Streams_passed_on(StreamingGateway gateway) : IClassFixture<StreamingGateway>
{
    [Fact]
    public async Task answer_one_message_before_the_next_is_sent()
    {
        gateway.Serve(async (requests, write, _) =>
        {
            while (await requests.MoveNext(default))
                await write(new SortBooksResponse { Title = ((SortBooksRequest)requests.Current).Title });
        });
        using var call = gateway.Books.SortBooks(Headers());

        foreach (var title in new[] { "a", "b", "c" })
        {
            await call.RequestStream.WriteAsync(new SortBooksRequest { Title = title });
            Assert.True(await call.ResponseStream.MoveNext(default));
            Assert.Equal(title, call.ResponseStream.Current.Title);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(default));
    }

    [Fact]
    public async Task are_heard_of_behind_before_their_first_message()
    {
        gateway.Serve(async (_, write, _) => await write(new SortBooksResponse { Title = "first" }));
        using var call = gateway.Books.SortBooks(Headers(), DateTime.UtcNow.AddSeconds(10));

        Assert.True(await call.ResponseStream.MoveNext(default));

        Assert.Equal("first", call.ResponseStream.Current.Title);
    }

    [Fact]
    public async Task end_behind_when_the_caller_goes_away()
    {
        var gone = new TaskCompletionSource();
        gateway.Serve(async (_, write, context) =>
        {
            context.CancellationToken.Register(gone.SetResult);
            await write(new Book());
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        });

        using (var call = gateway.Books.WatchBooks(new ListBooksRequest(), Headers()))
            Assert.True(await call.ResponseStream.MoveNext(default));

        await gone.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task are_refused_at_a_message_over_1_MiB_however_long_the_stream_may_be()
    {
        gateway.Serve(async (requests, _, _) =>
        {
            await requests.MoveNext(default);
            return new CountBooksResponse();
        });
        using var call = gateway.Books.ImportBooks(Headers());
        try
        {
            await call.RequestStream.WriteAsync(new ImportBooksRequest { Book = new Book { Title = new string('x', 1_050_000) } });
        }
        catch (Exception failure) when (failure is RpcException or InvalidOperationException)
        {
            // It is over already: its answer says why.
        }

        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await call);

        Assert.Equal((StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE"), (refusal.StatusCode, StatusDetails.ReasonOf(refusal)));
    }

    private Metadata Headers() => new() { { "authorization", $"Bearer {gateway.Token()}" } };
}
