using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.Organisations;
using PersonalBudgets.Assessment.Residences;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Responsibility;

/// <summary>All that the responsible bodies are worked out from. The same facts give the same bodies.</summary>
/// <param name="Aftercare">The sections on record, the ends of after-care, and the day that is asked about.</param>
/// <param name="Places">Where the person lived, every record.</param>
/// <param name="Successions">Which organisation took the place of which.</param>
/// <param name="Programme">The programme's own bodies.</param>
/// <param name="Law">The law on after-care by date.</param>
/// <param name="InterimCouncilBasisPoints">The council's share while the bodies are not found.</param>
internal sealed record ResponsibilityFacts(
    AftercareFacts Aftercare, IReadOnlyList<Residence> Places, SuccessorCodes Successions, ProgrammeBodies Programme, AftercareLaw Law, int InterimCouncilBasisPoints)
{
    /// <summary>The day that is asked about.</summary>
    public DateOnly Day => Aftercare.Day;

    /// <summary>The places as they count.</summary>
    public ResidenceHistory Residences { get; } = new(Places);
}

/// <summary>The bodies of a programme, as the deployment says.</summary>
internal sealed record ProgrammeBodies(string IntegratedCareBoard, string Council)
{
    public bool Has(string organisation) => organisation == Council || organisation == IntegratedCareBoard;
}
