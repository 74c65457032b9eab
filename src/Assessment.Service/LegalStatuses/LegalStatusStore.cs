using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.LegalStatuses;

/// <summary>The sections of the Mental Health Act that people were or are under. Recorded, never changed.</summary>
internal static class LegalStatusStore
{
    private const string Columns =
        "id, person_id, section, start_date, end_date, left_hospital_date, aftercare_end_date, created_at, version";

    /// <summary>Records a section.</summary>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, LegalStatus status) => work.ExecuteAsync("""
        insert into assessment.legal_statuses
            (programme, id, person_id, section, start_date, end_date, left_hospital_date, aftercare_end_date, created_at)
        values (@Programme, @id, @personId, @section, @startDate, @endDate, @leftHospitalDate, @aftercareEndDate, @Now)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            section = status.Section.Code(),
            startDate = Dates.Parse(status.StartDate),
            endDate = Dates.ParseOptional(status.EndDate),
            leftHospitalDate = Dates.ParseOptional(status.LeftHospitalDate),
            aftercareEndDate = Dates.ParseOptional(status.AftercareEndDate),
            work.Now,
        });

    /// <summary>One section of a person.</summary>
    /// <exception cref="Refusal">LEGAL_STATUS_NOT_FOUND.</exception>
    public static async Task<LegalStatusRow> GetAsync(Session work, Guid personId, Guid id) =>
        await work.FirstOrDefaultAsync<LegalStatusRow>(
            $"select {Columns} from assessment.legal_statuses where id = @id and person_id = @personId", new { id, personId })
        ?? throw Refusal.NotFound("LEGAL_STATUS", id);

    /// <summary>A page of a person's sections.</summary>
    public static Task<IReadOnlyList<LegalStatusRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<LegalStatusRow>($"""
        select {Columns} from assessment.legal_statuses
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>All sections of a person, oldest record first.</summary>
    public static async Task<IReadOnlyList<LegalStatus>> AllAsync(Session work, Guid personId)
    {
        var rows = await work.QueryAsync<LegalStatusRow>(
            $"select {Columns} from assessment.legal_statuses where person_id = @personId order by id", new { personId });
        return [.. rows.Select(row => row.ToMessage())];
    }
}
