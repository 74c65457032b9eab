using Dapper;
using Npgsql;

namespace PersonalBudgets.Platform.Database;

/// <summary>What the catalogue says of the role that a session runs as, and the making of the roles.</summary>
internal static class RoleStore
{
    /// <summary>Why row-level security would mean nothing to this session; null where it binds.</summary>
    public static async Task<string?> FindFaultAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var role = await connection.QuerySingleAsync<(string Name, bool IsSuperuser, bool BypassesSecurity, bool OwnsTable)>(new CommandDefinition("""
            select rolname, rolsuper, rolbypassrls,
                   exists (select from pg_class where relowner = pg_roles.oid and relkind in ('r', 'p', 'v', 'm', 'f'))
            from pg_roles where rolname = current_user
            """, cancellationToken: cancellationToken));
        return role switch
        {
            { IsSuperuser: true } => $"the role {role.Name} is a superuser",
            { BypassesSecurity: true } => $"the role {role.Name} has BYPASSRLS",
            { OwnsTable: true } => $"the role {role.Name} owns a table",
            _ => null,
        };
    }

    /// <summary>Makes the roles that are not there yet and lets the login act as them. Safe while others do the same for other databases.</summary>
    public static async Task CreateRolesAsync(NpgsqlConnection connection, string database, string owner, string app, CancellationToken cancellationToken)
    {
        foreach (var role in (string[])[owner, app])
        {
            await connection.ExecuteAsync(new CommandDefinition($"""
                do $$ begin
                    if not exists (select from pg_roles where rolname = '{role}') then
                        create role {Quote(role)} nologin;
                    end if;
                exception when duplicate_object or unique_violation then
                    null; -- made by a concurrent run
                end $$;
                do $$ begin
                    if not pg_has_role(current_user, '{role}', 'member') then
                        execute format('grant %I to %I', '{role}', current_user);
                    end if;
                exception when unique_violation then
                    null;
                end $$
                """, cancellationToken: cancellationToken));
        }

        await connection.ExecuteAsync(new CommandDefinition(
            $"grant connect, create on database {Quote(database)} to {Quote(owner)}; grant connect on database {Quote(database)} to {Quote(app)}",
            cancellationToken: cancellationToken));
    }

    internal static string Quote(string identifier) => new NpgsqlCommandBuilder().QuoteIdentifier(identifier);
}
