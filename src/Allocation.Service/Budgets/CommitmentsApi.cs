using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.BlockContracts;
using PersonalBudgets.Allocation.Delegations;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>The contract's CommitmentsService.</summary>
internal sealed class CommitmentsApi(UnitOfWork work, IOptions<SplitSettings> policy) : CommitmentsService.CommitmentsServiceBase
{
    private const string Subject = "COMMITMENT";

    /// <inheritdoc/>
    public override Task<AdjustCommitmentResponse> AdjustCommitment(AdjustCommitmentRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            LineChecks.RequireDistinct(request.Lines, Approvals.Faults(request.Approvals));
            await SplitTermsStore.HoldAsync(mutation);
            var commitment = await LockAsync(mutation, request.CommitmentId, request.Etag);
            if (!commitment.IsStanding)
                throw CommitmentRefusals.NotStanding(commitment);
            if (commitment.AllocationId is not { } allocationId)
                throw CommitmentRefusals.WithoutLines(commitment);
            NamedContracts.Require(request.Lines, await NamedContracts.ReadAsync(mutation, request.Lines));
            var facts = (await BudgetFactsStore.ReadAsync(mutation, [allocationId]))[allocationId];
            var terms = await SplitTermsStore.ReadAsync(mutation, policy.Value, commitment.PersonId);
            var split = CostSplit.Of(request.Lines, terms.For(commitment.PersonId), commitment.StartDate, commitment.ReadSplit().Lines, mutation.Today);
            var before = (await CommitmentStore.SharesAsync(mutation, [commitment.Id]))[commitment.Id].ToLookup(share => share.Funder, share => share.Pence);
            var claims = Claim.Of(request.Lines, split);
            Claim[] more = [.. Claim.ByFunder(claims).Where(claim => claim.Pence > before[claim.Funder].Sum())];
            var agreements = Approvals.AreLacking(more, request.Approvals) ? await DelegationStore.InForceAsync(mutation) : [];
            var delegated = Approvals.Require(request.Lines, facts, more, request.Approvals, agreements, request.Reasons);
            var (after, changes) = await CommitmentChanging.ChangeAsync(
                mutation, commitment with { Split = JsonFormatter.Default.Format(split), Lines = CommitmentStore.WriteLines(request.Lines) },
                claims, CommitmentChangeKind.Adjusted, request.Reasons, null);
            mutation.Audit("allocation.commitment.adjusted", Subject, after.Id, personId: after.PersonId);
            Approvals.AuditDelegated(mutation, delegated, after.PersonId);
            if (changes.All(change => change.Pence() <= 0) && changes.Any(change => change.Pence() < 0))
                CommittedMoney.TellGivenBack(mutation, after, changes, "ADJUSTED");
            return new AdjustCommitmentResponse { Commitment = await CommitmentStore.ShowAsync(mutation, after), Changes = { changes } };
        });

    /// <inheritdoc/>
    public override Task<EndCommitmentResponse> EndCommitment(EndCommitmentRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var commitment = await LockConfirmedAsync(mutation, request.CommitmentId, request.Etag);
            var lastDay = DayWithin(commitment, "end_date", request.EndDate, commitment.StartDate.AddDays(-1));
            var (ended, changes) = await CommitmentEnding.EndAsync(
                mutation, commitment, lastDay, policy.Value, CommitmentChangeKind.Ended, request.Reasons, "ENDED");
            return new EndCommitmentResponse { Commitment = await CommitmentStore.ShowAsync(mutation, ended), Changes = { changes } };
        });

    /// <inheritdoc/>
    public override Task<SuspendCommitmentResponse> SuspendCommitment(SuspendCommitmentRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var commitment = await LockConfirmedAsync(mutation, request.CommitmentId, request.Etag);
            var known = LinesOf(commitment, [.. request.LineIds]);
            DayWithin(commitment, "start_date", request.StartDate, commitment.StartDate);
            var suspended = commitment.ReadSuspensions();
            if (known.FirstOrDefault(id => suspended.Any(suspension => suspension.LineId == id)) is { } twice)
                throw Refusal.Rule("LINE_SUSPENDED", "The line is suspended already.", "DOMAIN 0, A3", ("line_id", twice));
            IEnumerable<LineSuspension> all = [.. suspended, .. known.Select(id => new LineSuspension { LineId = id, StartDate = request.StartDate })];
            var after = await SaveSuspensionsAsync(mutation, commitment, all, CommitmentChangeKind.Suspended, request.Replacement, request.StartDate);
            return new SuspendCommitmentResponse { Commitment = await CommitmentStore.ShowAsync(mutation, after) };
        });

    /// <inheritdoc/>
    public override Task<ResumeCommitmentResponse> ResumeCommitment(ResumeCommitmentRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var commitment = await LockConfirmedAsync(mutation, request.CommitmentId, request.Etag);
            var suspended = commitment.ReadSuspensions();
            string[] lines = request.LineIds.Count > 0 ? [.. request.LineIds] : [.. suspended.Select(suspension => suspension.LineId)];
            if (lines.Length is 0 || lines.Any(id => suspended.All(suspension => suspension.LineId != id)))
                throw Refusal.Rule("LINE_NOT_SUSPENDED", "A line is not suspended.", null, ("commitment_id", commitment.Id));
            if (suspended.Where(suspension => lines.Contains(suspension.LineId)).Max(suspension => suspension.StartDate) is { } latest && string.CompareOrdinal(request.ResumeDate, latest) < 0)
                throw Refusal.Invalid(new Violation("resume_date", "BEFORE_START", "What is suspended goes on on the first day of its suspension at the earliest."));
            var left = suspended.Where(suspension => !lines.Contains(suspension.LineId));
            var after = await SaveSuspensionsAsync(mutation, commitment, left, CommitmentChangeKind.Resumed, "", request.ResumeDate);
            return new ResumeCommitmentResponse { Commitment = await CommitmentStore.ShowAsync(mutation, after) };
        });

    /// <inheritdoc/>
    public override Task<NoteOverCommitmentResponse> NoteOverCommitment(NoteOverCommitmentRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var commitment = await CommitmentStore.LockAsync(mutation, Guid.Parse(request.CommitmentId));
            var shares = (await CommitmentStore.SharesAsync(mutation, [commitment.Id]))[commitment.Id].ToArray();
            var own = shares.Where(share => share.Funder == mutation.Caller.Organisation).ToArray();
            if (own.Length is 0)
                throw Refusal.Rule("NOT_A_FUNDER", "Your organisation bears no share of it.", null, ("commitment_id", commitment.Id));
            if (!own.Any(share => share is { OverCommitted: true, Noted: false }))
                throw Refusal.Rule("NOTE_NOT_NEEDED", "Your organisation's share is not over-committed, or that is noted already.", "DOMAIN 0, A1", ("commitment_id", commitment.Id));
            await CommitmentStore.SaveSharesAsync(mutation, [.. shares.Select(share => own.Contains(share) ? share with { Noted = share.OverCommitted } : share)]);
            var after = await CommitmentStore.SaveAsync(mutation, commitment);
            await CommitmentChangeStore.InsertAsync(mutation, [CommitmentChangeStore.Of(mutation, after, CommitmentChangeKind.Noted, [], request.Note)]);
            mutation.Audit("allocation.commitment.noted", Subject, after.Id, personId: after.PersonId);
            return new NoteOverCommitmentResponse { Commitment = await CommitmentStore.ShowAsync(mutation, after) };
        });

    /// <inheritdoc/>
    public override Task<CommitmentChange> GetCommitmentChange(GetCommitmentChangeRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var change = await CommitmentChangeStore.GetAsync(session, Guid.Parse(request.CommitmentChangeId));
            var commitment = await CommitmentStore.GetAsync(session, Guid.Parse(change.CommitmentId));
            session.AuditRead(Subject, commitment.Id, commitment.PersonId);
            return change;
        });

    /// <inheritdoc/>
    public override Task<ListCommitmentChangesResponse> ListCommitmentChanges(ListCommitmentChangesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var commitment = await CommitmentStore.GetAsync(session, Guid.Parse(request.CommitmentId));
            var page = Page.Read(request.PageSize, request.PageToken, session, $"commitment-changes:{commitment.Id}");
            var (changes, next) = page.Split(await CommitmentChangeStore.ListAsync(session, commitment.Id, page), change => Guid.Parse(change.CommitmentChangeId));
            session.AuditRead(Subject, commitment.Id, commitment.PersonId);
            return new ListCommitmentChangesResponse { CommitmentChanges = { changes }, NextPageToken = next };
        });

    private static async Task<CommitmentRow> LockAsync(Mutation mutation, string id, string etag)
    {
        var expected = Etag.Parse(etag);
        var commitment = await CommitmentStore.LockAsync(mutation, Guid.Parse(id));
        return commitment.Version == expected ? commitment : throw Refusal.EtagMismatch(commitment.Version);
    }

    private static async Task<CommitmentRow> LockConfirmedAsync(Mutation mutation, string id, string etag)
    {
        var expected = Etag.Parse(etag);
        var commitment = await CommitmentStore.LockAsync(mutation, Guid.Parse(id));
        if (!commitment.IsConfirmed)
            throw CommitmentRefusals.NotConfirmed(commitment);
        return commitment.Version == expected ? commitment : throw Refusal.EtagMismatch(commitment.Version);
    }

    /// <summary>A day of a commitment's own, from the earliest on.</summary>
    private static DateOnly DayWithin(CommitmentRow commitment, string field, string text, DateOnly earliest)
    {
        var (day, latest) = (Dates.Parse(text), commitment.EndDate ?? Ending.YearEnd(commitment.StartDate).AddDays(-1));
        return day >= earliest && day <= latest
            ? day
            : throw Refusal.Invalid(new Violation(field, "OUT_OF_RANGE", $"From {Dates.Text(earliest)} to {Dates.Text(latest)}."));
    }

    private static string[] LinesOf(CommitmentRow commitment, string[] asked)
    {
        string[] known = [.. commitment.ReadLines().Select(line => line.LineId)];
        if (known.Length is 0)
            throw CommitmentRefusals.WithoutLines(commitment);
        Violation[] faults = [.. asked.Index().Where(line => !known.Contains(line.Item) || asked.Take(line.Index).Contains(line.Item)).Select(line => known.Contains(line.Item)
            ? new Violation($"line_ids[{line.Index}]", "DUPLICATE", "This line stands in the request already.")
            : new Violation($"line_ids[{line.Index}]", "UNKNOWN_LINE", "The commitment has no such line."))];
        return faults.Length > 0 ? throw Refusal.Invalid(faults) : asked.Length > 0 ? asked : known;
    }

    private static async Task<CommitmentRow> SaveSuspensionsAsync(
        Mutation mutation, CommitmentRow commitment, IEnumerable<LineSuspension> suspensions, CommitmentChangeKind kind, string reasons, string day)
    {
        var after = await CommitmentStore.SaveAsync(mutation, commitment with { Suspensions = CommitmentStore.WriteSuspensions(suspensions) });
        await CommitmentChangeStore.InsertAsync(mutation, [CommitmentChangeStore.Of(mutation, after, kind, [], reasons, Dates.Parse(day))]);
        mutation.Audit("allocation.commitment.suspended", Subject, after.Id, kind.Code(), after.PersonId);
        return after;
    }
}
