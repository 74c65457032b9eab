using PersonalBudgets.Contracts.Tests.Support;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Contracts.Tests;

/// <summary>What strangers' tools say of the protos.</summary>
public sealed class The_protos
{
    [Fact]
    public async Task keep_the_rules_of_buf()
    {
        var (code, output) = await NodeTools.OfContracts.RunAsync("node_modules/@bufbuild/buf/bin/buf", "lint", ContractFolder.Own.Path);

        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task that_break_a_rule_of_buf_are_found()
    {
        using var folder = ContractFolder.With("plans/v1/plans.proto", "service PlansService {", "service Plans {");

        var (code, output) = await NodeTools.OfContracts.RunAsync("node_modules/@bufbuild/buf/bin/buf", "lint", folder.Path);

        Assert.Equal(100, code);
        Assert.Contains("should be suffixed with \"Service\"", output, StringComparison.Ordinal);
    }
}
