using System.Text.Json.Serialization;

namespace PersonalBudgets.Journey;

/// <summary>The stages of a person's way, in order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Stage>))]
public enum Stage
{
    /// <summary>Registered.</summary>
    [JsonStringEnumMemberName("REGISTERED")] Registered,

    /// <summary>Offered a budget.</summary>
    [JsonStringEnumMemberName("OFFERED")] Offered,

    /// <summary>The assessment is signed.</summary>
    [JsonStringEnumMemberName("ASSESSED")] Assessed,

    /// <summary>Found eligible under at least one legal basis.</summary>
    [JsonStringEnumMemberName("ELIGIBLE")] Eligible,

    /// <summary>The indicative budget is issued and the plan is being written.</summary>
    [JsonStringEnumMemberName("PLANNING")] Planning,

    /// <summary>The plan is submitted.</summary>
    [JsonStringEnumMemberName("SUBMITTED")] Submitted,

    /// <summary>Every funder has approved, the money is set aside.</summary>
    [JsonStringEnumMemberName("APPROVED")] Approved,

    /// <summary>The first payments are released.</summary>
    [JsonStringEnumMemberName("PAID")] Paid,
}
