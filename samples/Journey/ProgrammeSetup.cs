using System.Globalization;
using System.Text.Json.Nodes;

namespace PersonalBudgets.Journey;

/// <summary>Makes what a place needs before anybody can have a budget: models, funds, the funders' bank accounts.</summary>
public sealed class ProgrammeSetup(GatewayClient gateway, SampleProgramme programme)
{
    /// <summary>The organisations that pay.</summary>
    public IReadOnlyList<string> Funders => [programme.IntegratedCareBoard, programme.Council];

    /// <summary>
    /// Sets the programme up, or finds it set up.
    /// </summary>
    /// <returns>The day on which it was first set up; the journeys' dates count from it, so that a repeated run asks for the same.</returns>
    public async Task<DateOnly> RunAsync()
    {
        var published = "";
        foreach (var model in programme.AllocationModels)
        {
            published = await PublishAsync(model);
        }

        var firstDay = DateOnly.FromDateTime(DateTime.Parse(published, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal));
        var financialYear = firstDay.Month < 4 ? firstDay.Year - 1 : firstDay.Year;
        foreach (var funder in Funders)
        {
            foreach (var year in new[] { financialYear, financialYear + 1 })
            {
                var fund = new JsonObject { ["funder"] = funder, ["financialYear"] = year, ["approvedPence"] = programme.FundPence };
                await gateway.PostAsync(Persona.Commissioner, "/v1/funds", fund, RequestIds.Of("fund", funder, $"{year}"));
            }
        }

        foreach (var account in programme.FunderAccounts)
        {
            var funder = account["funder"]!.GetValue<string>();
            var made = await gateway.PostAsync(Persona.FinanceMaker, "/v1/funderAccounts", account.DeepClone(), RequestIds.Of("funder-account", funder));
            var path = $"/v1/funderAccounts/{made["funderAccountId"]}:verify";
            await gateway.PostAsync(Persona.FinanceChecker, path, new JsonObject(), RequestIds.Of("verify-funder-account", funder), "1");
        }

        return firstDay;
    }

    private async Task<string> PublishAsync(SampleModel model)
    {
        var body = new JsonObject
        {
            ["name"] = model.Name,
            ["kind"] = model.Kind,
            ["method"] = model.Method,
            ["validFrom"] = programme.ValidFrom,
            ["carerFactors"] = programme.CarerFactors.DeepClone(),
            ["domainPoints"] = new JsonArray([.. PointsTable()]),
        };
        if (model.PricePerPointPence is not null)
        {
            body["pricePerPointPence"] = model.PricePerPointPence;
        }

        if (model.Curve is not null)
        {
            body["curve"] = new JsonArray([.. model.Curve.Select(point => new JsonObject { ["points"] = point[0], ["annualPence"] = $"{point[1]}" })]);
        }

        var made = await gateway.PostAsync(Persona.Commissioner, "/v1/allocationModels", body, RequestIds.Of("model", model.Name));
        var path = $"/v1/allocationModels/{made["allocationModelId"]}:publish";
        var answer = await gateway.PostAsync(Persona.Commissioner, path, new JsonObject(), RequestIds.Of("publish-model", model.Name), "1");
        return answer["allocationModel"]!["publishTime"]!.GetValue<string>();
    }

    private IEnumerable<JsonNode> PointsTable() =>
        from domain in programme.Domains
        from level in Enumerable.Range(0, programme.PointsByLevel.Count)
        select new JsonObject { ["domain"] = domain, ["level"] = level, ["points"] = programme.PointsByLevel[level] };
}
