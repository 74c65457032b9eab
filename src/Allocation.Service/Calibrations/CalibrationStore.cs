using Google.Protobuf;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Allocation.Calibrations;

/// <summary>What was worked out of samples. It never changes, and no case of a sample is in it.</summary>
internal static class CalibrationStore
{
    private const string Columns = "id, request_id, figures::text as figures, model::text as model, hash, created_at";

    /// <summary>Keeps a calibration with its model, unless the caller's request id has one.</summary>
    /// <returns>False if it has.</returns>
    public static async Task<bool> TryInsertAsync(Mutation work, Calibration calibration, AllocationModel model, byte[] hash) => await work.ExecuteAsync("""
        insert into allocation.calibrations (programme, id, subject, request_id, figures, model, hash, created_at)
        values (@Programme, @id, @Subject, @requestId, @figures::jsonb, @model::jsonb, @hash, @Now)
        on conflict (programme, subject, request_id) do nothing
        """,
        new
        {
            work.Programme,
            id = work.NewId(),
            work.Caller.Subject,
            requestId = Guid.Parse(calibration.RequestId),
            figures = JsonFormatter.Default.Format(calibration),
            model = JsonFormatter.Default.Format(model),
            hash,
            work.Now,
        }) is 1;

    /// <summary>The calibration of a request id of the caller's; null where it has none.</summary>
    public static Task<CalibrationRow?> FindAsync(Session work, string requestId) => work.FirstOrDefaultAsync<CalibrationRow>(
        $"select {Columns} from allocation.calibrations where programme = @Programme and subject = @Subject and request_id = @requestId",
        new { work.Programme, work.Caller.Subject, requestId = Guid.Parse(requestId) });

    /// <summary>One calibration.</summary>
    /// <exception cref="Refusal">CALIBRATION_NOT_FOUND.</exception>
    public static async Task<CalibrationRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<CalibrationRow>($"select {Columns} from allocation.calibrations where id = @id", new { id })
        ?? throw Refusal.NotFound("CALIBRATION", id);

    /// <summary>A page of calibrations.</summary>
    public static Task<IReadOnlyList<CalibrationRow>> ListAsync(Session work, Page page) => work.QueryAsync<CalibrationRow>(
        $"select {Columns} from allocation.calibrations where @After::uuid is null or id > @After order by id limit @Take", new { page.After, page.Take });
}
