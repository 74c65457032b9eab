using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>An alert as stored.</summary>
internal sealed record FundAlertRow(
    Guid Id, Guid FundId, string Measure, int BasisPoints, bool IsAbove, long FigurePence, long ApprovedPence, DateTime CreatedAt, string Note,
    string AnsweredBy, DateTime? AnsweredAt, int Version)
{
    public FundAlert ToMessage() => new()
    {
        FundAlertId = Id.ToString(),
        FundId = FundId.ToString(),
        Measure = Codes.Parse<FundMeasure>(Measure),
        ThresholdBasisPoints = BasisPoints,
        IsAbove = IsAbove,
        FigurePence = FigurePence,
        ApprovedPence = ApprovedPence,
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        Note = Note,
        AnsweredBy = AnsweredBy,
        AnswerTime = AnsweredAt is { } answered ? Timestamp.FromDateTime(answered) : null,
        Etag = Etag.Of(Version),
    };
}

/// <summary>Alerts, and on which side of each threshold a fund was last seen.</summary>
internal static class AlertStore
{
    private const string Columns = """
        id, fund_id, measure, basis_points, is_above, figure_pence, approved_pence, created_at, coalesce(note, '') as note,
        coalesce(answered_by, '') as answered_by, answered_at, version
        """;

    /// <summary>What was last seen of a fund, or of all.</summary>
    public static Task<IReadOnlyList<WatchRow>> WatchesAsync(Session work, Guid? fundId = null) => work.QueryAsync<WatchRow>(
        "select fund_id, measure, basis_points, is_above from allocation.fund_watches where @fundId::uuid is null or fund_id = @fundId", new { fundId });

    /// <summary>Raises an alert and remembers it, so that it is raised once.</summary>
    public static Task RaiseAsync(Mutation work, Guid id, FundPositionRow fund, Threshold threshold) => work.ExecuteAsync("""
        with seen as (
            insert into allocation.fund_watches (programme, fund_id, measure, basis_points, is_above)
            values (@Programme, @fundId, @measure, @BasisPoints, @IsAbove)
            on conflict (programme, fund_id, measure, basis_points) do update set is_above = excluded.is_above)
        insert into allocation.fund_alerts (programme, id, fund_id, measure, basis_points, is_above, figure_pence, approved_pence, created_at)
        values (@Programme, @id, @fundId, @measure, @BasisPoints, @IsAbove, @FigurePence, @ApprovedPence, @Now)
        """,
        new
        {
            work.Programme, id, fundId = fund.Id, measure = threshold.Code, threshold.BasisPoints, threshold.IsAbove, threshold.FigurePence,
            fund.ApprovedPence, work.Now,
        });

    /// <summary>One alert.</summary>
    /// <exception cref="Refusal">FUND_ALERT_NOT_FOUND.</exception>
    public static async Task<FundAlertRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<FundAlertRow>($"select {Columns} from allocation.fund_alerts where id = @id", new { id })
        ?? throw Refusal.NotFound("FUND_ALERT", id);

    /// <summary>A page of alerts.</summary>
    public static Task<IReadOnlyList<FundAlertRow>> ListAsync(Session work, Guid? fundId, bool unansweredOnly, Page page) => work.QueryAsync<FundAlertRow>($"""
        select {Columns} from allocation.fund_alerts
        where (@fundId::uuid is null or fund_id = @fundId) and (not @unansweredOnly or answered_at is null) and (@After::uuid is null or id > @After)
        order by id limit @Take
        """, new { fundId, unansweredOnly, page.After, page.Take });

    /// <summary>Notes what follows from an alert that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">FUND_ALERT_NOT_FOUND; FUND_ALERT_ANSWERED; ETAG_MISMATCH.</exception>
    public static async Task<FundAlertRow> AnswerAsync(Mutation work, Guid id, int expected, string note)
    {
        var answered = await work.FirstOrDefaultAsync<FundAlertRow>($"""
            update allocation.fund_alerts set note = @note, answered_by = @Subject, answered_at = @Now, version = version + 1
            where id = @id and version = @expected and answered_at is null
            returning {Columns}
            """, new { id, expected, note, work.Caller.Subject, work.Now });
        if (answered is not null)
            return answered;
        var current = await GetAsync(work, id);
        throw current.AnsweredAt is null
            ? Refusal.EtagMismatch(current.Version)
            : Refusal.Rule("FUND_ALERT_ANSWERED", "This alert has its note already.");
    }
}
