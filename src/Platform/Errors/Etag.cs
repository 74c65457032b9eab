using System.Globalization;

namespace PersonalBudgets.Platform.Errors;

/// <summary>The etag of a resource is its version as text: <c>3</c> in a message, <c>W/"3"</c> in a header.</summary>
public static class Etag
{
    /// <summary>The etag of a version.</summary>
    public static string Of(int version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>The version that the caller has read.</summary>
    /// <param name="etag">The request's etag.</param>
    /// <param name="field">The field that it came in, for the answer to a malformed one.</param>
    /// <exception cref="Refusal">ETAG_REQUIRED where it is empty, FIELD_INVALID where it is no version.</exception>
    public static int Parse(string etag, string field = "etag")
    {
        if (string.IsNullOrEmpty(etag))
            throw Refusal.EtagRequired();
        return TryParse(etag, out var version) ? version : throw Refusal.Invalid(Malformed(field));
    }

    internal static bool TryParse(string etag, out int version) =>
        int.TryParse(etag, NumberStyles.None, CultureInfo.InvariantCulture, out version) && version > 0 && etag[0] is not '0';

    internal static Violation Malformed(string field) => new(field, "ETAG", "An etag is the version of a resource as it was read, such as 3.");
}
