using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>DOMAIN 3.3, A9, A22: who is barred is told no, and never why.</summary>
[Collection<AssessmentCollection>]
public sealed class Flagging_an_exclusion(AssessmentService assessment)
{
    private static readonly string[] Telling = ["EXCLU", "FLAG", "SCHEDULE", "DRUG", "ORDER", "sam"];
    private readonly AroundAPerson _around = new(assessment);

    [Fact]
    public async Task needs_a_permission_of_its_own_and_every_look_is_recorded()
    {
        var personId = (await assessment.RegisteredAsync()).PersonId;
        string[] others = [.. Contract.Methods.Select(method => method.Rules()!.Permission).Distinct().Where(permission => !permission.StartsWith("assessment.exclusions", StringComparison.Ordinal))];
        var everybodyElse = assessment.Service.As("eve", permissions: others);
        var flag = await _around.Flag(personId);

        Assert.Equal("PERMISSION_REQUIRED", (await RefusedCall.OfAsync(_around.Flags.GetExclusionFlagAsync(new GetExclusionFlagRequest { ExclusionFlagId = flag.ExclusionFlagId }, everybodyElse))).Reason);
        Assert.Equal("PERMISSION_REQUIRED", (await RefusedCall.OfAsync(_around.Flags.ListExclusionFlagsAsync(new ListExclusionFlagsRequest { PersonId = personId }, everybodyElse))).Reason);

        Assert.Equal(flag, await _around.Flags.GetExclusionFlagAsync(new GetExclusionFlagRequest { ExclusionFlagId = flag.ExclusionFlagId }, _around.Sam));
        Assert.Equal([flag], (await _around.Flags.ListExclusionFlagsAsync(new ListExclusionFlagsRequest { PersonId = personId }, _around.Sam)).ExclusionFlags);
        Assert.Equal(2, Assert.Single(await assessment.Service.LookAsync<long>(
            "select count(*) from platform.audit_events where subject_type = 'EXCLUSION_FLAG' and action = 'READ' and person_id = @id", new { id = Guid.Parse(personId) })));
    }

    [Fact]
    public async Task ends_a_permission_at_once_and_says_no_more_than_that()
    {
        var (personId, _, permission) = await _around.PermittedAsync();

        await _around.Flag(personId);

        var barred = await _around.Permission(personId);
        Assert.Equal((false, true), (barred.Permitted, barred.Routes[0].MustStop));
        var decision = (await _around.Payments.ListDirectPaymentDecisionsAsync(new ListDirectPaymentDecisionsRequest { PersonId = personId }, _around.Ann)).DirectPaymentDecisions[^1];
        Assert.Equal("A direct payment is not permitted.", decision.Outcomes[0].Reasons[0]);
        var notice = Assert.Single((await assessment.Notices.ListNoticesAsync(new ListNoticesRequest { PersonId = personId }, _around.Ann)).Notices);
        var told = (await assessment.Service.EventsAsync<DirectPaymentPermissionChanged>(permission.DirectPaymentPermissionId))[^1];
        string[] seen = [barred.ToString(), decision.ToString(), notice.ToString(), told];
        Assert.All(seen, text => Assert.All(Telling, word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase)));
    }

    [Fact]
    public async Task is_invisible_where_a_direct_payment_is_not_permitted_anyway()
    {
        var personId = (await assessment.RegisteredAsync()).PersonId;
        await _around.Decide(personId);
        var before = await SeenAsync(personId);

        var flag = await _around.Flag(personId);
        Assert.Equal(before, await SeenAsync(personId));

        await EndAsync(flag, "2026-05-06");
        Assert.Equal(before, await SeenAsync(personId));
    }

    [Fact]
    public async Task that_is_over_or_was_made_in_error_permits_again()
    {
        var (personId, _, _) = await _around.PermittedAsync();
        var flag = await _around.Flag(personId);

        var ended = await EndAsync(flag, "2026-05-06");
        Assert.True((await _around.Permission(personId)).Permitted);
        Assert.Equal("ETAG_MISMATCH", (await RefusedCall.OfAsync(Update(flag, new ExclusionFlag { EndDate = "2026-05-07" }))).Reason);
        Assert.Equal(["exclusion_flag.end_date"], (await RefusedCall.OfAsync(Update(ended, new ExclusionFlag { EndDate = "2026-05-04" }))).Fields);

        var other = await _around.Flag(personId);
        Assert.False((await _around.Permission(personId)).Permitted);
        await Update(other, new ExclusionFlag { EnteredInError = true });
        Assert.True((await _around.Permission(personId)).Permitted);
    }

    [Fact]
    public async Task is_among_the_facts_of_a_decision_for_those_alone_who_may_read_it_and_the_decision_can_be_taken_again()
    {
        var (personId, _, _) = await _around.PermittedAsync();
        var flag = await _around.Flag(personId);
        var decision = (await _around.Payments.ListDirectPaymentDecisionsAsync(new ListDirectPaymentDecisionsRequest { PersonId = personId }, _around.Ann)).DirectPaymentDecisions[^1];
        await Update(flag, new ExclusionFlag { EnteredInError = true });

        var request = new GetDirectPaymentFactsRequest { DirectPaymentDecisionId = decision.DirectPaymentDecisionId };
        Assert.Equal([flag], (await _around.Payments.GetDirectPaymentFactsAsync(request, _around.Sam)).ExclusionFlags);
        Assert.Equal("PERMISSION_REQUIRED", (await RefusedCall.OfAsync(_around.Payments.GetDirectPaymentFactsAsync(
            request, assessment.Service.As("eve", permissions: ["assessment.direct_payment_decisions.read"])))).Reason);
        var replay = await _around.Payments.ReplayDirectPaymentDecisionAsync(
            new ReplayDirectPaymentDecisionRequest { DirectPaymentDecisionId = decision.DirectPaymentDecisionId }, _around.Ann);
        Assert.True(replay.Same);
        Assert.Equal(decision.Outcomes, replay.Outcomes);
    }

    /// <summary>Everything that somebody without the permission can see.</summary>
    private async Task<string> SeenAsync(string personId)
    {
        var permission = await _around.Permission(personId);
        var decisions = await _around.Payments.ListDirectPaymentDecisionsAsync(new ListDirectPaymentDecisionsRequest { PersonId = personId }, _around.Ann);
        var notices = await assessment.Notices.ListNoticesAsync(new ListNoticesRequest { PersonId = personId }, _around.Ann);
        var events = await assessment.Service.EventsAsync<DirectPaymentPermissionChanged>(permission.DirectPaymentPermissionId);
        return string.Join('\n', [permission.ToString(), decisions.ToString(), notices.ToString(), .. events]);
    }

    private async Task<ExclusionFlag> EndAsync(ExclusionFlag flag, string day) => await Update(flag, new ExclusionFlag { EndDate = day });

    private AsyncUnaryCall<ExclusionFlag> Update(ExclusionFlag flag, ExclusionFlag changes) => _around.Flags.UpdateExclusionFlagAsync(
        new UpdateExclusionFlagRequest { ExclusionFlagId = flag.ExclusionFlagId, ExclusionFlag = changes, Etag = flag.Etag, RequestId = NewRequestId() }, _around.Sam);
}
