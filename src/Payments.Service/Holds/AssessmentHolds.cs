using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.Holds;

/// <summary>
/// Asks Assessment what is held about people (DOMAIN 0, A23): yes or no, never why. It asks in the service's own name: a caller has no right to the
/// answer, and must not stand in the record of who looked.
/// </summary>
internal sealed class AssessmentHolds(UnitOfWork work, SafeguardingConcernsService.SafeguardingConcernsServiceClient assessment)
{
    private const string Cause = "sweep:follow-holds", Question = "question:payee-change";
    private const int PageSize = 1_000;

    /// <summary>
    /// Refuses a change of who is paid for a person while one is held. The words tell of no cause: holders and nominees hear of them. Without an answer
    /// the change waits: paying the wrong account cannot be taken back, and payments to the right one go on.
    /// </summary>
    /// <exception cref="Refusal">PAYEE_ON_HOLD; DEPENDENCY_UNAVAILABLE.</exception>
    public async Task RequirePayeeChangeAsync(string programme, Guid personId, CancellationToken cancellationToken)
    {
        if (await IsPayeeChangeHeldAsync(programme, personId, cancellationToken))
            throw Refusal.Rule("PAYEE_ON_HOLD", "This change cannot take effect at present. Payments go on as before; try again later.");
    }

    /// <summary>Those whose money the funder is to keep and to pay with itself.</summary>
    public async Task<IReadOnlySet<Guid>> PaidByFunderAsync(string programme, CancellationToken cancellationToken)
    {
        using var scope = work.EnterProgramme(programme, Cause);
        var held = new HashSet<Guid>();
        var request = new ListSafeguardingHoldsRequest { PageSize = PageSize };
        do
        {
            var page = await assessment.ListSafeguardingHoldsAsync(request, cancellationToken: cancellationToken);
            held.UnionWith(page.HeldPeople.Where(person => person.Holds.RouteMoneyToNotional).Select(person => Guid.Parse(person.PersonId)));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken is not "");
        return held;
    }

    private async Task<bool> IsPayeeChangeHeldAsync(string programme, Guid personId, CancellationToken cancellationToken)
    {
        using var scope = work.EnterProgramme(programme, Question);
        try
        {
            var holds = await assessment.GetSafeguardingHoldsAsync(
                new GetSafeguardingHoldsRequest { PersonId = personId.ToString() }, cancellationToken: cancellationToken);
            return holds.HoldPayeeChange;
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.NotFound)
        {
            // Whom Assessment does not know nobody can be concerned about there.
            return false;
        }
        catch (RpcException failure) when (!cancellationToken.IsCancellationRequested || failure.StatusCode is not StatusCode.Cancelled)
        {
            throw Refusal.Unavailable("Whether the change may take effect cannot be found out now.");
        }
    }
}
