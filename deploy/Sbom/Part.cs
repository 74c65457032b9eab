namespace PersonalBudgets.Sbom;

/// <summary>Where a part comes from.</summary>
internal enum Origin
{
    /// <summary>A project of this repository.</summary>
    Suite,

    /// <summary>A project of this repository that stands in for an official package.</summary>
    Polyfill,

    /// <summary>A NuGet package.</summary>
    Package,

    /// <summary>A shared framework of .NET, which the base image brings.</summary>
    Framework,
}

/// <summary>One thing that a program is made of.</summary>
/// <param name="Version">Null for a framework: the base image decides.</param>
/// <param name="Sha512">The hash of the package's file in hexadecimal.</param>
/// <param name="Licence">Of a package or of the suite.</param>
/// <param name="Needs">The names of the parts that it needs itself.</param>
internal sealed record Part(Origin Origin, string Name, string? Version, string? Sha512, Licence? Licence, IReadOnlyList<string> Needs)
{
    /// <summary>Whether it is built here, from this repository.</summary>
    public bool IsOurs => Origin is Origin.Suite or Origin.Polyfill;

    /// <summary>What other parts refer to it by.</summary>
    public string Reference => Origin is Origin.Package ? Purl : Version is null ? Name : $"{Name}@{Version}";

    /// <summary>The package's address (purl).</summary>
    public string Purl => $"pkg:nuget/{Name}@{Version}";
}

/// <summary>A program and all that it is made of.</summary>
internal sealed record Materials(Part Program, IReadOnlyList<Part> Parts);
