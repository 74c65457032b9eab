using System.Xml.Linq;

namespace PersonalBudgets.Sbom;

/// <summary>A licence: an SPDX expression where the package gives one, else the words or the address that it gives.</summary>
internal sealed record Licence(string? Expression, string? Name = null, string? Url = null)
{
    public static Licence OfTheSuite { get; } = new("Apache-2.0");

    /// <summary>What a package's own description says.</summary>
    /// <param name="nuspec">The description's file.</param>
    public static Licence? Read(string nuspec)
    {
        var metadata = XDocument.Load(nuspec).Root?.Elements().FirstOrDefault(element => element.Name.LocalName == "metadata");
        var license = Child("license");
        var url = (string?)Child("licenseUrl");
        return (string?)license?.Attribute("type") switch
        {
            "expression" => new Licence(license!.Value.Trim()),
            "file" => new Licence(null, $"In the package: {license!.Value.Trim()}"),
            _ => url is null ? null : new Licence(null, url, url),
        };

        XElement? Child(string name) => metadata?.Elements().FirstOrDefault(element => element.Name.LocalName == name);
    }
}
