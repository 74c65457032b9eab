using PersonalBudgets.Assessment.Organisations;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Residences;

/// <summary>What a record of a place must keep, by itself and beside the person's other records.</summary>
internal static class ResidenceChecks
{
    /// <summary>The faults of the record by itself, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(Residence residence, DateOnly birthDate, DateOnly today)
    {
        var start = ResidenceHistory.Start(residence);
        var replaces = residence.ReplacesResidenceId is not "";
        var faults = new List<Violation>();
        Add(start > today, "start_date", "NOT_IN_FUTURE", "A move is recorded once it has happened.");
        Add(start < birthDate, "start_date", "BEFORE_BIRTH", "The person was not born yet.");
        Add(residence.PlacedByCouncil is not "" && !CanBePlacement(residence.Kind), "placed_by_council", "NOT_OF_THIS_KIND",
            "A council places people in a care home, supported living or shared lives (Care Act 2014 s39; SI 2014/2828).");
        Add(replaces && string.IsNullOrWhiteSpace(residence.ReplacementReason), "replacement_reason", "REQUIRED", "Say why the earlier record is replaced.");
        Add(!replaces && residence.ReplacementReason is not "", "replacement_reason", "NOT_OF_THIS_KIND", "This record replaces none.");
        Add(!replaces && residence.RecordedInError, "recorded_in_error", "NOT_OF_THIS_KIND", "What was recorded in error is named in replaces_residence_id.");
        return faults;

        void Add(bool isFault, string field, string reason, string text)
        {
            if (isFault)
                faults.Add(new Violation($"residence.{field}", reason, text));
        }
    }

    // The boards took over from the clinical commissioning groups on this day (Health and Care Act 2022 s19): of a home from before, the board is named that did.
    private static readonly DateOnly BoardsSince = new(2022, 7, 1);

    /// <summary>The organisations that a record names must have been open on its first day, boards on the day on which there were any.</summary>
    public static async Task<IReadOnlyList<Violation>> OrganisationFaultsAsync(Session work, Residence residence)
    {
        var day = ResidenceHistory.Start(residence);
        Violation?[] faults =
        [
            await OrganisationCheck.FaultAsync(work, "residence.council", residence.Council, OrganisationKind.LocalAuthority, day),
            await OrganisationCheck.FaultAsync(work, "residence.integrated_care_board", residence.IntegratedCareBoard, OrganisationKind.IntegratedCareBoard, day < BoardsSince ? BoardsSince : day),
            await OrganisationCheck.FaultAsync(work, "residence.placed_by_council", residence.PlacedByCouncil, OrganisationKind.LocalAuthority, day),
        ];
        return [.. faults.OfType<Violation>()];
    }

    /// <summary>What the record must keep beside the others. Call it under the person's lock.</summary>
    /// <exception cref="Refusal">RESIDENCE_NOT_FOUND, RESIDENCE_REPLACED, RESIDENCE_OVERLAPS.</exception>
    public static void RequireFitting(Residence added, IReadOnlyList<Residence> recorded)
    {
        var id = added.ReplacesResidenceId;
        if (id is not "" && recorded.All(record => record.ResidenceId != id))
            throw Refusal.NotFound("RESIDENCE", id);
        if (id is not "" && recorded.FirstOrDefault(record => record.ReplacesResidenceId == id) is { } later)
        {
            throw Refusal.Rule(
                "RESIDENCE_REPLACED", "A later record has replaced this one already: read it, and replace that one.", null, ("residence_id", later.ResidenceId));
        }

        var same = new ResidenceHistory([.. recorded, added]).Current.FirstOrDefault(record => record != added && record.StartDate == added.StartDate);
        if (!added.RecordedInError && same is not null)
            throw Refusal.Rule("RESIDENCE_OVERLAPS", "Another place begins on the same day: replace that record.", null, ("residence_id", same.ResidenceId));
    }

    private static bool CanBePlacement(ResidenceKind kind) => kind is ResidenceKind.CareHome or ResidenceKind.SupportedLiving or ResidenceKind.SharedLives;
}
