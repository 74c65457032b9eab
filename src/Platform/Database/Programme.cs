using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Platform.Database;

/// <summary>A tenant: a place-based partnership of one integrated care board, its councils and trusts.</summary>
public sealed class Programme
{
    /// <summary>The shape of a programme's name.</summary>
    public const string NamePattern = "^[a-z][a-z0-9-]{1,39}$";

    /// <summary>Its name in tokens and in every row.</summary>
    [Required, RegularExpression(NamePattern)]
    public string Name { get; set; } = "";

    /// <summary>The ODS code of its integrated care board.</summary>
    [Required]
    public string IntegratedCareBoard { get; set; } = "";

    /// <summary>The ODS or GSS code of its council.</summary>
    [Required]
    public string Council { get; set; } = "";
}

/// <summary>The programmes that this deployment serves: settings <c>Programmes:N:Name</c>, <c>:IntegratedCareBoard</c>, <c>:Council</c>.</summary>
public sealed class ProgrammesSettings
{
    /// <summary>All of them; sweeps run one unit of work for each.</summary>
    public IReadOnlyList<Programme> All { get; set; } = [];

    internal static bool AreValid(ProgrammesSettings settings) =>
        settings.All.All(programme => Validator.TryValidateObject(programme, new ValidationContext(programme), null, validateAllProperties: true))
        && settings.All.DistinctBy(programme => programme.Name).Count() == settings.All.Count;
}
