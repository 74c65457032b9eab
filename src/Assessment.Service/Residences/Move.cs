using PersonalBudgets.Assessment.Organisations;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Residences;

/// <summary>
/// A move that makes another council responsible, which continues the plan of the first until it has assessed (Care Act 2014 ss37-38; DOMAIN 0, A28).
/// </summary>
/// <param name="Day">The day of the move.</param>
/// <param name="FromCouncil">The council before.</param>
/// <param name="ToCouncil">The council from that day on.</param>
internal sealed record Move(DateOnly Day, string FromCouncil, string ToCouncil)
{
    /// <summary>The last move of a history; null if there was none.</summary>
    public static Move? LatestOf(ResidenceHistory history, SuccessorCodes successions)
    {
        Move? latest = null;
        var council = "";
        foreach (var day in history.Current.Where(place => !ResidenceHistory.IsStay(place)).Select(ResidenceHistory.Start))
        {
            var next = Responsible.On(day, history, successions).Council;
            if (council is not "" && next is not "" && successions.On(council, day) != next)
                latest = new Move(day, successions.On(council, day), next);
            council = next is "" ? council : next;
        }

        return latest;
    }
}

/// <summary>
/// Who is responsible by where the person lives. A stay in hospital or prison changes neither, and a placement by a council not the council: the person is
/// taken to live where they did (Care Act 2014 s39).
/// </summary>
/// <param name="Council">Its code; empty where it is not known.</param>
/// <param name="IntegratedCareBoard">Its code; empty where it is not known.</param>
internal sealed record Responsible(string Council, string IntegratedCareBoard)
{
    /// <summary>On a day.</summary>
    public static Responsible On(DateOnly day, ResidenceHistory history, SuccessorCodes successions) => new(
        successions.On(history.OrdinaryOn(day, deeming: true).Place?.Council ?? "", day),
        successions.On(history.LivedOn(day)?.IntegratedCareBoard ?? "", day));
}
