using PersonalBudgets.Payments.BankDetails;

namespace PersonalBudgets.Payments.Tests.BankDetails;

/// <summary>The published tables, which stand beside the repository and never in it: <c>../shared/data/modulus</c>.</summary>
internal static class Tables
{
    public static string Folder { get; } = Find();

    public static ModulusTables Read() => ModulusTables.Read(Folder);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var tables = Path.Combine(folder.FullName, "shared", "data", "modulus");
            if (Directory.Exists(tables))
                return tables;
        }

        throw new DirectoryNotFoundException("The tables of the modulus check are expected in ../shared/data/modulus beside the repository.");
    }
}
