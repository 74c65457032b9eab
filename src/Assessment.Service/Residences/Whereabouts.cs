using PersonalBudgets.Assessment.Organisations;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Residences;

/// <summary>Where a person lives by what is on record, and who is responsible by that today.</summary>
/// <param name="History">The places that count.</param>
/// <param name="Responsible">Who is responsible today.</param>
/// <param name="LatestMove">The last move that made another council responsible; null if there was none.</param>
internal sealed record Whereabouts(ResidenceHistory History, Responsible Responsible, Move? LatestMove)
{
    /// <summary>By every record of a person.</summary>
    public static async Task<Whereabouts> OfAsync(Session work, Guid personId) => await OfAsync(work, await ResidenceStore.AllAsync(work, personId));

    /// <summary>By these records.</summary>
    public static async Task<Whereabouts> OfAsync(Session work, IReadOnlyList<Residence> places)
    {
        var successions = new SuccessorCodes(await OrganisationStore.SuccessionsOfAsync(
            work, [.. places.SelectMany(place => new[] { place.Council, place.IntegratedCareBoard }).Distinct()]));
        var history = new ResidenceHistory(places);
        return new(history, Responsible.On(work.Today, history, successions), Move.LatestOf(history, successions));
    }

    /// <summary>
    /// Whether this is a move for who knew what was on record before: others are responsible, and it is known who. Where nothing was on record there
    /// was nothing to move from.
    /// </summary>
    public bool IsMoveFrom(Whereabouts before) =>
        before.History.Current.Count > 0 && before.Responsible != Responsible && Responsible.Council is not "" && Responsible.IntegratedCareBoard is not "";
}
