using Dapper;
using Npgsql;
using PersonalBudgets.Platform.Identity;
using PersonalBudgets.Platform.Paging;

namespace PersonalBudgets.Platform.Requests;

/// <summary>What a store works with: one transaction on one programme's rows.</summary>
public class Session
{
    private readonly List<AuditEntry> _audit = [];

    internal Session(NpgsqlConnection connection, NpgsqlTransaction transaction, SessionContext context)
    {
        Connection = connection;
        Transaction = transaction;
        Context = context;
        Now = context.Now;
    }

    /// <summary>The open connection; rows of other programmes are not there for it.</summary>
    public NpgsqlConnection Connection { get; }

    /// <summary>The running transaction. The unit of work commits it; stores never do.</summary>
    public NpgsqlTransaction Transaction { get; }

    /// <summary>The tenant, for the first column of what is inserted.</summary>
    public string Programme => Context.Caller.Programme;

    /// <summary>Who asks.</summary>
    public Caller Caller => Context.Caller;

    /// <summary>The instant of this request, the same throughout, in UTC and whole microseconds as PostgreSQL keeps them.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>The date of <see cref="Now"/> in Europe/London.</summary>
    public DateOnly Today => LondonTime.DateOf(Now);

    /// <summary>Ends with the caller's deadline or hang-up.</summary>
    public CancellationToken CancellationToken => Context.CancellationToken;

    internal SessionContext Context { get; }

    internal PageTokens PageTokens => Context.PageTokens;

    internal IReadOnlyList<AuditEntry> AuditEntries => _audit;

    /// <summary>All rows of a query.</summary>
    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null) =>
        (await Connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    /// <summary>The first row, or null (the default of a value type).</summary>
    public Task<T?> FirstOrDefaultAsync<T>(string sql, object? parameters = null) =>
        Connection.QueryFirstOrDefaultAsync<T>(Command(sql, parameters));

    /// <summary>The first column of the first row.</summary>
    public async Task<T> ScalarAsync<T>(string sql, object? parameters = null) =>
        (await Connection.ExecuteScalarAsync<T>(Command(sql, parameters)))!;

    /// <summary>The number of rows that a statement changed.</summary>
    public Task<int> ExecuteAsync(string sql, object? parameters = null) => Connection.ExecuteAsync(Command(sql, parameters));

    /// <summary>
    /// Records that the caller saw a subject's person data. A read whose response has person data and that names no subject
    /// is recorded anyway, without one; so call this wherever the subject is known.
    /// </summary>
    /// <param name="subjectType">The kind of resource: <c>OFFER</c>.</param>
    /// <param name="subjectId">Its id.</param>
    /// <param name="personId">The person whose record it is part of: the read then stands in that person's access record. A subject of type <c>PERSON</c> names itself.</param>
    public void AuditRead(string subjectType, Guid subjectId, Guid? personId = null) =>
        Record(new AuditEntry("READ", subjectType, subjectId, "DONE", personId));

    /// <summary>Records that the caller saw the person data of each of many people, in the time that one statement takes.</summary>
    public void AuditReadOfPeople(IReadOnlyList<Guid> personIds)
    {
        if (personIds.Count > 0)
            Record(AuditEntry.ReadOf(personIds));
    }

    /// <summary>The same where the list that was read has no one subject.</summary>
    internal void AuditRead(string subjectType) => Record(new AuditEntry("READ", subjectType, null, "DONE"));

    private protected void Record(AuditEntry entry) => _audit.Add(entry);

    private CommandDefinition Command(string sql, object? parameters) =>
        new(sql, parameters, Transaction, cancellationToken: CancellationToken);
}
