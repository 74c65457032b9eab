using System.Diagnostics;
using PersonalBudgets.Deploy.Tests.Programs;
using PersonalBudgets.Deploy.Tests.Settings;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Deploy.Tests.Compose;

public sealed class The_compose_file
{
    private static readonly string File = Tools.Deploy("compose.yaml");

    [Fact]
    public async Task fits_the_schema_of_the_compose_specification()
    {
        var file = await ComposeFile.ReadAsync(File);

        Assert.Empty(file.Faults);
    }

    [Fact]
    public async Task is_held_to_a_schema_that_refuses_what_it_does_not_know()
    {
        var folder = Directory.CreateTempSubdirectory("compose-");
        var copy = Path.Combine(folder.FullName, "compose.yaml");
        await System.IO.File.WriteAllTextAsync(copy, (await System.IO.File.ReadAllTextAsync(File)).Replace("read_only: true", "readonly: true", StringComparison.Ordinal));

        var file = await ComposeFile.ReadAsync(copy);

        folder.Delete(recursive: true);
        Assert.Contains(file.Faults, fault => fault.Contains("readonly", StringComparison.Ordinal));
    }

    [Fact]
    public async Task sets_only_what_the_process_reads()
    {
        var file = await ComposeFile.ReadAsync(File);

        var unknown = from process in file.Processes
                      from variable in file.Environment(process).Keys
                      where !SettingsTable.Knows(file.Program(process), variable)
                      select $"{process}: {variable}";
        Assert.Empty(unknown);
    }

    [Fact]
    public async Task publishes_the_gateway_and_the_dashboard_to_this_machine_alone()
    {
        var file = await ComposeFile.ReadAsync(File);

        var published = file.Services.Where(service => service.Value["ports"] is not null).ToDictionary(service => service.Key, service => service.Value["ports"]!.AsArray());
        Assert.Equal(["dashboard", "gateway"], published.Keys.Order());
        Assert.All(published.Values.SelectMany(ports => ports), port => Assert.StartsWith("127.0.0.1:", port!.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task starts_each_service_after_its_own_migration()
    {
        var file = await ComposeFile.ReadAsync(File);

        foreach (var service in file.Processes.Where(process => process != "gateway" && process == file.Program(process)))
        {
            Assert.Equal("service_completed_successfully", file.Services[service]["depends_on"]![$"{service}-migrate"]!["condition"]!.ToString());
            Assert.Equal(file.Image(service), file.Image($"{service}-migrate"));
            Assert.Equal("migrate", file.Services[$"{service}-migrate"]["command"]![0]!.ToString());
        }
    }

    [Fact]
    public async Task starts_assessment_with_every_file_of_the_samples_organisations()
    {
        var file = await ComposeFile.ReadAsync(File);
        var load = file.Services["assessment-load"];

        var files = load["command"]!.AsArray().Skip(1).Chunk(2).Select(pair => Path.GetFileName(pair[1]!.ToString()));

        Assert.Equal(Directory.GetFiles(Path.Combine(Repository.Root, "samples", "Organisations"), "*.csv").Select(Path.GetFileName).Order(), files.Order());
        Assert.Equal("../samples/Organisations:/organisations:ro", load["volumes"]!.AsArray().Single()!.ToString());
        Assert.NotNull(load["depends_on"]!["assessment-migrate"]);
        Assert.Equal("service_completed_successfully", file.Services["assessment"]["depends_on"]!["assessment-load"]!["condition"]!.ToString());
    }

    [Fact]
    public async Task lets_no_process_write_gain_rights_or_run_without_a_bound_of_memory()
    {
        var file = await ComposeFile.ReadAsync(File);

        foreach (var container in file.Processes.Select(process => file.Services[process]))
        {
            Assert.True(container["read_only"]!.GetValue<bool>());
            Assert.Equal("ALL", container["cap_drop"]![0]!.ToString());
            Assert.Equal("no-new-privileges:true", container["security_opt"]![0]!.ToString());
            Assert.NotNull(container["mem_limit"]);
        }
    }

    [Fact]
    public async Task wants_every_secret_from_outside_and_its_example_gives_none()
    {
        var file = await ComposeFile.ReadAsync(File);

        var example = System.IO.File.ReadAllLines(Tools.Deploy(".env.example")).Where(line => line.Length > 0 && line[0] != '#').ToArray();

        Assert.Equal(file.Wanted.Order(), example.Select(line => line.TrimEnd('=')).Order());
        Assert.All(example, line => Assert.EndsWith("=", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task has_its_secrets_made_by_the_command_of_the_guide()
    {
        var guide = await System.IO.File.ReadAllTextAsync(Tools.Deploy("README.md"));
        var command = guide.Split('\n').Single(line => line.Contains(".env.example", StringComparison.Ordinal) && line.Contains("/dev/urandom", StringComparison.Ordinal));
        var folder = Directory.CreateTempSubdirectory("env-");
        Directory.CreateDirectory(Path.Combine(folder.FullName, "deploy"));
        System.IO.File.Copy(Tools.Deploy(".env.example"), Path.Combine(folder.FullName, "deploy", ".env.example"));

        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { WorkingDirectory = folder.FullName })!;
        await shell.WaitForExitAsync();

        var secrets = System.IO.File.ReadAllLines(Path.Combine(folder.FullName, "deploy", ".env")).Select(line => line.Split('=', 2)[1]).ToArray();
        folder.Delete(recursive: true);
        Assert.All(secrets, secret => Assert.Matches("^[0-9a-f]{48}$", secret));
        Assert.Equal(secrets.Length, secrets.Distinct().Count());
    }
}
