using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.People;

/// <summary>A person as stored.</summary>
internal sealed record PersonRow(
    Guid Id, string? NhsNumber, string NhsNumberStatus, string GivenName, string FamilyName, string PreferredName, string Title, DateOnly BirthDate,
    string GpPractice, string HomeOrganisation, string? Communication, DateOnly? DeathDate, Guid? MergedInto, DateTime CreatedAt, int Version)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public Person ToMessage() => new()
    {
        PersonId = Id.ToString(),
        NhsNumber = NhsNumber ?? "",
        NhsNumberStatus = Codes.Parse<NhsNumberStatus>(NhsNumberStatus),
        GivenName = GivenName,
        FamilyName = FamilyName,
        PreferredName = PreferredName,
        Title = Title,
        BirthDate = Dates.Text(BirthDate),
        GpPractice = GpPractice,
        HomeOrganisation = HomeOrganisation,
        Communication = Communication is null ? null : Parser.Parse<CommunicationNeeds>(Communication),
        DeathDate = Dates.Text(DeathDate),
        MergedIntoPersonId = MergedInto?.ToString() ?? "",
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        Etag = Etag.Of(Version),
    };

    /// <summary>The columns of a person's message, as parameters of a statement.</summary>
    public static object ColumnsOf(Person person) => new
    {
        NhsNumber = person.NhsNumber is "" ? null : person.NhsNumber,
        NhsNumberStatus = person.NhsNumberStatus.Code(),
        person.GivenName,
        person.FamilyName,
        person.PreferredName,
        person.Title,
        BirthDate = Dates.Parse(person.BirthDate),
        person.GpPractice,
        person.HomeOrganisation,
        Communication = CommunicationOf(person),
    };

    /// <summary>The document of a person's communication needs; null where none are recorded.</summary>
    public static string? CommunicationOf(Person person) => person.Communication is null ? null : JsonFormatter.Default.Format(person.Communication);
}
