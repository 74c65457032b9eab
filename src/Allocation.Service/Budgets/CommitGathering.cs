using System.Diagnostics;
using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Identity;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>Commits the money of plans; a seam so that bench can measure what gathering them gains.</summary>
internal interface IPlanCommits
{
    /// <summary>Commits.</summary>
    /// <exception cref="Refusal">Of this request alone; FUNDS_BUSY where too many wait already.</exception>
    Task<CommitBudgetResponse> CommitAsync(CommitBudgetRequest request, ServerCallContext context);
}

/// <summary>Sets aside in one transaction what callers of a programme ask for at the same time (docs/adr/0018), and measures it after the commit.</summary>
internal sealed class CommitGathering(UnitOfWork work, BudgetCommit budgets, AllocationMetrics metrics, IOptions<CommitmentSettings> settings)
    : IPlanCommits, IAsyncDisposable
{
    private static readonly ActivitySource Spans = new("PersonalBudgets.Allocation");
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private readonly Gathering<CommitBudgetRequest, CommitBudgetResponse> _gathering = new(
        work, Spans, "Allocation/CommitBudgets", new GatheringLimits(settings.Value.Waiting, settings.Value.BatchLines),
        request => request.Lines.Count, budgets.CommitAsync,
        () => Refusal.TooMuch("FUNDS_BUSY", "More plans wait for their money than are taken at once.", RetryAfter));

    /// <inheritdoc/>
    public async Task<CommitBudgetResponse> CommitAsync(CommitBudgetRequest request, ServerCallContext context)
    {
        var response = await _gathering.MutateAsync(request, context);
        var taken = budgets.TakenBy(request);
        if (taken.Count > 0)
            metrics.CountCommitted(context.Caller().Programme, taken.Sum(share => share.Pence), taken.Count(share => share.OverCommitted));
        return response;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _gathering.DisposeAsync();
}
