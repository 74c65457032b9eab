using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Polyfills.Tests.Interop;

namespace PersonalBudgets.Polyfills.Tests.Grpc;

public sealed class A_registered_client
{
    [Fact]
    public async Task calls_its_address_through_its_interceptors_and_channel_settings()
    {
        await using var server = await EchoServer.StartAsync();
        var services = new ServiceCollection();
        services.AddGrpcClient<Echo.EchoClient>((_, options) => options.Address = new Uri(server.Address))
            .ConfigureChannel(channel => channel.MaxReceiveMessageSize = 100)
            .AddInterceptor(() => new Stamping("one"))
            .AddInterceptor(InterceptorScope.Client, _ => new Stamping("two"));
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<Echo.EchoClient>();

        using var call = client.UnaryAsync(new EchoMessage());
        await call;

        Assert.Equal("two, one", string.Join(", ", call.GetTrailers().GetAll("x-echo-stamp").Select(e => e.Value)));
        var refusal = await Assert.ThrowsAsync<RpcException>(() => client.UnaryAsync(new EchoMessage { Text = new string('a', 200) }).ResponseAsync);
        Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
    }

    [Fact]
    public async Task without_an_address_says_so()
    {
        var services = new ServiceCollection();
        services.AddGrpcClient<Echo.EchoClient>();
        await using var provider = services.BuildServiceProvider();

        var failure = Assert.Throws<InvalidOperationException>(() => provider.GetRequiredService<Echo.EchoClient>().Unary(new EchoMessage()));

        Assert.Contains("EchoClient", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task hands_on_the_deadline_and_the_cancellation_of_the_call_that_it_serves()
    {
        await using var back = await EchoServer.StartAsync();
        await using var front = await EchoServer.StartAsync(
            grpc => grpc.Interceptors.Add<Forwarding>(),
            services => services.AddGrpcClient<Echo.EchoClient>(options => options.Address = new Uri(back.Address)).EnableCallContextPropagation());
        using var source = new CancellationTokenSource();

        var call = front.Client.UnaryAsync(new EchoMessage(), deadline: DateTime.UtcNow.AddSeconds(30), cancellationToken: source.Token);
        var behind = await back.Waits.NextAsync();
        await source.CancelAsync();
        await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        await WaitList.FiresAsync(behind);

        var hurried = await Assert.ThrowsAsync<RpcException>(
            () => front.Client.UnaryAsync(new EchoMessage(), deadline: DateTime.UtcNow.AddMilliseconds(300)).ResponseAsync);
        Assert.Equal(StatusCode.DeadlineExceeded, hurried.StatusCode);
        await WaitList.FiresAsync(await back.Waits.NextAsync());
    }

    [Fact]
    public async Task that_hands_on_a_call_needs_one_unless_told_otherwise()
    {
        await using var server = await EchoServer.StartAsync();
        var services = new ServiceCollection();
        services.AddGrpcClient<Echo.EchoClient>("strict", options => options.Address = new Uri(server.Address)).EnableCallContextPropagation();
        services.AddGrpcClient<Echo.EchoClient>("lenient", options => options.Address = new Uri(server.Address))
            .EnableCallContextPropagation(options => options.SuppressContextNotFoundErrors = true);
        await using var provider = services.BuildServiceProvider();
        var factory = provider.GetRequiredService<GrpcClientFactory>();

        Assert.Throws<InvalidOperationException>(() => factory.CreateClient<Echo.EchoClient>("strict").Unary(new EchoMessage()));
        Assert.Equal("a", factory.CreateClient<Echo.EchoClient>("lenient").Unary(new EchoMessage { Text = "a" }).Text);
    }

    private sealed class Stamping(string stamp) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(
            TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            var headers = new Metadata();
            foreach (var entry in context.Options.Headers ?? [])
                headers.Add(entry);
            headers.Add("x-echo-stamp", stamp);
            return continuation(request, new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, context.Options.WithHeaders(headers)));
        }
    }

    /// <summary>Serves a unary call by waiting for the server behind.</summary>
    private sealed class Forwarding(Echo.EchoClient behind) : Interceptor
    {
        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            await behind.WaitAsync(new EchoMessage());
            return await continuation(request, context);
        }
    }
}
