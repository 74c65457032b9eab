namespace PersonalBudgets.Deploy.Tests.Images;

/// <summary>One instruction of a Dockerfile.</summary>
/// <param name="Name">In capitals: <c>RUN</c>.</param>
/// <param name="Flags">What stands before the words: <c>--from=build</c>.</param>
/// <param name="Words">The rest, its lines joined.</param>
public sealed record Instruction(string Name, IReadOnlyList<string> Flags, string Words)
{
    /// <summary>The instructions of each stage of a file, from its <c>FROM</c> on; what stands before the first comes first.</summary>
    public static IReadOnlyList<IReadOnlyList<Instruction>> Stages(string file)
    {
        var lines = File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');
        var stages = new List<List<Instruction>> { new() };
        var joined = "";
        foreach (var line in lines)
        {
            joined += line.TrimEnd('\\');
            if (line.EndsWith('\\'))
                continue;
            var instruction = Parse(joined);
            joined = "";
            if (instruction.Name == "FROM")
                stages.Add([]);
            stages[^1].Add(instruction);
        }
        return stages;
    }

    private static Instruction Parse(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var flags = words.Skip(1).TakeWhile(word => word.StartsWith("--", StringComparison.Ordinal)).ToArray();
        return new Instruction(words[0].ToUpperInvariant(), flags, string.Join(' ', words.Skip(1 + flags.Length)));
    }
}
