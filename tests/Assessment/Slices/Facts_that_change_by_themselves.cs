using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Tests.Support;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AroundAPerson;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>With a service of its own, whose clock it moves.</summary>
public sealed class Facts_that_change_by_themselves : IAsyncLifetime
{
    private readonly AssessmentService _assessment = new();
    private readonly AroundAPerson _around;

    public Facts_that_change_by_themselves() => _around = new AroundAPerson(_assessment);

    [Fact]
    public async Task change_the_answer_on_their_day_and_one_that_stays_is_not_touched()
    {
        var flagged = await _around.PermittedAsync();
        await _around.Flag(flagged.PersonId, from: InDays(10), to: InDays(20));
        var consentEnds = (await _assessment.RegisteredAsync()).PersonId;
        await _around.Consent(consentEnds, endDate: InDays(5));
        await _around.Decide(consentEnds);
        var refused = (await _assessment.RegisteredAsync()).PersonId;
        var untouched = (await _around.Decide(refused)).DirectPaymentPermission;
        await _around.Flag(refused, from: InDays(10), to: InDays(20));
        var child = (await _assessment.RegisteredAsync(NewPerson(birthDate: Dates.Text(Today.AddYears(-16).AddDays(15))))).PersonId;
        var parent = await _around.AgreedAsync(child, Representative(Authority.ParentalResponsibility));
        await _around.Consent(child, parent.RelatedPersonId);
        await _around.Decide(child);
        var consented = await _around.PermittedAsync();
        var died = await _around.PermittedAsync();
        Assert.True((await _around.Permission(flagged.PersonId)).Permitted);

        _assessment.Service.Clock.Offset = TimeSpan.FromDays(16);

        await Eventually.TrueAsync("the flag has begun", async () => !(await _around.Permission(flagged.PersonId)).Permitted);
        await Eventually.TrueAsync("the consent has ended", async () => !(await _around.Permission(consentEnds)).Permitted);
        await Eventually.TrueAsync("the child of 16 is asked", async () => (await PromptsAsync(child)).Count is 1);
        Assert.Equal(ConsentPromptCause.Turned16, (await PromptsAsync(child))[0].Cause);
        Assert.Equal(parent.RelatedPersonId, (await _around.Permission(child)).Routes[0].RecipientId);

        await CorrectedAsync(consented.PersonId, "2015-01-01");
        await Eventually.TrueAsync("who was born later than was recorded is a child", async () => !(await _around.Permission(consented.PersonId)).Permitted);

        await DiedAsync(died.PersonId);
        await Eventually.TrueAsync("who died is paid nothing", async () => !(await _around.Permission(died.PersonId)).Permitted);

        _assessment.Service.Clock.Offset = TimeSpan.FromDays(21);

        await Eventually.TrueAsync("the flag is over", async () => (await _around.Permission(flagged.PersonId)).Permitted);
        Assert.Equal(3, (await _assessment.Service.EventsAsync<DirectPaymentPermissionChanged>(flagged.Permission.DirectPaymentPermissionId)).Count);
        await Eventually.TrueAsync("all due is done", async () => (await _assessment.Service.LookAsync<long>(
            "select count(*) from assessment.direct_payment_permissions where facts_change_on <= (now() + interval '21 days')::date"))[0] is 0);
        Assert.Equal(untouched, await _around.Permission(refused));
    }

    public async ValueTask InitializeAsync() => await _assessment.StartAsync(("DirectPayments:SweepInterval", "00:00:00.2"));

    public ValueTask DisposeAsync() => _assessment.DisposeAsync();

    private static DateOnly Today => DateOnly.FromDateTime(DateTime.UtcNow);

    private static string InDays(int days) => Dates.Text(Today.AddDays(days));

    private Task<IReadOnlyList<int>> CorrectedAsync(string personId, string birthDate) => _assessment.Service.LookAsync<int>(
        "update assessment.people set birth_date = @birthDate::date, version = version + 1 where id = @id returning version", new { id = Guid.Parse(personId), birthDate });

    private async Task DiedAsync(string personId)
    {
        var person = await _assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = personId }, _around.Ann);
        await _assessment.People.RecordDeathAsync(
            new RecordDeathRequest { PersonId = personId, DeathDate = InDays(-1), Etag = person.Etag, RequestId = NewRequestId() }, _around.Ann);
    }

    private async Task<IReadOnlyList<ConsentPrompt>> PromptsAsync(string personId) =>
        (await _around.Consents.ListConsentPromptsAsync(new ListConsentPromptsRequest { PersonId = personId }, _around.Ann)).ConsentPrompts;
}
