using System.Data;
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
    private const string Standing = """
        select allocation.id, allocation.annual_pence, needs.social_pence, needs.carer_pence, needs.health_pence, needs.s117_pence, needs.profile
        from allocation.allocations allocation
        left join allocation.assessed_needs needs on needs.programme = allocation.programme and needs.decision_id = allocation.eligibility_decision_id
        left join allocation.people person on person.programme = allocation.programme and person.person_id = allocation.person_id
        left join allocation.people survivor on survivor.programme = allocation.programme and survivor.person_id = person.survivor_id
        where survivor.death_date is null and not exists (
            select from allocation.allocations later where later.programme = allocation.programme and later.replaces_id = allocation.id)
        and not exists (
            select from allocation.supersessions supersession
            where supersession.programme = allocation.programme and supersession.decision_id = allocation.eligibility_decision_id)
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

    /// <summary>Reads every budget that stands, one after the other: no more than one is kept here.</summary>
    public static async Task ReadAsync(Session work, Action<StandingBudget> read)
    {
        await using var command = new NpgsqlCommand(Standing, work.Connection, work.Transaction);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, work.CancellationToken);
        while (await reader.ReadAsync(work.CancellationToken))
        {
            var (id, pence) = (reader.GetGuid(0), reader.GetInt64(1));
            var issued = new IssuedFigures(Figure(reader, 2), Figure(reader, 3), Figure(reader, 4), Figure(reader, 5));
            read(new StandingBudget(id, pence, issued, reader.IsDBNull(6) ? null : reader.GetFieldValue<byte[]>(6)));
        }
    }

    private static long? Figure(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt64(column);
}
