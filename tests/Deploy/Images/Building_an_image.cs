using System.Text.Json;
using System.Xml.Linq;
using PersonalBudgets.Deploy.Tests.Programs;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Deploy.Tests.Images;

public sealed class Building_an_image
{
    private static readonly IReadOnlyList<IReadOnlyList<Instruction>> Stages = Instruction.Stages(ImageBuild.Dockerfile);

    [Fact]
    public async Task reads_a_file_that_the_linter_has_nothing_against() => Assert.Empty((await Tools.JudgeAsync("dockerfile.mjs", ImageBuild.Dockerfile)).AsArray());

    [Fact]
    public async Task is_refused_with_polyfills_that_nobody_allowed()
    {
        using var build = new ImageBuild(("SERVICE", "plans"), ("FULL_FEED", "false"));

        var failure = await build.RunAsync();

        Assert.Contains("Publishing an image needs the official packages", failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task is_refused_for_a_service_that_is_not_there()
    {
        using var build = new ImageBuild(("SERVICE", "pensions"));

        var failure = await build.RunAsync();

        Assert.StartsWith("RUN find src", failure, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void restores_from_the_project_files_alone(string project)
    {
        var copied = Stages[1].TakeWhile(instruction => !instruction.Words.StartsWith("dotnet publish", StringComparison.Ordinal))
            .Where(instruction => instruction.Name == "COPY").SelectMany(instruction => instruction.Words.Split(' ')).ToHashSet();

        Assert.Contains(project, copied);
    }

    public static TheoryData<string> Projects()
    {
        var all = new HashSet<string>();
        foreach (var program in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories))
        {
            var name = Path.GetFileNameWithoutExtension(program);
            if (name is "Gateway" || name.EndsWith(".Service", StringComparison.Ordinal))
                Collect(program);
        }
        return [.. all.Order(StringComparer.Ordinal)];

        void Collect(string file)
        {
            if (!all.Add(Path.GetRelativePath(Repository.Root, file)))
                return;
            foreach (var reference in XDocument.Load(file).Descendants("ProjectReference"))
                Collect(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, reference.Attribute("Include")!.Value)));
        }
    }

    [Fact]
    public void ends_in_an_image_without_a_shell_that_has_time_zones_and_runs_as_nobody_special()
    {
        var final = Stages[^1];

        Assert.EndsWith("-chiseled-extra", final[0].Words, StringComparison.Ordinal);
        Assert.Equal("$APP_UID", final.Single(instruction => instruction.Name == "USER").Words);
        Assert.Equal("SIGTERM", final.Single(instruction => instruction.Name == "STOPSIGNAL").Words);
        // A form with words alone would want a shell.
        Assert.Equal(["/app/service"], JsonSerializer.Deserialize<string[]>(final.Single(instruction => instruction.Name == "ENTRYPOINT").Words)!);
        Assert.DoesNotContain(final, instruction => instruction.Name == "RUN");
    }

    [Theory]
    [InlineData("title"), InlineData("description"), InlineData("licenses"), InlineData("version"), InlineData("revision"), InlineData("created"), InlineData("source"), InlineData("base.name")]
    public void labels_it_as_the_image_specification_names_things(string label) =>
        Assert.Contains($"org.opencontainers.image.{label}=", Stages[^1].Single(instruction => instruction.Name == "LABEL").Words, StringComparison.Ordinal);

    [Theory]
    [InlineData("src/Payments.Service/obj/project.assets.json"), InlineData("src/Gateway/bin/Debug/net10.0/Gateway.dll"), InlineData("src/AppHost/Program.cs")]
    [InlineData("deploy/.env"), InlineData("deploy/Sbom/bin/Sbom.dll"), InlineData("tests/README.md"), InlineData(".git/config"), InlineData(".suite/Feed.props")]
    public void leaves_out_what_no_image_is_made_of(string file) => Assert.False(new BuildContext(Repository.Root).IsSeen(file));
}
