using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.Explanations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>Records that people were told of their indicative budgets and have seen them. Measured; nothing waits for it (DOMAIN 0, A29).</summary>
internal sealed class TellingRecord(UnitOfWork work, IOptions<NoticeSettings> settings, AllocationMetrics metrics)
{
    private const string Subject = "ALLOCATION";
    private const string English = "en-GB";

    /// <summary>Records that a person was told.</summary>
    /// <exception cref="Refusal">ALLOCATION_NOT_FOUND; FIELD_INVALID of the day; ETAG_MISMATCH.</exception>
    public async Task<RecordAllocationToldResponse> TellAsync(
        RecordAllocationToldRequest request, ServerCallContext context, Func<Session, Guid, Task<RecordAllocationToldResponse>> reload)
    {
        int? waited = null;
        var response = await work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (id, day) = (Guid.Parse(request.AllocationId), Dates.Parse(request.Date));
                var allocation = await AllocationStore.GetAsync(mutation, id);
                RequireBetween(IssuedOn(allocation), day, mutation.Today);
                var known = allocation.ToMessage();
                var telling = new Telling
                {
                    Channel = request.Channel,
                    Date = request.Date,
                    RecordedBy = mutation.Caller.Subject,
                    WordsVersion = ExplanationWords.Known.Version,
                    Format = request.Format is TellingFormat.Unspecified ? TellingFormat.Standard : request.Format,
                    Language = request.Language is "" ? English : request.Language,
                    Rights = { ReviewRights.Of(known.Components.SelectMany(component => component.LegalBases), day, settings.Value) },
                };
                if (!await AllocationStore.TellAsync(mutation, id, Etag.Parse(request.Etag), telling))
                    throw Refusal.EtagMismatch(allocation.Version);
                mutation.Audit("allocation.allocation.told", Subject, id, request.Channel.Code(), allocation.PersonId);
                waited = known.Tellings.Count is 0 ? day.DayNumber - IssuedOn(allocation).DayNumber : null;
                return new RecordAllocationToldResponse { Allocation = (await AllocationStore.GetAsync(mutation, id)).ToMessage() };
            },
            reload);
        if (waited is { } days)
            metrics.CountTold(context.Caller().Programme, days);
        return response;
    }

    /// <summary>Records that a person has seen the figure, whether or not somebody recorded that they were told.</summary>
    /// <exception cref="Refusal">ALLOCATION_NOT_FOUND; ALLOCATION_SEEN; FIELD_INVALID of the day; ETAG_MISMATCH.</exception>
    public async Task<RecordAllocationSeenResponse> SeeAsync(
        RecordAllocationSeenRequest request, ServerCallContext context, Func<Session, Guid, Task<RecordAllocationSeenResponse>> reload)
    {
        var isNew = false;
        var response = await work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (id, expected) = (Guid.Parse(request.AllocationId), Etag.Parse(request.Etag));
                var allocation = await AllocationStore.GetAsync(mutation, id);
                RequireBetween(IssuedOn(allocation), Dates.Parse(request.Date), mutation.Today);
                var sight = new Sight { Channel = request.Channel, Date = request.Date, RecordedBy = mutation.Caller.Subject };
                if (!await AllocationStore.SeeAsync(mutation, id, expected, sight))
                    throw Lost(await AllocationStore.GetAsync(mutation, id));
                mutation.Audit("allocation.allocation.seen", Subject, id, request.Channel.Code(), allocation.PersonId);
                isNew = true;
                return new RecordAllocationSeenResponse { Allocation = (await AllocationStore.GetAsync(mutation, id)).ToMessage() };
            },
            reload);
        if (isNew)
            metrics.CountSeen(context.Caller().Programme);
        return response;
    }

    // That it is done already says more than that the etag is old.
    private static Refusal Lost(AllocationRow current) => current.ToMessage().Sight is not null
        ? Refusal.Rule("ALLOCATION_SEEN", "That the person has seen this indicative budget is recorded already.", null, ("allocation_id", current.Id))
        : Refusal.EtagMismatch(current.Version);

    private static DateOnly IssuedOn(AllocationRow allocation) => LondonTime.DateOf(new DateTimeOffset(allocation.IssuedAt));

    private static void RequireBetween(DateOnly issued, DateOnly day, DateOnly today)
    {
        if (day > today)
            throw Refusal.Invalid(new Violation("date", "NOT_IN_FUTURE", "What is recorded has happened: today or earlier."));
        if (day < issued)
            throw Refusal.Invalid(new Violation("date", "BEFORE_START", $"Not before {Dates.Text(issued)}: nobody knows of a budget before it is issued."));
    }
}
