using System.Data;
using Dapper;

namespace PersonalBudgets.Platform.Database;

/// <summary>How Dapper reads our columns: snake_case names, and instants, which Npgsql gives as UTC <see cref="DateTime"/>.</summary>
internal static class Columns
{
    public static void Register()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new InstantHandler());
    }

    private sealed class InstantHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => new((DateTime)value);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => parameter.Value = value;
    }
}
