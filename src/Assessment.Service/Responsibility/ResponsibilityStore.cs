using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.Organisations;
using PersonalBudgets.Assessment.Residences;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Responsibility;

/// <summary>Gathers what the responsible bodies are worked out from.</summary>
internal static class ResponsibilityStore
{
    /// <summary>All facts of a person today.</summary>
    public static async Task<ResponsibilityFacts> FactsAsync(Session work, Guid personId, int interimCouncilBasisPoints)
    {
        var aftercare = await LegalStatusStore.FactsAsync(work, personId);
        var places = await ResidenceStore.AllAsync(work, personId);
        var successions = await OrganisationStore.SuccessionsOfAsync(work, [.. places.SelectMany(place => new[] { place.Council, place.IntegratedCareBoard }).Distinct()]);
        return new(aftercare, places, new SuccessorCodes(successions), await ProgrammeAsync(work), AftercareLaw.Known, interimCouncilBasisPoints);
    }

    /// <summary>The bodies of the work's programme.</summary>
    public static async Task<ProgrammeBodies> ProgrammeAsync(Session work) =>
        await work.FirstOrDefaultAsync<ProgrammeBodies>(
            "select integrated_care_board, council from platform.programmes where programme = @Programme", new { work.Programme })
        ?? throw new InvalidOperationException("A programme without bodies cannot have come this far.");
}
