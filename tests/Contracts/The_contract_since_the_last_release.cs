using PersonalBudgets.Contracts.Tests.Support;

namespace PersonalBudgets.Contracts.Tests;

/// <summary>Callers of a release go on with the next one: the contract may grow and change nothing that they know (docs/adr/0014).</summary>
public sealed class The_contract_since_the_last_release(ITestOutputHelper output)
{
    [Fact]
    public async Task breaks_no_caller()
    {
        if (Releases.LastImage is not { } image)
        {
            output.WriteLine("Nothing is released yet, so there are no callers to break.");
            Assert.Empty(Releases.InChangelog);
            return;
        }

        Assert.Empty(await ContractFolder.Own.FindBreaksAsync(image));
    }

    [Fact]
    public async Task is_compared_with_an_image_of_every_release() =>
        Assert.Empty(Releases.InChangelog.Concat(await Releases.TaggedAsync()).Except(Releases.WithImage));
}
