using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Organisations;

/// <summary>Who pays in a programme.</summary>
internal sealed record Funders(string IntegratedCareBoard, string Council);

/// <summary>Who pays in a programme, as the deployment says.</summary>
internal static class FundersStore
{
    /// <summary>The funders of the work's programme.</summary>
    public static async Task<Funders> GetAsync(Session work) =>
        await work.FirstOrDefaultAsync<Funders>(
            "select integrated_care_board, council from platform.programmes where programme = @Programme", new { work.Programme })
        ?? throw new InvalidOperationException("A programme without funders cannot have come this far.");
}
