using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.PeopleLoads;

/// <summary>A load as stored.</summary>
internal sealed record PeopleLoadRow(
    Guid Id, Guid RequestId, string State, long Lines, long Registered, long Updated, long Faulty, byte[] Hash, DateTime CreatedAt, DateTime UpdatedAt)
{
    public bool IsComplete => Codes.Parse<PeopleLoadState>(State) is PeopleLoadState.Complete;

    public PeopleLoad ToMessage(IEnumerable<FaultRow> faults) => new()
    {
        PeopleLoadId = Id.ToString(),
        RequestId = RequestId.ToString(),
        State = Codes.Parse<PeopleLoadState>(State),
        LineCount = Lines,
        RegisteredCount = Registered,
        UpdatedCount = Updated,
        FaultyCount = Faulty,
        FirstFaults = { faults.Select(fault => fault.ToMessage()) },
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        UpdateTime = Timestamp.FromDateTime(UpdatedAt),
    };
}

/// <summary>One thing wrong with one line, as stored.</summary>
internal sealed record FaultRow(Guid Place, long Line, string Field, string Pointer, string Reason, string Detail)
{
    public PeopleLoadFault ToMessage() => new() { Line = Line, Field = Field, Pointer = Pointer, Reason = Reason, Detail = Detail };
}
