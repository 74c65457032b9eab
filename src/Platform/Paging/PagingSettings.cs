using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Platform.Paging;

/// <summary>Section <c>Paging</c>: the signature of page tokens.</summary>
public sealed class PagingSettings
{
    /// <summary>Signs page tokens; the same in all replicas of a service. In Development a random one per process where none is set.</summary>
    [Required, MinLength(32)]
    public string Key { get; set; } = "";
}
