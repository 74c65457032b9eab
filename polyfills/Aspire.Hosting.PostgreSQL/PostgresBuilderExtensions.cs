using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Running;
using NativeServers;
using Npgsql;

namespace Aspire.Hosting;

/// <summary>Adds PostgreSQL.</summary>
public static class PostgresBuilderExtensions
{
    /// <summary>Adds a PostgreSQL server.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="userName">The superuser, <c>postgres</c> if null.</param>
    /// <param name="password">The superuser's password; the parameter <c>NAME-password</c>, random if not configured, if null.</param>
    /// <param name="port">The port that clients use; a free one if null.</param>
    public static IResourceBuilder<PostgresServerResource> AddPostgres(
        this IDistributedApplicationBuilder builder,
        string name,
        IResourceBuilder<ParameterResource>? userName = null,
        IResourceBuilder<ParameterResource>? password = null,
        int? port = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var secret = password?.Resource ?? ParameterResourceBuilderExtensions.CreatePassword(builder, $"{name}-password", special: true);
        var server = new PostgresServerResource(name, userName?.Resource, secret);
        return builder.AddResource(server)
            .WithEndpoint("tcp", endpoint => endpoint.Port = port)
            .WithAnnotation(new NativeServerAnnotation(
                async (folder, options, cancellationToken) => await NativePostgres.StartAsync(folder, options, cancellationToken),
                userName?.Resource,
                "postgres",
                secret,
                (native, cancellationToken) => CreateDatabasesAsync((NativePostgres)native, server.Databases.Values, cancellationToken)));
    }

    /// <summary>Adds a database to a server.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="name">The resource's name.</param>
    /// <param name="databaseName">The database's name, the resource's if null.</param>
    public static IResourceBuilder<PostgresDatabaseResource> AddDatabase(
        this IResourceBuilder<PostgresServerResource> builder, string name, string? databaseName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var database = new PostgresDatabaseResource(name, databaseName ?? name, builder.Resource);
        builder.Resource.Add(name, database.DatabaseName);
        return builder.ApplicationBuilder.AddResource(database);
    }

    /// <summary>Keeps the server's data in a folder of this machine.</summary>
    /// <param name="builder">The server.</param>
    /// <param name="source">The folder, relative to the application host's.</param>
    /// <param name="isReadOnly">Not possible here.</param>
    public static IResourceBuilder<PostgresServerResource> WithDataBindMount(
        this IResourceBuilder<PostgresServerResource> builder, string source, bool isReadOnly = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return isReadOnly
            ? throw new NotSupportedException("PostgreSQL cannot run on a folder that it may only read.")
            : builder.WithAnnotation(new DataFolderAnnotation(Path.GetFullPath(source, builder.ApplicationBuilder.AppHostDirectory)));
    }

    private static async Task CreateDatabasesAsync(NativePostgres server, IEnumerable<string> names, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        foreach (var name in names)
        {
            await using var known = new NpgsqlCommand("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)", connection) { Parameters = { new() { Value = name } } };
            if (await known.ExecuteScalarAsync(cancellationToken) is true)
                continue;
            await using var create = new NpgsqlCommand($"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
            await create.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
