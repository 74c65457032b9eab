using Npgsql;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.AllocationModels;

/// <summary>Allocation models: drafts and published ones, of which none ever changes.</summary>
internal static class ModelStore
{
    private const string Columns = "id, name, kind, method, data::text as data, valid_from, state, published_at, version";

    /// <summary>Stores a draft.</summary>
    public static Task<ModelRow> InsertAsync(Mutation work, Guid id, AllocationModel model) => OneAsync(work, $"""
        insert into allocation.models (programme, id, name, kind, method, data, valid_from, state, created_at)
        values (@Programme, @id, @Name, @kind, @method, @data::jsonb, @validFrom, 'DRAFT', @Now)
        returning {Columns}
        """,
        new
        {
            work.Programme,
            id,
            model.Name,
            kind = model.Kind.Code(),
            method = model.Method.Code(),
            data = ModelRow.DataOf(model),
            validFrom = Dates.Parse(model.ValidFrom),
            work.Now,
        })!;

    /// <summary>Publishes a draft that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">ALLOCATION_MODEL_NOT_FOUND; MODEL_PUBLISHED; MODEL_OVERLAPS; ETAG_MISMATCH.</exception>
    public static async Task<ModelRow> PublishAsync(Mutation work, Guid id, int expected)
    {
        try
        {
            var published = await OneAsync(work, $"""
                update allocation.models set state = 'PUBLISHED', published_at = @Now, version = version + 1
                where id = @id and version = @expected and state = 'DRAFT'
                returning {Columns}
                """, new { id, expected, work.Now });
            if (published is not null)
                return published;
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            throw Refusal.Rule("MODEL_OVERLAPS", "Another model of this kind is in force from the same day.", null, ("allocation_model_id", id));
        }

        var current = await GetAsync(work, id);
        throw current.State is "PUBLISHED"
            ? Refusal.Rule("MODEL_PUBLISHED", "A published model never changes.", null, ("allocation_model_id", id))
            : Refusal.EtagMismatch(current.Version);
    }

    /// <summary>One model.</summary>
    /// <exception cref="Refusal">ALLOCATION_MODEL_NOT_FOUND.</exception>
    public static async Task<ModelRow> GetAsync(Session work, Guid id) =>
        await OneAsync(work, $"select {Columns} from allocation.models where id = @id", new { id })
        ?? throw Refusal.NotFound("ALLOCATION_MODEL", id);

    /// <summary>The model of a kind that is in force today: of those published the one that began last.</summary>
    /// <exception cref="Refusal">MODEL_MISSING.</exception>
    public static async Task<AllocationModel> InForceAsync(Session work, ModelKind kind)
    {
        var row = await OneAsync(work, $"""
            select {Columns} from allocation.models
            where kind = @kind and state = 'PUBLISHED' and valid_from <= @Today order by valid_from desc limit 1
            """, new { kind = kind.Code(), work.Today });
        return row?.ToMessage() ?? throw Refusal.Rule("MODEL_MISSING", "No allocation model of this kind is in force.", null, ("kind", kind.Code()));
    }

    /// <summary>A page of the programme's models.</summary>
    public static Task<IReadOnlyList<ModelRow>> ListAsync(Session work, Page page) => work.QueryAsync<ModelRow>(
        $"select {Columns} from allocation.models where @After::uuid is null or id > @After order by id limit @Take", new { page.After, page.Take });

    private static Task<ModelRow?> OneAsync(Session work, string sql, object parameters) => work.FirstOrDefaultAsync<ModelRow>(sql, parameters);
}
