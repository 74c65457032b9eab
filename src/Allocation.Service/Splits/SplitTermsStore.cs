using System.Text.Json;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Splits;

/// <summary>Reads who bears what, all of it with one statement: what is committed at the same time is divided by the same terms.</summary>
internal static class SplitTermsStore
{
    /// <summary>
    /// The lock of a programme's policies, as a condition that is true once it is held: shared by work that divides money, so that no policy is published while it
    /// does; whole to who publishes one and divides anew what was set aside before. Taken before rows of commitments and funds, and by a statement of its own or
    /// an earlier one, because a statement sees what was there when it began.
    /// </summary>
    public const string Held = "(select pg_advisory_xact_lock_shared(hashtextextended('split:' || current_setting('app.programme'), 0))) is not null";

    /// <summary>Keeps the policies as they are until the work ends.</summary>
    public static Task HoldAsync(Mutation work) => work.ScalarAsync<bool>($"select {Held}");

    /// <summary>Waits for all who divide money by the policies, and lets nobody else until the work ends.</summary>
    public static Task HoldAloneAsync(Mutation work) => work.ExecuteAsync(
        "select pg_advisory_xact_lock(hashtextextended('split:' || current_setting('app.programme'), 0))");

    /// <summary>The terms, with what was decided for people under whichever of their ids.</summary>
    public static async Task<SplitTerms> ReadAsync(Session work, SplitSettings settings, params Guid[] personIds)
    {
        var terms = await work.FirstOrDefaultAsync<TermsRow>("""
            select programme.integrated_care_board, programme.council,
                   (select coalesce(jsonb_agg(jsonb_build_object(
                        'id', policy.id, 'legalBasis', policy.legal_basis, 'needType', policy.need_type, 'from', policy.valid_from, 'parts', policy.parts)), '[]')::text
                    from allocation.split_policies policy where policy.state = 'PUBLISHED') as policies,
                   (select coalesce(jsonb_agg(jsonb_build_object(
                        'id', decision.id, 'personId', same.asked_id, 'legalBasis', decision.legal_basis, 'needType', decision.need_type,
                        'lineId', decision.line_id, 'from', decision.start_date, 'parts', decision.parts)), '[]')::text
                    from (
                        select id as asked_id, id as person_id from unnest(@personIds) id
                        union
                        select asked.person_id, known.person_id from allocation.people asked
                        join allocation.people known on known.programme = asked.programme and known.survivor_id = asked.survivor_id
                        where asked.person_id = any(@personIds)
                    ) same
                    join allocation.split_overrides decision on decision.person_id = same.person_id) as overrides
            from platform.programmes programme where programme.programme = @Programme
            """, new { work.Programme, personIds })
            ?? throw new InvalidOperationException("A programme without funders cannot have come this far.");
        return new SplitTerms(new Funders(terms.IntegratedCareBoard, terms.Council), settings, Rules(terms.Policies).Concat(Rules(terms.Overrides)));
    }

    private static IEnumerable<SplitRule> Rules(string json) => json is "[]"
        ? []
        : JsonSerializer.Deserialize<RuleRow[]>(json, JsonSerializerOptions.Web)!.Select(rule => new SplitRule(
            rule.Id, rule.PersonId, Codes.Parse<LegalBasis>(rule.LegalBasis), Codes.Parse<NeedType>(rule.NeedType), rule.LineId?.ToString(), rule.From,
            [.. rule.Parts.Select(part => (part.Funder, part.BasisPoints))]));

    private sealed record TermsRow(string IntegratedCareBoard, string Council, string Policies, string Overrides);

    private sealed record RuleRow(Guid Id, Guid? PersonId, string LegalBasis, string NeedType, Guid? LineId, DateOnly From, IReadOnlyList<PartRow> Parts);

    private sealed record PartRow(string Funder, int BasisPoints);
}
