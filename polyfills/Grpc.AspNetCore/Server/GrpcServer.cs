using System.Reflection;
using Grpc.Core;
using Grpc.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server;

/// <summary>Maps services, and around them the answer to calls of what does not exist.</summary>
internal sealed class GrpcServer(IOptions<GrpcServiceOptions> options, ILoggerFactory loggers)
{
    private const string UnknownMethod = "{unimplementedMethod:" + GrpcRequestConstraint.Name + "}";

    private readonly HashSet<string> _patterns = [];
    private readonly ILogger _logger = loggers.CreateLogger("Grpc.AspNetCore.Server.ServerCallHandler");

    public GrpcServiceEndpointConventionBuilder Map<TService>(IEndpointRouteBuilder routes)
        where TService : class
    {
        var service = routes.ServiceProvider.GetRequiredService<IOptions<GrpcServiceOptions<TService>>>().Value;
        var settings = new MethodSettings(options.Value, service);
        var binder = new ServiceBinder<TService>(routes, settings, _logger);
        FindBind(typeof(TService)).Invoke(null, [binder, null]);

        if (!(options.Value.IgnoreUnknownServices ?? false))
            MapUnknown(routes, binder.Endpoints, "{unimplementedService}/" + UnknownMethod, "Service is unimplemented.", settings);
        if (!(service.IgnoreUnknownServices ?? options.Value.IgnoreUnknownServices ?? false))
            foreach (var name in binder.ServiceNames)
                MapUnknown(routes, binder.Endpoints, $"{name}/{UnknownMethod}", "Method is unimplemented.", settings);
        return new GrpcServiceEndpointConventionBuilder(binder.Endpoints);
    }

    private void MapUnknown(IEndpointRouteBuilder routes, List<IEndpointConventionBuilder> endpoints, string pattern, string detail, MethodSettings settings)
    {
        if (!_patterns.Add(pattern))
            return;
        var handler = new UnimplementedHandler(new Status(StatusCode.Unimplemented, detail), settings, _logger);
        // The constraint checks the HTTP method: said to routing, it would answer 405 to every other path of two parts.
        endpoints.Add(routes.Map(pattern, handler.InvokeAsync).WithDisplayName("gRPC - " + detail));
    }

    private static MethodInfo FindBind(Type service)
    {
        const BindingFlags Static = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static;
        for (var type = service; type is not null; type = type.BaseType)
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } bind
                && bind.BindType.GetMethod(bind.BindMethodName, Static, [typeof(ServiceBinderBase), type]) is { } method)
                return method;
        throw new InvalidOperationException($"{service} does not derive from a generated gRPC service base.");
    }
}

/// <summary>Answers UNIMPLEMENTED, after the same checks that a call of a known method goes through.</summary>
internal sealed class UnimplementedHandler(Status status, MethodSettings settings, ILogger logger) : CallHandler(Unknown.Instance, settings, logger)
{
    protected override Task HandleAsync(ServerCall call)
    {
        call.Status = status;
        return Task.CompletedTask;
    }

    private sealed class Unknown : IMethod
    {
        public static readonly Unknown Instance = new();

        public MethodType Type => MethodType.DuplexStreaming;

        public string ServiceName => "";

        public string Name => "";

        public string FullName => "";
    }
}

/// <summary>Lets only gRPC requests fall through to the endpoints of unknown methods: other paths with two parts belong to others.</summary>
internal sealed class GrpcRequestConstraint : IRouteConstraint
{
    public const string Name = "grpcunimplemented";

    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        httpContext is not null && HttpMethods.IsPost(httpContext.Request.Method) && Protocol.IsGrpc(httpContext.Request.ContentType);
}
