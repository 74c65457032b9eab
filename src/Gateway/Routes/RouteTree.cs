namespace PersonalBudgets.Gateway.Routes;

/// <summary>The REST routes as a tree of path segments. A literal goes before a variable.</summary>
internal sealed class RouteTree
{
    private readonly Node _root = new();

    /// <exception cref="NotSupportedException">Another method has the route already.</exception>
    public void Add(RestRoute route)
    {
        var node = _root;
        foreach (var segment in route.Template.Segments)
            node = node.Child(segment);
        if (!node.Ends.TryGetValue(route.Template.Verb, out var end))
            node.Ends[route.Template.Verb] = end = new Dictionary<string, RestRoute>(StringComparer.Ordinal);
        if (!end.TryAdd(route.HttpMethod, route))
            throw new NotSupportedException($"{route.Method.Path} and {end[route.HttpMethod].Method.Path} both claim {route.HttpMethod} {route.Template.Text}.");
    }

    public RouteMatch? Find(string path)
    {
        if (path.Length < 2 || path[0] != '/')
            return null;

        var segments = path.Split('/').AsSpan(1);
        var verb = "";
        // The ids of the suite hold no colon, so what follows one is a verb, and an unknown verb is an unknown route.
        var colon = segments[^1].LastIndexOf(':');
        if (colon >= 0)
        {
            verb = segments[^1][(colon + 1)..];
            segments[^1] = segments[^1][..colon];
            if (verb.Length == 0)
                return null;
        }

        var values = new List<string>(2);
        return Find(_root, segments, verb, values) is { } found ? new RouteMatch(found, values) : null;
    }

    private static Dictionary<string, RestRoute>? Find(Node node, ReadOnlySpan<string> segments, string verb, List<string> values)
    {
        if (segments.IsEmpty)
            return node.Ends.GetValueOrDefault(verb);
        if (segments[0].Length == 0)
            return null;
        if (node.Literals.TryGetValue(segments[0], out var literal) && Find(literal, segments[1..], verb, values) is { } found)
            return found;
        if (node.Variable is null)
            return null;

        values.Add(segments[0]);
        found = Find(node.Variable, segments[1..], verb, values);
        if (found is null)
            values.RemoveAt(values.Count - 1);
        return found;
    }

    private sealed class Node
    {
        public Dictionary<string, Node> Literals { get; } = new(StringComparer.Ordinal);

        public Node? Variable { get; private set; }

        public Dictionary<string, Dictionary<string, RestRoute>> Ends { get; } = new(StringComparer.Ordinal);

        public Node Child(PathSegment segment)
        {
            if (segment.IsVariable)
                return Variable ??= new Node();
            if (!Literals.TryGetValue(segment.Text, out var child))
                Literals[segment.Text] = child = new Node();
            return child;
        }
    }
}
