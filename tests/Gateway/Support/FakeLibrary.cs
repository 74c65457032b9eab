using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using PersonalBudgets.Library.V1;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Gateway.Tests.Support;

/// <summary>A service behind the gateway: a real gRPC server on a socket, which does what a test tells it to.</summary>
public sealed class FakeLibrary : BooksService.BooksServiceBase, IAsyncDisposable
{
    private WebApplication? _app;

    /// <summary>What it does with any call; the response is of the method's type.</summary>
    public Func<object, ServerCallContext, Task<object>> Answer { get; set; } = (_, _) => Task.FromResult<object>(new Book());

    public List<(object Message, Metadata Headers, string Method, DateTime Deadline)> Calls { get; } = [];

    public object LastRequest => Calls[^1].Message;

    public string Address => _app!.Urls.First();

    public async Task StartAsync() => _app = await FakeServer.StartAsync(this);

    /// <summary>What it does with a call that streams: reads the requests, writes the answers, and gives the only answer where the method has one.</summary>
    public Func<IAsyncStreamReader<IMessage>, Func<IMessage, Task>, ServerCallContext, Task<IMessage>> Stream { get; set; } = (_, _, _) => Task.FromResult<IMessage>(new CountBooksResponse());

    public override Task WatchBooks(ListBooksRequest request, IServerStreamWriter<Book> responseStream, ServerCallContext context) =>
        Stream(new Requests<ListBooksRequest>(null, [request]), book => responseStream.WriteAsync((Book)book), Noted(request, context));

    public override Task AwaitBooks(ListBooksRequest request, IServerStreamWriter<Book> responseStream, ServerCallContext context) =>
        WatchBooks(request, responseStream, context);

    public override async Task<CountBooksResponse> ImportBooks(IAsyncStreamReader<ImportBooksRequest> requestStream, ServerCallContext context) =>
        (CountBooksResponse)await Stream(new Requests<ImportBooksRequest>(requestStream, []), _ => Task.CompletedTask, Noted(requestStream, context));

    public override Task SortBooks(
        IAsyncStreamReader<SortBooksRequest> requestStream, IServerStreamWriter<SortBooksResponse> responseStream, ServerCallContext context) =>
        Stream(new Requests<SortBooksRequest>(requestStream, []), answer => responseStream.WriteAsync((SortBooksResponse)answer), Noted(requestStream, context));

    public override Task<Book> GetBook(GetBookRequest request, ServerCallContext context) => DoAsync<Book>(request, context);

    public override Task<Book> AwaitBook(GetBookRequest request, ServerCallContext context) => DoAsync<Book>(request, context);

    public override Task<ListBooksResponse> ListBooks(ListBooksRequest request, ServerCallContext context) => DoAsync<ListBooksResponse>(request, context);

    public override Task<Book> CreateBook(CreateBookRequest request, ServerCallContext context) => DoAsync<Book>(request, context);

    public override Task<Book> UpdateBook(UpdateBookRequest request, ServerCallContext context) => DoAsync<Book>(request, context);

    public override Task<LendBookResponse> LendBook(LendBookRequest request, ServerCallContext context) => DoAsync<LendBookResponse>(request, context);

    public override Task<CountBooksResponse> CountBooks(CountBooksRequest request, ServerCallContext context) => DoAsync<CountBooksResponse>(request, context);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
            await _app.DisposeAsync();
    }

    private ServerCallContext Noted(object request, ServerCallContext context)
    {
        lock (Calls)
            Calls.Add((request, context.RequestHeaders, context.Method, context.Deadline));
        return context;
    }

    private async Task<T> DoAsync<T>(object request, ServerCallContext context) where T : new()
    {
        Noted(request, context);
        return await Answer(request, context) is T answer ? answer : new T();
    }

    /// <summary>Requests of any method, whether they come as a stream or are there.</summary>
    private sealed class Requests<T>(IAsyncStreamReader<T>? stream, T[] given) : IAsyncStreamReader<IMessage> where T : IMessage
    {
        private int _place = -1;

        public IMessage Current => stream is null ? given[_place] : stream.Current;

        public Task<bool> MoveNext(CancellationToken cancellationToken) => stream?.MoveNext(cancellationToken) ?? Task.FromResult(++_place < given.Length);
    }
}
