using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.PayRuns;

/// <summary>Bank files in PostgreSQL.</summary>
public sealed class BankFileStore
{
    private const string Columns = "pay_run_id, file_name, sha256, content, key_id";

    /// <summary>The serial of the next file, 1 to 999,999: none comes again within a day.</summary>
    public Task<int> NextSerialAsync(Mutation work) => work.ScalarAsync<int>("select nextval('payments.bank_file_serials')::int");

    /// <summary>Adds a file that is yet to be written to its folder.</summary>
    public Task InsertAsync(Mutation work, BankFileRow file) => work.ExecuteAsync("""
        insert into payments.bank_files (programme, pay_run_id, file_name, sha256, content, key_id, created_at)
        values (@Programme, @PayRunId, @FileName, @Sha256, @Content, @KeyId, @Now)
        """, new { work.Programme, work.Now, file.PayRunId, file.FileName, file.Sha256, file.Content, file.KeyId });

    /// <summary>The file of a run, or null.</summary>
    public Task<BankFileRow?> FindAsync(Session work, Guid payRunId) => work.FirstOrDefaultAsync<BankFileRow>(
        $"select {Columns} from payments.bank_files where programme = @Programme and pay_run_id = @payRunId", new { work.Programme, payRunId });

    /// <summary>The runs whose files are not in their folder yet, oldest first.</summary>
    public Task<IReadOnlyList<Guid>> ListUnwrittenAsync(Session work) => work.QueryAsync<Guid>(
        "select pay_run_id from payments.bank_files where programme = @Programme and written_at is null order by created_at", new { work.Programme });

    /// <summary>A file that is not in its folder yet, or null where it is; nobody else writes it before the transaction ends.</summary>
    public Task<BankFileRow?> LockUnwrittenAsync(Mutation work, Guid payRunId) => work.FirstOrDefaultAsync<BankFileRow>($"""
        select {Columns} from payments.bank_files
        where programme = @Programme and pay_run_id = @payRunId and written_at is null for no key update
        """, new { work.Programme, payRunId });

    /// <summary>Notes that a file is in its folder.</summary>
    public Task MarkWrittenAsync(Mutation work, Guid payRunId) => work.ExecuteAsync(
        "update payments.bank_files set written_at = @Now where programme = @Programme and pay_run_id = @payRunId",
        new { work.Programme, work.Now, payRunId });
}
