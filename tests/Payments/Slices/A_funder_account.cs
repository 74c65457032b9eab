using Grpc.Core;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Tests.Support.Services;

namespace PersonalBudgets.Payments.Tests.Slices;

public sealed class A_funder_account(PaymentsFixture payments)
{
    [Fact]
    public async Task is_one_for_each_funder_masked_and_verified_by_a_second_person()
    {
        var funder = payments.NewFunder();
        var request = PaymentsFixture.FunderAccountOf(funder);

        var account = await payments.FunderAccounts.CreateFunderAccountAsync(request, payments.Maker);

        Assert.Equal(("****99", "******91", VerificationState.Awaiting), (account.SortCode, account.AccountNumber, account.State));
        Assert.Equal(account, await payments.FunderAccounts.CreateFunderAccountAsync(request, payments.Maker));
        await payments.FunderAccounts.CreateFunderAccountAsync(PaymentsFixture.FunderAccountOf(funder), payments.Maker)
            .RefusedAsync(StatusCode.AlreadyExists, "FUNDER_ACCOUNT_EXISTS");
        var verify = new VerifyFunderAccountRequest
        {
            FunderAccountId = account.FunderAccountId, Etag = account.Etag, RequestId = PaymentsFixture.NewId(),
        };
        await payments.FunderAccounts.VerifyFunderAccountAsync(verify, payments.Maker).RefusedAsync(StatusCode.FailedPrecondition, "CHECKER_IS_MAKER");
        var verified = await payments.FunderAccounts.VerifyFunderAccountAsync(verify, payments.Checker);
        Assert.Equal(VerificationState.Verified, verified.FunderAccount.State);
        var listed = await payments.FunderAccounts.ListFunderAccountsAsync(new ListFunderAccountsRequest { PageSize = 1000 }, payments.Maker);
        Assert.Contains(verified.FunderAccount, listed.FunderAccounts);
    }

    [Fact]
    public async Task is_refused_where_its_number_does_not_fit_its_sort_code()
    {
        var request = PaymentsFixture.FunderAccountOf(payments.NewFunder());
        request.FunderAccount.AccountNumber = "88837493";

        var faults = await payments.FunderAccounts.CreateFunderAccountAsync(request, payments.Maker).RefusedAsync(StatusCode.InvalidArgument, "FIELD_INVALID");

        Assert.Equal(["funder_account.account_number"], faults.Fields);
    }

    [Fact]
    public async Task is_not_there_for_another_programme()
    {
        var account = await payments.FunderAccounts.CreateFunderAccountAsync(PaymentsFixture.FunderAccountOf(payments.NewFunder()), payments.Maker);

        await payments.FunderAccounts.GetFunderAccountAsync(new GetFunderAccountRequest { FunderAccountId = account.FunderAccountId }, payments.Stranger)
            .RefusedAsync(StatusCode.NotFound, "FUNDER_ACCOUNT_NOT_FOUND");
    }
}
