using System.Collections;
using System.Diagnostics;
using System.Text.Json;

// environment FILE: writes down what it was started with. exit CODE: ends so. Anything else: a server.
switch (args)
{
    case ["environment", var file, .. var rest]:
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value);
        variables["arguments"] = string.Join(' ', rest);
        variables["folder"] = Environment.CurrentDirectory;
        await File.WriteAllTextAsync(file + ".part", JsonSerializer.Serialize(variables));
        File.Move(file + ".part", file);
        return 0;

    case ["exit", var code]:
        Console.Error.WriteLine($"ends with {code}");
        return int.Parse(code);

    default:
        var app = WebApplication.CreateBuilder().Build();
        var sickUntil = args is ["sick", var seconds] ? Stopwatch.GetTimestamp() + (long.Parse(seconds) * Stopwatch.Frequency) : 0;
        app.MapGet("/health", () => Stopwatch.GetTimestamp() < sickUntil ? Results.StatusCode(503) : Results.Ok());
        app.MapGet("/pid", () => Environment.ProcessId);
        app.Lifetime.ApplicationStopped.Register(() => Console.WriteLine("stopped in good order"));
        await app.RunAsync();
        return 0;
}
