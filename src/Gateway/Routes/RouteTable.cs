using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using PersonalBudgets.Platform.Requests;
using ServiceDescriptor = Google.Protobuf.Reflection.ServiceDescriptor;

namespace PersonalBudgets.Gateway.Routes;

/// <summary>
/// Every way into the suite: the gRPC path and the REST routes of every method of the contract. Built at start; a method that
/// cannot be mapped, or a route that two methods claim, stops it.
/// </summary>
public sealed class RouteTable
{
    private readonly FrozenDictionary<string, PublishedMethod> _methods;
    private readonly RouteTree _tree = new();

    public RouteTable(IEnumerable<ServiceDescriptor> services)
    {
        Methods = [.. new MethodTable(services.SelectMany(service => service.Methods)).All.Select(facts => new PublishedMethod(facts))];
        _methods = Methods.ToFrozenDictionary(method => method.Path, StringComparer.Ordinal);
        Routes = [.. Methods.SelectMany(RoutesOf)];
        foreach (var route in Routes)
        {
            _tree.Add(route);
            route.Created = FindCreated(route);
        }
    }

    /// <summary>In the order of the contract.</summary>
    public IReadOnlyList<PublishedMethod> Methods { get; }

    public IReadOnlyList<RestRoute> Routes { get; }

    /// <summary>The method that a gRPC path names.</summary>
    public bool TryFind(string grpcPath, [MaybeNullWhen(false)] out PublishedMethod method) => _methods.TryGetValue(grpcPath, out method);

    /// <summary>The routes at a path, by HTTP method, and the values of the path's variables; null if nothing is there.</summary>
    public RouteMatch? Find(string path) => _tree.Find(path);

    private static IEnumerable<RestRoute> RoutesOf(PublishedMethod method)
    {
        var rule = method.Descriptor.GetOptions()?.GetExtension(AnnotationsExtensions.Http)
            ?? throw new NotSupportedException($"{method.Path} has no google.api.http annotation.");
        return rule.AdditionalBindings.Prepend(rule).Select(binding => new RestRoute(method, binding));
    }

    /// <summary>
    /// A standard Create method answers with the resource, so its Location is the Get route whose variables that resource has.
    /// </summary>
    private RestRoute? FindCreated(RestRoute route)
    {
        var resource = route.Method.Descriptor.OutputType;
        if (!route.Method.Descriptor.Name.StartsWith("Create", StringComparison.Ordinal) || route.HttpMethod != "POST")
            return null;
        return Routes.FirstOrDefault(other => other.HttpMethod == "GET" && other.Method.Descriptor.OutputType == resource
            && other.Variables.All(variable => resource.FindFieldByName(variable.Text) is { FieldType: FieldType.String, IsRepeated: false }));
    }
}

/// <summary>The routes that a path leads to.</summary>
/// <param name="ByMethod">One for each HTTP method that may be used there.</param>
/// <param name="Values">The values of the path's variables, in their order.</param>
public sealed record RouteMatch(IReadOnlyDictionary<string, RestRoute> ByMethod, IReadOnlyList<string> Values);
