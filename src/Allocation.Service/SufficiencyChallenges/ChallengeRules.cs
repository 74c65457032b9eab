using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.Allocations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.SufficiencyChallenges;

/// <summary>What a challenge of sufficiency and its answer can say (statutory guidance 11.24).</summary>
internal static class ChallengeRules
{
    /// <summary>A challenge fits the budget that it is of.</summary>
    /// <exception cref="Refusal">FIELD_INVALID.</exception>
    public static void RequireRaised(SufficiencyChallenge challenge, AllocationRow allocation, DateOnly today)
    {
        var faults = new List<Violation>();
        var raisedOn = Dates.Parse(challenge.RaiseDate);
        if (raisedOn > today)
            faults.Add(new Violation("sufficiency_challenge.raise_date", "NOT_IN_FUTURE", "What is recorded has happened: today or earlier."));
        else if (raisedOn < LondonTime.DateOf(new DateTimeOffset(allocation.IssuedAt)))
            faults.Add(new Violation("sufficiency_challenge.raise_date", "BEFORE_START", "Nobody challenges a budget before it is issued."));
        if (challenge.AskedAnnualPence > 0 && challenge.AskedAnnualPence <= allocation.AnnualPence)
            faults.Add(new Violation("sufficiency_challenge.asked_annual_pence", "NOT_ABOVE_FIGURE", "What is needed lies above the figure, or it is enough."));
        Refusal.ThrowIfAny(faults);
    }

    /// <summary>An answer has reasons, and the figure that its outcome calls for.</summary>
    /// <exception cref="Refusal">FIELD_INVALID; ALLOCATION_SUPERSEDED; PERSON_DIED.</exception>
    public static void RequireAnswer(DecideSufficiencyChallengeRequest answer, ChallengeRow challenge, AllocationRow allocation)
    {
        if (answer.AnnualPence > 0 && answer.Outcome is not ChallengeOutcome.NotUpheld)
            Issuing.RequireStanding(allocation);
        var faults = answer.Reasons.Index()
            .Where(reason => string.IsNullOrWhiteSpace(reason.Item))
            .Select(reason => new Violation($"reasons[{reason.Index}]", "REQUIRED", "The person learns why, in plain words."))
            .ToList();
        if (FigureFault(answer, challenge, allocation) is { } fault)
            faults.Add(new Violation("annual_pence", fault.Code, fault.Text));
        Refusal.ThrowIfAny(faults);
    }

    /// <summary>The change of the figure that an upheld challenge brings.</summary>
    public static AllocationChange Change(DecideSufficiencyChallengeRequest answer, AllocationRow allocation, Mutation mutation) => new()
    {
        Cause = AllocationCause.Challenge,
        FromAnnualPence = allocation.AnnualPence,
        ToAnnualPence = answer.AnnualPence,
        Reasons = { Reasons(answer) },
        DecidedBy = mutation.Caller.Subject,
        DecideTime = Timestamp.FromDateTimeOffset(mutation.Now),
        SufficiencyChallengeId = answer.SufficiencyChallengeId,
    };

    /// <summary>The reasons of an answer, without the blanks around them.</summary>
    public static IReadOnlyList<string> Reasons(DecideSufficiencyChallengeRequest answer) => [.. answer.Reasons.Select(reason => reason.Trim())];

    /// <summary>Where a challenge stands after an answer.</summary>
    public static ChallengeState StateAfter(ChallengeOutcome outcome) => Codes.Parse<ChallengeState>(outcome.Code());

    private static (string Code, string Text)? FigureFault(DecideSufficiencyChallengeRequest answer, ChallengeRow challenge, AllocationRow allocation)
    {
        if (answer.Outcome is ChallengeOutcome.NotUpheld)
            return answer.AnnualPence > 0 ? ("NOT_OF_THIS_OUTCOME", "A challenge that is not upheld leaves the figure as it is.") : null;
        // Another budget, or a decision that yields none, took its place: that is what the person has now.
        if (answer.AnnualPence is 0 && allocation.IsSuperseded)
            return null;
        if (answer.AnnualPence <= allocation.AnnualPence)
            return ("NOT_ABOVE_FIGURE", "Upheld, the budget rises.");
        if (challenge.AskedAnnualPence is 0)
            return null;
        return (answer.Outcome, answer.AnnualPence < challenge.AskedAnnualPence) switch
        {
            (ChallengeOutcome.Upheld, true) => ("NOT_OF_THIS_OUTCOME", "Upheld in full is at least what was asked for: less is upheld in part."),
            (ChallengeOutcome.UpheldInPart, false) => ("NOT_OF_THIS_OUTCOME", "Upheld in part is less than what was asked for."),
            _ => null,
        };
    }
}
