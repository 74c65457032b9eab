using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Residences;

/// <summary>Where people live and lived. Recorded, never changed.</summary>
internal static class ResidenceStore
{
    private static readonly string Select = $"""
        select id, person_id, kind, council, integrated_care_board, start_date,
               case when {Counts("place")} then
                   (select min(next.start_date) from assessment.residences next
                    where next.person_id = place.person_id and next.start_date > place.start_date and {Counts("next")})
               end as end_date,
               placed_by_council, replaces_id, replacement_reason, recorded_in_error,
               (select later.id from assessment.residences later where later.replaces_id = place.id) as replaced_by_id, created_at
        from assessment.residences place
        """;

    /// <summary>Records a place.</summary>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, Residence residence) => work.ExecuteAsync("""
        insert into assessment.residences
            (programme, id, person_id, kind, council, integrated_care_board, start_date, placed_by_council, replaces_id, replacement_reason, recorded_in_error, created_at)
        values (@Programme, @id, @personId, @kind, @Council, @IntegratedCareBoard, @startDate, @PlacedByCouncil, @replacesId, @replacementReason, @RecordedInError, @Now)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            kind = residence.Kind.Code(),
            residence.Council,
            residence.IntegratedCareBoard,
            startDate = Dates.Parse(residence.StartDate),
            residence.PlacedByCouncil,
            replacesId = residence.ReplacesResidenceId is "" ? (Guid?)null : Guid.Parse(residence.ReplacesResidenceId),
            replacementReason = residence.ReplacementReason.Trim(),
            residence.RecordedInError,
            work.Now,
        });

    /// <summary>One place of a person.</summary>
    /// <exception cref="Refusal">RESIDENCE_NOT_FOUND.</exception>
    public static async Task<ResidenceRow> GetAsync(Session work, Guid personId, Guid id) =>
        await work.FirstOrDefaultAsync<ResidenceRow>($"{Select} where id = @id and person_id = @personId", new { id, personId })
        ?? throw Refusal.NotFound("RESIDENCE", id);

    /// <summary>A page of a person's places.</summary>
    public static Task<IReadOnlyList<ResidenceRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<ResidenceRow>($"""
        {Select} where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>Every record of a person, oldest first.</summary>
    public static async Task<IReadOnlyList<Residence>> AllAsync(Session work, Guid personId)
    {
        var rows = await work.QueryAsync<ResidenceRow>($"{Select} where person_id = @personId order by id", new { personId });
        return [.. rows.Select(row => row.ToMessage())];
    }

    private static string Counts(string record) =>
        $"not {record}.recorded_in_error and not exists (select from assessment.residences later where later.replaces_id = {record}.id)";
}
