using System.Text.Json.Nodes;
using PersonalBudgets.Deploy.Tests.Programs;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Deploy.Tests.Sbom;

public sealed class The_bill_of_materials : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sbom-");

    public static TheoryData<string> Programs => ["Assessment.Service", "Allocation.Service", "Plans.Service", "Payments.Service", "Gateway"];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task fits_the_schema_of_cyclonedx(string program)
    {
        var file = await WriteAsync(program, "first");

        Assert.Empty((await Tools.JudgeAsync("cyclonedx.mjs", file)).AsArray());
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task gives_every_package_its_address_its_hash_and_its_licence(string program)
    {
        var packages = Components(await ReadAsync(program)).Where(component => component["purl"] is not null).ToArray();

        Assert.Contains(packages, package => package["purl"]!.ToString().StartsWith("pkg:nuget/Npgsql@", StringComparison.Ordinal));
        Assert.All(packages, package => Assert.Matches("^[0-9a-f]{128}$", package["hashes"]![0]!["content"]!.ToString()));
        Assert.All(packages, package => Assert.NotEmpty(package["licenses"]!.AsArray()));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task knows_what_each_part_is_there_for(string program)
    {
        var bom = await ReadAsync(program);
        var edges = bom["dependencies"]!.AsArray().ToDictionary(edge => edge!["ref"]!.ToString(), edge => edge!["dependsOn"]!.AsArray().Select(need => need!.ToString()).ToArray());

        var reached = new HashSet<string>();
        Reach(bom["metadata"]!["component"]!["bom-ref"]!.ToString());

        Assert.Equal(Components(bom).Select(component => component["bom-ref"]!.ToString()).Order(), reached.Skip(1).Order());

        void Reach(string part)
        {
            if (reached.Add(part))
                Array.ForEach(edges[part], Reach);
        }
    }

    [Fact]
    public async Task is_the_same_for_the_same_lock_data() =>
        Assert.Equal(await File.ReadAllTextAsync(await WriteAsync("Gateway", "first")), await File.ReadAllTextAsync(await WriteAsync("Gateway", "second")));

    [Fact]
    public async Task says_so_where_the_project_is_not_restored()
    {
        var project = Path.Combine(_folder.FullName, "Empty.csproj");
        await File.WriteAllTextAsync(project, "<Project />");

        var (code, output) = await RunAsync(project, Path.Combine(_folder.FullName, "empty.cdx.json"));

        Assert.Equal(1, code);
        Assert.Contains("is not restored", output, StringComparison.Ordinal);
    }

    private async Task<JsonNode> ReadAsync(string program) => JsonNode.Parse(await File.ReadAllTextAsync(await WriteAsync(program, "read")))!;

    private static IEnumerable<JsonNode> Components(JsonNode bom) => bom["components"]!.AsArray().Select(component => component!);

    private async Task<string> WriteAsync(string program, string name)
    {
        var file = Path.Combine(_folder.FullName, $"{program}.{name}.cdx.json");
        var (code, output) = await RunAsync(Path.Combine(Repository.Root, "src", program, $"{program}.csproj"), file);
        Assert.True(code == 0, output);
        return file;
    }

    private static Task<(int Code, string Output)> RunAsync(string project, string file) =>
        RunningProgram.RunAsync("dotnet", [Repository.Program("deploy/Sbom"), project, file], Repository.Root, []);
}
