using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.BlockContracts;

/// <summary>A contract as stored.</summary>
internal sealed record BlockContractRow(
    Guid Id, string Provider, string Service, string Funder, long AnnualPence, int AnnualUnits, DateOnly StartDate, DateOnly EndDate, DateTime CreatedAt)
{
    public BlockContract ToMessage() => new()
    {
        BlockContractId = Id.ToString(),
        Provider = Provider,
        Service = Service,
        Funder = Funder,
        AnnualPence = AnnualPence,
        AnnualUnits = AnnualUnits,
        StartDate = Dates.Text(StartDate),
        EndDate = Dates.Text(EndDate),
        CreateTime = Timestamp.FromDateTime(CreatedAt),
    };
}

/// <summary>Block contracts.</summary>
internal static class BlockContractStore
{
    private const string Columns = "id, provider, service, funder, annual_pence, annual_units, start_date, end_date, created_at";

    /// <summary>Records a contract.</summary>
    public static async Task<BlockContractRow> InsertAsync(Mutation work, BlockContract contract) =>
        (await work.FirstOrDefaultAsync<BlockContractRow>($"""
            insert into allocation.block_contracts
                (programme, id, provider, service, funder, annual_pence, annual_units, start_date, end_date, created_at)
            values (@Programme, @id, @Provider, @Service, @Funder, @AnnualPence, @AnnualUnits, @start, @end, @Now)
            returning {Columns}
            """,
            new
            {
                work.Programme,
                id = work.NewId(),
                contract.Provider,
                contract.Service,
                contract.Funder,
                contract.AnnualPence,
                contract.AnnualUnits,
                start = Dates.Parse(contract.StartDate),
                end = Dates.Parse(contract.EndDate),
                work.Now,
            }))!;

    /// <summary>One contract.</summary>
    /// <exception cref="Refusal">BLOCK_CONTRACT_NOT_FOUND.</exception>
    public static async Task<BlockContractRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<BlockContractRow>($"select {Columns} from allocation.block_contracts where id = @id", new { id })
        ?? throw Refusal.NotFound("BLOCK_CONTRACT", id);

    /// <summary>One contract, locked until the work ends: nobody frees money of it meanwhile.</summary>
    /// <exception cref="Refusal">BLOCK_CONTRACT_NOT_FOUND.</exception>
    public static async Task<BlockContractRow> LockAsync(Mutation work, Guid id) =>
        await work.FirstOrDefaultAsync<BlockContractRow>($"select {Columns} from allocation.block_contracts where id = @id for update", new { id })
        ?? throw Refusal.NotFound("BLOCK_CONTRACT", id);

    /// <summary>Which of some ids are contracts.</summary>
    public static async Task<IReadOnlySet<Guid>> KnownAsync(Session work, Guid[] ids) =>
        (await work.QueryAsync<Guid>("select id from allocation.block_contracts where id = any(@ids)", new { ids })).ToHashSet();

    /// <summary>A page of the programme's contracts.</summary>
    public static Task<IReadOnlyList<BlockContractRow>> ListAsync(Session work, Page page) => work.QueryAsync<BlockContractRow>(
        $"select {Columns} from allocation.block_contracts where @After::uuid is null or id > @After order by id limit @Take", new { page.After, page.Take });
}
