using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>What the audit has to hold for the access record of a person to be complete.</summary>
internal static class AuditTrail
{
    /// <summary>
    /// The audit's entries about a row of any table that belongs to a person, and about a person, which do not name that person: the kinds of subject with
    /// their actions. Empty where every slice gives the person along.
    /// </summary>
    public static async Task<IReadOnlyList<string>> EntriesWithoutTheirPersonAsync(TestService service)
    {
        var tables = await service.LookAsync<string>("""
            select p.table_name from information_schema.columns p join information_schema.columns i using (table_schema, table_name)
            where p.table_schema = 'assessment' and p.column_name = 'person_id' and i.column_name = 'id' and i.data_type = 'uuid'
            """);
        var owned = string.Join(" union all ", tables.Select(table => $"select programme, id, person_id from assessment.{table}"));
        return await service.LookAsync<string>($"""
            select distinct e.subject_type || ' ' || e.action
            from platform.audit_events e
            join ({owned} union all select programme, id, id from assessment.people) row (programme, id, person_id)
                on row.programme = e.programme and row.id = e.subject_id
            where row.person_id is not null and e.person_id is distinct from row.person_id
                -- What was done before a merge names the record that it was done to.
                and not exists (select from assessment.people p where p.programme = e.programme and p.id = e.person_id and p.merged_into is not null)
            """);
    }
}
