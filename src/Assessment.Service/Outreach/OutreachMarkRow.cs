using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Outreach;

/// <summary>A mark as stored.</summary>
internal sealed record OutreachMarkRow(Guid Id, Guid PersonId, string Kind, DateOnly MarkDate, DateTime CreatedAt)
{
    public OutreachMark ToMessage() => new()
    {
        OutreachMarkId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Kind = Codes.Parse<OutreachMarkKind>(Kind),
        MarkDate = Dates.Text(MarkDate),
        CreateTime = Timestamp.FromDateTime(CreatedAt),
    };
}
