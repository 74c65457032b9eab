namespace PersonalBudgets.Bench.Tests;

public sealed class The_command_line
{
    private static readonly string[] Known = ["grpc", "rest"];

    [Fact]
    public void that_is_empty_asks_for_everything_in_five_rounds()
    {
        var options = BenchOptions.Parse([], Known, out _)!;

        Assert.Equal(Known, options.Measures.Order());
        Assert.Equal((5, TimeSpan.FromSeconds(4), null), (options.Rounds, options.Length, options.Json));
    }

    [Fact]
    public void names_measures_and_a_file()
    {
        var options = BenchOptions.Parse(["rest", "--json", "figures.json", "--rounds", "2", "--seconds", "1"], Known, out _)!;

        Assert.Equal(["rest"], options.Measures);
        Assert.Equal((2, TimeSpan.FromSeconds(1), "figures.json"), (options.Rounds, options.Length, options.Json));
    }

    [Theory]
    [InlineData("speed")]
    [InlineData("--rounds 0")]
    [InlineData("--seconds -1")]
    [InlineData("--rounds many")]
    public void that_makes_no_sense_is_refused(string arguments)
    {
        Assert.Null(BenchOptions.Parse(arguments.Split(' '), Known, out var exitCode));
        Assert.NotEqual(0, exitCode);
    }
}
