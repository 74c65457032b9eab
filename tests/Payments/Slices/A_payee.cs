using System.Text;
using Grpc.Core;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Payments.Tests.Slices;

public sealed class A_payee(PaymentsFixture payments)
{
    [Fact]
    public async Task is_shown_masked_from_the_first_answer_to_the_last()
    {
        var request = PaymentsFixture.PayeeOf(PaymentsFixture.NewId());

        var created = await payments.Payees.CreatePayeeAsync(request, payments.Maker);

        Assert.Equal(("R*** E***", "****99", "******58"), (created.AccountName, created.SortCode, created.AccountNumber));
        Assert.Equal((BankDetailsCheck.Passed, VerificationState.Awaiting, "1"), (created.BankDetailsCheck, created.State, created.Etag));
        Assert.Equal(created, await payments.Payees.CreatePayeeAsync(request, payments.Maker));
        Assert.Equal(created, await GetAsync(created.PayeeId));
        var listed = await payments.Payees.ListPayeesAsync(new ListPayeesRequest { PersonId = request.Payee.PersonId }, payments.Maker);
        Assert.Equal(created, Assert.Single(listed.Payees));
    }

    [Fact]
    public async Task is_stored_with_nothing_that_can_be_read()
    {
        var payee = await payments.Payees.CreatePayeeAsync(PaymentsFixture.PayeeOf(PaymentsFixture.NewId(), "Very Secret"), payments.Maker);

        var row = Assert.Single(await payments.Service.LookAsync<string>(
            "select p::text || encode(p.account, 'escape') from payments.payees p where id = @id", new { id = Guid.Parse(payee.PayeeId) }));
        Assert.DoesNotContain("Secret", row, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("66374958", row, StringComparison.Ordinal);
        var keys = await payments.Service.LookAsync<byte[]?>("select response from platform.request_keys where response is not null");
        Assert.DoesNotContain(keys, answer => Encoding.UTF8.GetString(answer!).Contains("S***", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("李")]
    [InlineData("李李李李李李李李李李李李李李李李李李 Li")]
    public async Task is_refused_with_all_its_faults_at_once(string unreadable)
    {
        var request = PaymentsFixture.PayeeOf("", unreadable);
        request.Payee.AccountNumber = "66374959";

        var faults = await payments.Payees.CreatePayeeAsync(request, payments.Maker).RefusedAsync(StatusCode.InvalidArgument, "FIELD_INVALID");

        Assert.Equal(["payee.person_id", "payee.account_name", "payee.account_number"], faults.Fields);
    }

    [Fact]
    public async Task that_is_an_organisation_belongs_to_no_person()
    {
        var request = PaymentsFixture.PayeeOf(PaymentsFixture.NewId());
        request.Payee.Kind = PayeeKind.Organisation;

        var faults = await payments.Payees.CreatePayeeAsync(request, payments.Maker).RefusedAsync(StatusCode.InvalidArgument, "FIELD_INVALID");

        Assert.Equal(["payee.person_id"], faults.Fields);
    }

    [Fact]
    public async Task of_a_sort_code_that_no_table_knows_is_accepted_unchecked()
    {
        var request = PaymentsFixture.PayeeOf(PaymentsFixture.NewId());
        (request.Payee.SortCode, request.Payee.AccountNumber) = ("000000", "12345678");

        Assert.Equal(BankDetailsCheck.Unchecked, (await payments.Payees.CreatePayeeAsync(request, payments.Maker)).BankDetailsCheck);
    }

    [Fact]
    public async Task is_verified_by_another_person_than_its_maker_and_once()
    {
        var payee = await payments.Payees.CreatePayeeAsync(PaymentsFixture.PayeeOf(PaymentsFixture.NewId()), payments.Maker);
        var request = Verify(payee, payee.Etag);
        await payments.Payees.VerifyPayeeAsync(request, payments.Maker).RefusedAsync(StatusCode.FailedPrecondition, "CHECKER_IS_MAKER");

        var verified = await payments.Payees.VerifyPayeeAsync(request, payments.Checker);

        Assert.Equal((VerificationState.Verified, "2"), (verified.Payee.State, verified.Payee.Etag));
        Assert.Equal(verified, await payments.Payees.VerifyPayeeAsync(request, payments.Checker));
        await payments.Payees.VerifyPayeeAsync(Verify(payee, "2"), payments.Checker).RefusedAsync(StatusCode.FailedPrecondition, "ALREADY_VERIFIED");
        await payments.Payees.VerifyPayeeAsync(Verify(payee, "1"), payments.Checker).RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
    }

    [Fact]
    public async Task is_not_there_for_another_programme()
    {
        var payee = await payments.Payees.CreatePayeeAsync(PaymentsFixture.PayeeOf(PaymentsFixture.NewId()), payments.Maker);

        await payments.Payees.GetPayeeAsync(new GetPayeeRequest { PayeeId = payee.PayeeId }, payments.Stranger)
            .RefusedAsync(StatusCode.NotFound, "PAYEE_NOT_FOUND");
        await payments.Payees.VerifyPayeeAsync(Verify(payee, payee.Etag), payments.Stranger).RefusedAsync(StatusCode.NotFound, "PAYEE_NOT_FOUND");
    }

    [Fact]
    public async Task leaves_a_trace_of_everybody_who_looked()
    {
        var payee = await payments.Payees.CreatePayeeAsync(PaymentsFixture.PayeeOf(PaymentsFixture.NewId()), payments.Maker);
        await GetAsync(payee.PayeeId);

        var actions = await payments.Service.LookAsync<string>(
            "select action from platform.audit_events where subject_id = @id order by id", new { id = Guid.Parse(payee.PayeeId) });
        Assert.Equal(["payments.payee.created", "READ"], actions);
    }

    private static VerifyPayeeRequest Verify(Payee payee, string etag) => new() { PayeeId = payee.PayeeId, Etag = etag, RequestId = PaymentsFixture.NewId() };

    private async Task<Payee> GetAsync(string id) => await payments.Payees.GetPayeeAsync(new GetPayeeRequest { PayeeId = id }, payments.Maker);
}
