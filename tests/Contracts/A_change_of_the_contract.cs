using PersonalBudgets.Contracts.Tests.Support;

namespace PersonalBudgets.Contracts.Tests;

/// <summary>The check that holds the contract to its last release, on changes whose answer is known.</summary>
public sealed class A_change_of_the_contract(A_change_of_the_contract.ImageOfToday today) : IClassFixture<A_change_of_the_contract.ImageOfToday>
{
    private const string Payees = "payments/v1/payees.proto";
    private const string Resources = "payments/v1/resources.proto";

    public static TheoryData<string, string, string, string> Breaks => new()
    {
        { Resources, "  // The name of the bank file; empty until released.\n  string file_name = 11 [(google.api.field_behavior) = OUTPUT_ONLY];\n", "", "field \"11\" with name \"file_name\"" },
        { Resources, "int64 total_pence = 8", "int64 total_pence = 28", "field \"8\" with name \"total_pence\"" },
        { Resources, "int32 payment_count = 7", "int64 payment_count = 7", "changed type from \"int32\" to \"int64\"" },
        { Resources, "PAYEE_KIND_NOMINEE = 2", "PAYEE_KIND_TRUSTEE = 2", "changed name from \"PAYEE_KIND_NOMINEE\"" },
        { Payees, "rpc GetPayee(", "rpc FetchPayee(", "RPC \"GetPayee\"" },
        { Payees, "{get: \"/v1/payees\"}", "{get: \"/v1/recipients\"}", "ListPayees is no longer at GET /v1/payees." },
        { Payees, "{permission: \"payments.payees.verify\"}", "{permission: \"payments.payees.check\"}", "needed payments.payees.verify and needs payments.payees.check" },
        { Resources, "string person_id = 3 [(", "string person_id = 3 [(google.api.field_behavior) = REQUIRED, (", "Payee.person_id was not required." },
    };

    public static TheoryData<string, string, string> Additions => new()
    {
        { Resources, "  BANK_DETAILS_CHECK_UNCHECKED = 2;", "  BANK_DETAILS_CHECK_UNCHECKED = 2;\n  // Not known.\n  BANK_DETAILS_CHECK_UNKNOWN = 3;" },
        { Resources, "  string reference = 6;", "  string reference = 6;\n  // A note.\n  string note = 7;" },
        { Payees, "// One payee, masked.", "// Payee, masked." },
    };

    [Theory]
    [MemberData(nameof(Breaks))]
    public async Task is_refused_when_it_breaks_a_caller(string file, string before, string after, string said)
    {
        using var folder = ContractFolder.With(file, before, after);

        var found = await folder.FindBreaksAsync(today.File);

        Assert.Contains(found, line => line.Contains(said, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Additions))]
    public async Task is_taken_when_it_only_adds(string file, string before, string after)
    {
        using var folder = ContractFolder.With(file, before, after);

        Assert.Empty(await folder.FindBreaksAsync(today.File));
    }

    /// <summary>The contract of this checkout, as if it were released.</summary>
    public sealed class ImageOfToday : IAsyncLifetime
    {
        public string File { get; } = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.binpb");

        public async ValueTask InitializeAsync() => await ContractFolder.Own.WriteImageAsync(File);

        public ValueTask DisposeAsync()
        {
            System.IO.File.Delete(File);
            return ValueTask.CompletedTask;
        }
    }
}
