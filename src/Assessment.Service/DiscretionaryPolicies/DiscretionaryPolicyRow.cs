using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.DiscretionaryPolicies;

/// <summary>A policy as stored.</summary>
internal sealed record DiscretionaryPolicyRow(Guid Id, string Policy, DateTime CreatedAt)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public DiscretionaryPolicy ToMessage()
    {
        var policy = Parser.Parse<DiscretionaryPolicy>(Policy);
        policy.DiscretionaryPolicyId = Id.ToString();
        policy.CreateTime = Timestamp.FromDateTime(CreatedAt);
        return policy;
    }
}
