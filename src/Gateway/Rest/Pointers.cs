using System.Globalization;
using System.Text;
using System.Text.Json;
using PersonalBudgets.Gateway.Errors;
using PersonalBudgets.Gateway.Json;
using PersonalBudgets.Gateway.Routes;

namespace PersonalBudgets.Gateway.Rest;

/// <summary>From a field's path in the contract's names to the JSON pointer into the body that was sent.</summary>
internal static class Pointers
{
    /// <summary>Gives a service's violations their pointers.</summary>
    public static Refused Place(Refused refused, RestRoute route, ReadOnlySpan<byte> body)
    {
        if (refused.Violations.Count == 0)
            return refused;

        using var document = Parse(body);
        return refused with
        {
            Violations = [.. refused.Violations.Select(violation => violation with { Pointer = Of(route, violation.Field, document?.RootElement) })],
        };
    }

    /// <summary>The same for one field.</summary>
    public static string? Of(RestRoute route, string field, ReadOnlySpan<byte> body)
    {
        using var document = Parse(body);
        return Of(route, field, document?.RootElement);
    }

    /// <summary>The pointer to a field; null where the route takes the field from the path, the query string or a header.</summary>
    /// <param name="route">The route.</param>
    /// <param name="field">The field's path.</param>
    /// <param name="body">The body, which says the spelling of names and whether it has a field that could stand elsewhere.</param>
    private static string? Of(RestRoute route, string field, JsonElement? body)
    {
        if (route.Body is null || field.Length == 0)
            return route.Body is null ? null : "";

        var steps = field.Split('.').AsSpan();
        if (route.BodyField is not null)
        {
            if (steps[0] != route.BodyField.Name)
                return null;
            steps = steps[1..];
        }
        else if (body is not null && StandsElsewhere(route, steps[0]) && !Has(body, steps[0], route.Body))
        {
            return null;
        }

        return Build(route.Body, steps, body);
    }

    private static string Build(MessageShape? shape, ReadOnlySpan<string> steps, JsonElement? body)
    {
        var pointer = new StringBuilder();
        foreach (var step in steps)
        {
            var bracket = step.IndexOf('[', StringComparison.Ordinal);
            var name = bracket < 0 ? step : step[..bracket];
            var member = shape?.Find(name);
            var spelled = member is null || body is { ValueKind: JsonValueKind.Object } && body.Value.TryGetProperty(name, out _) ? name : member.JsonName;
            pointer.Append('/').Append(spelled);
            body = Member(body, spelled);
            if (bracket >= 0 && int.TryParse(step.AsSpan(bracket + 1).TrimEnd(']'), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            {
                pointer.Append(CultureInfo.InvariantCulture, $"/{index}");
                body = body is { ValueKind: JsonValueKind.Array } list && index < list.GetArrayLength() ? list[index] : null;
            }

            shape = member?.Descriptor.FieldType == Google.Protobuf.Reflection.FieldType.Message ? MessageShape.Of(member.Descriptor.MessageType) : null;
        }

        return pointer.ToString();
    }

    private static bool StandsElsewhere(RestRoute route, string name) =>
        name == route.Method.RequestId?.Name || name == route.Method.Etag?.Name || route.Variables.Any(variable => variable.Text == name);

    private static bool Has(JsonElement? body, string name, MessageShape shape) =>
        Member(body, name) is not null || (shape.Find(name) is { } field && Member(body, field.JsonName) is not null);

    private static JsonElement? Member(JsonElement? body, string name) =>
        body is { ValueKind: JsonValueKind.Object } && body.Value.TryGetProperty(name, out var member) ? member : null;

    private static JsonDocument? Parse(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
            return null;
        try
        {
            var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = JsonMessages.MaximumDepth });
            return JsonDocument.ParseValue(ref reader);
        }
        catch (JsonException) // a body that is no JSON has been reported as such; its names say nothing
        {
            return null;
        }
    }
}
