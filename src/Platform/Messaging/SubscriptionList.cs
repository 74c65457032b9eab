using PersonalBudgets.Contracts;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>Who listens to what: the contract's list, or that of a test.</summary>
internal sealed record SubscriptionList(IReadOnlyList<Subscription> All)
{
    /// <summary>The suite's own list.</summary>
    public static SubscriptionList OfTheContract { get; } = new(Subscriptions.All);
}
