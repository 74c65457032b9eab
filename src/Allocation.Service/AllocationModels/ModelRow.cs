using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.AllocationModels;

/// <summary>A model as stored: what its method needs is one document of the contract's JSON.</summary>
internal sealed record ModelRow(
    Guid Id, string Name, string Kind, string Method, string Data, DateOnly ValidFrom, string State, DateTime? PublishedAt, int Version)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public AllocationModel ToMessage()
    {
        var model = Parser.Parse<AllocationModel>(Data);
        model.AllocationModelId = Id.ToString();
        model.Name = Name;
        model.Kind = Codes.Parse<ModelKind>(Kind);
        model.Method = Codes.Parse<AllocationMethod>(Method);
        model.ValidFrom = Dates.Text(ValidFrom);
        model.State = Codes.Parse<ModelState>(State);
        model.PublishTime = PublishedAt is { } published ? Timestamp.FromDateTime(published) : null;
        model.Etag = Etag.Of(Version);
        return model;
    }

    /// <summary>What of a model has no column of its own.</summary>
    public static string DataOf(AllocationModel model) => JsonFormatter.Default.Format(new AllocationModel
    {
        DomainPoints = { model.DomainPoints },
        CarerFactors = model.CarerFactors,
        PricePerPointPence = model.PricePerPointPence,
        Curve = { model.Curve },
    });
}
