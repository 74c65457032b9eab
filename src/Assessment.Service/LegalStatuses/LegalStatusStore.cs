using PersonalBudgets.Assessment.AftercareEndings;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.LegalStatuses;

/// <summary>The sections of the Mental Health Act that people were or are under. Recorded, never changed.</summary>
internal static class LegalStatusStore
{
    private const string Select = """
        select id, person_id, section, start_date, end_date, end_code, left_hospital_date, application_date, follows_id, replaces_id, replacement_reason,
               recorded_in_error, (select later.id from assessment.legal_statuses later where later.replaces_id = status.id) as replaced_by_id, created_at
        from assessment.legal_statuses status
        """;

    /// <summary>Records a section.</summary>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, LegalStatus status) => work.ExecuteAsync("""
        insert into assessment.legal_statuses
            (programme, id, person_id, section, start_date, end_date, end_code, left_hospital_date, application_date, follows_id, replaces_id,
             replacement_reason, recorded_in_error, created_at)
        values (@Programme, @id, @personId, @section, @startDate, @endDate, @endCode, @leftHospitalDate, @applicationDate, @followsId, @replacesId,
                @replacementReason, @recordedInError, @Now)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            section = status.Section.Code(),
            startDate = Dates.Parse(status.StartDate),
            endDate = Dates.ParseOptional(status.EndDate),
            endCode = status.End is LegalStatusEnd.Unspecified ? null : status.End.Code(),
            leftHospitalDate = Dates.ParseOptional(status.LeftHospitalDate),
            applicationDate = Dates.ParseOptional(status.ApplicationDate),
            followsId = Ids.ParseOptional(status.FollowsLegalStatusId),
            replacesId = Ids.ParseOptional(status.ReplacesLegalStatusId),
            replacementReason = status.ReplacementReason.Trim(),
            recordedInError = status.RecordedInError,
            work.Now,
        });

    /// <summary>One section of a person.</summary>
    /// <exception cref="Refusal">LEGAL_STATUS_NOT_FOUND.</exception>
    public static async Task<LegalStatusRow> GetAsync(Session work, Guid personId, Guid id) =>
        await work.FirstOrDefaultAsync<LegalStatusRow>($"{Select} where id = @id and person_id = @personId", new { id, personId })
        ?? throw Refusal.NotFound("LEGAL_STATUS", id);

    /// <summary>A page of a person's sections.</summary>
    public static Task<IReadOnlyList<LegalStatusRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<LegalStatusRow>($"""
        {Select}
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>All that section 117 is decided on: every record of a person, oldest first.</summary>
    public static async Task<AftercareFacts> FactsAsync(Session work, Guid personId)
    {
        var rows = await work.QueryAsync<LegalStatusRow>($"{Select} where person_id = @personId order by id", new { personId });
        return new([.. rows.Select(row => row.ToMessage())], await AftercareEndingStore.EndsAsync(work, personId), work.Today);
    }
}
