namespace PersonalBudgets.Platform.Identity;

/// <summary>Who asks, as a checked token says.</summary>
/// <param name="Subject">The token's subject: a member of staff, a client or <c>service:plans</c>.</param>
/// <param name="Organisation">The ODS code that the subject acts for; empty for work without a caller.</param>
/// <param name="Programme">The tenant.</param>
/// <param name="Permissions">What the token allows, as <c>area.resource.verb</c>.</param>
/// <param name="Token">The token itself: it travels unchanged to the services that are asked in turn. Empty for work without a caller.</param>
/// <param name="OnBehalfOf">What made a service act by itself, such as <c>event:PlanApproved</c>; null for a caller's own request.</param>
/// <param name="Role">In which role the subject acts, such as <c>PRACTITIONER</c>, as a code; null where the issuer says none.</param>
public sealed record Caller(
    string Subject, string Organisation, string Programme, IReadOnlySet<string> Permissions, string Token, string? OnBehalfOf = null, string? Role = null)
{
    /// <summary>The role of a service that acts by itself.</summary>
    public static string ServiceRole => "SERVICE";

    /// <summary>A service that acts by itself.</summary>
    internal static Caller OfService(string service, string programme, string cause) =>
        new($"service:{service}", "", programme, new HashSet<string>(), "", cause, ServiceRole);

    /// <inheritdoc/>
    /// <remarks>A record would print the token.</remarks>
    public override string ToString() => $"{Subject} of {Organisation} in {Programme}";
}
