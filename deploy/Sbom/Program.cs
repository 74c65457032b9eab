using System.Text.Json;
using PersonalBudgets.Sbom;

if (args is not [var project, var output, .. { Length: <= 1 } rest])
{
    await Console.Error.WriteLineAsync("usage: Sbom PROJECT.csproj OUTPUT.cdx.json [VERSION]; the project has to be restored");
    return 2;
}

try
{
    var materials = LockData.Read(project, rest.FirstOrDefault());
    await File.WriteAllTextAsync(output, CycloneDx.Write(materials));
    Console.WriteLine($"{output}: {materials.Program.Name} {materials.Program.Version} is made of {materials.Parts.Count} parts.");
    return 0;
}
catch (Exception fault) when (fault is IOException or JsonException or InvalidDataException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
