using Grpc.Core;
using Microsoft.Extensions.Options;
using PersonalBudgets.Assessment.CohortRules;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Cohorts;

/// <summary>
/// Looks who belongs to which cohort, some thousand people at a time. Each look is a transaction of its own, which puts it into the access record of
/// those whom it found before any of them is told: whoever hangs up in between has seen nobody of whom it is not on record, and no slow reader holds a view
/// of the database. While one lot is told the next is looked for, so that no more than two are kept.
/// </summary>
internal sealed class Identification(UnitOfWork work, IOptions<CohortSettings> settings) : IDisposable
{
    private const int PeopleAtOnce = 2_000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _places = new(settings.Value.Identifications);

    /// <summary>Tells everybody whom a rule finds.</summary>
    /// <param name="codes">The cohorts; none = all that have a rule in force.</param>
    /// <param name="context">The call.</param>
    /// <param name="choose">Makes messages of those found; it can ask the database about them, and leave some out.</param>
    /// <param name="output">Where they go.</param>
    /// <exception cref="Refusal">COHORT_RULE_NOT_IN_FORCE; IDENTIFICATIONS_BUSY.</exception>
    public async Task WriteAsync<T>(
        IReadOnlyCollection<string> codes, ServerCallContext context, Func<Session, IReadOnlyDictionary<Guid, IdentifiedPerson>, Task<IReadOnlyList<(Guid Id, T Message)>>> choose, IServerStreamWriter<T> output)
    {
        if (!_places.Wait(0))
            throw Refusal.TooMuch("IDENTIFICATIONS_BUSY", "As many identifications run as are served at once.", RetryAfter);
        try
        {
            var queries = await work.ReadAsync(context, session => QueriesAsync(session, codes));
            var next = FindAsync(Guid.Empty);
            while (next is not null)
            {
                var (found, end) = await next;
                next = end is { } last ? FindAsync(last) : null;
                await WriteAsync(found, output, context, next);
            }

            Task<(IReadOnlyList<T> Found, Guid? End)> FindAsync(Guid after) => work.ReadAsync(context, session => LookAsync(session, queries, after, choose));
        }
        finally
        {
            _places.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private static async Task<IReadOnlyList<CohortQuery>> QueriesAsync(Session session, IReadOnlyCollection<string> codes)
    {
        var inForce = await CohortRuleStore.InForceAsync(session);
        string[] missing = [.. codes.Except(inForce.Select(rule => rule.Code))];
        if (missing.Length > 0)
            throw Refusal.Rule("COHORT_RULE_NOT_IN_FORCE", "A cohort has no rule in force.", null, ("codes", string.Join(' ', missing)));
        if (inForce.Count is 0)
            throw Refusal.Rule("COHORT_RULE_NOT_IN_FORCE", "No rule is in force: adopt the ready-made ones, or publish your own.");
        return CohortQuery.Of(codes.Count is 0 ? inForce : inForce.Where(rule => codes.Contains(rule.Code)), session.Today);
    }

    private static async Task<(IReadOnlyList<T> Found, Guid? End)> LookAsync<T>(
        Session session, IReadOnlyList<CohortQuery> queries, Guid after, Func<Session, IReadOnlyDictionary<Guid, IdentifiedPerson>, Task<IReadOnlyList<(Guid Id, T Message)>>> choose)
    {
        var end = await CohortQueryStore.FindEndAsync(session, after, PeopleAtOnce);
        var people = new SortedDictionary<Guid, IdentifiedPerson>();
        foreach (var query in queries)
            await CohortQueryStore.ReadAsync(session, query, after, end ?? Guid.AllBitsSet, (id, matched, values) => Add(people, query, id, matched, values));
        var shown = await choose(session, people);
        session.AuditReadOfPeople([.. shown.Select(person => person.Id)]);
        return ([.. shown.Select(person => person.Message)], end);
    }

    private static void Add(SortedDictionary<Guid, IdentifiedPerson> people, CohortQuery query, Guid id, long matched, ReadOnlySpan<int> values)
    {
        if (!people.TryGetValue(id, out var person))
            people.Add(id, person = new IdentifiedPerson { PersonId = id.ToString() });
        for (var bit = 0; bit < query.Cohorts.Count; bit++)
        {
            if ((matched & (1L << bit)) is not 0)
                person.Matches.Add(query.Cohorts[bit].MatchOf(values, query.Today));
        }
    }

    private static async Task WriteAsync<T>(IReadOnlyList<T> found, IServerStreamWriter<T> output, ServerCallContext context, Task? next)
    {
        const int Together = 64;
        try
        {
            for (var place = 0; place < found.Count; place++)
            {
                // Many small messages leave together.
                output.WriteOptions = (place + 1) % Together is 0 || place == found.Count - 1 ? null : new WriteOptions(WriteFlags.BufferHint);
                await output.WriteAsync(found[place], context.CancellationToken);
            }
        }
        catch when (next is not null)
        {
            // The caller is gone, and so is the call's token that the next look runs under: its end is waited for, not its outcome.
            await Task.WhenAny(next);
            throw;
        }
    }
}
