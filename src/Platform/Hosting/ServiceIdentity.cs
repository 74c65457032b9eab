using System.Reflection;

namespace PersonalBudgets.Platform.Hosting;

/// <summary>Which service this process is.</summary>
/// <param name="Name">The area, the resource's name and the schema: <c>payments</c>.</param>
/// <param name="Assembly">The assembly that embeds the service's migrations.</param>
public sealed record ServiceIdentity(string Name, Assembly Assembly)
{
    /// <summary>The connection string's name.</summary>
    public string Database => $"{Name}-db";

    /// <summary>The role that owns everything in the database and serves nothing.</summary>
    public string OwnerRole => $"{Name}_owner";

    /// <summary>The role that serves and owns nothing.</summary>
    public string AppRole => $"{Name}_app";

    /// <summary>The domain of the service's errors.</summary>
    public string ErrorDomain => $"budgets.{Name}";
}
