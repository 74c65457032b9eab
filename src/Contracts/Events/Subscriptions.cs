using PersonalBudgets.Contracts.Allocation.V1;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Contracts.Payments.V1;
using PersonalBudgets.Contracts.Plans.V1;

namespace PersonalBudgets.Contracts;

/// <summary>One queue of one service that receives one kind of event.</summary>
/// <param name="Event">The event's type.</param>
/// <param name="Queue">The queue: `service.verb-noun-on-event`.</param>
/// <param name="Service">The service that consumes it.</param>
public sealed record Subscription(Type Event, string Queue, string Service);

/// <summary>
/// Who listens to what. Publishers declare these queues before they publish, so that an event is kept even if its
/// consumer has never run; an event that is not here has no subscriber.
/// </summary>
public static class Subscriptions
{
    /// <summary>Every subscription of the suite.</summary>
    public static IReadOnlyList<Subscription> All { get; } =
    [
        Of<EligibilityDecided>("allocation", "issue-indicative-budget-on-eligibility-decided"),
        Of<EligibilityDecided>("allocation", "supersede-indicative-budget-on-eligibility-decided"),
        Of<AssessmentCorrected>("allocation", "mark-corrected-on-assessment-corrected"),
        Of<PersonDied>("allocation", "release-holds-on-person-died"),
        Of<PersonDeathWithdrawn>("allocation", "forget-death-on-person-death-withdrawn"),
        Of<PeopleMerged>("allocation", "join-records-on-people-merged"),
        Of<PlanApproved>("allocation", "confirm-commitment-on-plan-approved"),
        Of<PlanReturned>("allocation", "release-commitment-on-plan-returned"),
        Of<InterimArrangementMade>("allocation", "commit-on-interim-arrangement-made"),
        Of<InterimArrangementEnded>("allocation", "end-commitment-on-interim-arrangement-ended"),
        Of<InterimArrangementSettled>("allocation", "back-charge-on-interim-arrangement-settled"),
        Of<SmallBudgetApproved>("allocation", "commit-on-small-budget-approved"),
        Of<PaymentReleased>("allocation", "count-paid-on-payment-released"),
        Of<IndicativeBudgetIssued>("plans", "open-plan-on-indicative-budget-issued"),
        Of<IndicativeBudgetSuperseded>("plans", "end-budget-on-indicative-budget-superseded"),
        Of<PersonDied>("plans", "close-on-person-died"),
        Of<PersonDeathWithdrawn>("plans", "reopen-on-person-death-withdrawn"),
        Of<PeopleMerged>("plans", "join-records-on-people-merged"),
        Of<DirectPaymentPermissionChanged>("plans", "keep-permission-on-direct-payment-permission-changed"),
        Of<NeedsChanged>("plans", "ask-for-review-on-needs-changed"),
        Of<PersonMoved>("plans", "ask-for-review-on-person-moved"),
        Of<CapacityChanged>("plans", "ask-for-review-on-capacity-changed"),
        Of<ConsentWithdrawn>("plans", "ask-for-review-on-consent-withdrawn"),
        Of<LegalStatusChanged>("plans", "ask-for-review-on-legal-status-changed"),
        Of<PaymentReleased>("plans", "count-payment-on-payment-released"),
        Of<PlanApproved>("payments", "open-accounts-on-plan-approved"),
        Of<PersonDied>("payments", "hold-payments-on-person-died"),
        Of<DirectPaymentPermissionChanged>("payments", "hold-payments-on-direct-payment-permission-changed"),
        Of<PersonDeathWithdrawn>("payments", "let-go-on-person-death-withdrawn"),
        Of<PeopleMerged>("payments", "join-records-on-people-merged"),
    ];

    private static Subscription Of<TEvent>(string service, string work) where TEvent : IDomainEvent =>
        new(typeof(TEvent), $"{service}.{work}", service);
}
