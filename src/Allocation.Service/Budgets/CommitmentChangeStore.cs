using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Budgets;

/// <summary>The history of commitments: written once, never changed.</summary>
internal static class CommitmentChangeStore
{
    private const string Columns = """
        id, commitment_id, kind, shares::text as shares, reasons, effective_on, changed_by, organisation, changed_at
        """;

    /// <summary>An entry that is still to be stored.</summary>
    public static CommitmentChange Of(
        Mutation work, CommitmentRow commitment, CommitmentChangeKind kind, IEnumerable<ShareChange> shares, string reasons = "", DateOnly? effectiveOn = null) => new()
    {
        CommitmentChangeId = work.NewId().ToString(),
        CommitmentId = commitment.Id.ToString(),
        Kind = kind,
        Shares = { shares.Where(share => share is not { AnnualPence: 0, OneOffPence: 0 }) },
        Reasons = reasons.Trim(),
        EffectiveDate = Dates.Text(effectiveOn ?? work.Today),
        ChangedBy = work.Caller.Subject,
        Organisation = work.Caller.Organisation,
        ChangeTime = Timestamp.FromDateTimeOffset(work.Now),
    };

    /// <summary>Stores entries.</summary>
    public static Task InsertAsync(Mutation work, IReadOnlyCollection<CommitmentChange> changes) => work.ExecuteAsync("""
        insert into allocation.commitment_changes
            (programme, id, commitment_id, kind, shares, reasons, effective_on, changed_by, organisation, changed_at)
        select @Programme, change.id, change.commitment_id, change.kind, change.shares::jsonb, change.reasons, change.effective_on, change.changed_by,
               change.organisation, change.changed_at
        from unnest(@ids, @commitmentIds, @kinds, @shares, @reasons, @days, @subjects, @organisations, @instants)
            as change (id, commitment_id, kind, shares, reasons, effective_on, changed_by, organisation, changed_at)
        """, new
    {
        work.Programme,
        ids = changes.Select(change => Guid.Parse(change.CommitmentChangeId)).ToArray(),
        commitmentIds = changes.Select(change => Guid.Parse(change.CommitmentId)).ToArray(),
        kinds = changes.Select(change => change.Kind.Code()).ToArray(),
        shares = changes.Select(change => JsonFormatter.Default.Format(new CommitmentChange { Shares = { change.Shares } })).ToArray(),
        reasons = changes.Select(change => change.Reasons).ToArray(),
        days = changes.Select(change => Dates.Parse(change.EffectiveDate)).ToArray(),
        subjects = changes.Select(change => change.ChangedBy).ToArray(),
        organisations = changes.Select(change => change.Organisation).ToArray(),
        instants = changes.Select(change => change.ChangeTime.ToDateTimeOffset()).ToArray(),
    });

    /// <summary>One entry.</summary>
    /// <exception cref="Refusal">COMMITMENT_CHANGE_NOT_FOUND.</exception>
    public static async Task<CommitmentChange> GetAsync(Session work, Guid id) =>
        (await work.FirstOrDefaultAsync<ChangeRow>($"select {Columns} from allocation.commitment_changes where id = @id", new { id }))?.ToMessage()
        ?? throw Refusal.NotFound("COMMITMENT_CHANGE", id);

    /// <summary>A page of a commitment's history.</summary>
    public static async Task<IReadOnlyList<CommitmentChange>> ListAsync(Session work, Guid commitmentId, Page page)
    {
        var rows = await work.QueryAsync<ChangeRow>($"""
            select {Columns} from allocation.commitment_changes
            where commitment_id = @commitmentId and (@After::uuid is null or id > @After) order by id limit @Take
            """, new { commitmentId, page.After, page.Take });
        return [.. rows.Select(row => row.ToMessage())];
    }

    private sealed record ChangeRow(
        Guid Id, Guid CommitmentId, string Kind, string Shares, string Reasons, DateOnly EffectiveOn, string ChangedBy, string Organisation, DateTime ChangedAt)
    {
        public CommitmentChange ToMessage()
        {
            var change = JsonParser.Default.Parse<CommitmentChange>(Shares);
            change.CommitmentChangeId = Id.ToString();
            change.CommitmentId = CommitmentId.ToString();
            change.Kind = Codes.Parse<CommitmentChangeKind>(Kind);
            change.Reasons = Reasons;
            change.EffectiveDate = Dates.Text(EffectiveOn);
            change.ChangedBy = ChangedBy;
            change.Organisation = Organisation;
            change.ChangeTime = Timestamp.FromDateTime(ChangedAt);
            return change;
        }
    }
}
