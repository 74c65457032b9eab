namespace PersonalBudgets.AppHost;

/// <summary>The organisations that do not exist, which the sample people's records name.</summary>
internal static class SampleOrganisations
{
    private static readonly (string Kind, string File)[] Files =
    [
        ("INTEGRATED_CARE_BOARD", "integrated-care-boards.csv"), ("SUB_ICB_LOCATION", "sub-icb-locations.csv"), ("TRUST", "trusts.csv"),
        ("TRUST_SITE", "trust-sites.csv"), ("GP_PRACTICE", "gp-practices.csv"), ("LOCAL_AUTHORITY", "local-authorities.csv"), ("SUCCESSIONS", "successions.csv"),
    ];

    /// <summary>The command of Assessment that loads them.</summary>
    public static string[] Command { get; } =
        ["load-organisations", .. Files.SelectMany(file => new[] { file.Kind, Path.Combine(AppContext.BaseDirectory, "Organisations", file.File) })];
}
