using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Identity;

/// <summary>Whether a caller may call a method; the same at the gateway and in the services.</summary>
public static class Admission
{
    /// <summary>Refuses what is not allowed.</summary>
    /// <param name="caller">Who asks.</param>
    /// <param name="method">The method's facts; null for one that the contract does not have.</param>
    /// <param name="endUserOrganisation">The header <c>NHSD-End-User-Organisation-ODS</c>, or null where it was not sent.</param>
    /// <exception cref="Refusal">PERMISSION_REQUIRED, METHOD_CLOSED or ORGANISATION_MISMATCH.</exception>
    public static void Require(Caller caller, MethodFacts? method, string? endUserOrganisation)
    {
        ArgumentNullException.ThrowIfNull(caller);
        if (method?.Permission is not { } permission)
            throw Refusal.Forbidden("METHOD_CLOSED", "The contract gives no permission for this method, so nobody may call it.");
        if (!caller.Permissions.Contains(permission))
            throw Refusal.PermissionRequired(permission);
        if (!string.IsNullOrEmpty(endUserOrganisation) && endUserOrganisation != caller.Organisation)
            throw Refusal.Forbidden("ORGANISATION_MISMATCH", "The end user's organisation is not the token's.");
    }
}
