using Google.Protobuf;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Requests;

/// <summary>A mutation's request id stands in its message or in <c>X-Request-ID</c>; where in both, it is the same.</summary>
public static class RequestIds
{
    /// <summary>Puts the header's id into a message that has none.</summary>
    /// <exception cref="Refusal">Message and header name different ids.</exception>
    public static void Settle(IMessage message, string? header)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (string.IsNullOrEmpty(header) || message.Descriptor.FindFieldByName(RequestKey.FieldName) is not { } field)
            return;
        var id = (string)field.Accessor.GetValue(message);
        if (id.Length is 0)
            field.Accessor.SetValue(message, header.ToLowerInvariant());
        else if (!string.Equals(id, header, StringComparison.OrdinalIgnoreCase))
            throw Refusal.Invalid(new Violation(RequestKey.FieldName, "REQUEST_ID", "The message and the header X-Request-ID name different request ids."));
    }
}
