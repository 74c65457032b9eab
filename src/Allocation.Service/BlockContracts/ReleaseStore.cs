using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.BlockContracts;

/// <summary>A decision as stored.</summary>
internal sealed record ReleaseRow(
    Guid Id, Guid BlockContractId, long AmountPence, string Reason, DateOnly DecisionDate, Guid FundId, Guid FundChangeId, string DecidedBy, DateTime CreatedAt)
{
    public BlockContractRelease ToMessage() => new()
    {
        BlockContractReleaseId = Id.ToString(),
        BlockContractId = BlockContractId.ToString(),
        AmountPence = AmountPence,
        Reason = Reason,
        DecisionDate = Dates.Text(DecisionDate),
        FundId = FundId.ToString(),
        FundChangeId = FundChangeId.ToString(),
        DecidedBy = DecidedBy,
        CreateTime = Timestamp.FromDateTime(CreatedAt),
    };
}

/// <summary>Decisions to free exposed money. They never change.</summary>
internal static class ReleaseStore
{
    private const string Columns = "id, block_contract_id, amount_pence, reason, decision_date, fund_id, fund_change_id, decided_by, created_at";

    /// <summary>Records a decision.</summary>
    public static async Task<ReleaseRow> InsertAsync(Mutation work, Guid contractId, BlockContractRelease release, Guid fundChangeId) =>
        (await work.FirstOrDefaultAsync<ReleaseRow>($"""
            insert into allocation.block_contract_releases
                (programme, id, block_contract_id, amount_pence, reason, decision_date, fund_id, fund_change_id, decided_by, created_at)
            values (@Programme, @id, @contractId, @AmountPence, @Reason, @day, @fundId, @fundChangeId, @Subject, @Now)
            returning {Columns}
            """,
            new
            {
                work.Programme,
                id = work.NewId(),
                contractId,
                release.AmountPence,
                release.Reason,
                day = Dates.Parse(release.DecisionDate),
                fundId = Guid.Parse(release.FundId),
                fundChangeId,
                work.Caller.Subject,
                work.Now,
            }))!;

    /// <summary>One decision.</summary>
    /// <exception cref="Refusal">BLOCK_CONTRACT_RELEASE_NOT_FOUND.</exception>
    public static async Task<ReleaseRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<ReleaseRow>($"select {Columns} from allocation.block_contract_releases where id = @id", new { id })
        ?? throw Refusal.NotFound("BLOCK_CONTRACT_RELEASE", id);

    /// <summary>A page of decisions on a contract.</summary>
    public static Task<IReadOnlyList<ReleaseRow>> ListAsync(Session work, Guid contractId, Page page) => work.QueryAsync<ReleaseRow>($"""
        select {Columns} from allocation.block_contract_releases
        where block_contract_id = @contractId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { contractId, page.After, page.Take });
}
