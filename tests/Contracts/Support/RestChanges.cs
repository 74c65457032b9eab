using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using PersonalBudgets.Options.V1;

namespace PersonalBudgets.Contracts.Tests.Support;

/// <summary>
/// What breaks callers although code and wire stay as they are, so that buf does not see it: a route that is gone, a permission that
/// their tokens do not have, a field that they never sent and that is now required.
/// </summary>
public static class RestChanges
{
    public static IEnumerable<string> Between(FileDescriptorSet before, FileDescriptorSet now) =>
        [.. Methods(before, now), .. Fields(before, now)];

    private static IEnumerable<string> Methods(FileDescriptorSet before, FileDescriptorSet now)
    {
        var methods = All(now).ToDictionary(method => method.Name, method => method.Options);
        // What is gone altogether is buf's to report.
        return All(before).SelectMany(method => methods.TryGetValue(method.Name, out var other) ? Changes(method.Name, method.Options, other) : []);

        static IEnumerable<(string Name, MethodOptions Options)> All(FileDescriptorSet set) =>
            from file in set.File
            from service in file.Service
            from method in service.Method
            select ($"{file.Package}.{service.Name}.{method.Name}", method.Options ?? new MethodOptions());
    }

    private static IEnumerable<string> Changes(string name, MethodOptions before, MethodOptions now)
    {
        var routes = Routes(now).ToHashSet();
        foreach (var route in Routes(before).Where(route => !routes.Contains(route)))
            yield return $"{name} is no longer at {route}.";

        var (had, has) = (before.GetExtension(OptionsExtensions.Rules), now.GetExtension(OptionsExtensions.Rules));
        if (had?.Permission != has?.Permission)
            yield return $"{name} needed {had?.Permission} and needs {has?.Permission}.";
    }

    private static IEnumerable<string> Fields(FileDescriptorSet before, FileDescriptorSet now)
    {
        var messages = All(before).ToDictionary(message => message.Name, message => Required(message.Message));
        return All(now).SelectMany(message => messages.TryGetValue(message.Name, out var required)
            ? Required(message.Message).Except(required).Select(field => $"{message.Name}.{field} was not required.")
            : []);

        static IEnumerable<(string Name, DescriptorProto Message)> All(FileDescriptorSet set) =>
            from file in set.File from message in file.MessageType select ($"{file.Package}.{message.Name}", message);

        static IEnumerable<string> Required(DescriptorProto message) => message.Field
            .Where(field => field.Options?.GetExtension(FieldBehaviorExtensions.FieldBehavior)?.Contains(FieldBehavior.Required) == true)
            .Select(field => field.Name);
    }

    private static IEnumerable<string> Routes(MethodOptions options) =>
        options.GetExtension(AnnotationsExtensions.Http) is { } rule ? rule.AdditionalBindings.Prepend(rule).Select(Route) : [];

    private static string Route(HttpRule rule) => rule.PatternCase switch
    {
        HttpRule.PatternOneofCase.Get => $"GET {rule.Get}",
        HttpRule.PatternOneofCase.Put => $"PUT {rule.Put}",
        HttpRule.PatternOneofCase.Post => $"POST {rule.Post}",
        HttpRule.PatternOneofCase.Delete => $"DELETE {rule.Delete}",
        HttpRule.PatternOneofCase.Patch => $"PATCH {rule.Patch}",
        _ => rule.ToString(),
    } + (rule.Body.Length > 0 ? $" with the body {rule.Body}" : "");
}
