using PersonalBudgets.Plans.Rules;
using PersonalBudgets.Plans.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Plans.Planning;

/// <summary>One thing that the money is spent on, against an outcome.</summary>
public sealed record PlanLine
{
    /// <summary>Made by the caller; one in its plan.</summary>
    public required Guid LineId { get; init; }

    /// <summary>The outcome that it serves.</summary>
    public required Guid OutcomeId { get; init; }

    /// <summary>A code of the catalogue (<see cref="Category"/>).</summary>
    public required string Category { get; init; }

    /// <summary>What it is, in words.</summary>
    public required string Description { get; init; }

    /// <summary>The law or policy under which it is paid.</summary>
    public required LegalBasis LegalBasis { get; init; }

    /// <summary>With the legal basis it decides who funds the line.</summary>
    public required NeedType NeedType { get; init; }

    /// <summary>Who holds the money.</summary>
    public required Management Management { get; init; }

    /// <summary>How often the amount falls due.</summary>
    public required Frequency Frequency { get; init; }

    /// <summary>The amount each time, in pence; for help by the hour the rate of an hour.</summary>
    public required long AmountPence { get; init; }

    /// <summary>Minutes of help a week; 0 unless paid by the hour.</summary>
    public int WeeklyMinutes { get; init; }

    /// <summary>Who is paid, in Payments.</summary>
    public Guid? PayeeId { get; init; }

    /// <summary>The money pays somebody whom the person employs.</summary>
    public bool Employed { get; init; }

    /// <summary>A family member or friend of the same household is paid.</summary>
    public bool ConnectedPerson { get; init; }

    /// <summary>Why paying a connected person is necessary; empty where nothing was recorded.</summary>
    public string Necessity { get; init; } = "";

    /// <summary>What it is beside the services that the programme pays for already.</summary>
    public LineEffect Effect { get; init; }

    /// <summary>The block contract, in Allocation, whose service the person no longer uses.</summary>
    public Guid? BlockContractId { get; init; }

    /// <summary>How many units of that contract a year the person no longer uses.</summary>
    public int ReplacedUnits { get; init; }

    /// <summary>What the rules said of it when the plan was last saved.</summary>
    public IReadOnlyList<RuleFinding> Findings { get; init; } = [];

    /// <summary>The funders' shares; empty until the plan is submitted.</summary>
    public IReadOnlyList<LineShare> Shares { get; init; } = [];

    /// <summary>The line as money.</summary>
    public Cost Cost => Costing.Of(Frequency, AmountPence, WeeklyMinutes);

    /// <summary>
    /// Whether NHS law binds the line. After-care under section 117 is a joint duty: only the part that the NHS body arranges
    /// and funds is a health service that a personal health budget can secure (SI 2012/2996 reg 32A), so a line that meets a
    /// social need alone is the council's and the Care Act's rules hold for it.
    /// </summary>
    public bool IsNhs => LegalBasis switch
    {
        LegalBasis.CareAct or LegalBasis.Carer or LegalBasis.ChildrenAct or LegalBasis.EhcPlan => false,
        LegalBasis.S117 => NeedType is not NeedType.Social,
        _ => true,
    };

    /// <summary>Whether the money is paid to the person, or to a nominee or representative.</summary>
    public bool IsDirectPayment => Management is Management.DirectPayment;
}

/// <summary>One funder's share of a line.</summary>
/// <param name="Funder">The organisation code.</param>
/// <param name="AnnualPence">What recurs, pence a year.</param>
/// <param name="OneOffPence">What is paid once, in pence.</param>
public sealed record LineShare(string Funder, long AnnualPence, long OneOffPence);
