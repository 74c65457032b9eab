using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Residences;

/// <summary>What follows from a move that makes other bodies responsible.</summary>
internal static class Moves
{
    /// <summary>What the audit calls a time in which one council continues the plan of another.</summary>
    internal const string ContinuitySubject = "PLAN_CONTINUITY";

    /// <summary>Tells others of a move, where it is one.</summary>
    /// <param name="mutation">The work.</param>
    /// <param name="personId">The person, as others know them.</param>
    /// <param name="before">What they knew.</param>
    /// <param name="after">What is on record now.</param>
    /// <param name="day">The day of the move.</param>
    /// <param name="subject">What changed, and its version now.</param>
    public static void Tell(Mutation mutation, Guid personId, Whereabouts before, Whereabouts after, DateOnly day, (string Id, int Version) subject)
    {
        if (!after.IsMoveFrom(before))
            return;
        mutation.Publish(
            new PersonMoved
            {
                Programme = mutation.Programme,
                SubjectId = subject.Id,
                SubjectVersion = subject.Version,
                OccurredAt = mutation.Now,
                PersonId = personId.ToString(),
                MoveDate = day,
                FromCouncil = before.Responsible.Council,
                ToCouncil = after.Responsible.Council,
                FromIntegratedCareBoard = before.Responsible.IntegratedCareBoard,
                ToIntegratedCareBoard = after.Responsible.IntegratedCareBoard,
            },
            subject.Id);
    }

    /// <summary>Closes the continuity that a change of the record overtakes, and opens the one that the latest move asks for.</summary>
    public static async Task ContinueAsync(Mutation mutation, Guid personId, Guid residenceId, Move? latest, PlanContinuityEnd end)
    {
        if (await PlanContinuityStore.CloseOpenAsync(mutation, personId, end) is { } closed)
            mutation.Audit("assessment.plan_continuity.closed", ContinuitySubject, closed, end.Code(), personId);
        var continuityId = mutation.NewId();
        if (latest is not null && await PlanContinuityStore.OpenAsync(mutation, continuityId, personId, residenceId, latest))
            mutation.Audit("assessment.plan_continuity.opened", ContinuitySubject, continuityId, personId: personId);
    }
}
