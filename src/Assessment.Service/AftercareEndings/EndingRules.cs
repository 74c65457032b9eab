using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.Responsibility;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Identity;

namespace PersonalBudgets.Assessment.AftercareEndings;

/// <summary>
/// How after-care ends: when the council and the integrated care board are both satisfied that it is no longer needed, and not while a community treatment order
/// is in force (MHA 1983 s117(2); DOMAIN 8.3).
/// </summary>
internal static class EndingRules
{
    private const string Law = "MHA 1983 s117(2)";

    /// <summary>Makes sure that there is after-care which could end.</summary>
    /// <returns>The duty in question.</returns>
    /// <exception cref="Refusal">S117_NOT_IN_FORCE, S117_CTO_IN_FORCE.</exception>
    public static AftercareDuty RequireInForce(AftercareFacts facts)
    {
        var duty = AftercareDuty.Latest(facts);
        if (duty is not { IsInForce: true })
            throw Refusal.Rule("S117_NOT_IN_FORCE", "After-care that is not in force cannot end.", Law);
        RequireNoTreatmentOrder(facts, facts.Day);
        return duty;
    }

    /// <summary>Makes sure that a body may decide so.</summary>
    /// <param name="ending">The ending, open.</param>
    /// <param name="request">What is to be recorded.</param>
    /// <param name="earlier">What was decided before.</param>
    /// <param name="caller">Who records it.</param>
    /// <param name="programme">The programme's bodies.</param>
    /// <param name="facts">The sections on record.</param>
    /// <exception cref="Refusal">The reasons of the contract's DecideAftercareEnding.</exception>
    public static void RequireDecidable(
        AftercareEndingRow ending, DecideAftercareEndingRequest request, IReadOnlyList<AftercareDecisionRow> earlier, Caller caller, ProgrammeBodies programme,
        AftercareFacts facts)
    {
        if (earlier.Any(decision => decision.Body == request.Body.Code()))
            throw Refusal.Rule("S117_BODY_HAS_DECIDED", "This body has decided already: set the ending aside to decide again.", Law, ("body", request.Body.Code()));
        RequireOwnBody(ending, request, earlier, caller, programme);

        var duty = AftercareDuty.Latest(facts);
        if (duty is null || new LegalHistory(facts.LegalStatuses).Resolve(ending.LegalStatusId.ToString()) != duty.Detention)
            throw Refusal.Rule("S117_DUTY_REPLACED", "A new detention has ended this duty and given a fresh one: what is asked here no longer counts.", "[2023] UKSC 31");
        if (Dates.Parse(request.DecisionDate) < duty.BeganOn)
            throw Refusal.Invalid(new Violation("decision_date", "BEFORE_AFTERCARE", "After-care had not begun."));
        if (request.Satisfied)
        {
            RequireNoTreatmentOrder(facts, facts.Day);
            RequireNoTreatmentOrder(facts, Dates.Parse(request.DecisionDate));
        }
    }

    /// <summary>The faults of a decision by itself, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(DecideAftercareEndingRequest request, AftercareEndingRow ending, DateOnly today)
    {
        var (day, faults) = (Dates.Parse(request.DecisionDate), new List<Violation>());
        if (day > today)
            faults.Add(new("decision_date", "NOT_IN_FUTURE", "A decision is recorded once it is made."));
        if (day < ending.ConsultationDate)
            faults.Add(new("decision_date", "BEFORE_CONSULTATION", "The person is consulted before a body decides."));
        return faults;
    }

    /// <summary>Where the ending stands after a decision, and the day on which after-care ended.</summary>
    /// <param name="decisions">All decisions, the new one among them.</param>
    /// <param name="law">The law by date.</param>
    /// <param name="today">The day on which the person is told in writing.</param>
    public static (AftercareEndingState State, DateOnly? EndDate) After(IReadOnlyList<AftercareDecisionRow> decisions, AftercareLaw law, DateOnly today)
    {
        if (decisions.Any(decision => !decision.Satisfied))
            return (AftercareEndingState.NotEnded, null);
        if (decisions.DistinctBy(decision => decision.Body).Count() < 2)
            return (AftercareEndingState.Open, null);
        return (AftercareEndingState.Ended, law.IsReformed(today) ? today : decisions.Max(decision => decision.DecisionDate));
    }

    /// <summary>Makes sure that the caller is of one of the two bodies, or of the programme where one of them is outside it.</summary>
    /// <exception cref="Refusal">S117_ENDED_BY_ONE_BODY.</exception>
    public static void RequireOfEither(AftercareEndingRow ending, Caller caller, ProgrammeBodies programme)
    {
        var isForOutside = programme.Has(caller.Organisation) && !(programme.Has(ending.Council) && programme.Has(ending.IntegratedCareBoard));
        if (caller.Organisation != ending.Council && caller.Organisation != ending.IntegratedCareBoard && !isForOutside)
            throw NotOfTheBody(ending.Council, caller);
    }

    private static void RequireOwnBody(
        AftercareEndingRow ending, DecideAftercareEndingRequest request, IReadOnlyList<AftercareDecisionRow> earlier, Caller caller, ProgrammeBodies programme)
    {
        var (body, other) = request.Body is AftercareBody.Council ? (ending.Council, ending.IntegratedCareBoard) : (ending.IntegratedCareBoard, ending.Council);
        var isOwn = caller.Organisation == body;
        var isForOutside = !programme.Has(body) && (caller.Organisation == other || programme.Has(caller.Organisation));
        if (!isOwn && !isForOutside)
            throw NotOfTheBody(body, caller);
        if (!isOwn && string.IsNullOrWhiteSpace(request.WrittenDecisionReference))
            throw Refusal.Invalid(new Violation("written_decision_reference", "REQUIRED", "The body is outside the programme: say where its own written decision is found."));
        if (isOwn && request.WrittenDecisionReference is not "")
            throw Refusal.Invalid(new Violation("written_decision_reference", "NOT_OF_THIS_KIND", "Only of a body outside the programme, which does not record its decision itself."));
        // What another body has decided in writing is recorded, not decided, by who records it.
        if (isOwn && earlier.Any(decision => decision.DecidedBy == caller.Subject && decision.WrittenDecisionReference is ""))
            throw Refusal.Rule("S117_ENDED_BY_ONE_BODY", "One person does not decide for both bodies.", Law);
    }

    private static Refusal NotOfTheBody(string body, Caller caller) => Refusal.Rule(
        "S117_ENDED_BY_ONE_BODY", "Each of the two bodies decides for itself: after-care does not end by one of them.", Law,
        ("organisation", body), ("caller_organisation", caller.Organisation));

    private static void RequireNoTreatmentOrder(AftercareFacts facts, DateOnly day)
    {
        if (new LegalHistory(facts.LegalStatuses).TreatmentOrderInForce(day))
            throw Refusal.Rule("S117_CTO_IN_FORCE", "After-care cannot end while a community treatment order is in force.", Law);
    }
}
