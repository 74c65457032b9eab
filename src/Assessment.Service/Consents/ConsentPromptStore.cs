using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Consents;

/// <summary>A prompt as stored.</summary>
internal sealed record ConsentPromptRow(
    Guid Id, Guid PersonId, string Decision, string Cause, string State, DateTime CreatedAt, DateTime? AnsweredAt, int Version)
{
    public ConsentPrompt ToMessage() => new()
    {
        ConsentPromptId = Id.ToString(),
        PersonId = PersonId.ToString(),
        Decision = Codes.Parse<CapacityDecision>(Decision),
        Cause = Codes.Parse<ConsentPromptCause>(Cause),
        State = Codes.Parse<ConsentPromptState>(State),
        CreateTime = Timestamp.FromDateTime(CreatedAt),
        AnswerTime = AnsweredAt is { } answered ? Timestamp.FromDateTime(answered) : null,
        Etag = Etag.Of(Version),
    };
}

/// <summary>What is to be put to people who decide for themselves again, or from 16.</summary>
internal static class ConsentPromptStore
{
    private const string Columns = "id, person_id, decision, cause, state, created_at, answered_at, version";

    /// <summary>Opens a prompt, unless the same question is open.</summary>
    public static Task OpenAsync(Mutation work, Guid personId, CapacityDecision decision, ConsentPromptCause cause) => work.ExecuteAsync("""
        insert into assessment.consent_prompts (programme, id, person_id, decision, cause, created_at)
        values (@Programme, @id, @personId, @decision, @cause, @Now)
        on conflict (programme, person_id, decision) where state = 'OPEN' do nothing
        """, new { work.Programme, id = work.NewId(), personId, decision = decision.Code(), cause = cause.Code(), work.Now });

    /// <summary>The person cannot answer any more: whoever decides for them does.</summary>
    public static Task LapseAsync(Mutation work, Guid personId, CapacityDecision decision) => work.ExecuteAsync("""
        update assessment.consent_prompts set state = 'LAPSED', version = version + 1
        where person_id = @personId and decision = @decision and state = 'OPEN'
        """, new { personId, decision = decision.Code() });

    /// <summary>Keeps the answer to an open prompt.</summary>
    public static async Task<ConsentPromptRow> AnswerAsync(Mutation work, Guid id, ConsentPromptState answer) =>
        (await work.FirstOrDefaultAsync<ConsentPromptRow>($"""
            update assessment.consent_prompts set state = @answer, answered_at = @Now, version = version + 1
            where id = @id and state = 'OPEN'
            returning {Columns}
            """, new { id, answer = answer.Code(), work.Now }))!;

    /// <summary>One prompt.</summary>
    /// <exception cref="Refusal">CONSENT_PROMPT_NOT_FOUND.</exception>
    public static async Task<ConsentPromptRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<ConsentPromptRow>($"select {Columns} from assessment.consent_prompts where id = @id", new { id })
        ?? throw Refusal.NotFound("CONSENT_PROMPT", id);

    /// <summary>A page of a person's prompts.</summary>
    public static Task<IReadOnlyList<ConsentPromptRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<ConsentPromptRow>($"""
        select {Columns} from assessment.consent_prompts
        where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
        """, new { personId, page.After, page.Take });

    /// <summary>Whether the person is being asked about a decision.</summary>
    public static Task<bool> IsOpenAsync(Session work, Guid personId, CapacityDecision decision) => work.ScalarAsync<bool>("""
        select exists (select from assessment.consent_prompts where person_id = @personId and decision = @decision and state = 'OPEN')
        """, new { personId, decision = decision.Code() });

    /// <summary>Whether the person was ever asked for a reason.</summary>
    public static Task<bool> WasAskedAsync(Session work, Guid personId, ConsentPromptCause cause) => work.ScalarAsync<bool>("""
        select exists (select from assessment.consent_prompts where person_id = @personId and cause = @cause)
        """, new { personId, cause = cause.Code() });
}
