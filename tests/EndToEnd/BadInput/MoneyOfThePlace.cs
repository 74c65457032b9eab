using System.Text.Json.Nodes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts.Documentation;
using PersonalBudgets.Journey;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>What the journeys have no need of and lists of money show: an old fund with a closed period and a change, an alert, a pool with terms, a block contract, a placement.</summary>
internal sealed class MoneyOfThePlace(GatewayClient gateway, string funder)
{
    public async Task MakeAsync()
    {
        await UpliftAsync();
        await FundsAsync();
        await PoolAsync();
        await SplitAsync();
        await CommissionAsync("/v1/blockContracts", Example(CreateBlockContractRequest.Descriptor, "block_contract"), "block-contract");
        var allocations = (await gateway.GetAsync(Persona.Commissioner, "/v1/allocations"))["allocations"]!.AsArray();
        await CommissionAsync($"/v1/allocations/{allocations[0]!["allocationId"]}/placements", Example(CreatePlacementRequest.Descriptor, "placement"), "placement");
    }

    private async Task FundsAsync()
    {
        // Of years ago, so that a period of it is over whatever today is.
        var old = await CommissionAsync("/v1/funds", new JsonObject { ["funder"] = funder, ["financialYear"] = 2015, ["approvedPence"] = "100" }, "old-fund");
        var change = new JsonObject { ["amountPence"] = "5", ["direction"] = "FUND_CHANGE_DIRECTION_MORE", ["effectiveDate"] = "2015-06-01", ["reason"] = "Board paper 31" };
        await CommissionAsync($"/v1/funds/{old["fundId"]}/changes", change, "fund-change");
        await gateway.PostAsync(
            Persona.FinanceChecker, $"/v1/funds/{old["fundId"]}:closePeriod", new JsonObject { ["period"] = 1 }, RequestIds.Of("close-period"), "1");

        // The journeys have committed more than a ten-thousandth of what is approved.
        var funds = (await gateway.GetAsync(Persona.Commissioner, "/v1/funds"))["funds"]!.AsArray();
        var committed = funds.First(fund => fund!["committedPence"]!.GetValue<string>() is not "0")!;
        await gateway.PatchAsync(
            Persona.Commissioner, $"/v1/funds/{committed["fundId"]}", new JsonObject { ["alertBasisPoints"] = new JsonArray(1) },
            RequestIds.Of("alert-basis-points"), committed["etag"]!.GetValue<string>());
        await Polling.UntilAsync("an alert of the fund", async () =>
        {
            var alerts = await gateway.GetAsync(Persona.Commissioner, "/v1/fundAlerts");
            return alerts["fundAlerts"]!.AsArray().Count > 0 ? alerts : null;
        });
    }

    /// <summary>A draft of a split policy, what a panel decided for somebody, and who decides for whom.</summary>
    private async Task SplitAsync()
    {
        await gateway.PostAsync(Persona.FinanceMaker, "/v1/splitPolicies", Example(CreateSplitPolicyRequest.Descriptor, "split_policy"), RequestIds.Of("split-policy"));
        var budgets = (await gateway.GetAsync(Persona.Commissioner, "/v1/allocations"))["allocations"]!.AsArray();
        var decision = Example(CreateSplitOverrideRequest.Descriptor, "split_override");
        await CommissionAsync("/v1/delegationAgreements", Example(CreateDelegationAgreementRequest.Descriptor, "delegation_agreement"), "delegation-agreement");
        await gateway.PostAsync(Persona.Approver(funder), $"/v1/people/{budgets[0]!["personId"]}/splitOverrides", decision, RequestIds.Of("split-override"));
    }

    /// <summary>An uplift of a far year leaves out the commitment that it names, and says so.</summary>
    private async Task UpliftAsync()
    {
        var commitments = (await gateway.GetAsync(Persona.Commissioner, "/v1/commitments"))["commitments"]!.AsArray();
        var draft = Example(CreateAnnualUpliftRequest.Descriptor, "annual_uplift");
        (draft["effectiveDate"], draft["commitmentIds"]) = ("2190-04-06", new JsonArray(commitments[0]!["commitmentId"]!.DeepClone()));
        var made = await gateway.PostAsync(Persona.FinanceMaker, "/v1/annualUplifts", draft, RequestIds.Of("uplift"));
        var path = $"/v1/annualUplifts/{made["annualUpliftId"]}";
        await gateway.PostAsync(Persona.Commissioner, $"{path}:approve", new JsonObject(), RequestIds.Of("approve-uplift"), made["etag"]!.GetValue<string>());
        await gateway.PostAsync(Persona.FinanceChecker, $"{path}:apply", new JsonObject(), RequestIds.Of("apply-uplift"));
        await Polling.UntilAsync("an exception of the uplift", async () =>
        {
            var exceptions = await gateway.GetAsync(Persona.Commissioner, "/v1/upliftExceptions");
            return exceptions["upliftExceptions"]!.AsArray().Count > 0 ? exceptions : null;
        });
    }

    private async Task PoolAsync()
    {
        var pool = Example(CreatePoolRequest.Descriptor, "pool");
        pool["host"] = funder;
        var made = await CommissionAsync("/v1/pools", pool, "pool");
        var terms = Example(CreatePoolTermsRequest.Descriptor, "pool_terms");
        terms["partners"]![0]!["funder"] = funder;
        await CommissionAsync($"/v1/pools/{made["poolId"]}/terms", terms, "pool-terms");
    }

    private Task<JsonObject> CommissionAsync(string path, JsonNode body, string key) => gateway.PostAsync(Persona.Commissioner, path, body, RequestIds.Of(key));

    private static JsonObject Example(Google.Protobuf.Reflection.MessageDescriptor request, string field) =>
        Examples.OfField(request.FindFieldByName(field), asRequest: true)!.AsObject();
}
