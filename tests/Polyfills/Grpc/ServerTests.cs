using System.Diagnostics;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PersonalBudgets.Polyfills.Tests.Interop;

namespace PersonalBudgets.Polyfills.Tests.Grpc;

public sealed class A_server
{
    [Fact]
    public async Task passes_calls_through_the_interceptors_of_all_services_and_then_of_one()
    {
        var log = new List<string>();
        await using var server = await EchoServer.StartAsync(
            grpc => grpc.Interceptors.Add<Noting>("all", log),
            services => services.AddGrpc().AddServiceOptions<EchoService>(echo => echo.Interceptors.Add<Noting>("one", log)));

        await server.Client.UnaryAsync(new EchoMessage());
        using (var stream = server.Client.ServerStream(new EchoMessage { Count = 1 }))
            await foreach (var _ in stream.ResponseStream.ReadAllAsync())
            {
            }

        Assert.Equal(
            ["all > Unary", "one > Unary", "one < Unary", "all < Unary", "all > ServerStream", "one > ServerStream", "one < ServerStream", "all < ServerStream"],
            log);
    }

    [Fact]
    public async Task lets_an_interceptor_refuse_a_call()
    {
        await using var server = await EchoServer.StartAsync(grpc => grpc.Interceptors.Add<Refusing>());

        var refusal = await Assert.ThrowsAsync<RpcException>(() => server.Client.UnaryAsync(new EchoMessage()).ResponseAsync);

        Assert.Equal(StatusCode.Unauthenticated, refusal.StatusCode);
        Assert.Equal("x", refusal.Trailers.GetValue("x-why"));
    }

    [Theory]
    [InlineData(false, "Exception was thrown by handler.")]
    [InlineData(true, "Exception was thrown by handler. InvalidOperationException: secret")]
    public async Task tells_of_an_unexpected_exception_only_where_it_may(bool detailed, string expected)
    {
        await using var server = await EchoServer.StartAsync(grpc =>
        {
            grpc.EnableDetailedErrors = detailed;
            grpc.Interceptors.Add<Failing>();
        });

        var refusal = await Assert.ThrowsAsync<RpcException>(() => server.Client.UnaryAsync(new EchoMessage()).ResponseAsync);

        Assert.Equal(StatusCode.Unknown, refusal.StatusCode);
        Assert.Equal(expected, refusal.Status.Detail);
    }

    [Fact]
    public async Task holds_messages_to_the_sizes_of_their_service()
    {
        await using var server = await EchoServer.StartAsync(
            grpc => grpc.MaxReceiveMessageSize = 10,
            services => services.AddGrpc().AddServiceOptions<EchoService>(echo =>
            {
                echo.MaxReceiveMessageSize = 100;
                echo.MaxSendMessageSize = 50;
            }));

        await server.Client.UnaryAsync(new EchoMessage { Text = new string('a', 40) });
        foreach (var length in new[] { 60, 200 })
        {
            var refusal = await Assert.ThrowsAsync<RpcException>(
                () => server.Client.UnaryAsync(new EchoMessage { Text = new string('a', length) }).ResponseAsync);
            Assert.Equal(StatusCode.ResourceExhausted, refusal.StatusCode);
        }
    }

    [Fact]
    public async Task packs_its_answers_for_callers_that_accept_it()
    {
        await using var server = await EchoServer.StartAsync(grpc => grpc.ResponseCompressionAlgorithm = "gzip");
        using var call = server.Client.UnaryAsync(new EchoMessage { Text = new string('a', 10_000) }, new Metadata { { "grpc-internal-encoding-request", "gzip" } });

        Assert.Equal(10_000, (await call).Text.Length);
    }

    [Fact]
    public async Task says_on_its_endpoints_which_method_they_serve()
    {
        await using var server = await EchoServer.StartAsync();

        var methods = server.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(e => e.Metadata.GetMetadata<GrpcMethodMetadata>()).OfType<GrpcMethodMetadata>().ToList();

        Assert.Equal(7, methods.Count);
        Assert.All(methods, m => Assert.Equal(typeof(EchoService), m.ServiceType));
        Assert.Contains(methods, m => m.Method.FullName == "/suite.interop.v1.Echo/Unary");
    }

    [Fact]
    public async Task names_the_method_and_the_status_on_the_span_of_the_request()
    {
        // The span ends after the caller has its answer.
        var seen = new TaskCompletionSource();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Microsoft.AspNetCore",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if ((string?)span.GetTagItem("grpc.method") == "/suite.interop.v1.Echo/Refuse" && (string?)span.GetTagItem("grpc.status_code") == "9")
                    seen.TrySetResult();
            },
        };
        ActivitySource.AddActivityListener(listener);
        await using var server = await EchoServer.StartAsync();

        await Assert.ThrowsAsync<RpcException>(() => server.Client.RefuseAsync(new EchoMessage { Count = 9, Text = "mark" }).ResponseAsync);

        await seen.Task.WaitAsync(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task leaves_other_paths_to_other_endpoints()
    {
        await using var server = await EchoServer.StartAsync(map: app => app.MapGet("/one/two", () => "mine"));
        using var http = new HttpClient { DefaultRequestVersion = System.Net.HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };

        Assert.Equal("mine", await http.GetStringAsync(server.Address + "/one/two"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await http.GetAsync(server.Address + "/no/where")).StatusCode);
    }

    [Fact]
    public async Task shows_a_handler_its_caller()
    {
        ServerCallContext? seen = null;
        HttpContext? http = null;
        await using var server = await EchoServer.StartAsync(grpc => grpc.Interceptors.Add<Seeing>((Action<ServerCallContext>)(context =>
        {
            seen = context;
            http = context.GetHttpContext();
            Assert.Same(context, http.Features.GetRequiredFeature<IServerCallContextFeature>().ServerCallContext);
            Assert.StartsWith("ipv4:127.0.0.1:", context.Peer, StringComparison.Ordinal);
            Assert.Equal("/suite.interop.v1.Echo/Unary", context.Method);
            Assert.Equal("me", context.RequestHeaders.GetValue("x-who"));
            Assert.InRange(context.Deadline, DateTime.UtcNow, DateTime.UtcNow.AddSeconds(31));
        })));

        await server.Client.UnaryAsync(new EchoMessage(), new Metadata { { "x-who", "me" } }, DateTime.UtcNow.AddSeconds(30));

        Assert.NotNull(seen);
        Assert.NotNull(http);
    }

    private sealed class Noting(string name, List<string> log) : Interceptor
    {
        public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            log.Add($"{name} > Unary");
            var response = await continuation(request, context);
            log.Add($"{name} < Unary");
            return response;
        }

        public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
            TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            log.Add($"{name} > ServerStream");
            await continuation(request, responseStream, context);
            log.Add($"{name} < ServerStream");
        }
    }

    private sealed class Refusing : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            throw new RpcException(new Status(StatusCode.Unauthenticated, "no"), new Metadata { { "x-why", "x" } });
    }

    private sealed class Failing : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) => throw new InvalidOperationException("secret");
    }

    private sealed class Seeing(Action<ServerCallContext> see) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
            TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            see(context);
            return continuation(request, context);
        }
    }
}
