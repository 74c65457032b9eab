using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.People;

/// <summary>A person as stored.</summary>
internal sealed record PersonRow(
    Guid Id, string NhsNumber, string GivenName, string FamilyName, DateOnly BirthDate, DateTime CreatedAt, int Version)
{
    public Person ToMessage() => new()
    {
        PersonId = Id.ToString(),
        NhsNumber = NhsNumber,
        GivenName = GivenName,
        FamilyName = FamilyName,
        BirthDate = Dates.Text(BirthDate),
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        Etag = Etag.Of(Version),
    };
}
