using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;

namespace PersonalBudgets.Allocation.Calibrations;

/// <summary>A calibration as stored: its figures and its model are each one document of the contract's JSON.</summary>
internal sealed record CalibrationRow(Guid Id, Guid RequestId, string Figures, string Model, byte[] Hash, DateTime CreatedAt)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public Calibration ToMessage()
    {
        var calibration = Parser.Parse<Calibration>(Figures);
        calibration.CalibrationId = Id.ToString();
        calibration.RequestId = RequestId.ToString();
        calibration.CreateTime = Timestamp.FromDateTime(CreatedAt);
        return calibration;
    }

    /// <summary>The calibrated model, as it was held against its sample.</summary>
    public AllocationModel ToModel() => Parser.Parse<AllocationModel>(Model);
}
