namespace PersonalBudgets.Gateway.Rest;

/// <summary>Entity tags: <c>W/"3"</c> stands for the version 3 of a resource.</summary>
internal static class EntityTags
{
    public static string Of(string version) => $"W/\"{version}\"";

    /// <summary>The version of one weak or strong tag. Lists and <c>*</c> are not for changes of one version.</summary>
    public static bool TryRead(string header, out string version)
    {
        var tag = header.StartsWith("W/", StringComparison.Ordinal) ? header[2..] : header;
        version = tag.Trim('"');
        return tag.Length > 2 && tag == $"\"{version}\"" && !version.AsSpan().ContainsAny("\", ");
    }
}
