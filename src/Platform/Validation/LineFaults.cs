using Google.Protobuf.Reflection;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Platform.Validation;

/// <summary>Where a streamed request takes what is wrong with it.</summary>
public static class LineFaults
{
    /// <summary>The repeated field of <see cref="LineFault"/>; null where the request has none: then a message with faults ends the call.</summary>
    public static FieldDescriptor? FieldOf(MessageDescriptor request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return request.Fields.InDeclarationOrder().SingleOrDefault(
            field => field is { IsRepeated: true, FieldType: FieldType.Message } && field.MessageType == LineFault.Descriptor);
    }
}
