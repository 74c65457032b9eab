using PersonalBudgets.Payments.BankDetails;

namespace PersonalBudgets.Payments.Tests.BankDetails;

/// <summary>Tables of the modulus check: invented ones for tests of the service, the published ones for tests of the check itself.</summary>
internal static class Tables
{
    /// <summary>A folder with tables in the published form whose rows are ours: they pass and fail the accounts that the tests use.</summary>
    public static string Invented { get; } = Path.Combine(AppContext.BaseDirectory, "BankDetails", "InventedTables");

    /// <summary>
    /// The published tables. They belong to their publisher and are no part of this repository; where <c>../shared/data/modulus</c> beside it has
    /// them, the published cases are tested, elsewhere those tests say that they are skipped.
    /// </summary>
    public static ModulusTables Published()
    {
        Assert.SkipWhen(PublishedFolder is null, "The published tables of the modulus check are not in ../shared/data/modulus beside the repository.");
        return ModulusTables.Read(PublishedFolder!);
    }

    private static string? PublishedFolder { get; } = Find();

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var tables = Path.Combine(folder.FullName, "shared", "data", "modulus");
            if (File.Exists(Path.Combine(tables, "valacdos.txt")))
                return tables;
        }

        return null;
    }
}
