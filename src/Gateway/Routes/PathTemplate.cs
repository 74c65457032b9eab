namespace PersonalBudgets.Gateway.Routes;

/// <summary>
/// A path of <c>google.api.http</c>: literal segments, variables of one segment and a custom verb, as in
/// <c>/v1/plans/{plan_id}:submit</c>. The grammar has more forms; the contract uses plain ids (docs/adr/0011).
/// </summary>
public sealed class PathTemplate
{
    private PathTemplate(string text, IReadOnlyList<PathSegment> segments, string verb)
    {
        Text = text;
        Segments = segments;
        Verb = verb;
    }

    /// <summary>As the contract has it; also what logs and traces say in place of a path.</summary>
    public string Text { get; }

    public IReadOnlyList<PathSegment> Segments { get; }

    /// <summary>Empty if there is none.</summary>
    public string Verb { get; }

    /// <summary>Null for a path of a form that the gateway does not map.</summary>
    public static PathTemplate? Parse(string text)
    {
        var end = text.LastIndexOf(':');
        var verb = end > text.LastIndexOf('}') && end > text.LastIndexOf('/') ? text[(end + 1)..] : "";
        var path = verb.Length > 0 ? text[..end] : text;
        if (!path.StartsWith('/'))
            return null;

        var segments = path[1..].Split('/');
        return segments.All(segment => IsLiteral(segment) || IsVariable(segment))
            ? new PathTemplate(text, [.. segments.Select(segment => IsLiteral(segment) ? new PathSegment(segment, false) : new PathSegment(segment[1..^1], true))], verb)
            : null;
    }

    private static bool IsLiteral(string segment) => segment.Length > 0 && segment.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.');

    private static bool IsVariable(string segment) => segment.Length > 2 && segment[0] == '{' && segment[^1] == '}' && IsLiteral(segment[1..^1]);
}

/// <summary>One part of a path.</summary>
/// <param name="Text">The literal, or the field path of the variable.</param>
/// <param name="IsVariable">Whether it stands for a value.</param>
public readonly record struct PathSegment(string Text, bool IsVariable);
