using PersonalBudgets.Assessment.Capacity;
using PersonalBudgets.Assessment.Consents;
using PersonalBudgets.Assessment.DirectPayments;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.Residences;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.PeopleMerges;

/// <summary>
/// What follows when the facts of two records come together: what was worked out from those of one alone is worked out anew. Others know the person by either
/// id, and may not have heard of the merge yet: each record for which something now reads otherwise is told of by its own id.
/// </summary>
internal sealed class MergeConsequences(DirectPaymentPermissions permissions)
{
    /// <summary>Works out anew, publishes what changed, and opens or closes what hangs on it.</summary>
    /// <param name="mutation">The work that merged them.</param>
    /// <param name="survivor">The record that stands for the person, as it was before, with what was worked out for it.</param>
    /// <param name="merged">The other, likewise.</param>
    public async Task FollowAsync(Mutation mutation, (PersonRow Record, Derived Before) survivor, (PersonRow Record, Derived Before) merged)
    {
        var personId = survivor.Record.Id;
        await permissions.JoinAsync(mutation, personId, survivor.Before.Permission, merged.Before.Permission);
        // Of the dead nothing else is waited for: nobody moves, is asked or continues a plan.
        if (survivor.Record.DeathDate is not null)
            return;
        var now = await Derived.OfAsync(mutation, personId);
        foreach (var (record, before) in new[] { survivor, merged })
            Tell(mutation, record, before, now);
        await ContinuePlanAsync(mutation, personId, [survivor.Before.Whereabouts, merged.Before.Whereabouts], now.Whereabouts);
        await AskAsync(mutation, personId, survivor.Before.Capacity, merged.Before.Capacity, now.Capacity);
    }

    private static void Tell(Mutation mutation, PersonRow record, Derived before, Derived now)
    {
        // The merge raised the version of both.
        var (personId, version) = (record.Id.ToString(), record.Version + 1);
        if (now.Whereabouts.History.LivedOn(mutation.Today) is { } home)
            Moves.Tell(mutation, record.Id, before.Whereabouts, now.Whereabouts, ResidenceHistory.Start(home), (personId, version));
        if (before.IsAftercareInForce != now.IsAftercareInForce)
        {
            mutation.Publish(
                new LegalStatusChanged
                {
                    Programme = mutation.Programme,
                    SubjectId = personId,
                    SubjectVersion = version,
                    OccurredAt = mutation.Now,
                    PersonId = personId,
                    IsAftercareInForce = now.IsAftercareInForce,
                },
                personId);
        }

        foreach (var decision in before.Capacity.Lacking.Union(now.Capacity.Lacking).Where(one => before.Capacity.Lacks(one) != now.Capacity.Lacks(one)).Order())
        {
            mutation.Publish(
                new CapacityChanged
                {
                    Programme = mutation.Programme,
                    SubjectId = personId,
                    SubjectVersion = version,
                    OccurredAt = mutation.Now,
                    PersonId = personId,
                    Decision = decision.Code(),
                    HasCapacity = !now.Capacity.Lacks(decision),
                },
                personId);
        }
    }

    /// <summary>One council continues the plan of another by the last move of the whole history.</summary>
    private static async Task ContinuePlanAsync(Mutation mutation, Guid personId, IReadOnlyList<Whereabouts> before, Whereabouts now)
    {
        var known = before.Select(one => one.LatestMove).OfType<Move>().ToHashSet();
        var isAsItWas = now.LatestMove is { } latest ? known.SetEquals([latest]) : known.Count is 0;
        if (isAsItWas)
            return;
        var home = now.LatestMove is { } move
            ? now.History.Current.First(place => !ResidenceHistory.IsStay(place) && ResidenceHistory.Start(place) == move.Day)
            : now.History.Current[^1];
        await Moves.ContinueAsync(mutation, personId, Guid.Parse(home.ResidenceId), now.LatestMove, PlanContinuityEnd.Corrected);
    }

    private static async Task AskAsync(Mutation mutation, Guid personId, CapacityNow ofSurvivor, CapacityNow ofMerged, CapacityNow now)
    {
        foreach (var decision in now.Lacking)
            await ConsentPromptStore.LapseAsync(mutation, personId, decision);
        foreach (var decision in ofSurvivor.Lacking.Union(ofMerged.Lacking).Where(decision => !now.Lacks(decision)))
            await ConsentPromptStore.OpenAsync(mutation, personId, decision, ConsentPromptCause.CapacityRegained);
    }
}
