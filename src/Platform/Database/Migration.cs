using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace PersonalBudgets.Platform.Database;

/// <summary>One embedded SQL file <c>NNNN_verb_object.sql</c>.</summary>
/// <param name="Scope">Whose it is: <c>platform</c>, or the service's area. Numbers count within it.</param>
/// <param name="Number">Its place in the order.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Sql">The file's text; <c>:app</c> and <c>:owner</c> stand for the service's roles.</param>
internal sealed partial record Migration(string Scope, int Number, string Name, string Sql)
{
    /// <summary>SHA-256 of the text, lines ended by line feeds however the file was checked out.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidOperationException">Its name is not <c>NNNN_verb_object.sql</c>.</exception>
    public static Migration Of(string scope, string name, string sql) =>
        FileName().Match(name) is { Success: true } match
            ? new Migration(scope, int.Parse(match.Groups[1].ValueSpan), name, sql)
            : throw new InvalidOperationException($"The migration {name} is not named NNNN_verb_object.sql.");

    [GeneratedRegex(@"\A(\d{4})_[a-z0-9]+(_[a-z0-9]+)+\.sql\z")]
    private static partial Regex FileName();
}
