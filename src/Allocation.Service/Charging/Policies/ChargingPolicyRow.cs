using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Allocation.Charging.Policies;

/// <summary>A policy as stored: its terms are one document of the contract's JSON.</summary>
internal sealed record ChargingPolicyRow(
    Guid Id, DateOnly ValidFrom, string Terms, string State, string DraftedBy, string? PublishedBy, DateTime? PublishedAt, int Version)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public bool IsDraft => State is "DRAFT";

    /// <summary>The document of a policy's terms.</summary>
    public static string TermsOf(ChargingPolicy policy) => JsonFormatter.Default.Format(new ChargingPolicy
    {
        Source = policy.Source,
        DisposableIncomeBasisPoints = policy.DisposableIncomeBasisPoints,
        LocalRates = { policy.LocalRates },
        CarersCharged = policy.CarersCharged,
    });

    public ChargingPolicy ToMessage()
    {
        var policy = Parser.Parse<ChargingPolicy>(Terms);
        policy.ChargingPolicyId = Id.ToString();
        policy.ValidFrom = Dates.Text(ValidFrom);
        policy.State = Codes.Parse<ChargingPolicyState>(State);
        policy.DraftedBy = DraftedBy;
        policy.PublishedBy = PublishedBy ?? "";
        policy.PublishTime = PublishedAt is { } published ? Timestamp.FromDateTime(published) : null;
        policy.Etag = Etag.Of(Version);
        return policy;
    }
}
