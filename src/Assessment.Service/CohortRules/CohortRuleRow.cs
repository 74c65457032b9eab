using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.CohortRules;

/// <summary>One version of a rule as stored; its expression is the contract's JSON.</summary>
internal sealed record CohortRuleRow(
    Guid Id, string Code, int Number, string State, string Name, string Why, string Expression, DateTime CreatedAt, DateTime? PublishedAt, int Version)
{
    public CohortRule ToMessage() => new()
    {
        CohortRuleId = Id.ToString(),
        Code = Code,
        Number = Number,
        State = Codes.Parse<CohortRuleState>(State),
        Name = Name,
        Why = Why,
        Expression = JsonParser.Default.Parse<CohortExpression>(Expression),
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        PublishTime = PublishedAt is { } published ? Timestamp.FromDateTime(published) : null,
        Etag = Etag.Of(Version),
    };
}
