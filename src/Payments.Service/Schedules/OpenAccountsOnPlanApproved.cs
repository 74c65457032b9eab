using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Payments.V1;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.Holds;
using PersonalBudgets.Payments.Ledger;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.Schedules;

/// <summary>
/// Puts an approved plan on the books: opens its accounts, posts what each funder has promised for the first year (DOMAIN 9.4) and makes the
/// schedule of its payments. A plan whose person has died, or may not be paid directly, has its schedule too, but held from the start: the
/// approval may arrive after what stops it.
/// </summary>
public sealed class OpenAccountsOnPlanApproved(LedgerStore ledger, ScheduleStore schedules, PersonStandingStore people, HoldStore holds) : IEventConsumer<PlanApproved>
{
    private const string Cause = "BUDGET_APPROVED";
    private static readonly LedgerAccountKind[] KindsOfFunder = [LedgerAccountKind.BudgetAvailable, LedgerAccountKind.Bank];
    private static readonly LedgerAccountKind[] KindsOfBudget = [LedgerAccountKind.Commitment, LedgerAccountKind.DpAdvance, LedgerAccountKind.Spend];

    /// <inheritdoc/>
    public Task ConsumeAsync(PlanApproved message, ConsumerWork work) => work.MutateAsync(mutation => OpenAsync(message, mutation));

    private async Task OpenAsync(PlanApproved plan, Mutation work)
    {
        var planId = Guid.Parse(plan.SubjectId);
        var schedule = new ScheduleRow(work.NewId(), planId, Guid.Parse(plan.PersonId));
        var instalments = Instalments.Of(plan.StartDate, plan.Lines);
        var person = await people.LockAsync(work, schedule.PersonId);
        await schedules.InsertAsync(work, schedule);
        await schedules.InsertAsync(work, schedule.Id, person, await holds.IsPaidByFunderAsync(work, person), instalments);
        await CommitAsync(work, plan, planId);

        work.Audit("payments.accounts.opened", "PAYMENT_SCHEDULE", schedule.Id);
        work.Publish(
            new AccountsOpened
            {
                Programme = work.Programme,
                SubjectId = schedule.Id.ToString(),
                SubjectVersion = 1,
                OccurredAt = work.Now,
                PlanId = plan.SubjectId,
                InstalmentCount = instalments.Count,
            },
            schedule.Id.ToString());
    }

    /// <summary>The memorandum entry of each funder: its budget available is less by what the first year of its lines costs, notional ones too.</summary>
    private async Task CommitAsync(Mutation work, PlanApproved plan, Guid planId)
    {
        var totals = plan.Lines.SelectMany(line => line.Shares)
            .GroupBy(share => share.Funder)
            .ToDictionary(funder => funder.Key, funder => funder.Sum(share => share.AnnualPence + share.OneOffPence));
        var accounts = await ledger.OpenAsync(work, totals.Keys.SelectMany(funder =>
            KindsOfFunder.Select(kind => new AccountKey(funder, kind, null)).Concat(KindsOfBudget.Select(kind => new AccountKey(funder, kind, planId)))));

        var journalId = work.NewId();
        Transfer[] transfers =
        [
            .. totals.Where(total => total.Value > 0).Select(total => new Transfer(
                work.NewId(),
                journalId,
                accounts[new AccountKey(total.Key, LedgerAccountKind.Commitment, planId)],
                accounts[new AccountKey(total.Key, LedgerAccountKind.BudgetAvailable, null)],
                total.Value,
                Cause,
                LondonTime.DateOf(plan.OccurredAt))),
        ];
        if (transfers.Length > 0)
            await ledger.PostAsync(work, transfers);
    }
}
