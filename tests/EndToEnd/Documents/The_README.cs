using PersonalBudgets.EndToEnd.Tests.BadInput;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.Documents;

/// <summary>What the README tells a stranger to type.</summary>
[Collection(nameof(StandingHouseTests))]
public sealed class The_README(StandingHouse standing)
{
    [Fact]
    public async Task has_five_calls_that_work_as_printed()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "README.md"));
        var calls = readme.Split("```sh")[1].Split("```")[0];
        Assert.Equal(8, calls.Split("curl -s").Length - 1);

        var output = await Shell.RunAsync(calls.Replace("http://localhost:7080", standing.House.Rest.BaseAddress!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal));

        string[] inOrder = ["\"personId\"", "\"people\"", "\"violations\"", "\"X01\"", "\"balanced\":true"];
        var at = 0;
        foreach (var part in inOrder)
        {
            var found = output.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(found >= 0, $"{part} is not in what follows:{Environment.NewLine}{output[at..]}");
            at = found;
        }

        Assert.All(["/nhsNumber", "/familyName", "/birthDate", "/shoeSize"], pointer => Assert.Contains(pointer, output, StringComparison.Ordinal));
    }
}
