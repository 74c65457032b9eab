using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Organisations;

/// <summary>An organisation as stored.</summary>
internal sealed record OrganisationRow(string Code, string Name, string Kind, DateOnly Opened, DateOnly? Closed)
{
    public bool IsOpenOn(DateOnly day) => day >= Opened && (Closed is null || day <= Closed);

    public Organisation ToMessage(IEnumerable<SuccessionRow> successions)
    {
        var own = successions.ToLookup(succession => succession.Code == Code);
        return new Organisation
        {
            OrganisationCode = Code,
            Name = Name,
            Kind = Codes.Parse<OrganisationKind>(Kind),
            OpenDate = Dates.Text(Opened),
            CloseDate = Dates.Text(Closed),
            SuccessorOf = { own[false].Where(row => row.SuccessorCode == Code).Select(row => Succession(row.Code, row)) },
            SucceededBy = { own[true].Select(row => Succession(row.SuccessorCode, row)) },
        };
    }

    private static OrganisationSuccession Succession(string code, SuccessionRow row) =>
        new() { OrganisationCode = code, EffectiveDate = Dates.Text(row.Effective) };
}

/// <summary>One organisation's place taken by another, as stored.</summary>
internal sealed record SuccessionRow(string Code, string SuccessorCode, DateOnly Effective);
