namespace PersonalBudgets.Gateway.Json;

/// <summary>One thing wrong with a request.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) into the request's body; null where the fault is not in the body.</param>
/// <param name="Field">Path of the field in the contract's names, such as <c>plan.lines[0].amount_pence</c>; empty for the whole request.</param>
/// <param name="Reason">Code of the fault, one of <see cref="Faults"/> or of the service's own.</param>
/// <param name="Detail">What was expected, in words. Never the value that was sent: it may be about a person.</param>
public sealed record Violation(string? Pointer, string Field, string Reason, string Detail)
{
    /// <summary>The line of a streamed body, from 1, that the pointer leads into; null of any other body.</summary>
    public long? Line { get; init; }
}

/// <summary>Codes of the faults that only the REST door can see.</summary>
public static class Faults
{
    public const string Malformed = "JSON_MALFORMED";
    public const string LineTooLong = "LINE_TOO_LONG";
    public const string TooDeep = "JSON_TOO_DEEP";
    public const string NotUtf8 = "JSON_NOT_UTF8";
    public const string UnknownMember = "MEMBER_UNKNOWN";
    public const string DuplicateMember = "MEMBER_DUPLICATE";
    public const string UnknownParameter = "PARAMETER_UNKNOWN";
    public const string DuplicateParameter = "PARAMETER_DUPLICATE";
    public const string OneOf = "ONE_OF_SEVERAL";
    public const string WrongType = "TYPE_WRONG";
    public const string NotWhole = "NUMBER_NOT_WHOLE";
    public const string TooLargeForNumber = "NUMBER_NEEDS_STRING";
    public const string OutOfRange = "NUMBER_OUT_OF_RANGE";
    public const string UnknownEnum = "ENUM_UNKNOWN";
    public const string BadText = "TEXT_MALFORMED";
    public const string BadBase64 = "BASE64_MALFORMED";
    public const string BadTimestamp = "TIMESTAMP_MALFORMED";
    public const string BadFieldMask = "FIELD_MASK_MALFORMED";
    public const string TooMany = "VIOLATIONS_TRUNCATED";
    public const string Required = "REQUIRED";
    public const string NotUuid = "UUID";
    public const string BadHeader = "HEADER_MALFORMED";
    public const string Contradiction = "VALUES_CONTRADICT";
    public const string IdentifierInUrl = "IDENTIFIER_IN_URL";
}
