using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>Records other public money beside an indicative budget (Care Act 2014 s26(2)). It changes no figure: the budget is what the needs call for.</summary>
internal sealed class OtherMoneyRecord(UnitOfWork work, PersonStandingStore people)
{
    /// <summary>Keeps it in place of what was kept before.</summary>
    /// <exception cref="Refusal">ALLOCATION_NOT_FOUND; FIELD_INVALID; PERSON_DIED; ALLOCATION_SUPERSEDED; ETAG_MISMATCH.</exception>
    public Task<RecordOtherPublicMoneyResponse> RecordAsync(
        RecordOtherPublicMoneyRequest request, ServerCallContext context, Func<Session, Guid, Task<RecordOtherPublicMoneyResponse>> reload) => work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (id, expected) = (Guid.Parse(request.AllocationId), Etag.Parse(request.Etag));
                var allocation = await Issuing.LockAsync(mutation, people, id);
                Refusal.ThrowIfAny([.. Faults(request)]);
                Issuing.RequireStanding(allocation);
                if (!await AllocationStore.RecordOtherMoneyAsync(mutation, id, expected, request.OtherPublicMoney))
                    throw Refusal.EtagMismatch(allocation.Version);
                mutation.Audit("allocation.allocation.other_money_recorded", "ALLOCATION", id, personId: allocation.PersonId);
                return new RecordOtherPublicMoneyResponse { Allocation = (await AllocationStore.GetAsync(mutation, id)).ToMessage() };
            },
            reload);

    private static IEnumerable<Violation> Faults(RecordOtherPublicMoneyRequest request)
    {
        var seen = new HashSet<(PublicMoneyKind, string)>();
        foreach (var (index, money) in request.OtherPublicMoney.Index())
        {
            if (!seen.Add((money.Kind, money.Funder)))
                yield return new Violation($"other_public_money[{index}]", "DUPLICATE", "This kind of money of this funder stands in the request already.");
            if (money is { WeeklyPence: 0, OneOffPence: 0 })
                yield return new Violation($"other_public_money[{index}].weekly_pence", "REQUIRED", "An amount a week, or one that is paid once.");
        }
    }
}
