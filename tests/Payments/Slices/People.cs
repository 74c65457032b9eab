using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Contracts.Plans.V1;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Payments.Tests.Slices;

/// <summary>What Assessment tells Payments of people, and how to see that it has arrived.</summary>
internal static class People
{
    public static Task DiesAsync(this PaymentsFixture payments, string personId, int version = 2) => payments.PublishAsync(new PersonDied
    {
        Programme = TestService.Programme, SubjectId = personId, SubjectVersion = version, OccurredAt = payments.Service.Clock.GetUtcNow(),
        PersonId = personId, DeathDate = payments.Today,
    });

    public static Task LivesAsync(this PaymentsFixture payments, string personId, int version, TimeSpan? earlier = null) =>
        payments.PublishAsync(new PersonDeathWithdrawn
        {
            Programme = TestService.Programme, SubjectId = personId, SubjectVersion = version, PersonId = personId,
            OccurredAt = payments.Service.Clock.GetUtcNow() - (earlier ?? TimeSpan.Zero),
        });

    public static Task PermitsAsync(this PaymentsFixture payments, string personId, bool isPermitted, int version, string? permissionId = null, DateTimeOffset? at = null) =>
        payments.PublishAsync(new DirectPaymentPermissionChanged
        {
            Programme = TestService.Programme, SubjectId = permissionId ?? personId, SubjectVersion = version,
            OccurredAt = at ?? payments.Service.Clock.GetUtcNow(), PersonId = personId, IsPermitted = isPermitted,
        });

    public static Task MergeAsync(this PaymentsFixture payments, string survivor, string merged, DateTimeOffset? at = null) => payments.PublishAsync(new PeopleMerged
    {
        Programme = TestService.Programme, SubjectId = survivor, SubjectVersion = 5, OccurredAt = at ?? payments.Service.Clock.GetUtcNow(),
        PersonId = survivor, MergedPersonId = merged,
    });

    /// <summary>The audit's outcomes of what was told of a person, once there are as many.</summary>
    public static Task<IReadOnlyList<string>> HeardAsync(this PaymentsFixture payments, string personId, string action, int times = 1) =>
        Eventually.AnswersAsync(
            () => payments.Service.LookAsync<string>(
                "select outcome from platform.audit_events where action = @action and subject_id = @id order by id", new { action, id = Guid.Parse(personId) }),
            outcomes => outcomes.Count >= times);

    public static async Task<IReadOnlyList<PaymentSchedule>> SchedulesOfAsync(this PaymentsFixture payments, string personId) =>
        (await payments.Schedules.ListPaymentSchedulesAsync(new ListPaymentSchedulesRequest { PersonId = personId }, payments.Maker)).PaymentSchedules;

    /// <summary>The person's one schedule, once each of its instalments is held, or let go, as said.</summary>
    public static async Task<PaymentSchedule> UntilHeldAsync(this PaymentsFixture payments, string personId, Func<Instalment, HoldReason[]> expected) =>
        (await Eventually.AnswersAsync(
            () => payments.SchedulesOfAsync(personId),
            schedules => schedules.Count is 1 && schedules[0].Instalments.All(instalment => instalment.HoldReasons.SequenceEqual(expected(instalment)))))[0];

    /// <summary>A person with a verified payee and an approved plan: once a direct payment, 130 pounds a year and 10 at the start.</summary>
    public static async Task<(string PersonId, PaymentSchedule Schedule)> WithPlanAsync(this PaymentsFixture payments, string funder, string? personId = null)
    {
        personId ??= PaymentsFixture.NewId();
        var payee = await payments.VerifiedPayeeAsync(personId);
        var schedule = await payments.ApproveAsync(
            personId, payments.Today, PaymentsFixture.DirectPayment(payee.PayeeId, new ApprovedShare(funder, 13_000, 1_000)));
        return (personId, schedule);
    }
}
