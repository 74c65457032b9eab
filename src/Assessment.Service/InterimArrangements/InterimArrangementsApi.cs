using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Assessment.Notices;
using PersonalBudgets.Assessment.Organisations;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.InterimArrangements;

/// <summary>The contract's InterimArrangementsService.</summary>
internal sealed class InterimArrangementsApi(UnitOfWork work, NoticeIssuing notices, IOptions<InterimSettings> settings)
    : InterimArrangementsService.InterimArrangementsServiceBase
{
    private const string Subject = "INTERIM_ARRANGEMENT";

    /// <inheritdoc/>
    public override Task<InterimArrangement> CreateInterimArrangement(CreateInterimArrangementRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (personId, asked) = (Guid.Parse(request.PersonId), request.InterimArrangement);
                await PersonStore.RequireLivingAsync(mutation, personId);
                if (InterimRules.FaultsOf(asked, settings.Value.LongestDays, mutation.Today).ToArray() is { Length: > 0 } faults)
                    throw Refusal.Invalid(faults);
                var payer = await FunderCheck.RequireAsync(mutation, "interim_arrangement.funder", asked.Funder, Dates.Parse(asked.StartDate));
                InterimRules.RequirePayer(asked.Basis, payer);
                if (asked.DisputedWith is not "")
                    await FunderCheck.RequireAsync(mutation, "interim_arrangement.disputed_with", asked.DisputedWith, Dates.Parse(asked.StartDate));
                var id = mutation.NewId();
                mutation.Audit("assessment.interim_arrangement.made", Subject, id, asked.Basis.Code(), personId);
                var noticeId = await notices.IssueAsync(mutation, new NewNotice(
                    NoticeKind.InterimArrangement, Subject, id, personId, "MADE", [asked.Reason.Trim()], FunderCheck.RouteOf(payer)));
                await InterimArrangementStore.InsertAsync(mutation, id, personId, asked, noticeId);
                Publish(mutation, id, request);
                return (await InterimArrangementStore.GetAsync(mutation, id)).ToMessage(mutation.Today);
            },
            ShowAsync);

    /// <inheritdoc/>
    public override Task<InterimArrangement> GetInterimArrangement(GetInterimArrangementRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.InterimArrangementId)));

    /// <inheritdoc/>
    public override Task<ListInterimArrangementsResponse> ListInterimArrangements(ListInterimArrangementsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"interim-arrangements:{personId}");
            var (rows, next) = page.Split(await InterimArrangementStore.ListAsync(session, personId, page), row => row.Id);
            session.AuditRead("PERSON", personId);
            return new ListInterimArrangementsResponse { InterimArrangements = { rows.Select(row => row.ToMessage(session.Today)) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<EndInterimArrangementResponse> EndInterimArrangement(EndInterimArrangementRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (id, expected, day) = (Guid.Parse(request.InterimArrangementId), Etag.Parse(request.Etag), Dates.Parse(request.Date));
                if ((request.Reason is InterimEndReason.Replaced) != (request.PlanId is not ""))
                {
                    throw Refusal.Invalid(request.PlanId is ""
                        ? new Violation("plan_id", "REQUIRED", "What is replaced is replaced by a plan.")
                        : new Violation("plan_id", "NOT_APPLICABLE", "Only what is replaced has a plan in its place."));
                }

                var current = await InterimArrangementStore.GetAsync(mutation, id);
                if (current.StateOn(mutation.Today) is not InterimArrangementState.InForce)
                    throw Ended(current, mutation.Today);
                if (day < current.StartOn || day > current.EndOn)
                    throw Refusal.Invalid(new Violation("date", "OUT_OF_RANGE", $"From {Dates.Text(current.StartOn)} to {Dates.Text(current.EndOn)}."));
                var planId = Ids.ParseOptional(request.PlanId);
                var ended = await InterimArrangementStore.EndAsync(mutation, id, expected, request.Reason, day, planId) ?? throw await LostAsync(mutation, id, Ended, row => row.EndedOn is null);
                mutation.Audit("assessment.interim_arrangement.ended", Subject, id, request.Reason.Code(), ended.PersonId);
                mutation.Publish(
                    new InterimArrangementEnded
                    {
                        Programme = mutation.Programme, SubjectId = id.ToString(), SubjectVersion = ended.Version, OccurredAt = mutation.Now,
                        PersonId = ended.PersonId.ToString(), EndDate = day,
                    },
                    id.ToString());
                return new EndInterimArrangementResponse { InterimArrangement = ended.ToMessage(mutation.Today) };
            },
            async (session, id) => new EndInterimArrangementResponse { InterimArrangement = await ShowAsync(session, id) });

    /// <inheritdoc/>
    public override Task<SettleInterimArrangementResponse> SettleInterimArrangement(SettleInterimArrangementRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (id, expected, day) = (Guid.Parse(request.InterimArrangementId), Etag.Parse(request.Etag), Dates.Parse(request.Date));
                var current = await InterimArrangementStore.GetAsync(mutation, id);
                if (current.DisputedWith is null)
                    throw Refusal.Rule("NOT_DISPUTED", "Nobody disputes who pays for this arrangement.", null, ("basis", current.Basis));
                if (current.SettledOn is not null)
                    throw Settled(current, mutation.Today);
                if (SettlementFaults(request, current, day, mutation.Today).ToArray() is { Length: > 0 } faults)
                    throw Refusal.Invalid(faults);
                await FunderCheck.RequireAsync(mutation, "liable", request.Liable, day);
                var settled = await InterimArrangementStore.SettleAsync(mutation, id, expected, request.Liable, request.BackChargePence, day)
                    ?? throw await LostAsync(mutation, id, Settled, row => row.SettledOn is null);
                mutation.Audit("assessment.interim_arrangement.settled", Subject, id, personId: settled.PersonId);
                mutation.Publish(
                    new InterimArrangementSettled
                    {
                        Programme = mutation.Programme, SubjectId = id.ToString(), SubjectVersion = settled.Version, OccurredAt = mutation.Now,
                        PersonId = settled.PersonId.ToString(), Liable = request.Liable, BackChargePence = request.BackChargePence,
                    },
                    id.ToString());
                return new SettleInterimArrangementResponse { InterimArrangement = settled.ToMessage(mutation.Today) };
            },
            async (session, id) => new SettleInterimArrangementResponse { InterimArrangement = await ShowAsync(session, id) });

    private static IEnumerable<Violation> SettlementFaults(SettleInterimArrangementRequest request, InterimArrangementRow arrangement, DateOnly day, DateOnly today)
    {
        if (request.BackChargePence > arrangement.CapPence)
            yield return new Violation("back_charge_pence", "LTE", $"No more can be charged back than could be spent: {arrangement.CapPence} pence.");
        if (request.Liable == arrangement.Funder && request.BackChargePence > 0)
            yield return new Violation("back_charge_pence", "NOT_APPLICABLE", "The funder charges nothing back to itself.");
        if (day > today)
            yield return new Violation("date", "NOT_IN_FUTURE", "What is recorded has happened: today or earlier.");
        if (day < arrangement.StartOn)
            yield return new Violation("date", "BEFORE_START", $"Not before the arrangement began, on {Dates.Text(arrangement.StartOn)}.");
    }

    private static async Task<InterimArrangement> ShowAsync(Session session, Guid id)
    {
        var arrangement = await InterimArrangementStore.GetAsync(session, id);
        session.AuditRead(Subject, id, arrangement.PersonId);
        return arrangement.ToMessage(session.Today);
    }

    private static async Task<Refusal> LostAsync(Session session, Guid id, Func<InterimArrangementRow, DateOnly, Refusal> done, Func<InterimArrangementRow, bool> isToDo)
    {
        var current = await InterimArrangementStore.GetAsync(session, id);
        return isToDo(current) ? Refusal.EtagMismatch(current.Version) : done(current, session.Today);
    }

    private static Refusal Ended(InterimArrangementRow arrangement, DateOnly today) => Refusal.Rule(
        "INTERIM_ARRANGEMENT_ENDED", "The arrangement has ended, or its last day has passed.", null, ("state", arrangement.StateOn(today).Code()));

    private static Refusal Settled(InterimArrangementRow arrangement, DateOnly today) =>
        Refusal.Rule("DISPUTE_SETTLED", "The dispute about who pays is settled already.", null, ("interim_arrangement_id", arrangement.Id));

    private static void Publish(Mutation mutation, Guid id, CreateInterimArrangementRequest request) => mutation.Publish(
        new InterimArrangementMade
        {
            Programme = mutation.Programme,
            SubjectId = id.ToString(),
            SubjectVersion = 1,
            OccurredAt = mutation.Now,
            PersonId = request.PersonId,
            Basis = request.InterimArrangement.Basis.Code(),
            Funder = request.InterimArrangement.Funder,
            CapPence = request.InterimArrangement.CapPence,
            StartDate = Dates.Parse(request.InterimArrangement.StartDate),
            EndDate = Dates.Parse(request.InterimArrangement.EndDate),
        },
        id.ToString());
}
