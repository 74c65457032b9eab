using System.Runtime.CompilerServices;
using Google.Protobuf;
using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.Allocations;
using PersonalBudgets.Allocation.BlockContracts;
using PersonalBudgets.Allocation.Delegations;
using PersonalBudgets.Allocation.Funds;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;
using Answer = PersonalBudgets.Platform.Requests.BatchAnswer<PersonalBudgets.Allocation.V1.CommitBudgetResponse>;
using Asked = (PersonalBudgets.Platform.Requests.Mutation Work, PersonalBudgets.Allocation.V1.CommitBudgetRequest Request);

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>
/// Sets the money of plans aside, any number at once with one statement's worth of each lock: a funder's fund is hot. What one of them does wrong is its own
/// affair: it is refused, and the rest are written without it.
/// </summary>
internal sealed class BudgetCommit(PersonStandingStore people, IOptions<SplitSettings> policy, IOptions<CommitmentSettings> settings)
{
    private readonly ConditionalWeakTable<CommitBudgetRequest, IReadOnlyList<ShareRow>> _taken = [];

    /// <summary>What a request took from the funds, once it is answered; none where it was a repeat.</summary>
    public IReadOnlyList<ShareRow> TakenBy(CommitBudgetRequest request) => _taken.TryGetValue(request, out var shares) ? shares : [];

    /// <summary>Commits, as <see cref="UnitOfWork.MutateBatchAsync"/> asks for it.</summary>
    public async Task<IReadOnlyList<Answer>> CommitAsync(IReadOnlyList<Asked> requests)
    {
        var answers = new Dictionary<CommitBudgetRequest, Answer>(requests.Count, ReferenceEqualityComparer.Instance);
        // Of two that speak of one plan the second has to see what the first did.
        foreach (var wave in requests.GroupBy(asked => asked.Request.PlanId).SelectMany(plan => plan.Index()).GroupBy(asked => asked.Index, asked => asked.Item))
        {
            await CommitAsync([.. wave], answers);
            if (answers.Values.Any(answer => answer.IsRefused))
                break;
        }

        // Where one is refused nothing of this is kept, and those that are not are asked for again.
        return [.. requests.Select(asked => answers.GetValueOrDefault(asked.Request) ?? Answer.Done(new CommitBudgetResponse()))];
    }

    private async Task CommitAsync(IReadOnlyList<Asked> wave, Dictionary<CommitBudgetRequest, Answer> answers)
    {
        var work = wave[0].Work;
        var facts = await LockPeopleAsync(work, [.. wave.Select(asked => Guid.Parse(asked.Request.AllocationId)).Distinct()]);
        var terms = await SplitTermsStore.ReadAsync(work, policy.Value, [.. facts.Values.Select(budget => budget.PersonId).Distinct()]);
        var drafts = new List<Draft>(wave.Count);
        var contracts = await NamedContracts.ReadAsync(work, wave.SelectMany(asked => asked.Request.Lines));
        foreach (var (own, request) in wave)
        {
            Try(request, answers, () =>
            {
                var draft = DraftOf(own, request, facts, terms);
                NamedContracts.Require(request.Lines, contracts);
                drafts.Add(draft);
            });
        }

        var isNew = await CommitmentStore.TryInsertAsync(work, [.. drafts.Select(draft => draft.Commitment)]);
        await FindKnownAsync(work, drafts, isNew, answers);
        drafts.RemoveAll(draft => answers.ContainsKey(draft.Request));
        var isDelegated = drafts.Any(draft => Approvals.AreLacking(draft.Claims, draft.Request.Approvals));
        var agreements = isDelegated ? await DelegationStore.InForceAsync(work) : [];
        foreach (var draft in drafts)
        {
            var successor = draft.Facts.IsSuperseded ? (await AllocationStore.GetAsync(work, draft.Facts.Id)).SupersededById : null;
            Try(draft.Request, answers, () => RequireStanding(draft, successor, agreements));
        }

        drafts.RemoveAll(draft => answers.ContainsKey(draft.Request));
        if (drafts.Count is 0)
            return;

        var (earlier, earlierShares) = await LockEarlierAsync(work, drafts);
        var book = await FundBook.LockAsync(
            work, drafts.SelectMany(draft => draft.Claims.Select(claim => (draft.Commitment.FinancialYear, claim))),
            earlierShares.SelectMany(of => of).Concat(drafts.SelectMany(draft => draft.Before)));
        if (earlier.Count > 0)
            await CommittedMoney.GiveBackAsync(work, book, earlier, earlierShares, CommitmentState.Released, "SUPERSEDED");
        var interims = await CommitmentStore.InterimSharesAsync(work, drafts.Select(draft => draft.Facts.PersonId));
        var shares = new List<ShareRow>();
        var changes = new List<CommitmentChange>(drafts.Count);
        foreach (var draft in drafts)
        {
            Try(draft.Request, answers, () =>
            {
                var spared = InterimCommitments.Spared(interims[draft.Facts.PersonId], draft.Commitment.StartDate);
                var taken = CommittedMoney.Take(book, draft.Commitment, draft.Before, draft.Claims, spared: spared);
                shares.AddRange(taken);
                changes.Add(CommitmentChangeStore.Of(
                    draft.Work, draft.Commitment, CommitmentChangeKind.Taken, ShareChanges.Between(draft.Before, taken), draft.Request.Reasons, draft.Commitment.StartDate));
                CommittedMoney.Tell(draft.Work, draft.Commitment, taken);
                Approvals.AuditDelegated(draft.Work, draft.Agreements, draft.Facts.PersonId);
                _taken.AddOrUpdate(draft.Request, taken);
                answers[draft.Request] = Answer.Done(new CommitBudgetResponse { Commitment = draft.Commitment.ToMessage(taken, draft.Split), Lines = { draft.Split.Lines } });
            });
        }

        await CommitmentStore.SaveSharesAsync(work, shares);
        await CommitmentChangeStore.InsertAsync(work, changes);
        await book.SaveAsync(work);
    }

    /// <summary>What earlier versions of the plans still hold: it would stand in these versions' way, and a plan is paid for once.</summary>
    private static async Task<(IReadOnlyList<CommitmentRow> Commitments, ILookup<Guid, ShareRow> Shares)> LockEarlierAsync(Mutation work, IEnumerable<Draft> drafts)
    {
        (Guid, int)[] plans = [.. drafts.Where(draft => draft.Commitment.PlanVersion > 1).Select(draft => (draft.Commitment.PlanId!.Value, draft.Commitment.PlanVersion!.Value - 1))];
        IReadOnlyList<CommitmentRow> earlier = plans.Length > 0 ? await CommitmentStore.LockHeldOfPlansAsync(work, plans) : [];
        return (earlier, earlier.Count > 0 ? await CommitmentStore.SharesAsync(work, earlier.Select(commitment => commitment.Id)) : Enumerable.Empty<ShareRow>().ToLookup(share => share.CommitmentId));
    }

    /// <summary>The indicative budgets, read when nobody else holds their people: none of them dies or is decided upon anew before the work ends.</summary>
    private async Task<IReadOnlyDictionary<Guid, BudgetFacts>> LockPeopleAsync(Mutation work, Guid[] allocationIds)
    {
        await people.LockAllAsync(work, await BudgetFactsStore.PeopleAsync(work, allocationIds));
        return await BudgetFactsStore.ReadAsync(work, allocationIds);
    }

    private Draft DraftOf(Mutation work, CommitBudgetRequest request, IReadOnlyDictionary<Guid, BudgetFacts> known, SplitTerms terms)
    {
        var facts = known.GetValueOrDefault(Guid.Parse(request.AllocationId)) ?? throw Refusal.NotFound("ALLOCATION", request.AllocationId);
        var start = Dates.Parse(request.StartDate);
        var split = CostSplit.Of(request.Lines, terms.For(facts.PersonId), start);
        var commitment = new CommitmentRow(
            work.NewId(), CommitmentKind.Plan.Code(), null, facts.PersonId, Guid.Parse(request.PlanId), request.PlanVersion, facts.Id, FinancialYear.Of(start), start, null,
            CommitmentState.Held.Code(), JsonFormatter.Default.Format(split), CommitmentStore.WriteLines(request.Lines), "[]", (work.Now + settings.Value.HoldFor).UtcDateTime, 1, false);
        return new Draft(work, request, facts, commitment, split, Claim.Of(request.Lines, split));
    }

    /// <summary>A version of a plan has one commitment: asked for again, it is the same one, taken again if it was given back.</summary>
    private static async Task FindKnownAsync(Mutation work, List<Draft> drafts, IReadOnlySet<Guid> isNew, Dictionary<CommitBudgetRequest, Answer> answers)
    {
        var known = drafts.Where(draft => !isNew.Contains(draft.Commitment.Id)).ToArray();
        if (known.Length is 0)
            return;
        var rows = await CommitmentStore.LockOfPlansAsync(work, [.. known.Select(draft => (draft.Commitment.PlanId!.Value, draft.Commitment.PlanVersion!.Value))]);
        var shares = await CommitmentStore.SharesAsync(work, rows.Select(row => row.Id));
        foreach (var draft in known)
        {
            var row = rows.Single(row => (row.PlanId, row.PlanVersion) == (draft.Commitment.PlanId, draft.Commitment.PlanVersion));
            if (!draft.IsOf(row, shares[row.Id]))
            {
                answers[draft.Request] = Answer.Refused(Refusal.AlreadyExists(
                    "COMMITMENT_EXISTS", "This version of the plan has a commitment for other lines.", ("commitment_id", row.Id)));
            }
            else if (row.IsStanding || row.State is "ENDED")
            {
                draft.Work.Audit("allocation.commitment.repeated", "COMMITMENT", row.Id, row.State, row.PersonId);
                answers[draft.Request] = Answer.Done(new CommitBudgetResponse { Commitment = row.ToMessage(shares[row.Id]), Lines = { draft.Split.Lines } });
            }
            else
            {
                draft.Commitment = (await CommitmentStore.MoveAsync(work, [row], CommitmentState.Held, draft.Commitment.ExpiresAt))[0];
                draft.Before = [.. shares[row.Id].Select(share => share with { AnnualPence = 0, OneOffPence = 0, PowerPence = 0, OverCommitted = false, Noted = false })];
            }
        }
    }

    /// <summary>No money is set aside for the dead, on a decision whose place another took, or beyond what the approvals bear.</summary>
    private static void RequireStanding(Draft draft, Guid? successor, IReadOnlyList<DelegationRow> agreements)
    {
        var (facts, request) = (draft.Facts, draft.Request);
        if (facts.PersonDied)
            throw Refusal.Rule("PERSON_DIED", "The person has died: nothing new is approved or set aside.", "DOMAIN 0, A14", ("allocation_id", facts.Id));
        if (facts.IsSuperseded)
        {
            throw Refusal.Rule(
                "ALLOCATION_SUPERSEDED", "Another indicative budget, or a decision that yields none, took the place of this one.", null,
                ("allocation_id", facts.Id), ("superseded_by_allocation_id", successor?.ToString() ?? ""));
        }

        draft.Agreements = Approvals.Require(request.Lines, facts, draft.Claims, request.Approvals, agreements, request.Reasons);
    }

    private static void Try(CommitBudgetRequest request, Dictionary<CommitBudgetRequest, Answer> answers, Action step)
    {
        try
        {
            step();
        }
        catch (Refusal refusal)
        {
            answers[request] = Answer.Refused(refusal);
        }
    }

    private sealed record Draft(
        Mutation Work, CommitBudgetRequest Request, BudgetFacts Facts, CommitmentRow First, SplitCostsResponse Split, IReadOnlyList<Claim> Claims)
    {
        public CommitmentRow Commitment { get; set; } = First;

        /// <summary>The shares of what was given back: empty by now, but each fund keeps its place.</summary>
        public IReadOnlyList<ShareRow> Before { get; set; } = [];

        /// <summary>The agreements by which an approval counted for another funder.</summary>
        public IReadOnlyList<Guid> Agreements { get; set; } = [];

        public bool IsOf(CommitmentRow row, IEnumerable<ShareRow> shares) =>
            CostSplit.AreSame(row.ReadSplit(), Split) && row.FinancialYear == First.FinancialYear && row.AllocationId == First.AllocationId
            && (row.State is "ENDED" || Claim.ByFunder(shares.Select(share => share.Claim)).SequenceEqual(Claim.ByFunder(Claims)));
    }
}
