using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.SmallBudgets;

/// <summary>A small budget as stored; its items are a document of the contract's JSON.</summary>
internal sealed record SmallBudgetRow(
    Guid Id, Guid PersonId, string Kind, string Outcome, string Items, long AmountPence, string Funder, string Management, string State, string ProposedBy,
    DateTime ProposedAt, string? DecidedBy, DateTime? DecidedAt, Guid? NoticeId, int Version)
{
    public SmallBudgetKind BudgetKind => Codes.Parse<SmallBudgetKind>(Kind);

    public bool IsDirectPayment => Codes.Parse<Management>(Management) is Types.V1.Management.DirectPayment;

    /// <summary>The document of a budget's items.</summary>
    public static string ItemsOf(SmallBudget budget) => JsonFormatter.Default.Format(new SmallBudget { Items = { budget.Items } });

    public SmallBudget ToMessage() => new()
    {
        SmallBudgetId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Kind = BudgetKind,
        Outcome = Outcome,
        Items = { JsonParser.Default.Parse<SmallBudget>(Items).Items },
        // Nobody could propose it without.
        Consented = true,
        Funder = Funder,
        Management = Codes.Parse<Management>(Management),
        AmountPence = AmountPence,
        State = Codes.Parse<SmallBudgetState>(State),
        ProposedBy = ProposedBy,
        ProposeTime = Timestamp.FromDateTime(ProposedAt),
        DecidedBy = DecidedBy ?? "",
        DecideTime = DecidedAt is { } decided ? Timestamp.FromDateTime(decided) : null,
        NoticeId = NoticeId?.ToString() ?? "",
        Etag = Etag.Of(Version),
    };
}
