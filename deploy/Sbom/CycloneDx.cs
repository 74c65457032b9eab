using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PersonalBudgets.Sbom;

/// <summary>A bill of materials in CycloneDX 1.6. The same lock data gives the same bytes: it carries no time, and its number comes from its content.</summary>
internal static class CycloneDx
{
    private const string Namespace = "personal-budgets";

    private static readonly JsonSerializerOptions Format = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Materials materials)
    {
        var parts = materials.Parts.OrderBy(part => part.Reference, StringComparer.Ordinal).ToArray();
        // Names of packages are compared without case, in the lock data as in the feed.
        var references = parts.ToDictionary(part => part.Name, part => part.Reference, StringComparer.OrdinalIgnoreCase);
        var program = Describe(materials.Program);
        program["type"] = "application";
        var content = new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["lifecycles"] = new JsonArray(new JsonObject { ["phase"] = "build" }),
                ["tools"] = new JsonObject { ["components"] = new JsonArray(new JsonObject { ["type"] = "application", ["group"] = Namespace, ["name"] = "Sbom" }) },
                ["component"] = program,
                ["licenses"] = Licences(Licence.OfTheSuite),
            },
            ["components"] = new JsonArray([.. parts.Select(Describe)]),
            ["dependencies"] = new JsonArray([.. parts.Prepend(materials.Program).Select(part => Edges(part, references))]),
        };
        var bom = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["serialNumber"] = $"urn:uuid:{NumberOf(content)}",
            ["version"] = 1,
        };
        foreach (var (name, value) in content.ToArray())
        {
            content.Remove(name);
            bom[name] = value;
        }
        return bom.ToJsonString(Format) + "\n";
    }

    private static JsonObject Describe(Part part)
    {
        var component = new JsonObject
        {
            ["type"] = part.Origin is Origin.Framework ? "framework" : "library",
            ["bom-ref"] = part.Reference,
            ["name"] = part.Name,
        };
        if (part.IsOurs)
            component["group"] = Namespace;
        if (part.Version is not null)
            component["version"] = part.Version;
        if (part.Origin is Origin.Framework)
            component["description"] = "Shared framework of .NET; its version is the base image's.";
        if (part.Origin is Origin.Polyfill)
            component["description"] = $"Stand-in for the package {part.Name}: this build did not use the official one.";
        if (part.Sha512 is not null)
            component["hashes"] = new JsonArray(new JsonObject { ["alg"] = "SHA-512", ["content"] = part.Sha512 });
        if (part.Licence is not null)
            component["licenses"] = Licences(part.Licence);
        if (part.Origin is Origin.Package)
            component["purl"] = part.Purl;
        return component;
    }

    private static JsonArray Licences(Licence licence)
    {
        if (licence.Expression is not null)
            return new JsonArray(new JsonObject { ["expression"] = licence.Expression });
        var words = new JsonObject { ["name"] = licence.Name };
        if (licence.Url is not null)
            words["url"] = licence.Url;
        return new JsonArray(new JsonObject { ["license"] = words });
    }

    // What a framework brings itself is pruned from the lock data: such a dependency is the framework.
    private static JsonObject Edges(Part part, Dictionary<string, string> references) => new()
    {
        ["ref"] = part.Reference,
        ["dependsOn"] = new JsonArray([.. part.Needs.Where(references.ContainsKey).Select(need => references[need])
            .Distinct().Order(StringComparer.Ordinal).Select(reference => JsonValue.Create(reference))]),
    };

    // A UUID of version 8: its bits are the content's.
    private static Guid NumberOf(JsonObject content)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes(content.ToJsonString()))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
