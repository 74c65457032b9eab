using System.Data;
using Google.Protobuf;
using Grpc.Core;
using Npgsql;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Platform.Requests;

public sealed partial class UnitOfWork
{
    /// <summary>
    /// Takes a mutation in hand that <see cref="MutateBatchAsync"/> will write with others. Call it in the caller's own flow: it keeps whose request,
    /// trace and correlation this is.
    /// </summary>
    public PendingMutation<TRequest, TResponse> Pend<TRequest, TResponse>(TRequest request, ServerCallContext context)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        if (_methods.Find(context.Method)?.ShowsPersonData ?? true)
            throw new InvalidOperationException($"{context.Method} answers with person data: it cannot be written in a batch.");
        var key = RequestKey.Of(request, context);
        return new PendingMutation<TRequest, TResponse>(request, context, key, ContextOf(context, key.RequestId));
    }

    /// <summary>
    /// Runs several callers' mutations of one programme in one transaction, each with its own request id, audit and events, and settles each:
    /// what one of them does wrong is its own affair.
    /// </summary>
    /// <param name="pending">Of one programme.</param>
    /// <param name="change">
    /// Makes the change for those that are no repeats, and answers in their order. It is called again without those that it refuses, in a new
    /// transaction: a refused mutation leaves nothing, its request id neither.
    /// </param>
    public async Task MutateBatchAsync<TRequest, TResponse>(
        IReadOnlyList<PendingMutation<TRequest, TResponse>> pending,
        Func<IReadOnlyList<(Mutation Work, TRequest Request)>, Task<IReadOnlyList<BatchAnswer<TResponse>>>> change)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        // Twins in one batch would both be new to the one statement that claims ids: the second of them is a repeat, after the first.
        var twins = pending.GroupBy(mutation => (mutation.Key.Subject, mutation.Key.Method, mutation.Key.RequestId)).ToArray();
        await SettleAsync([.. twins.Select(group => group.First())], change);
        foreach (var twin in twins.SelectMany(group => group.Skip(1)))
            await SettleAsync([twin], change);
    }

    private async Task SettleAsync<TRequest, TResponse>(
        IReadOnlyList<PendingMutation<TRequest, TResponse>> pending,
        Func<IReadOnlyList<(Mutation Work, TRequest Request)>, Task<IReadOnlyList<BatchAnswer<TResponse>>>> change)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        try
        {
            while (pending.Count > 0)
                pending = await TryAsync(pending, change);
        }
        catch (Exception exception) when (pending.Count is 1 || exception is Refusal || Outages.IsOutage(exception))
        {
            foreach (var mutation in pending)
                mutation.Fail(exception);
        }
        catch (Exception)
        {
            // One of them brought the rest down: each by itself shows which.
            foreach (var mutation in pending)
                await SettleAsync([mutation], change);
        }
    }

    /// <summary>Commits the batch, or, where some are refused, nothing.</summary>
    /// <returns>Those that are still to be written.</returns>
    private async Task<IReadOnlyList<PendingMutation<TRequest, TResponse>>> TryAsync<TRequest, TResponse>(
        IReadOnlyList<PendingMutation<TRequest, TResponse>> pending,
        Func<IReadOnlyList<(Mutation Work, TRequest Request)>, Task<IReadOnlyList<BatchAnswer<TResponse>>>> change)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        // No caller's hang-up ends the others' work.
        await using var connection = await _database.OpenAsync(CancellationToken.None);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted, CancellationToken.None);
        var works = pending.Select(mutation =>
            new Mutation(connection, transaction, mutation.Context with { CancellationToken = CancellationToken.None })).ToArray();

        var claimed = await RequestKeyStore.ClaimAsync(works[0], [.. pending.Select(mutation => mutation.Key)]);
        var repeats = pending.Where((_, i) => !claimed.Contains(i)).ToArray();
        foreach (var repeat in repeats)
            await AnswerRepeatAsync(works[0], repeat);
        int[] fresh = [.. Enumerable.Range(0, pending.Count).Where(claimed.Contains)];
        if (fresh.Length is 0)
            return [];

        var answers = await change([.. fresh.Select(i => (works[i], pending[i].Request))]);
        var refused = fresh.Where((_, place) => answers[place].Refusal is not null).ToHashSet();
        if (refused.Count > 0)
        {
            foreach (var (i, answer) in fresh.Zip(answers).Where(pair => pair.Second.Refusal is not null))
                pending[i].Fail(answer.Refusal!);
            return [.. fresh.Where(i => !refused.Contains(i)).Select(i => pending[i])];
        }

        Mutation[] done = [.. fresh.Select(i => works[i])];
        foreach (var work in done)
            RequireAudit(work);
        await CommitAsync(done, RequestKeyStore.Answers(
            works[0], [.. fresh.Select((i, place) => (pending[i].Key, answers[place].Response!.ToByteArray()))]));
        foreach (var (i, answer) in fresh.Zip(answers))
            pending[i].Answer(answer.Response!);
        return [];
    }

    private static async Task AnswerRepeatAsync<TRequest, TResponse>(Session work, PendingMutation<TRequest, TResponse> repeat)
        where TRequest : IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>, new()
    {
        try
        {
            var stored = await FindAnswerAsync(work, repeat.Key);
            repeat.Answer(ResponseOf<TResponse>(stored), isRepeat: true);
        }
        catch (Refusal refusal)
        {
            repeat.Fail(refusal);
        }
    }

    private async Task CommitAsync(Mutation[] works, NpgsqlBatchCommand answers)
    {
        await using var batch = new NpgsqlBatch(works[0].Connection, works[0].Transaction);
        batch.BatchCommands.Add(answers);
        _audit.Append(batch, works);
        _outbox.Append(batch, works);
        batch.BatchCommands.Add(SessionStore.Commit());
        await batch.ExecuteNonQueryAsync(CancellationToken.None);
        if (works.Any(work => work.Events.Count > 0))
            _outbox.Wake();
    }
}
