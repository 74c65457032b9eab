using Npgsql;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.AllocationModels;

/// <summary>Allocation models: drafts, and those that were published, of which none ever changes. Nothing is deleted.</summary>
internal static class ModelStore
{
    private const string Columns = """
        model.id, model.family_id, model.number, model.name, model.kind, model.method, model.data::text as data, model.valid_from,
        case when model.state = 'PUBLISHED' then (
            select min(next.valid_from) - 1 from allocation.models next
            where next.programme = model.programme and next.kind = model.kind and next.state = 'PUBLISHED' and next.valid_from > model.valid_from) end as valid_to,
        model.state, model.created_at, model.published_at, model.withdrawn_at, model.version
        """;

    /// <summary>Stores a draft, the first of a family.</summary>
    public static Task<ModelRow> InsertAsync(Mutation work, Guid id, AllocationModel model) => InsertAsync(work, id, id, 1, model);

    /// <summary>Stores the next version of a family.</summary>
    public static async Task<ModelRow> InsertNextAsync(Mutation work, Guid id, Guid familyId, AllocationModel model)
    {
        // The lock on the family's first model puts two new versions one after the other.
        await work.ExecuteAsync("select from allocation.models where id = @familyId for update", new { familyId });
        var last = await work.ScalarAsync<int>("select max(number) from allocation.models where family_id = @familyId", new { familyId });
        return await InsertAsync(work, id, familyId, last + 1, model);
    }

    /// <summary>Changes a draft that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">ALLOCATION_MODEL_NOT_FOUND; MODEL_PUBLISHED; MODEL_WITHDRAWN; ETAG_MISMATCH.</exception>
    public static async Task<ModelRow> UpdateAsync(Mutation work, Guid id, int expected, AllocationModel model) => await OneAsync(work, $"""
        update allocation.models model set name = @Name, method = @method, data = @data::jsonb, valid_from = @validFrom, version = version + 1
        where id = @id and version = @expected and state = 'DRAFT'
        returning {Columns}
        """,
        new { id, expected, model.Name, method = model.Method.Code(), data = ModelRow.DataOf(model), validFrom = Dates.Parse(model.ValidFrom) })
        ?? throw NotDraft(await GetAsync(work, id));

    /// <summary>Publishes a draft that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">ALLOCATION_MODEL_NOT_FOUND; MODEL_PUBLISHED; MODEL_WITHDRAWN; MODEL_OVERLAPS; ETAG_MISMATCH.</exception>
    public static async Task<ModelRow> PublishAsync(Mutation work, Guid id, int expected)
    {
        ModelRow? published;
        try
        {
            published = await OneAsync(work, $"""
                update allocation.models model set state = 'PUBLISHED', published_at = @Now, version = version + 1
                where id = @id and version = @expected and state = 'DRAFT'
                returning {Columns}
                """, new { id, expected, work.Now });
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            throw Refusal.Rule("MODEL_OVERLAPS", "Another model of this kind is in force from the same day.", null, ("allocation_model_id", id));
        }

        return published ?? throw NotDraft(await GetAsync(work, id));
    }

    /// <summary>Takes back a draft, or a published model before its first day.</summary>
    /// <exception cref="Refusal">ALLOCATION_MODEL_NOT_FOUND; MODEL_WITHDRAWN; MODEL_BEGUN; ETAG_MISMATCH.</exception>
    public static async Task<ModelRow> WithdrawAsync(Mutation work, Guid id, int expected)
    {
        var withdrawn = await OneAsync(work, $"""
            update allocation.models model set state = 'WITHDRAWN', withdrawn_at = @Now, version = version + 1
            where id = @id and version = @expected and (state = 'DRAFT' or (state = 'PUBLISHED' and valid_from > @Today))
            returning {Columns}
            """, new { id, expected, work.Now, work.Today });
        if (withdrawn is not null)
            return withdrawn;
        var current = await GetAsync(work, id);
        throw current switch
        {
            { State: "WITHDRAWN" } => Withdrawn(current),
            { State: "PUBLISHED" } when current.ValidFrom <= work.Today => Refusal.Rule(
                "MODEL_BEGUN", "The model is in force, or was: publish another from a later day.", null, ("allocation_model_id", id)),
            _ => Refusal.EtagMismatch(current.Version),
        };
    }

    /// <summary>One model.</summary>
    /// <exception cref="Refusal">ALLOCATION_MODEL_NOT_FOUND.</exception>
    public static async Task<ModelRow> GetAsync(Session work, Guid id) =>
        await OneAsync(work, $"select {Columns} from allocation.models model where id = @id", new { id })
        ?? throw Refusal.NotFound("ALLOCATION_MODEL", id);

    /// <summary>The model of a kind that is in force today: of those published the one that began last.</summary>
    /// <exception cref="Refusal">MODEL_MISSING.</exception>
    public static async Task<AllocationModel> InForceAsync(Session work, ModelKind kind)
    {
        var row = await OneAsync(work, $"""
            select {Columns} from allocation.models model
            where kind = @kind and state = 'PUBLISHED' and valid_from <= @Today order by valid_from desc limit 1
            """, new { kind = kind.Code(), work.Today });
        return row?.ToMessage() ?? throw Refusal.Rule("MODEL_MISSING", "No allocation model of this kind is in force.", null, ("kind", kind.Code()));
    }

    /// <summary>A page of the programme's models.</summary>
    public static Task<IReadOnlyList<ModelRow>> ListAsync(Session work, Page page, ListAllocationModelsRequest only) => work.QueryAsync<ModelRow>($"""
        select {Columns} from allocation.models model
        where (@After::uuid is null or id > @After) and (@kind = '' or kind = @kind) and (@state = '' or state = @state)
          and (@familyId::uuid is null or family_id = @familyId)
        order by id limit @Take
        """,
        new
        {
            page.After,
            page.Take,
            kind = only.Kind is ModelKind.Unspecified ? "" : only.Kind.Code(),
            state = only.State is ModelState.Unspecified ? "" : only.State.Code(),
            familyId = only.FamilyId.Length > 0 ? Guid.Parse(only.FamilyId) : (Guid?)null,
        });

    /// <summary>The published models, oldest first, at most so many.</summary>
    public static Task<IReadOnlyList<ModelRow>> PublishedAsync(Session work, int most) => work.QueryAsync<ModelRow>(
        $"select {Columns} from allocation.models model where state = 'PUBLISHED' order by id limit @most", new { most });

    private static async Task<ModelRow> InsertAsync(Mutation work, Guid id, Guid familyId, int number, AllocationModel model) => (await OneAsync(work, $"""
        insert into allocation.models as model (programme, id, family_id, number, name, kind, method, data, valid_from, state, created_at)
        values (@Programme, @id, @familyId, @number, @Name, @kind, @method, @data::jsonb, @validFrom, 'DRAFT', @Now)
        returning {Columns}
        """,
        new
        {
            work.Programme,
            id,
            familyId,
            number,
            model.Name,
            kind = model.Kind.Code(),
            method = model.Method.Code(),
            data = ModelRow.DataOf(model),
            validFrom = Dates.Parse(model.ValidFrom),
            work.Now,
        }))!;

    private static Refusal NotDraft(ModelRow current) => current.State switch
    {
        "PUBLISHED" => Refusal.Rule("MODEL_PUBLISHED", "A published model never changes: draft its next version.", null, ("allocation_model_id", current.Id)),
        "WITHDRAWN" => Withdrawn(current),
        _ => Refusal.EtagMismatch(current.Version),
    };

    private static Refusal Withdrawn(ModelRow current) =>
        Refusal.Rule("MODEL_WITHDRAWN", "The model was withdrawn: draft its next version.", null, ("allocation_model_id", current.Id));

    private static Task<ModelRow?> OneAsync(Session work, string sql, object parameters) => work.FirstOrDefaultAsync<ModelRow>(sql, parameters);
}
