using Npgsql;

namespace PersonalBudgets.Platform.Database;

/// <summary>Tells a database that is not there from one that says no.</summary>
internal static class Outages
{
    private const string IdleInTransactionSessionTimeout = "25P03";

    /// <summary>Whether the server is away, ends, starts or is full: the same statement may succeed later.</summary>
    public static bool IsOutage(Exception exception) => exception switch
    {
        PostgresException answer => answer.SqlState is
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or IdleInTransactionSessionTimeout
            || answer.SqlState.StartsWith("08", StringComparison.Ordinal)
            || answer.SqlState.StartsWith("53", StringComparison.Ordinal)
            || answer.SqlState.StartsWith("58", StringComparison.Ordinal),
        // No server answered, or none that PostgreSQL's protocol ended properly; also a pool without a free connection.
        NpgsqlException => true,
        TimeoutException => true,
        _ => false,
    };

    /// <summary>Whether another transaction was first: the same request may succeed at once.</summary>
    public static bool IsLostRace(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable,
    };
}
