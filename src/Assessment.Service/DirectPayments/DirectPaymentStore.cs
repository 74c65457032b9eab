using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.DirectPayments;

/// <summary>A permission as stored: the answer and the findings are documents of the contract's JSON.</summary>
internal sealed record PermissionRow(Guid Id, Guid PersonId, string Answer, string Findings, DateTime DecidedAt, int Version)
{
    public DirectPaymentPermission ToMessage()
    {
        var permission = Documents.Parse<DirectPaymentPermission>(Answer);
        permission.DirectPaymentPermissionId = Id.ToString();
        permission.PersonId = PersonId.ToString();
        permission.Permitted = permission.Routes.Any(route => route.Permitted);
        permission.DecideTime = Timestamp.FromDateTime(DecidedAt);
        permission.Etag = Etag.Of(Version);
        return permission;
    }

    /// <summary>What the body found last, by each law.</summary>
    public IReadOnlyList<DirectPaymentFindings> LastFindings() => Documents.Parse<DirectPaymentFacts>(Findings).Findings;
}

/// <summary>A decision as stored, the flags apart from what everybody sees.</summary>
internal sealed record DirectPaymentDecisionRow(Guid Id, Guid PersonId, string Outcomes, string Facts, string RestrictedFacts, string Cause, DateTime DecidedAt)
{
    public DirectPaymentDecision ToMessage()
    {
        var decision = Documents.Parse<DirectPaymentDecision>(Outcomes);
        decision.DirectPaymentDecisionId = Id.ToString();
        decision.PersonId = PersonId.ToString();
        decision.Facts = Documents.Parse<DirectPaymentFacts>(Facts);
        decision.Cause = Codes.Parse<DirectPaymentDecisionCause>(Cause);
        decision.DecideTime = Timestamp.FromDateTime(DecidedAt);
        return decision;
    }

    /// <summary>The flags that were in force.</summary>
    public IReadOnlyList<ExclusionFlag> Flags() => Documents.Parse<GetDirectPaymentFactsResponse>(RestrictedFacts).ExclusionFlags;
}

/// <summary>Messages of the contract as JSON in a column.</summary>
internal static class Documents
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public static T Parse<T>(string json) where T : IMessage, new() => Parser.Parse<T>(json);

    public static string Of(IMessage message) => JsonFormatter.Default.Format(message);
}

/// <summary>Permissions for direct payments, and the decisions that gave or refused them.</summary>
internal static class DirectPaymentStore
{
    private const string PermissionColumns = "id, person_id, answer::text as answer, findings::text as findings, decided_at, version";
    private const string DecisionColumns =
        "id, person_id, outcomes::text as outcomes, facts::text as facts, restricted_facts::text as restricted_facts, cause, decided_at";

    /// <summary>Keeps a new answer; the first one makes the permission.</summary>
    public static async Task<PermissionRow> SaveAsync(Mutation work, Guid personId, IEnumerable<RoutePermission> answer, KnownFacts known) =>
        (await work.FirstOrDefaultAsync<PermissionRow>($"""
            insert into assessment.direct_payment_permissions as permission
                (programme, id, person_id, answer, findings, facts_change_on, person_version, decided_at)
            values (@Programme, @id, @personId, @answer::jsonb, @findings::jsonb, @ChangeOn, @PersonVersion, @Now)
            on conflict (programme, person_id) do update
            set answer = excluded.answer, findings = excluded.findings, facts_change_on = excluded.facts_change_on, person_version = excluded.person_version,
                decided_at = excluded.decided_at, version = permission.version + 1
            returning {PermissionColumns}
            """,
            new
            {
                work.Programme,
                id = work.NewId(),
                personId,
                answer = Documents.Of(new DirectPaymentPermission { Routes = { answer } }),
                findings = Documents.Of(new DirectPaymentFacts { Findings = { known.Facts.Findings } }),
                known.ChangeOn,
                known.PersonVersion,
                work.Now,
            }))!;

    /// <summary>Keeps when the facts change next; the answer, and what others see of it, stays as it is.</summary>
    public static Task KeepAsync(Mutation work, Guid personId, KnownFacts known) => work.ExecuteAsync(
        "update assessment.direct_payment_permissions set facts_change_on = @ChangeOn, person_version = @PersonVersion where person_id = @personId",
        new { personId, known.ChangeOn, known.PersonVersion });

    /// <summary>Has the permission looked at again as soon as may be.</summary>
    public static Task MakeDueAsync(Mutation work, Guid personId) => work.ExecuteAsync(
        "update assessment.direct_payment_permissions set facts_change_on = @Today where person_id = @personId", new { personId, work.Today });

    /// <summary>Keeps a decision with the facts that it rests on.</summary>
    public static Task InsertDecisionAsync(
        Mutation work, Guid id, Guid personId, IEnumerable<DirectPaymentOutcome> outcomes, KnownFacts known, DirectPaymentDecisionCause cause) => work.ExecuteAsync("""
        insert into assessment.direct_payment_decisions (programme, id, person_id, outcomes, facts, restricted_facts, cause, decided_at)
        values (@Programme, @id, @personId, @outcomes::jsonb, @facts::jsonb, @restrictedFacts::jsonb, @cause, @Now)
        """,
        new
        {
            work.Programme,
            id,
            personId,
            outcomes = Documents.Of(new DirectPaymentDecision { Outcomes = { outcomes } }),
            facts = Documents.Of(known.Facts),
            restrictedFacts = Documents.Of(new GetDirectPaymentFactsResponse { ExclusionFlags = { known.Flags } }),
            cause = cause.Code(),
            work.Now,
        });

    /// <summary>The permission of a person, or null where nobody has decided yet.</summary>
    public static Task<PermissionRow?> FindAsync(Session work, Guid personId) => work.FirstOrDefaultAsync<PermissionRow>(
        $"select {PermissionColumns} from assessment.direct_payment_permissions where person_id = @personId", new { personId });

    /// <summary>The same, also for who knows the person by the id of a record that was merged: a permission of its own that stayed there holds no more.</summary>
    public static Task<PermissionRow?> FindOfSurvivorAsync(Session work, Guid personId) => work.FirstOrDefaultAsync<PermissionRow>(
        $"select {PermissionColumns} from assessment.direct_payment_permissions where person_id = assessment.survivor_of(@personId)", new { personId });

    /// <summary>The people whose facts have changed by themselves, or whose own record has, since their permission was decided.</summary>
    public static Task<IReadOnlyList<Guid>> DueAsync(Session work) => work.QueryAsync<Guid>("""
        select permission.person_id
        from assessment.direct_payment_permissions permission
        join assessment.people person on person.programme = permission.programme and person.id = permission.person_id
        where person.merged_into is null and (permission.facts_change_on <= @Today or person.version <> permission.person_version)
        """, new { work.Today });

    /// <summary>One decision.</summary>
    /// <exception cref="Refusal">DIRECT_PAYMENT_DECISION_NOT_FOUND.</exception>
    public static async Task<DirectPaymentDecisionRow> GetDecisionAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<DirectPaymentDecisionRow>($"select {DecisionColumns} from assessment.direct_payment_decisions where id = @id", new { id })
        ?? throw Refusal.NotFound("DIRECT_PAYMENT_DECISION", id);

    /// <summary>A page of a person's decisions.</summary>
    public static Task<IReadOnlyList<DirectPaymentDecisionRow>> ListDecisionsAsync(Session work, Guid personId, Page page) =>
        work.QueryAsync<DirectPaymentDecisionRow>($"""
            select {DecisionColumns} from assessment.direct_payment_decisions
            where person_id = @personId and (@After::uuid is null or id > @After) order by id limit @Take
            """, new { personId, page.After, page.Take });
}
