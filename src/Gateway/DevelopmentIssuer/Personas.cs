using System.Text.Json;

namespace PersonalBudgets.Gateway.DevelopmentIssuer;

/// <summary>Somebody that the development issuer gives tokens for.</summary>
/// <param name="Organisation">The kind of organisation that they act for unless the request names one: COUNCIL or INTEGRATED_CARE_BOARD.</param>
/// <param name="Permissions">What they may do.</param>
public sealed record Persona(string Organisation, IReadOnlyList<string> Permissions);

/// <summary>The personas and the services of the embedded file Personas.json.</summary>
/// <param name="All">The personas, by name.</param>
/// <param name="Services">The permissions of each service's own tokens, by its name.</param>
public sealed record PersonaList(IReadOnlyDictionary<string, Persona> All, IReadOnlyDictionary<string, IReadOnlyList<string>> Services)
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static PersonaList Read()
    {
        using var stream = typeof(PersonaList).Assembly.GetManifestResourceStream("Personas.json")!;
        var file = JsonSerializer.Deserialize<File>(stream, Options)!;
        return new PersonaList(file.Personas, file.Services);
    }

    private sealed record File(Dictionary<string, Persona> Personas, Dictionary<string, IReadOnlyList<string>> Services);
}
