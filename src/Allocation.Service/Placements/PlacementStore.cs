using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Placements;

/// <summary>A placement as stored.</summary>
internal sealed record PlacementRow(
    Guid Id, Guid AllocationId, Guid PersonId, string Provider, string Funder, long AnnualPence, DateOnly StartDate, DateTime CreatedAt)
{
    public Placement ToMessage() => new()
    {
        PlacementId = Id.ToString(),
        AllocationId = AllocationId.ToString(),
        PersonId = PersonId.ToString(),
        Provider = Provider,
        Funder = Funder,
        AnnualPence = AnnualPence,
        StartDate = Dates.Text(StartDate),
        CreateTime = Timestamp.FromDateTime(CreatedAt),
    };
}

/// <summary>Placements out of area.</summary>
internal static class PlacementStore
{
    private const string Columns = "id, allocation_id, person_id, provider, funder, annual_pence, start_date, created_at";

    /// <summary>Records a placement.</summary>
    public static async Task<PlacementRow> InsertAsync(Mutation work, Guid allocationId, Guid personId, Placement placement) =>
        (await work.FirstOrDefaultAsync<PlacementRow>($"""
            insert into allocation.placements (programme, id, allocation_id, person_id, provider, funder, annual_pence, start_date, created_at)
            values (@Programme, @id, @allocationId, @personId, @Provider, @Funder, @AnnualPence, @start, @Now)
            returning {Columns}
            """,
            new
            {
                work.Programme, id = work.NewId(), allocationId, personId, placement.Provider, placement.Funder, placement.AnnualPence,
                start = Dates.Parse(placement.StartDate), work.Now,
            }))!;

    /// <summary>One placement.</summary>
    /// <exception cref="Refusal">PLACEMENT_NOT_FOUND.</exception>
    public static async Task<PlacementRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<PlacementRow>($"select {Columns} from allocation.placements where id = @id", new { id })
        ?? throw Refusal.NotFound("PLACEMENT", id);

    /// <summary>A page of placements, of an indicative budget where given.</summary>
    public static Task<IReadOnlyList<PlacementRow>> ListAsync(Session work, Guid? allocationId, Page page) => work.QueryAsync<PlacementRow>($"""
        select {Columns} from allocation.placements
        where (@allocationId::uuid is null or allocation_id = @allocationId) and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { allocationId, page.After, page.Take });

    /// <summary>What is set aside on an indicative budget.</summary>
    public static async Task<(long AnnualPence, long OneOffPence)> CommittedAsync(Session work, Guid allocationId) =>
        (await work.QueryAsync<(long, long)>("""
            select coalesce(sum(share.annual_pence), 0)::bigint, coalesce(sum(share.one_off_pence), 0)::bigint
            from allocation.commitments commitment
            join allocation.commitment_shares share on share.programme = commitment.programme and share.commitment_id = commitment.id
            where commitment.allocation_id = @allocationId and commitment.state in ('HELD', 'CONFIRMED')
            """, new { allocationId }))[0];
}
