using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>Assessments: drafts that change, signed ones that never do.</summary>
internal static class AssessmentStore
{
    private const string Columns = "id, person_id, kind, assessment_date, own_view, findings::text as findings, state, signed_at, version";

    /// <summary>Stores a draft.</summary>
    public static Task InsertAsync(Mutation work, Guid id, Guid personId, AssessmentMessage draft) => work.ExecuteAsync("""
        insert into assessment.assessments (programme, id, person_id, kind, assessment_date, own_view, findings, state, created_at)
        values (@Programme, @id, @personId, @kind, @assessmentDate, @OwnView, @findings::jsonb, 'DRAFT', @Now)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            kind = draft.Kind.Code(),
            assessmentDate = Dates.Parse(draft.AssessmentDate),
            draft.OwnView,
            findings = AssessmentRow.FindingsOf(draft),
            work.Now,
        });

    /// <summary>Changes a draft that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">ASSESSMENT_NOT_FOUND; ASSESSMENT_SIGNED; ETAG_MISMATCH.</exception>
    public static async Task<AssessmentRow> UpdateAsync(Mutation work, Guid id, int expected, AssessmentMessage draft) =>
        await work.FirstOrDefaultAsync<AssessmentRow>($"""
            update assessment.assessments
            set kind = @kind, assessment_date = @assessmentDate, own_view = @OwnView, findings = @findings::jsonb, version = version + 1
            where id = @id and version = @expected and state = 'DRAFT'
            returning {Columns}
            """,
            new
            {
                id,
                expected,
                kind = draft.Kind.Code(),
                assessmentDate = Dates.Parse(draft.AssessmentDate),
                draft.OwnView,
                findings = AssessmentRow.FindingsOf(draft),
            })
        ?? throw Refusal.EtagMismatch((await GetDraftAsync(work, id)).Version);

    /// <summary>Signs a draft that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">ASSESSMENT_NOT_FOUND; ASSESSMENT_SIGNED; ETAG_MISMATCH.</exception>
    public static async Task<AssessmentRow> SignAsync(Mutation work, Guid id, int expected) =>
        await work.FirstOrDefaultAsync<AssessmentRow>($"""
            update assessment.assessments set state = 'SIGNED', signed_at = @Now, version = version + 1
            where id = @id and version = @expected and state = 'DRAFT'
            returning {Columns}
            """, new { id, expected, work.Now })
        ?? throw Refusal.EtagMismatch((await GetDraftAsync(work, id)).Version);

    /// <summary>One assessment.</summary>
    /// <exception cref="Refusal">ASSESSMENT_NOT_FOUND.</exception>
    public static async Task<AssessmentRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<AssessmentRow>($"select {Columns} from assessment.assessments where id = @id", new { id })
        ?? throw Refusal.NotFound("ASSESSMENT", id);

    /// <summary>One assessment that can still be changed.</summary>
    /// <exception cref="Refusal">ASSESSMENT_NOT_FOUND; ASSESSMENT_SIGNED.</exception>
    public static async Task<AssessmentRow> GetDraftAsync(Session work, Guid id)
    {
        var assessment = await GetAsync(work, id);
        return assessment.IsSigned
            ? throw Refusal.Rule("ASSESSMENT_SIGNED", "A signed assessment never changes.", null, ("assessment_id", id))
            : assessment;
    }

    /// <summary>One assessment that others may rely on.</summary>
    /// <exception cref="Refusal">ASSESSMENT_NOT_FOUND; ASSESSMENT_NOT_SIGNED.</exception>
    public static async Task<AssessmentRow> GetSignedAsync(Session work, Guid id)
    {
        var assessment = await GetAsync(work, id);
        return assessment.IsSigned
            ? assessment
            : throw Refusal.Rule("ASSESSMENT_NOT_SIGNED", "The assessment is a draft: sign it first.", null, ("assessment_id", id));
    }

    /// <summary>A page of a person's assessments.</summary>
    public static Task<IReadOnlyList<AssessmentRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<AssessmentRow>($"""
        select {Columns} from assessment.assessments
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });
}
