using Dapper;
using Npgsql;

namespace PersonalBudgets.Platform.Database;

/// <summary>Holds a migrated schema against the rules of tenancy, so that no migration can forget one.</summary>
internal static class CatalogueStore
{
    /// <summary>The only tables without row-level security. Every other table holds rows of programmes.</summary>
    public static readonly IReadOnlySet<string> WithoutRowLevelSecurity = new HashSet<string>
    {
        "platform.schema_history", "platform.programmes",
        // Relay and consumers work across programmes.
        "platform.outbox", "platform.inbox", "platform.consumer_state", "platform.retries",
        // National reference tables.
        "plans.exclusion_rules", "plans.exclusion_rule_categories", "plans.categories", "plans.minimum_wages",
        "assessment.organisations", "assessment.organisation_successions",
    };

    public static async Task<IReadOnlyList<string>> FindFaultsAsync(NpgsqlConnection connection, string app, CancellationToken cancellationToken)
    {
        var tables = await connection.QueryAsync<Table>(new CommandDefinition("""
            select n.nspname || '.' || c.relname as name,
                   c.relrowsecurity and c.relforcerowsecurity as is_protected,
                   exists (select from pg_policy where polrelid = c.oid) as has_policy,
                   has_table_privilege(@app, c.oid, 'delete') or has_table_privilege(@app, c.oid, 'truncate') as can_delete
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_t%'
            """, new { app }, cancellationToken: cancellationToken));
        var keys = await connection.QueryAsync<(string Table, string Key)>(new CommandDefinition("""
            select n.nspname || '.' || c.relname, k.relname
            from pg_index i
            join pg_class c on c.oid = i.indrelid join pg_class k on k.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
            where i.indisunique and c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\_t%'
              and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'programme' and a.attnum = any (i.indkey))
            union all
            select n.nspname || '.' || c.relname, f.conname
            from pg_constraint f
            join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace
            where f.contype = 'f'
              and not exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'programme' and a.attnum = any (f.conkey))
            """, cancellationToken: cancellationToken));

        return
        [
            .. tables.Where(table => !WithoutRowLevelSecurity.Contains(table.Name) && !(table.IsProtected && table.HasPolicy))
                .Select(table => $"{table.Name} has no row-level security: select platform.protect('{table.Name}')"),
            .. tables.Where(table => table.CanDelete).Select(table => $"{app} can delete from {table.Name}"),
            .. keys.Where(key => !WithoutRowLevelSecurity.Contains(key.Table)).Select(key => $"{key.Key} of {key.Table} lacks the programme"),
        ];
    }

    private sealed record Table(string Name, bool IsProtected, bool HasPolicy, bool CanDelete);
}
