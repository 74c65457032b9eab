using PersonalBudgets.Contracts.Payments.V1;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>Counts what a pay run paid for its funder's fund of the year in which it was paid, and for what the plan's lines say that it was.</summary>
internal sealed class CountPaidOnPaymentReleased : IEventConsumer<PaymentReleased>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(PaymentReleased message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var planId = Guid.Parse(message.PlanId);
        var parts = PaidPart.Of(
            message.AmountPence, message.Funder, await PaidStore.LinesAsync(mutation, planId), await PaidStore.PurposesAsync(mutation, planId, message.Funder));
        var isCounted = await PaidStore.InsertAsync(mutation, message, LondonTime.DateOf(message.OccurredAt), parts);
        mutation.Audit("allocation.payment.counted", "PLAN", planId, isCounted ? "DONE" : "COUNTED_ALREADY");
    });
}
