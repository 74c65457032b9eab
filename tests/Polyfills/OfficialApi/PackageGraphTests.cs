using System.Diagnostics;
using System.Reflection;

namespace PersonalBudgets.Polyfills.Tests.OfficialApi;

public sealed class On_a_full_feed_with_containers
{
    [Fact]
    public async Task no_project_refers_to_a_polyfill()
    {
        var references = await ReferencesAsync("FullFeed=true;NativeServers=false");

        Assert.Contains(references, reference => reference.StartsWith("Platform.csproj -> ", StringComparison.Ordinal));
        Assert.DoesNotContain(references, reference => reference.Contains("polyfills", StringComparison.Ordinal));
    }

    [Fact]
    public async Task and_without_them_the_same_question_finds_the_polyfills() =>
        Assert.Contains(
            await ReferencesAsync("FullFeed=false;NativeServers=true"),
            reference => reference.Contains("polyfills", StringComparison.Ordinal));

    /// <summary>The references of every project that is no polyfill itself, as the build sees them; nothing is restored.</summary>
    private static async Task<IReadOnlyList<string>> ReferencesAsync(string properties)
    {
        var solution = Path.GetFullPath(Metadata("Solution"));
        var folder = Directory.CreateTempSubdirectory("package-graph");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "list.targets"), """
            <Project>
              <Target Name="ListReferences">
                <Message Importance="high" Text="REFERENCE:$(MSBuildProjectFile) -> %(ProjectReference.FullPath)" />
              </Target>
            </Project>
            """);
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "graph.proj"), $"""
            <Project>
              <ItemGroup>
                <Every Include="{solution}**/*.csproj" Exclude="{solution}polyfills/**" />
              </ItemGroup>
              <Target Name="Graph">
                <MSBuild Projects="@(Every)" Targets="ListReferences" Properties="{properties};CustomAfterMicrosoftCommonTargets={folder.FullName}/list.targets" />
              </Target>
            </Project>
            """);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])["msbuild", Path.Combine(folder.FullName, "graph.proj"), "-t:Graph", "-nologo", "-v:n", "-nodeReuse:false", "-tl:off"])
            start.ArgumentList.Add(argument);
        start.Environment["MSBuildSDKsPath"] = WithAspireSdk(folder);

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        folder.Delete(recursive: true);
        Assert.True(process.ExitCode == 0, output);
        return [.. output.Split('\n').Where(line => line.Contains("REFERENCE:", StringComparison.Ordinal)).Select(line => line[(line.IndexOf(':') + 1)..].Trim())];
    }

    // The SDK of Aspire is a package that this machine's feed may lack. What it adds is no reference to a polyfill, so an empty one will do.
    private static string WithAspireSdk(DirectoryInfo folder)
    {
        var original = new DirectoryInfo(Metadata("Sdks"));
        var sdks = folder.CreateSubdirectory("dotnet/Sdks");
        // The SDKs look for other parts of .NET beside their folder.
        foreach (var part in original.Parent!.EnumerateFileSystemInfos().Where(part => part.Name != original.Name))
            File.CreateSymbolicLink(Path.Combine(sdks.Parent!.FullName, part.Name), part.FullName);
        foreach (var sdk in original.EnumerateDirectories())
            Directory.CreateSymbolicLink(Path.Combine(sdks.FullName, sdk.Name), sdk.FullName);
        var aspire = sdks.CreateSubdirectory("Aspire.AppHost.Sdk/Sdk");
        foreach (var file in (string[])["Sdk.props", "Sdk.targets"])
            File.WriteAllText(Path.Combine(aspire.FullName, file), "<Project />");
        return sdks.FullName;
    }

    private static string Metadata(string key) =>
        typeof(On_a_full_feed_with_containers).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == key).Value!;
}
