using System.Net.Sockets;
using System.Text.Json;
using Grpc.Core;
using Npgsql;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>Why an event could not be handled, as codes: an exception's text may quote what it is about, so it goes nowhere.</summary>
/// <param name="Code">The reason of a refusal (<c>X07</c>), the state of PostgreSQL (<c>23505</c>) or a word in UPPER_SNAKE.</param>
/// <param name="Type">The name of the exception's type.</param>
/// <param name="IsTransient">It may pass by itself. A rule that says no is an answer: asking again changes nothing.</param>
internal sealed record Fault(string Code, string Type, bool IsTransient)
{
    /// <summary>The code of what nobody foresaw.</summary>
    public const string Defect = "DEFECT";

    /// <summary>An earlier event of the same aggregate waits for its turn, so this one does.</summary>
    public static Fault Behind { get; } = new("BEHIND", nameof(InboxAnswer), IsTransient: true);

    public static Fault Of(Exception failure) => failure switch
    {
        Refusal refusal => new(refusal.Reason, nameof(Refusal), refusal.Code is StatusCode.Unavailable or StatusCode.Aborted or StatusCode.ResourceExhausted),
        PostgresException postgres => new(postgres.SqlState, nameof(PostgresException), postgres.IsTransient || IsPassing(postgres.SqlState)),
        NpgsqlException => new("DATABASE_UNAVAILABLE", nameof(NpgsqlException), IsTransient: true),
        RpcException call => new(NameOf(call.StatusCode), nameof(RpcException),
            call.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Aborted or StatusCode.ResourceExhausted),
        JsonException => new("MESSAGE_UNREADABLE", nameof(JsonException), IsTransient: false),
        TimeoutException or IOException or SocketException or HttpRequestException => new("UNAVAILABLE", failure.GetType().Name, IsTransient: true),
        _ => new(Defect, failure.GetType().Name, IsTransient: false),
    };

    // Serialisation, deadlock, lock not available, connection trouble, the server going down or coming up.
    private static bool IsPassing(string state) => state is "40001" or "40P01" or "55P03" || state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("57P", StringComparison.Ordinal);

    private static string NameOf(StatusCode code) =>
        string.Concat(code.ToString().Select((letter, i) => char.IsUpper(letter) && i > 0 ? $"_{letter}" : $"{char.ToUpperInvariant(letter)}"));
}

/// <summary>Tells the transport that an event goes to the error queue; carries codes only.</summary>
internal sealed class FaultException(Fault fault) : Exception($"{fault.Code} ({fault.Type})")
{
    public Fault Fault => fault;
}
