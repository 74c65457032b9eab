using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Responsibility;

/// <summary>Works out who is responsible for a person, in general and for after-care, and who pays until that is found.</summary>
internal static class ResponsibleBodiesRule
{
    private const int Whole = 10_000;

    /// <summary>Pure: the same facts give the same answer.</summary>
    public static ResponsibleBodies WorkOut(ResponsibilityFacts facts)
    {
        var duties = AftercareDuty.All(facts.Aftercare);
        var bodies = new ResponsibleBodies
        {
            Day = Dates.Text(facts.Day),
            Council = GeneralBodies.Council(facts),
            IntegratedCareBoard = GeneralBodies.IntegratedCareBoard(facts),
        };
        if (duties is not [.., var latest])
            return bodies;
        bodies.AftercareCouncil = AftercareBodies.Council(latest, facts);
        bodies.AftercareIntegratedCareBoard = AftercareBodies.IntegratedCareBoard(duties, facts);
        if (bodies.AftercareCouncil.Organisation is "" || bodies.AftercareIntegratedCareBoard.Organisation is "")
            bodies.Interim = Interim(facts);
        return bodies;
    }

    /// <summary>
    /// Who pays meanwhile, so that discharge never waits: the bodies of the place where the person lives, else is (the rule for disputes between councils,
    /// SI 2014/2829, and between boards, Who Pays?), else the programme's own, which have the person before them.
    /// </summary>
    private static InterimSplit Interim(ResponsibilityFacts facts)
    {
        var place = facts.Residences.LivedOn(facts.Day) ?? facts.Residences.On(facts.Day);
        return new InterimSplit
        {
            Council = facts.Successions.On(place?.Council ?? facts.Programme.Council, facts.Day),
            IntegratedCareBoard = facts.Successions.On(place?.IntegratedCareBoard ?? facts.Programme.IntegratedCareBoard, facts.Day),
            CouncilBasisPoints = facts.InterimCouncilBasisPoints,
            IntegratedCareBoardBasisPoints = Whole - facts.InterimCouncilBasisPoints,
            Reason = (place is null ? "Nothing says where the person lives, so the bodies of this programme pay" : "The bodies of the place where the person lives or is pay")
                + " until it is found who is responsible. They pay without prejudice, and are paid back.",
        };
    }
}
