using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Organisations;

/// <summary>
/// Whether a code names an organisation of a kind that was open on a day. Where no file of the kind was loaded, only its form is looked at: a programme can
/// start before its operator has the files.
/// </summary>
internal static class OrganisationCheck
{
    /// <summary>Makes sure that a code names such an organisation; an empty code is not looked at.</summary>
    /// <param name="work">The session.</param>
    /// <param name="field">The path of the field that has the code, such as <c>person.gp_practice</c>.</param>
    /// <param name="code">The code.</param>
    /// <param name="kind">What it has to be; unspecified for any.</param>
    /// <param name="day">The day on which it has to be open.</param>
    /// <exception cref="Refusal">FIELD_INVALID, with the reason of <see cref="FaultAsync"/>.</exception>
    public static async Task RequireAsync(Session work, string field, string code, OrganisationKind kind, DateOnly day)
    {
        if (await FaultAsync(work, field, code, kind, day) is { } fault)
            throw Refusal.Invalid(fault);
    }

    /// <summary>
    /// What is wrong with a code, for those who tell several faults at once; null where nothing is, and of an empty code. Reasons: ORGANISATION_FORM,
    /// ORGANISATION_UNKNOWN, ORGANISATION_OF_OTHER_KIND, ORGANISATION_NOT_OPEN.
    /// </summary>
    public static async Task<Violation?> FaultAsync(Session work, string field, string code, OrganisationKind kind, DateOnly day)
    {
        if (code is "")
            return null;
        if (!OrganisationCodes.HasFormOf(code, kind))
            return new Violation(field, "ORGANISATION_FORM", OrganisationCodes.FormOf(kind));
        if (await OrganisationStore.FindAsync(work, code) is not { } organisation)
        {
            return await IsLoadedAsync(work, code, kind)
                ? new Violation(field, "ORGANISATION_UNKNOWN", "No organisation of the files that were loaded has this code.")
                : null;
        }

        if (kind is not OrganisationKind.Unspecified && organisation.Kind != kind.Code())
            return new Violation(field, "ORGANISATION_OF_OTHER_KIND", $"The organisation {code} is {organisation.Kind}, not {kind.Code()}.");
        if (organisation.IsOpenOn(day))
            return null;
        var successors = organisation.Closed < day
            ? (await OrganisationStore.SuccessionsAsync(work, [code])).Where(row => row.Code == code).Select(row => row.SuccessorCode).ToArray()
            : [];
        var open = $"The organisation {code} was open from {Dates.Text(organisation.Opened)} to {(organisation.Closed is null ? "today" : Dates.Text(organisation.Closed))}";
        return new Violation(
            field, "ORGANISATION_NOT_OPEN", successors.Length is 0 ? $"{open}, not on {Dates.Text(day)}." : $"{open}; its place took {string.Join(", ", successors)}.");
    }

    // A code of any kind is unknown where every kind that it could be of was loaded.
    private static async Task<bool> IsLoadedAsync(Session work, string code, OrganisationKind kind)
    {
        var loaded = await OrganisationStore.LoadedKindsAsync(work);
        OrganisationKind[] possible = kind is OrganisationKind.Unspecified ? [.. OrganisationCodes.KindsOf(code)] : [kind];
        return possible.Length > 0 && possible.All(loaded.Contains);
    }
}
