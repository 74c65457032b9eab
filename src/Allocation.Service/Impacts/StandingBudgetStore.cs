using System.Threading.Channels;
using Google.Protobuf;
using Npgsql;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Impacts;

/// <summary>The needs that budgets were worked out from, and the budgets that stand.</summary>
internal static class StandingBudgetStore
{
    private const int PageSize = 256;
    private const int PagesAhead = 8;

    // What does not stand is looked for by itself each time, so that a planner sees how little it is and reads both large tables once, from end to end.
    // Row-level security has left one programme of each: to compare it once more for each row gains nothing. The needs are hashed in memory, not in files.
    private const string Standing = """
        set local work_mem = '64MB';
        select allocation.id, allocation.annual_pence, needs.social_pence, needs.carer_pence, needs.health_pence, needs.s117_pence, needs.profile
        from allocation.allocations allocation
        left join allocation.assessed_needs needs on needs.decision_id = allocation.eligibility_decision_id
        where not exists (
            select from allocation.people person
            join allocation.people survivor on survivor.person_id = person.survivor_id
            where person.person_id = allocation.person_id and survivor.death_date is not null)
        and not exists (select from allocation.allocations later where later.replaces_id = allocation.id)
        and not exists (select from allocation.supersessions supersession where supersession.decision_id = allocation.eligibility_decision_id)
        """;

    /// <summary>Keeps what a decision's budget was worked out from: the needs and the figure of each kind of model, without the person's id.</summary>
    /// <param name="work">The transaction of the issue.</param>
    /// <param name="decision">The decision, with the bases under which it found the person eligible.</param>
    /// <param name="profile">The needs of its assessment.</param>
    /// <param name="components">The figures.</param>
    public static Task KeepAsync(Mutation work, EligibilityDecided decision, NeedsProfile profile, IEnumerable<AllocationComponent> components)
    {
        var kept = profile.Clone();
        (kept.AssessmentId, kept.PersonId) = ("", "");
        kept.EligibleBases.Clear();
        kept.EligibleBases.Add(decision.Outcomes.Where(outcome => outcome.Eligible).Select(outcome => Codes.Parse<LegalBasis>(outcome.LegalBasis)));
        var issued = IssuedFigures.Of(components);
        return work.ExecuteAsync("""
            insert into allocation.assessed_needs (programme, decision_id, social_pence, carer_pence, health_pence, s117_pence, profile)
            values (@Programme, @decisionId, @Social, @Carer, @Health, @S117, @profile)
            """, new { work.Programme, decisionId = Guid.Parse(decision.SubjectId), issued.Social, issued.Carer, issued.Health, issued.S117, profile = kept.ToByteArray() });
    }

    /// <summary>
    /// Reads every budget that stands, some hundreds at a time: while some are looked at the next are read, and no more than a few such are kept here.
    /// </summary>
    /// <param name="work">The transaction.</param>
    /// <param name="read">Looks at a budget; called for one after the other.</param>
    public static async Task ReadAsync(Session work, Action<StandingBudget> read)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(work.CancellationToken);
        var pages = Channel.CreateBounded<StandingBudget[]>(new BoundedChannelOptions(PagesAhead) { SingleReader = true, SingleWriter = true });
        var reading = StopAtFault(() => ReadPagesAsync(work, pages.Writer, stop.Token));
        var looking = StopAtFault(() => LookAsync(pages.Reader, read, stop.Token));
        // Where one of the two fails the other is cancelled, and the failure is what is thrown.
        await Task.WhenAll(reading, looking);

        Task StopAtFault(Func<Task> run) => Task.Run(async () =>
        {
            try
            {
                await run();
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        });
    }

    private static async Task ReadPagesAsync(Session work, ChannelWriter<StandingBudget[]> pages, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Standing, work.Connection, work.Transaction);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var page = new List<StandingBudget>(PageSize);
        while (await reader.ReadAsync(cancellationToken))
        {
            var issued = new IssuedFigures(Figure(reader, 2), Figure(reader, 3), Figure(reader, 4), Figure(reader, 5));
            page.Add(new StandingBudget(reader.GetGuid(0), reader.GetInt64(1), issued, reader.IsDBNull(6) ? null : reader.GetFieldValue<byte[]>(6)));
            if (page.Count < PageSize)
                continue;
            await pages.WriteAsync([.. page], cancellationToken);
            page.Clear();
        }

        await pages.WriteAsync([.. page], cancellationToken);
        pages.Complete();
    }

    private static async Task LookAsync(ChannelReader<StandingBudget[]> pages, Action<StandingBudget> read, CancellationToken cancellationToken)
    {
        await foreach (var page in pages.ReadAllAsync(cancellationToken))
        {
            foreach (var budget in page)
                read(budget);
        }
    }

    private static long? Figure(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
