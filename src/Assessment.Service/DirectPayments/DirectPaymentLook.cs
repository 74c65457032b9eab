using PersonalBudgets.Assessment.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.DirectPayments;

/// <summary>
/// Looks again at one person's permission in the service's own name. After a change of a flag too: who the permission, its notice or its audit named
/// would tell what kind of fact had changed.
/// </summary>
internal sealed class DirectPaymentLook(UnitOfWork work, DirectPaymentPermissions permissions)
{
    /// <summary>What its entries in the audit name, whatever made it look.</summary>
    public const string Cause = "sweep:decide-direct-payments-anew";

    /// <summary>Decides anew where what the answer rests on has changed.</summary>
    /// <param name="programme">The person's.</param>
    /// <param name="personId">The person.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>Whether the answer changed.</returns>
    public Task<bool> TakeAsync(string programme, Guid personId, CancellationToken cancellationToken) =>
        work.WithoutCallerAsync(programme, Cause, mutation => DecideAsync(mutation, personId), cancellationToken);

    private async Task<bool> DecideAsync(Mutation mutation, Guid personId)
    {
        var person = (await PersonStore.LockAllAsync(mutation, [personId]))[0];
        // Merged meanwhile: the merge looked at the record that stands for the person.
        var decision = person.MergedInto is null ? await permissions.DecideAnewAsync(mutation, personId) : null;
        if (decision is { } id)
            mutation.Audit("assessment.direct_payment.decided", "DIRECT_PAYMENT_DECISION", id, personId: personId);
        else
            // Of a look that changed nothing the person's record says nothing: its day could be that of a flag.
            mutation.Audit("assessment.direct_payment.looked_at", "SWEEP", mutation.NewId(), "UNCHANGED");
        return decision is not null;
    }
}
