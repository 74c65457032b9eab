using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Samples.V1;

namespace PersonalBudgets.Platform.Tests.Samples;

internal sealed record SampleRow(Guid Id, string Title, long AmountPence, DateOnly HeldOn, DateTimeOffset CreatedAt, int Version)
{
    public Sample ToMessage() => new() { SampleId = Id.ToString(), Title = Title, AmountPence = AmountPence, Etag = Errors.Etag.Of(Version) };
}

internal static class SampleStore
{
    private const string Columns = "id, title, amount_pence, held_on, created_at, version";

    public static Task InsertAsync(Mutation work, SampleRow row, string? programme = null) => work.ExecuteAsync("""
        insert into samples.samples (programme, id, title, amount_pence, held_on, created_at)
        values (@Programme, @Id, @Title, @AmountPence, @HeldOn, @CreatedAt)
        """, new { Programme = programme ?? work.Programme, row.Id, row.Title, row.AmountPence, row.HeldOn, row.CreatedAt });

    public static Task<int> RenameAsync(Session work, Guid id, string title, int version) => work.ExecuteAsync(
        "update samples.samples set title = @title, version = version + 1 where id = @id and version = @version", new { id, title, version });

    public static Task<SampleRow?> FindAsync(Session work, Guid id) =>
        work.FirstOrDefaultAsync<SampleRow>($"select {Columns} from samples.samples where id = @id", new { id });

    public static Task<IReadOnlyList<SampleRow>> ListAsync(Session work, Guid? after, int take) => work.QueryAsync<SampleRow>(
        $"select {Columns} from samples.samples where (@after::uuid is null or id > @after) order by id limit @take", new { after, take });

    public static Task InsertCardAsync(Mutation work, Guid id, string name) => work.ExecuteAsync(
        "insert into samples.cards (programme, id, name) values (@Programme, @id, @name)", new { work.Programme, id, name });

    public static Task<string?> FindCardAsync(Session work, Guid id) =>
        work.FirstOrDefaultAsync<string>("select name from samples.cards where id = @id", new { id });

    public static Task LockAsync(Session work, long key) => work.ScalarAsync<object>("select pg_advisory_xact_lock(@key)", new { key });
}
