using System.Data;
using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Identity;
using PersonalBudgets.Platform.Messaging;
using PersonalBudgets.Platform.Paging;

namespace PersonalBudgets.Platform.Requests;

/// <summary>
/// Runs the work of a request in one transaction: programme, request id, change, audit, events, commit.
/// Whatever is thrown in between leaves nothing behind.
/// </summary>
public sealed partial class UnitOfWork
{
    private readonly ServiceDatabase _database;
    private readonly IOutboxWriter _outbox;
    private readonly IAuditWriter _audit;
    private readonly MethodTable _methods;
    private readonly PageTokens _pageTokens;
    private readonly ServiceIdentity _service;
    private readonly TimeProvider _time;

    internal UnitOfWork(
        ServiceDatabase database, IOutboxWriter outbox, IAuditWriter audit, MethodTable methods, PageTokens pageTokens, ServiceIdentity service, TimeProvider time)
    {
        _database = database;
        _outbox = outbox;
        _audit = audit;
        _methods = methods;
        _pageTokens = pageTokens;
        _service = service;
        _time = time;
    }

    /// <summary>
    /// Runs a mutation, or gives the answer again that the same request id got before (trailer <c>idempotency-hit: true</c>).
    /// </summary>
    /// <param name="request">The request; its <c>request_id</c> and its sender make the idempotency key.</param>
    /// <param name="context">The call.</param>
    /// <param name="change">The change. Calls to other services do not belong here: the transaction holds locks.</param>
    /// <param name="reload">
    /// Makes the answer to a repeat from the resource's id, which is the subject of the first audit entry. Needed where the response can hold
    /// person data, because such answers are not stored.
    /// </param>
    /// <exception cref="Refusal">REQUEST_ID_REUSED: the request id came with another body before. PROGRAMME_UNKNOWN: not served here.</exception>
    public async Task<TResponse> MutateAsync<TRequest, TResponse>(
        TRequest request, ServerCallContext context, Func<Mutation, Task<TResponse>> change, Func<Session, Guid, Task<TResponse>>? reload = null)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        var showsPersonData = _methods.Find(context.Method)?.ShowsPersonData ?? true;
        if (showsPersonData && reload is null)
            throw new InvalidOperationException($"{context.Method} answers with person data, which is not stored: it needs a reload for repeats.");

        var key = RequestKey.Of(request, context);
        await using var connection = await _database.OpenAsync(context.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, context.CancellationToken);
        var work = new Mutation(connection, transaction, ContextOf(context, key.RequestId));
        if ((await RequestKeyStore.ClaimAsync(work, [key])).Count is 0)
            return await RepeatAsync(work, key, context, reload);

        var response = await change(work);
        RequireAudit(work);
        var answer = showsPersonData
            ? new StoredAnswer(key.Hash, null, work.AuditEntries[0].SubjectId, VersionOf(response))
            : new StoredAnswer(key.Hash, response.ToByteArray(), null, null);
        await CommitAsync(work, RequestKeyStore.Answer(work, key, answer));
        return response;
    }

    /// <summary>
    /// Runs a read in a read-only transaction that sees one state of the programme's rows. Where the method's response can hold
    /// person data, that it was read is recorded: call <see cref="Session.AuditRead(string)"/> with the subjects.
    /// </summary>
    public async Task<T> ReadAsync<T>(ServerCallContext context, Func<Session, Task<T>> read)
    {
        var facts = _methods.Find(context.Method);
        var isAudited = facts?.ShowsPersonData ?? false;
        await using var connection = await _database.OpenAsync(context.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, context.CancellationToken);
        var requestId = context.RequestHeaders.GetValue(RequestHeaders.RequestId) ?? "";
        var work = new Session(connection, transaction, ContextOf(context, requestId));
        await ExecuteAsync(work, isAudited ? SessionStore.SetProgramme(work.Programme) : SessionStore.SetProgrammeReadOnly(work.Programme));

        var result = await read(work);
        if (isAudited && work.AuditEntries.Count is 0)
            work.AuditRead(facts!.Descriptor.OutputType.Name);
        if (!isAudited && work.AuditEntries.Count > 0)
            throw new InvalidOperationException($"{context.Method} records who saw what, but no field of its response is marked as person data.");
        if (isAudited)
            await CommitAsync(work);
        else
            await ExecuteAsync(work, SessionStore.Commit());
        return result;
    }

    /// <summary>Runs a mutation that no caller asked for: a consumer's or a sweep's. The audit names the service and the cause.</summary>
    /// <param name="programme">The tenant whose rows it works on.</param>
    /// <param name="cause">What made it run: <c>event:PlanApproved</c>, <c>sweep:resume-approvals</c>.</param>
    /// <param name="change">The change.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<T> WithoutCallerAsync<T>(string programme, string cause, Func<Mutation, Task<T>> change, CancellationToken cancellationToken)
    {
        using var scope = EnterProgramme(programme, cause);
        await using var connection = await _database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var current = WorkScope.Current!;
        var work = new Mutation(
            connection, transaction, new SessionContext(current.Caller, cause, current.CorrelationId, current.Purpose, Activity.Current, Now(), _pageTokens, cancellationToken));
        await ExecuteAsync(work, SessionStore.SetProgramme(programme));

        var result = await change(work);
        RequireAudit(work);
        await CommitAsync(work);
        return result;
    }

    /// <summary>Reads without a caller, as sweeps do before they ask another service. Nobody is shown anything, so nothing is recorded.</summary>
    /// <param name="programme">The tenant whose rows it reads.</param>
    /// <param name="cause">What made it run, as for <see cref="WithoutCallerAsync"/>.</param>
    /// <param name="read">The read.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<T> ReadWithoutCallerAsync<T>(string programme, string cause, Func<Session, Task<T>> read, CancellationToken cancellationToken)
    {
        using var scope = EnterProgramme(programme, cause);
        await using var connection = await _database.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
        var current = WorkScope.Current!;
        var work = new Session(
            connection, transaction, new SessionContext(current.Caller, cause, current.CorrelationId, current.Purpose, Activity.Current, Now(), _pageTokens, cancellationToken));
        await ExecuteAsync(work, SessionStore.SetProgrammeReadOnly(programme));
        var result = await read(work);
        await ExecuteAsync(work, SessionStore.Commit());
        return result;
    }

    /// <summary>
    /// Lets the code up to the disposal work for a programme without a caller: its calls to other services carry the service's own token.
    /// For sweeps that ask another service before they change anything; consumers are in such a scope already.
    /// </summary>
    public IDisposable EnterProgramme(string programme, string cause) =>
        WorkScope.Enter(Caller.OfService(_service.Name, programme, cause), WorkScope.Current?.CorrelationId);

    private async Task<TResponse> RepeatAsync<TResponse>(
        Session work, RequestKey key, ServerCallContext context, Func<Session, Guid, Task<TResponse>>? reload)
        where TResponse : class, IMessage<TResponse>, new()
    {
        var stored = await FindAnswerAsync(work, key);
        PlatformMetrics.CountRepeat(context.Method);
        context.ResponseTrailers.Add(RequestHeaders.IdempotencyHit, "true");
        if (stored.Response is not null)
            return ResponseOf<TResponse>(stored);

        var response = await reload!(work, stored.ResourceId!.Value);
        if (work.AuditEntries.Count is 0)
            work.AuditRead(response.Descriptor.Name, stored.ResourceId.Value);
        await CommitAsync(work);
        return response;
    }

    private static async Task<StoredAnswer> FindAnswerAsync(Session work, RequestKey key)
    {
        var stored = await RequestKeyStore.FindAsync(work, key)
            ?? throw new InvalidOperationException("A request id was taken and is not there.");
        return stored.Hash.AsSpan().SequenceEqual(key.Hash)
            ? stored
            : throw Refusal.AlreadyExists("REQUEST_ID_REUSED", "This request id came with another body before.", ("request_id", key.RequestId));
    }

    private static TResponse ResponseOf<TResponse>(StoredAnswer stored) where TResponse : class, IMessage<TResponse>, new() =>
        new MessageParser<TResponse>(() => new TResponse()).ParseFrom(stored.Response);

    private async Task CommitAsync(Session work, params IEnumerable<NpgsqlBatchCommand> last)
    {
        // One round trip for everything that remains. A statement that fails keeps those after it, the commit too, from running.
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction);
        foreach (var command in last)
            batch.BatchCommands.Add(command);
        if (work.AuditEntries.Count > 0)
            _audit.Append(batch, work);
        var mutation = work as Mutation;
        if (mutation?.Events.Count > 0)
            _outbox.Append(batch, mutation);
        batch.BatchCommands.Add(SessionStore.Commit());
        await batch.ExecuteNonQueryAsync(work.CancellationToken);
        if (mutation?.Events.Count > 0)
            _outbox.Wake();
    }

    private static async Task ExecuteAsync(Session work, NpgsqlBatchCommand command)
    {
        await using var batch = new NpgsqlBatch(work.Connection, work.Transaction) { BatchCommands = { command } };
        await batch.ExecuteNonQueryAsync(work.CancellationToken);
    }

    private SessionContext ContextOf(ServerCallContext context, string requestId) =>
        new(context.Caller(), requestId, WorkScope.Current?.CorrelationId, WorkScope.Current?.Purpose, Activity.Current, Now(), _pageTokens, context.CancellationToken);

    private DateTimeOffset Now()
    {
        var now = _time.GetUtcNow();
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMicrosecond));
    }

    private static void RequireAudit(Mutation work)
    {
        if (work.AuditEntries.Count is 0 && !work.IsDuplicate)
            throw new InvalidOperationException("This mutation records nothing: it has to call Audit at least once.");
    }

    private static int? VersionOf(IMessage response) =>
        response.Descriptor.FindFieldByName("etag") is { } etag && Etag.TryParse((string)etag.Accessor.GetValue(response), out var version) ? version : null;
}
