using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Organisations;

/// <summary>
/// Whether a code is of somebody who can be asked to pay: the programme's own integrated care board or council, or another that the operator's files know, since
/// a body outside the programme may be responsible (DOMAIN 0, A18). Unlike other codes, a form alone is not enough: money goes where this points.
/// </summary>
internal static class FunderCheck
{
    /// <summary>What the funder is.</summary>
    /// <param name="work">The session.</param>
    /// <param name="field">The path of the field that has the code.</param>
    /// <param name="code">The code.</param>
    /// <param name="day">The day on which an organisation outside the programme has to be open.</param>
    /// <exception cref="Refusal">FIELD_INVALID with FUNDER_UNKNOWN.</exception>
    public static async Task<OrganisationKind> RequireAsync(Session work, string field, string code, DateOnly day)
    {
        var own = await FundersStore.GetAsync(work);
        if (code == own.IntegratedCareBoard)
            return OrganisationKind.IntegratedCareBoard;
        if (code == own.Council)
            return OrganisationKind.LocalAuthority;
        if (await OrganisationStore.FindAsync(work, code) is { } other && other.IsOpenOn(day)
            && Codes.Parse<OrganisationKind>(other.Kind) is var kind and (OrganisationKind.IntegratedCareBoard or OrganisationKind.LocalAuthority))
        {
            return kind;
        }

        throw Refusal.Invalid(new Violation(
            field, "FUNDER_UNKNOWN", "Must be the programme's integrated care board or council, or another one that is loaded and open on that day."));
    }

    /// <summary>Where a person goes who does not agree with a decision of such a funder.</summary>
    public static NoticeRoute RouteOf(OrganisationKind funder) => funder is OrganisationKind.LocalAuthority ? NoticeRoute.Council : NoticeRoute.Nhs;
}
