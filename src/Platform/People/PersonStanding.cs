namespace PersonalBudgets.Platform.People;

/// <summary>What a service that knows people by their ids alone has been told of one.</summary>
/// <param name="PersonId">The id under which the person goes on: after a merge the survivor's.</param>
/// <param name="DeathDate">The day of death; null while none is recorded.</param>
/// <param name="IsDirectPaymentPermitted">
/// Whether a direct payment may be made to the person or in respect of them; null while nobody has decided. Why is Assessment's alone to know.
/// </param>
public sealed record PersonStanding(Guid PersonId, DateOnly? DeathDate, bool? IsDirectPaymentPermitted)
{
    /// <summary>The person has died: no money goes out any more before the final account (DOMAIN 0, A14).</summary>
    public bool HasDied => DeathDate is not null;

    /// <summary>
    /// Somebody decided that no direct payment may be made. What nobody has decided is no refusal: a programme whose permissions are recorded
    /// elsewhere goes on as before.
    /// </summary>
    public bool IsDirectPaymentBarred => IsDirectPaymentPermitted is false;
}
