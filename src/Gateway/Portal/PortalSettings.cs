namespace PersonalBudgets.Gateway.Portal;

/// <summary>Section <c>Portal</c>: the pages on which the API is read and tried.</summary>
public sealed class PortalSettings
{
    /// <summary>Whether <c>/docs</c> is served. <c>/openapi.json</c> is in any case.</summary>
    public bool Enabled { get; set; } = true;
}
