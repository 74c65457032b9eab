using PersonalBudgets.Contracts.Payments.V1;
using PersonalBudgets.Platform.Messaging;

namespace PersonalBudgets.Plans.Planning;

/// <summary>What is paid shows on the plan.</summary>
public sealed class CountPaymentOnPaymentReleased(PlanStore plans) : IEventConsumer<PaymentReleased>
{
    /// <inheritdoc/>
    public Task ConsumeAsync(PaymentReleased message, ConsumerWork work) => work.MutateAsync(async mutation =>
    {
        var planId = Guid.Parse(message.PlanId);
        var isCounted = await plans.CountPaymentAsync(
            mutation, planId, Guid.Parse(message.SubjectId), message.Funder, message.AmountPence, message.OccurredAt);
        mutation.Audit("plans.payment.counted", "PLAN", planId, isCounted ? "DONE" : "COUNTED_ALREADY");
    });
}
