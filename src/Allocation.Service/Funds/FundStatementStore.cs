using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>A statement as stored.</summary>
internal sealed record FundStatementRow(
    Guid Id, int Period, string Position, string ClosedBy, DateTime ClosedAt, string ReopenReason, string ReopenedBy, DateTime? ReopenedAt)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public FundStatement ToMessage() => new()
    {
        FundStatementId = Id.ToString(),
        Period = Period,
        Position = Parser.Parse<FundPosition>(Position),
        ClosedBy = ClosedBy,
        CloseTime = Timestamp.FromDateTime(ClosedAt),
        ReopenReason = ReopenReason,
        ReopenedBy = ReopenedBy,
        ReopenTime = ReopenedAt is { } reopened ? Timestamp.FromDateTime(reopened) : null,
    };
}

/// <summary>Funds as they stood when a period was closed.</summary>
internal static class FundStatementStore
{
    private const string Columns = """
        id, period, position::text as position, closed_by, closed_at, coalesce(reopen_reason, '') as reopen_reason,
        coalesce(reopened_by, '') as reopened_by, reopened_at
        """;

    /// <summary>Keeps a statement.</summary>
    public static async Task<FundStatementRow> InsertAsync(Mutation work, Guid fundId, int period, FundPosition position) =>
        (await work.FirstOrDefaultAsync<FundStatementRow>($"""
            insert into allocation.fund_statements (programme, id, fund_id, period, position, closed_by, closed_at)
            values (@Programme, @id, @fundId, @period, @position::jsonb, @Subject, @Now)
            returning {Columns}
            """,
            new { work.Programme, id = work.NewId(), fundId, period, position = JsonFormatter.Default.Format(position), work.Caller.Subject, work.Now }))!;

    /// <summary>Marks the statements of a period and of those after it as opened again.</summary>
    public static Task ReopenAsync(Mutation work, Guid fundId, int period, string reason) => work.ExecuteAsync("""
        update allocation.fund_statements set reopen_reason = @reason, reopened_by = @Subject, reopened_at = @Now
        where fund_id = @fundId and period >= @period and reopened_at is null
        """, new { fundId, period, reason, work.Caller.Subject, work.Now });

    /// <summary>Whether money is held on a fund for plans that are not approved.</summary>
    public static Task<bool> HasHoldsAsync(Session work, Guid fundId) => work.ScalarAsync<bool>("""
        select exists (
            select from allocation.commitment_shares share
            join allocation.commitments commitment on commitment.programme = share.programme and commitment.id = share.commitment_id
            where share.fund_id = @fundId and commitment.state = 'HELD')
        """, new { fundId });

    /// <summary>One statement.</summary>
    /// <exception cref="Refusal">FUND_STATEMENT_NOT_FOUND.</exception>
    public static async Task<FundStatementRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<FundStatementRow>($"select {Columns} from allocation.fund_statements where id = @id", new { id })
        ?? throw Refusal.NotFound("FUND_STATEMENT", id);

    /// <summary>A page of statements, of a fund where given.</summary>
    public static Task<IReadOnlyList<FundStatementRow>> ListAsync(Session work, Guid? fundId, Page page) => work.QueryAsync<FundStatementRow>($"""
        select {Columns} from allocation.fund_statements
        where (@fundId::uuid is null or fund_id = @fundId) and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { fundId, page.After, page.Take });
}
