using System.Data;
using Grpc.Core;
using Npgsql;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Requests;

public sealed partial class UnitOfWork
{
    private const string ProgrammeKeySuffix = "_programme_fkey";

    /// <summary>
    /// Runs one of the several transactions of a request that comes as a stream. What is committed stays, whatever becomes of those after it. How far the
    /// stream has come is the slice's to keep, by the request id, so that the same stream sent again goes on from there.
    /// </summary>
    /// <param name="context">The call.</param>
    /// <param name="requestId">The stream's request id, for audit and events.</param>
    /// <param name="change">The change. It records at least one audit entry.</param>
    /// <exception cref="Refusal">PROGRAMME_UNKNOWN: not served here.</exception>
    public async Task<T> StepAsync<T>(ServerCallContext context, string requestId, Func<Mutation, Task<T>> change)
    {
        await using var connection = await _database.OpenAsync(context.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, context.CancellationToken);
        var work = new Mutation(connection, transaction, ContextOf(context, requestId));
        await ExecuteAsync(work, SessionStore.SetProgramme(work.Programme));
        try
        {
            var result = await change(work);
            RequireAudit(work);
            await CommitAsync(work);
            return result;
        }
        catch (PostgresException exception) when (exception.ConstraintName?.EndsWith(ProgrammeKeySuffix, StringComparison.Ordinal) is true)
        {
            throw RequestKeyStore.ProgrammeUnknown(work);
        }
    }
}
