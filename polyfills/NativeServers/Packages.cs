using System.Collections;

namespace NativeServers;

/// <summary>Where Debian's packages, and those like them, put the servers.</summary>
internal static class Packages
{
    public static string Postgres(string program)
    {
        const string Root = "/usr/lib/postgresql";
        var versions = Directory.Exists(Root) ? Directory.GetDirectories(Root) : [];
        var folders = versions.OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"));
        return Find(program, folders) ?? throw Missing("PostgreSQL", program, "postgresql");
    }

    // /usr/sbin/rabbitmq-server switches user; the one behind it does not.
    public static string RabbitMq() =>
        Find("rabbitmq-server", ["/usr/lib/rabbitmq/bin"]) ?? throw Missing("RabbitMQ", "rabbitmq-server", "rabbitmq-server");

    public static string Epmd() => Find("epmd", []) ?? throw Missing("Erlang's port mapper", "epmd", "erlang-base");

    /// <summary>This process's environment, to be added to.</summary>
    public static Dictionary<string, string> Environment() =>
        System.Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .ToDictionary(variable => (string)variable.Key, variable => (string?)variable.Value ?? "", StringComparer.Ordinal);

    private static string? Find(string program, IEnumerable<string> folders) =>
        folders.Concat((System.Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries))
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    private static InvalidOperationException Missing(string what, string program, string package) =>
        new($"{what} is not installed on this machine: {program} was not found. On Debian: apt-get install {package}");
}
