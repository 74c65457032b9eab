using Google.Api;
using Google.Protobuf.Reflection;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>The REST route of a method, read from its annotation as another client would read the documentation.</summary>
internal sealed record Route(HttpMethod Verb, string Template, string Body)
{
    public static Route Of(MethodDescriptor method)
    {
        var rule = method.GetOptions().GetExtension(AnnotationsExtensions.Http);
        return rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => new(HttpMethod.Get, rule.Get, rule.Body),
            HttpRule.PatternOneofCase.Post => new(HttpMethod.Post, rule.Post, rule.Body),
            HttpRule.PatternOneofCase.Patch => new(HttpMethod.Patch, rule.Patch, rule.Body),
            _ => throw new NotSupportedException($"{method.FullName} has a route of another kind."),
        };
    }

    /// <summary>The names of the path's variables.</summary>
    public IReadOnlyList<string> Variables => [.. Template.Split('{').Skip(1).Select(part => part.Split('}')[0])];

    /// <summary>The path with values in the place of its variables.</summary>
    public string Path(Func<string, string> value) => Variables.Aggregate(Template, (path, name) => path.Replace($"{{{name}}}", value(name), StringComparison.Ordinal));
}
