using PersonalBudgets.Assessment.Capacity;
using PersonalBudgets.Assessment.DirectPayments;
using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.Residences;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.PeopleMerges;

/// <summary>What is worked out from the facts of one record, and was told to others under its id.</summary>
/// <param name="Whereabouts">Where the person lives, and who is responsible by that.</param>
/// <param name="IsAftercareInForce">Whether section 117 after-care is in force.</param>
/// <param name="Capacity">For which decisions the person lacks capacity.</param>
/// <param name="Permission">Whether direct payments may be made; null where nobody has decided.</param>
internal sealed record Derived(Whereabouts Whereabouts, bool IsAftercareInForce, CapacityNow Capacity, PermissionRow? Permission)
{
    /// <summary>Of a record, as it is on record now.</summary>
    public static async Task<Derived> OfAsync(Session work, Guid personId) => new(
        await Whereabouts.OfAsync(work, personId),
        AftercareRight.Decide(await LegalStatusStore.FactsAsync(work, personId)).Eligible,
        await CapacityStore.CurrentAsync(work, personId),
        await DirectPaymentStore.FindAsync(work, personId));
}
