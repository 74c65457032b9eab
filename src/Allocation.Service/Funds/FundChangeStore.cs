using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Funds;

/// <summary>A change of an approved sum as stored.</summary>
internal sealed record FundChangeRow(
    Guid Id, Guid FundId, long ChangePence, DateOnly EffectiveDate, string Reason, string State, string ProposedBy, DateTime ProposedAt, string DecidedBy,
    DateTime? DecidedAt, int Version)
{
    public FundChange ToMessage() => new()
    {
        FundChangeId = Id.ToString(),
        FundId = FundId.ToString(),
        AmountPence = Math.Abs(ChangePence),
        Direction = ChangePence > 0 ? FundChangeDirection.More : FundChangeDirection.Less,
        EffectiveDate = Dates.Text(EffectiveDate),
        Reason = Reason,
        State = Codes.Parse<FundChangeState>(State),
        ProposedBy = ProposedBy,
        ProposeTime = Timestamp.FromDateTime(ProposedAt),
        DecidedBy = DecidedBy,
        DecideTime = DecidedAt is { } decided ? Timestamp.FromDateTime(decided) : null,
        Etag = Etag.Of(Version),
    };
}

/// <summary>Changes of what funders approved.</summary>
internal static class FundChangeStore
{
    private const string Columns = """
        id, fund_id, change_pence, effective_date, reason, state, proposed_by, proposed_at, coalesce(decided_by, '') as decided_by, decided_at, version
        """;

    /// <summary>Proposes a change.</summary>
    public static async Task<FundChangeRow> InsertAsync(Mutation work, Guid fundId, long changePence, DateOnly effectiveDate, string reason) =>
        (await work.FirstOrDefaultAsync<FundChangeRow>($"""
            insert into allocation.fund_changes (programme, id, fund_id, change_pence, effective_date, reason, state, proposed_by, proposed_at)
            values (@Programme, @id, @fundId, @changePence, @effectiveDate, @reason, 'PROPOSED', @Subject, @Now)
            returning {Columns}
            """, new { work.Programme, id = work.NewId(), fundId, changePence, effectiveDate, reason, work.Caller.Subject, work.Now }))!;

    /// <summary>One change.</summary>
    /// <exception cref="Refusal">FUND_CHANGE_NOT_FOUND.</exception>
    public static async Task<FundChangeRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<FundChangeRow>($"select {Columns} from allocation.fund_changes where id = @id", new { id })
        ?? throw Refusal.NotFound("FUND_CHANGE", id);

    /// <summary>A proposed change that the caller has seen in this version, locked until the work ends.</summary>
    /// <exception cref="Refusal">FUND_CHANGE_NOT_FOUND; FUND_CHANGE_DECIDED; ETAG_MISMATCH.</exception>
    public static async Task<FundChangeRow> LockAsync(Mutation work, Guid id, int expected)
    {
        var change = await work.FirstOrDefaultAsync<FundChangeRow>($"select {Columns} from allocation.fund_changes where id = @id for update", new { id })
            ?? throw Refusal.NotFound("FUND_CHANGE", id);
        if (change.State is not "PROPOSED")
            throw Refusal.Rule("FUND_CHANGE_DECIDED", "This change is approved or refused already.", null, ("state", change.State));
        return change.Version == expected ? change : throw Refusal.EtagMismatch(change.Version);
    }

    /// <summary>Decides a change whose row is locked.</summary>
    public static async Task<FundChangeRow> DecideAsync(Mutation work, Guid id, FundChangeState state) =>
        (await work.FirstOrDefaultAsync<FundChangeRow>($"""
            update allocation.fund_changes set state = @state, decided_by = @Subject, decided_at = @Now, version = version + 1 where id = @id
            returning {Columns}
            """, new { id, state = state.Code(), work.Caller.Subject, work.Now }))!;

    /// <summary>A page of changes, of a fund where given.</summary>
    public static Task<IReadOnlyList<FundChangeRow>> ListAsync(Session work, Guid? fundId, Page page) => work.QueryAsync<FundChangeRow>($"""
        select {Columns} from allocation.fund_changes
        where (@fundId::uuid is null or fund_id = @fundId) and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { fundId, page.After, page.Take });
}
