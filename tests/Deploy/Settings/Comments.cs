using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PersonalBudgets.Deploy.Tests.Settings;

/// <summary>The comments of classes and properties, from the documentation files beside their assemblies, as Markdown in one line.</summary>
internal static partial class Comments
{
    private static readonly Dictionary<Assembly, Dictionary<string, XElement>> Files = [];

    /// <exception cref="InvalidOperationException">It has none: every setting says what it means.</exception>
    public static string Of(MemberInfo member)
    {
        var assembly = member.Module.Assembly;
        if (!Files.TryGetValue(assembly, out var comments))
        {
            var file = Path.ChangeExtension(assembly.Location, ".xml");
            comments = Files[assembly] = XDocument.Load(file).Descendants("member").ToDictionary(one => (string)one.Attribute("name")!);
        }
        var name = member is Type type ? $"T:{type.FullName}" : $"P:{member.DeclaringType!.FullName}.{member.Name}";
        var summary = comments.GetValueOrDefault(name)?.Element("summary") ?? throw new InvalidOperationException($"{name} has no comment.");
        return Spaces().Replace(string.Concat(summary.Nodes().Select(Text)), " ").Trim();
    }

    private static string Text(XNode node) => node switch
    {
        XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
        XElement { Name.LocalName: "see" } see => $"`{((string)see.Attribute("cref")!).Split('.')[^1]}`",
        XElement other => other.Value,
        _ => node.ToString(),
    };

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
