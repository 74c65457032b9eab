using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>Assessments: drafts that change, signed ones that never do.</summary>
internal static class AssessmentStore
{
    private const string Columns = """
        a.id, a.person_id, a.kind, a.assessment_date, a.own_view, a.findings::text as findings, a.state, a.signed_at, a.signed_by,
        a.corrects_id, a.correction_reason, a.correction_explanation,
        (select later.id from assessment.assessments later where later.programme = a.programme and later.corrects_id = a.id) as corrected_by_id,
        a.withdrawn_at, a.withdrawal_reason, a.withdrawal_explanation, a.self_confirmed_at, a.self_confirmed_by, a.version
        """;

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

    /// <summary>Changes a draft that the caller has seen in this version. What was confirmed is no more what stands there.</summary>
    /// <exception cref="Refusal">ASSESSMENT_NOT_FOUND; ASSESSMENT_SIGNED; ASSESSMENT_WITHDRAWN; ETAG_MISMATCH.</exception>
    public static async Task<AssessmentRow> UpdateAsync(Mutation work, Guid id, int expected, AssessmentMessage draft) =>
        await work.FirstOrDefaultAsync<AssessmentRow>($"""
            update assessment.assessments a
            set kind = @kind, assessment_date = @assessmentDate, own_view = @OwnView, findings = @findings::jsonb,
                self_confirmed_at = null, self_confirmed_by = null, version = version + 1
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
        ?? throw await WhyNotAsync(work, id);

    /// <summary>Signs a draft that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">ASSESSMENT_NOT_FOUND; ASSESSMENT_SIGNED; ASSESSMENT_WITHDRAWN; ETAG_MISMATCH.</exception>
    public static async Task<AssessmentRow> SignAsync(Mutation work, Guid id, int expected) =>
        await work.FirstOrDefaultAsync<AssessmentRow>($"""
            update assessment.assessments a set state = 'SIGNED', signed_at = @Now, signed_by = @Subject, version = version + 1
            where id = @id and version = @expected and state = 'DRAFT'
            returning {Columns}
            """, new { id, expected, work.Now, work.Caller.Subject })
        ?? throw await WhyNotAsync(work, id);

    /// <summary>Records that a professional confirms a draft that they have seen in this version.</summary>
    /// <exception cref="Refusal">ASSESSMENT_NOT_FOUND; ASSESSMENT_SIGNED; ASSESSMENT_WITHDRAWN; ETAG_MISMATCH.</exception>
    public static async Task<AssessmentRow> ConfirmAsync(Mutation work, Guid id, int expected) =>
        await work.FirstOrDefaultAsync<AssessmentRow>($"""
            update assessment.assessments a set self_confirmed_at = @Now, self_confirmed_by = @Subject, version = version + 1
            where id = @id and version = @expected and state = 'DRAFT'
            returning {Columns}
            """, new { id, expected, work.Now, work.Caller.Subject })
        ?? throw await WhyNotAsync(work, id);

    /// <summary>Withdraws a draft that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">ASSESSMENT_NOT_FOUND; ASSESSMENT_SIGNED; ASSESSMENT_WITHDRAWN; ETAG_MISMATCH.</exception>
    public static async Task<AssessmentRow> WithdrawAsync(Mutation work, Guid id, int expected, AssessmentWithdrawalReason reason, string explanation) =>
        await work.FirstOrDefaultAsync<AssessmentRow>($"""
            update assessment.assessments a
            set state = 'WITHDRAWN', withdrawn_at = @Now, withdrawal_reason = @reason, withdrawal_explanation = @explanation, version = version + 1
            where id = @id and version = @expected and state = 'DRAFT'
            returning {Columns}
            """, new { id, expected, work.Now, reason = reason.Code(), explanation })
        ?? throw await WhyNotAsync(work, id);

    /// <summary>Stores a correction, signed by the caller, beside the version that it takes the place of, which must be locked.</summary>
    public static Task InsertCorrectionAsync(
        Mutation work, Guid id, AssessmentRow corrected, AssessmentMessage right, AssessmentCorrectionReason reason, string explanation) => work.ExecuteAsync("""
        insert into assessment.assessments (
            programme, id, person_id, kind, assessment_date, own_view, findings, state, signed_at, signed_by, created_at,
            corrects_id, correction_reason, correction_explanation, self_confirmed_at, self_confirmed_by)
        values (
            @Programme, @id, @PersonId, @kind, @assessmentDate, @OwnView, @findings::jsonb, 'SIGNED', @Now, @Subject, @Now,
            @correctsId, @reason, @explanation, @confirmedAt, @confirmedBy)
        """,
        new
        {
            work.Programme,
            id,
            corrected.PersonId,
            kind = right.Kind.Code(),
            assessmentDate = Dates.Parse(right.AssessmentDate),
            right.OwnView,
            findings = AssessmentRow.FindingsOf(right),
            work.Now,
            work.Caller.Subject,
            correctsId = corrected.Id,
            reason = reason.Code(),
            explanation,
            confirmedAt = right.SelfAssessment?.ConfirmTime?.ToDateTime(),
            confirmedBy = right.SelfAssessment?.ConfirmedBy,
        });

    /// <summary>One assessment.</summary>
    /// <exception cref="Refusal">ASSESSMENT_NOT_FOUND.</exception>
    public static async Task<AssessmentRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<AssessmentRow>($"select {Columns} from assessment.assessments a where a.id = @id", new { id })
        ?? throw Refusal.NotFound("ASSESSMENT", id);

    /// <summary>One assessment that can still be changed.</summary>
    /// <exception cref="Refusal">ASSESSMENT_NOT_FOUND; ASSESSMENT_SIGNED; ASSESSMENT_WITHDRAWN.</exception>
    public static async Task<AssessmentRow> GetDraftAsync(Session work, Guid id)
    {
        var assessment = await GetAsync(work, id);
        if (assessment.IsSigned)
            throw Refusal.Rule("ASSESSMENT_SIGNED", "A signed assessment never changes: correct it by a new version.", null, ("assessment_id", id));
        if (assessment.IsWithdrawn)
            throw Refusal.Rule("ASSESSMENT_WITHDRAWN", "The assessment was withdrawn: open another.", null, ("assessment_id", id));
        return assessment;
    }

    /// <summary>One assessment that others may rely on.</summary>
    /// <exception cref="Refusal">ASSESSMENT_NOT_FOUND; ASSESSMENT_NOT_SIGNED.</exception>
    public static async Task<AssessmentRow> GetSignedAsync(Session work, Guid id)
    {
        var assessment = await GetAsync(work, id);
        return assessment.IsSigned
            ? assessment
            : throw Refusal.Rule("ASSESSMENT_NOT_SIGNED", "The assessment is not signed: sign it first.", null, ("assessment_id", id));
    }

    /// <summary>
    /// A signed assessment that no newer version has taken the place of, and that none takes the place of until this work ends: what is decided or
    /// corrected rests on the latest.
    /// </summary>
    /// <exception cref="Refusal">ASSESSMENT_NOT_FOUND; ASSESSMENT_NOT_SIGNED; ASSESSMENT_SUPERSEDED.</exception>
    public static async Task<AssessmentRow> LockLatestAsync(Mutation work, Guid id)
    {
        await work.ExecuteAsync("select id from assessment.assessments where id = @id for no key update", new { id });
        var assessment = await GetSignedAsync(work, id);
        return assessment.CorrectedById is { } newer
            ? throw Refusal.Rule(
                "ASSESSMENT_SUPERSEDED", "A correction has taken the place of this version: use that one.", null, ("assessment_id", id), ("corrected_by_assessment_id", newer))
            : assessment;
    }

    /// <summary>A page of a person's assessments.</summary>
    public static Task<IReadOnlyList<AssessmentRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<AssessmentRow>($"""
        select {Columns} from assessment.assessments a
        where a.person_id = @personId and (@After::uuid is null or a.id > @After) order by a.id limit @Take
        """, new { personId, page.After, page.Take });

    private static async Task<Refusal> WhyNotAsync(Mutation work, Guid id) => Refusal.EtagMismatch((await GetDraftAsync(work, id)).Version);
}
