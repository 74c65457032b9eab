using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.AllocationModels;

/// <summary>Models as one document.</summary>
internal static class ModelDocuments
{
    /// <summary>The newest format that this programme reads, and the one that it writes.</summary>
    public const int Format = 1;

    /// <summary>The most models of one document, as the contract says.</summary>
    public const int MostModels = 100;

    /// <summary>A document of models.</summary>
    public static AllocationModelDocument Of(IEnumerable<ModelRow> models) =>
        new() { FormatVersion = Format, AllocationModels = { models.Select(model => model.ToMessage()) } };

    /// <summary>The faults of all models of a document, at once. What a newer format means by its models nobody here can tell.</summary>
    public static IReadOnlyList<Violation> Faults(AllocationModelDocument document) => document.FormatVersion > Format
        ? [new Violation("document.format_version", "NEWER_FORMAT", $"The document is of a newer format than {Format}, the newest that is read here.")]
        : [.. document.AllocationModels.Index().SelectMany(model => ModelChecks.Faults(model.Item, $"document.allocation_models[{model.Index}]"))];
}
