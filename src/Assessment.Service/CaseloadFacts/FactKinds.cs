using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.CaseloadFacts;

/// <summary>What sorts of facts there are, and what they are called in plain words.</summary>
internal static class FactKinds
{
    /// <summary>Whether it happens on one day; all others last.</summary>
    public static bool IsEvent(this CaseloadFactKind kind) =>
        kind is CaseloadFactKind.EmergencyAttendance or CaseloadFactKind.PsychiatricLiaison or CaseloadFactKind.CrisisContact;

    /// <summary>Whether it is a stay in hospital: it has bed days, and one soon after another is a readmission.</summary>
    public static bool IsAdmission(this CaseloadFactKind kind) =>
        kind is CaseloadFactKind.AcuteAdmission or CaseloadFactKind.IndependentHospitalAdmission
            or CaseloadFactKind.RehabilitationAdmission or CaseloadFactKind.GeneralHospitalAdmission;

    /// <summary>Whether it lasts from a day to a day and can be asked for as it stands today.</summary>
    public static bool IsPeriod(this CaseloadFactKind kind) =>
        !kind.IsEvent() && kind is not (CaseloadFactKind.Unspecified or CaseloadFactKind.Cluster or CaseloadFactKind.Diagnosis);

    /// <summary>What it is called, as one of several: "visits to A&amp;E".</summary>
    public static string Words(this CaseloadFactKind kind) => kind switch
    {
        CaseloadFactKind.EmergencyAttendance => "A&E attendance",
        CaseloadFactKind.PsychiatricLiaison => "contact with psychiatric liaison",
        CaseloadFactKind.CrisisContact => "contact with a crisis service",
        CaseloadFactKind.AcuteAdmission => "stay on an acute mental health ward",
        CaseloadFactKind.IndependentHospitalAdmission => "stay in an independent hospital",
        CaseloadFactKind.RehabilitationAdmission => "stay on a rehabilitation ward",
        CaseloadFactKind.GeneralHospitalAdmission => "stay in a general hospital",
        CaseloadFactKind.OutOfAreaPlacement => "placement outside the area",
        CaseloadFactKind.ResidentialHome => "living in a residential home",
        CaseloadFactKind.NursingHome => "living in a nursing home",
        CaseloadFactKind.PrivateHospital => "placement in a private hospital",
        CaseloadFactKind.LowSecure => "stay in a low secure service",
        CaseloadFactKind.BlockContractDayService => "day service on a block contract",
        CaseloadFactKind.HomeTreatment => "home treatment",
        CaseloadFactKind.EarlyIntervention => "early intervention in psychosis",
        CaseloadFactKind.TalkingTherapies => "talking therapies",
        CaseloadFactKind.Camhs => "child and adolescent mental health services",
        CaseloadFactKind.CamhsTransition => "move from child to adult services",
        CaseloadFactKind.RecoveryCollege => "recovery college",
        CaseloadFactKind.OpioidSubstitution => "opioid substitution treatment",
        CaseloadFactKind.RecoveryTeam => "recovery team",
        CaseloadFactKind.CareNeed => "care or support needed besides treatment",
        CaseloadFactKind.LongTermCondition => "physical long-term condition",
        CaseloadFactKind.AdmissionRisk => "risk of admission",
        CaseloadFactKind.Homeless => "homeless",
        CaseloadFactKind.NoGeneralPractice => "no GP",
        CaseloadFactKind.SocialCareBudget => "council personal budget",
        CaseloadFactKind.HealthBudget => "personal health budget",
        CaseloadFactKind.Section117 => "section 117 after-care",
        CaseloadFactKind.CommunityTreatmentOrder => "community treatment order",
        CaseloadFactKind.Detention => "detention in hospital",
        CaseloadFactKind.Cluster => "care cluster",
        CaseloadFactKind.Diagnosis => "diagnosis",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such fact."),
    };
}
