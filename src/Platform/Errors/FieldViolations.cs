using Google.Protobuf;
using Google.Rpc;

namespace PersonalBudgets.Platform.Errors;

/// <summary>
/// <c>google.rpc.BadRequest.FieldViolation</c> with its <c>reason</c> (field 3), which the published message has and the C# types of
/// Google.Api.CommonProtos 2.0.0 do not know yet: it travels among their unknown fields, and clients of newer types read it.
/// </summary>
public static class FieldViolations
{
    private const int FieldTag = (1 << 3) | 2;
    private const int DescriptionTag = (2 << 3) | 2;
    private const int ReasonTag = (3 << 3) | 2;

    /// <summary>The message of a violation.</summary>
    public static BadRequest.Types.FieldViolation ToMessage(Violation violation)
    {
        ArgumentNullException.ThrowIfNull(violation);
        using var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            Write(output, FieldTag, violation.FieldPath);
            Write(output, DescriptionTag, violation.Text);
            Write(output, ReasonTag, violation.Reason);
        }

        return BadRequest.Types.FieldViolation.Parser.ParseFrom(bytes.ToArray());
    }

    /// <summary>The violation of a message, whoever wrote it; the reason is empty where it has none.</summary>
    public static Violation FromMessage(BadRequest.Types.FieldViolation message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var reason = "";
        var input = message.ToByteString().CreateCodedInput();
        while (input.ReadTag() is not 0 and var tag)
        {
            if (tag is ReasonTag)
                reason = input.ReadString();
            else
                input.SkipLastField();
        }

        return new Violation(message.Field, reason, message.Description);
    }

    private static void Write(CodedOutputStream output, uint tag, string value)
    {
        output.WriteTag(tag);
        output.WriteString(value);
    }
}
