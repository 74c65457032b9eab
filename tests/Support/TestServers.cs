using Npgsql;
using PersonalBudgets.Tests.Support.Launching;

namespace PersonalBudgets.Tests.Support;

/// <summary>
/// The PostgreSQL and the RabbitMQ that all tests share: those of <c>SUITE_TEST_PG</c> (for Npgsql, a superuser) and <c>SUITE_TEST_AMQP</c>
/// (with the HTTP API at <c>SUITE_TEST_AMQP_MANAGEMENT</c>, port 15672 of the same host if that is not set), else their own, started at the
/// first use and gone with the process. A machine that can start neither fails the test that asks.
/// </summary>
public static class TestServers
{
    private static readonly Lazy<Task<string>> SharedPostgres = new(async () =>
        Environment.GetEnvironmentVariable("SUITE_TEST_PG") is { Length: > 0 } given
            ? new NpgsqlConnectionStringBuilder(given) { Database = "postgres" }.ConnectionString
            : (await StartPostgresAsync(isDurable: false)).ConnectionString);

    private static readonly Lazy<Task<(string Address, Uri Management)>> SharedBroker = new(async () =>
    {
        if (Environment.GetEnvironmentVariable("SUITE_TEST_AMQP") is { Length: > 0 } given)
        {
            var management = Environment.GetEnvironmentVariable("SUITE_TEST_AMQP_MANAGEMENT");
            return (given.TrimEnd('/'), new Uri(string.IsNullOrEmpty(management) ? $"http://{new Uri(given).Host}:15672" : management));
        }
        var own = await StartBrokerAsync();
        return (own.ConnectionString, own.Management);
    });

    /// <summary>For Npgsql: the shared server's superuser, database <c>postgres</c>. Not to be killed.</summary>
    public static Task<string> PostgresAsync() => SharedPostgres.Value;

    /// <summary>The shared broker's <c>amqp</c> address without a virtual host, and its HTTP API. Not to be killed.</summary>
    public static Task<(string Address, Uri Management)> BrokerAsync() => SharedBroker.Value;

    /// <summary>A PostgreSQL for one test, which may kill it.</summary>
    /// <param name="isDurable">Whether what is committed must be on the disk, not only with the operating system.</param>
    public static Task<TestServer> StartPostgresAsync(bool isDurable = true) => Launcher.StartPostgresAsync(isDurable);

    /// <summary>A RabbitMQ for one test, which may kill it.</summary>
    public static Task<TestServer> StartBrokerAsync() => Launcher.StartBrokerAsync();
}
