using System.Text;
using Npgsql;
using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;
using static PersonalBudgets.Assessment.V1.MentalHealthActSection;

namespace PersonalBudgets.Assessment.Cohorts;

/// <summary>
/// The SQL of cohorts. People stay in the database: one query reads each fact once into the numbers that all rules need, tells by a bit which rules hold,
/// and gives only those of whom one does.
/// </summary>
internal static class CohortQueryStore
{
    private const string OfThePage = "f.person_id > $1 and f.person_id <= $2 and f.withdrawn_at is null";

    // A cluster and its day as one number, of which the greatest is the latest; 32 clusters would fit.
    private const string ClusterOfDay = "(f.start_date - date '1900-01-01') * 32 + f.cluster";
    private const int ClusterBits = 31;

    /// <summary>Writes the query of rules.</summary>
    public static (string Sql, IReadOnlyList<object> Parameters) Write(IReadOnlyList<Cohort> cohorts, IReadOnlyList<Measure> measures, DateOnly today)
    {
        var parameters = new SqlParameters(first: 3);
        var (facts, columns, joins) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        for (var place = 0; place < measures.Count; place++)
        {
            var measure = measures[place];
            columns.Append($", {Column(measure, place)} as m{place}");
            if (measure.Kind is CohortConditionKind.Readmissions)
                joins.Append(Readmissions(measure, place, today, parameters));
            else if (measure.Kind is not CohortConditionKind.Age)
                facts.Append($", {Aggregate(measure, today, parameters)} as m{place}");
        }

        if (measures.Any(measure => RegisterColumn(measure) is not null))
            joins.Append(LegalRegister(parameters.Add(today)));

        var bits = string.Join(" | ", cohorts.Select((cohort, bit) => $"case when {Predicate(cohort.Root, parameters)} then {1L << bit}::bigint else 0 end"));
        var sql = $"""
            select id, matched{string.Concat(measures.Select((_, place) => $", m{place}"))}
            from (select m.*, {bits} as matched from (
                select p.id{columns}
                from assessment.people p
                left join (select f.person_id{facts} from assessment.caseload_facts f where {OfThePage} group by f.person_id) f
                    on f.person_id = p.id{joins}
                where p.id > $1 and p.id <= $2 and p.death_date is null and p.merged_into is null
            ) m) r
            where matched <> 0
            order by id
            """;
        return (sql, parameters.Values);
    }

    /// <summary>The last of the next so many people; null where there are fewer left.</summary>
    public static Task<Guid?> FindEndAsync(Session work, Guid after, int people) => work.FirstOrDefaultAsync<Guid?>(
        "select id from assessment.people where id > @after order by id offset @skipped limit 1", new { after, skipped = people - 1 });

    /// <summary>Those of a range of people of whom a rule holds, with their numbers.</summary>
    public static async Task ReadAsync(Session work, CohortQuery query, Guid after, Guid last, Action<Guid, long, ReadOnlySpan<int>> found)
    {
        await using var command = new NpgsqlCommand(query.Sql, work.Connection, work.Transaction) { Parameters = { new() { Value = after }, new() { Value = last } } };
        foreach (var value in query.Parameters)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await using var reader = await command.ExecuteReaderAsync(work.CancellationToken);
        var values = new int[query.Measures.Count];
        while (await reader.ReadAsync(work.CancellationToken))
        {
            for (var place = 0; place < values.Length; place++)
                values[place] = reader.GetInt32(place + 2);
            found(reader.GetGuid(0), reader.GetInt64(1), values);
        }
    }

    private static string Column(Measure measure, int place) => measure.Kind switch
    {
        CohortConditionKind.Age => $"p.birth_date - date '{Dates.Text(Measure.FirstDay)}'",
        CohortConditionKind.Readmissions => $"coalesce(r{place}.count, 0)::int",
        CohortConditionKind.Cluster => $"coalesce(f.m{place} & {ClusterBits}, {Measure.None})",
        _ when RegisterColumn(measure) is { } column => $"coalesce(greatest(f.m{place}, l.{column}), {Measure.None})",
        _ => $"coalesce(f.m{place}, {(measure.CanBeNone ? Measure.None : 0)})::int",
    };

    private static string Aggregate(Measure measure, DateOnly today, SqlParameters parameters)
    {
        var (now, since) = (parameters.Add(today), parameters.Add(today.AddDays(-measure.WindowDays)));
        var lasts = $"(f.end_date is null or f.end_date >= {now})";
        return measure.Kind switch
        {
            CohortConditionKind.Events => $"sum(f.occurrences) filter (where {IsOf(measure, parameters)} and f.start_date > {since})",
            CohortConditionKind.BedDays =>
                $"sum(greatest(0, coalesce(f.end_date, {now}) - greatest(f.start_date, {since}))) filter (where {IsOf(measure, parameters)})",
            CohortConditionKind.Current => $"max({now} - f.start_date) filter (where {IsOf(measure, parameters)} and {lasts})",
            CohortConditionKind.Ended => $"{now} - max(f.end_date) filter (where {IsOf(measure, parameters)})",
            CohortConditionKind.Cluster => $"max({ClusterOfDay}) filter (where f.cluster is not null and {lasts})",
            CohortConditionKind.Diagnosis => $"count(*) filter (where f.diagnosis_code like any({parameters.Add(Prefixes(measure))}) and {lasts})",
            _ => throw new ArgumentOutOfRangeException(nameof(measure), measure.Kind, "It is no sum of facts."),
        };
    }

    // What is recorded here of sections counts as what a caseload says of them.
    private static string? RegisterColumn(Measure measure) => measure is not { Kind: CohortConditionKind.Current, Facts: [var fact] } ? null : fact switch
    {
        "SECTION_117" => "aftercare",
        "COMMUNITY_TREATMENT_ORDER" => "treatment_order",
        "DETENTION" => "detention",
        _ => null,
    };

    // As AftercareDuty has it, of many people at once: after-care is owed from the day on which somebody left hospital, be it on leave, under an order or after an
    // informal stay, until both bodies ended it or a new detention gave a fresh duty.
    private static string LegalRegister(string today) => $"""

                left join (
                    select s.person_id,
                        max({today} - s.departure) filter (where s.departure <= {today} and s.is_owed) as aftercare,
                        max({today} - s.start_date) filter (where s.section = '{CommunityTreatmentOrder.Code()}' and s.in_force) as treatment_order,
                        max({today} - s.start_date) filter (where s.section in ({List(Sections.Detains)}) and s.in_force) as detention
                    from (
                        select d.*,
                            not exists (
                                select from assessment.aftercare_endings e
                                where e.person_id = d.person_id and e.state = 'ENDED' and e.end_date between d.departure and {today}
                            ) and not exists (
                                select from assessment.legal_statuses later
                                where later.person_id = d.person_id and later.section in ({List(Sections.Qualifies)}) and {Counts("later")}
                                    and later.start_date > d.departure and later.start_date <= {today}
                            ) as is_owed
                        from (
                            select status.person_id, status.section, status.start_date, {InForce(today)} as in_force,
                                case
                                    when status.section in ({List(Sections.Qualifies)}) then status.left_hospital_date
                                    when status.section in ({List(section => section is CommunityTreatmentOrder or ConditionalDischarge)})
                                        and coalesce(status.end_code, '') not in ('{LegalStatusEnd.Revoked.Code()}', '{LegalStatusEnd.Recalled.Code()}') then status.start_date
                                    when origin.section in ({List(Sections.Qualifies)}) and status.section = '{_17Leave.Code()}' and {InForce(today)} then status.start_date
                                    when origin.section in ({List(Sections.Qualifies)}) and status.section = '{Informal.Code()}' then status.end_date
                                end as departure
                            from assessment.legal_statuses status
                            left join assessment.legal_statuses origin on origin.programme = status.programme and origin.id = status.follows_id
                            where status.person_id > $1 and status.person_id <= $2 and {Counts("status")}
                        ) d
                    ) s
                    group by s.person_id
                ) l on l.person_id = p.id
        """;

    private static string InForce(string today) => $"(status.start_date <= {today} and (status.end_date is null or status.end_date > {today}))";

    private static string Counts(string record) =>
        $"not {record}.recorded_in_error and not exists (select from assessment.legal_statuses newer where newer.replaces_id = {record}.id)";

    private static string List(Func<MentalHealthActSection, bool> wanted) =>
        string.Join(", ", Enum.GetValues<MentalHealthActSection>().Where(wanted).Select(section => $"'{section.Code()}'"));

    // An admission on the day of a discharge is a transfer, not a return.
    private static string Readmissions(Measure measure, int place, DateOnly today, SqlParameters parameters) => $"""

                left join (
                    select person_id, count(*) from (
                        select f.person_id, f.start_date, f.start_date - max(f.end_date) over (
                            partition by f.person_id order by f.start_date rows between unbounded preceding and 1 preceding) as days
                        from assessment.caseload_facts f
                        where {OfThePage} and {IsOf(measure, parameters)}
                    ) stays
                    where days between 1 and {parameters.Add(measure.WithinDays)} and start_date > {parameters.Add(today.AddDays(-measure.WindowDays))}
                    group by person_id
                ) r{place} on r{place}.person_id = p.id
        """;

    // One comparison after the other is quicker than a list, which is taken apart for each row.
    private static string IsOf(Measure measure, SqlParameters parameters) =>
        $"({string.Join(" or ", measure.Facts.Select(fact => $"f.kind = {parameters.Add(fact)}"))})";

    private static string Predicate(CohortNode node, SqlParameters parameters) => node.Operator switch
    {
        CohortOperator.All => $"({string.Join(" and ", node.Members.Select(member => Predicate(member, parameters)))})",
        CohortOperator.Any => $"({string.Join(" or ", node.Members.Select(member => Predicate(member, parameters)))})",
        CohortOperator.Not => $"not {Predicate(node.Members[0], parameters)}",
        _ => Predicate(node.Test!, parameters),
    };

    private static string Predicate(CohortTest test, SqlParameters parameters) => test switch
    {
        { OneOf: { } numbers } => $"m{test.Measure} = any({parameters.Add(numbers.ToArray())})",
        { Most: int.MaxValue } => $"m{test.Measure} >= {parameters.Add(test.Least)}",
        _ => $"m{test.Measure} between {parameters.Add(test.Least)} and {parameters.Add(test.Most)}",
    };

    private static string[] Prefixes(Measure measure) => [.. measure.Diagnoses.Select(code => $"{code}%")];

    /// <summary>Values on their way into a query, each once.</summary>
    private sealed class SqlParameters(int first)
    {
        private readonly List<object> _values = [];

        public IReadOnlyList<object> Values => _values;

        public string Add(object value)
        {
            var place = _values.IndexOf(value);
            if (place < 0)
            {
                place = _values.Count;
                _values.Add(value);
            }

            return $"${place + first}";
        }
    }
}
