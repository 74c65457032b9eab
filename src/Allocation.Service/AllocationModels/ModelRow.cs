using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.AllocationModels;

/// <summary>A model as stored: what its method needs is one document of the contract's JSON.</summary>
internal sealed record ModelRow(
    Guid Id, Guid FamilyId, int Number, string Name, string Kind, string Method, string Data, DateOnly ValidFrom, DateOnly? ValidTo, string State,
    DateTime CreatedAt, DateTime? PublishedAt, DateTime? WithdrawnAt, int Version)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public AllocationModel ToMessage()
    {
        var model = ToContent();
        model.AllocationModelId = Id.ToString();
        model.FamilyId = FamilyId.ToString();
        model.Version = Number;
        model.ValidTo = ValidTo is { } last ? Dates.Text(last) : "";
        model.State = Codes.Parse<ModelState>(State);
        model.CreateTime = Timestamp.FromDateTime(CreatedAt);
        model.PublishTime = PublishedAt is { } published ? Timestamp.FromDateTime(published) : null;
        model.WithdrawTime = WithdrawnAt is { } withdrawn ? Timestamp.FromDateTime(withdrawn) : null;
        model.Etag = Etag.Of(Version);
        return model;
    }

    /// <summary>The model without what the server gives: what its next version begins with.</summary>
    public AllocationModel ToContent()
    {
        var model = Parser.Parse<AllocationModel>(Data);
        model.Name = Name;
        model.Kind = Codes.Parse<ModelKind>(Kind);
        model.Method = Codes.Parse<AllocationMethod>(Method);
        model.ValidFrom = Dates.Text(ValidFrom);
        return model;
    }

    /// <summary>What of a model has no column of its own.</summary>
    public static string DataOf(AllocationModel model)
    {
        var data = model.Clone();
        data.AllocationModelId = data.FamilyId = data.Name = data.ValidFrom = data.ValidTo = data.Etag = "";
        (data.Kind, data.Method, data.State, data.Version) = (ModelKind.Unspecified, AllocationMethod.Unspecified, ModelState.Unspecified, 0);
        data.CreateTime = data.PublishTime = data.WithdrawTime = null;
        return JsonFormatter.Default.Format(data);
    }
}
