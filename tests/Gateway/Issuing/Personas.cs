using PersonalBudgets.Contracts;
using PersonalBudgets.Gateway.DevelopmentIssuer;

namespace PersonalBudgets.Gateway.Tests.Issuing;

public class Personas
{
    private static readonly PersonaList List = PersonaList.Read();

    private static readonly (string[] Make, string Check)[] Separated =
    [
        (["plans.plans.write", "plans.plans.submit"], "plans.plans.approve"),
        (["payments.payees.write"], "payments.payees.verify"),
        (["payments.funder_accounts.write"], "payments.funder_accounts.verify"),
        (["payments.pay_runs.prepare"], "payments.pay_runs.release"),
        (["allocation.fund_changes.propose"], "allocation.fund_changes.approve"),
    ];

    public static TheoryData<string> Everybody => [.. Permissions.Keys];

    private static Dictionary<string, IReadOnlyList<string>> Permissions =>
        List.All.Select(persona => (persona.Key, persona.Value.Permissions))
            .Concat(List.Services.Select(service => ("service:" + service.Key, service.Value)))
            .ToDictionary(entry => entry.Item1, entry => entry.Item2);

    [Theory]
    [MemberData(nameof(Everybody))]
    public void have_only_permissions_of_the_contract(string name)
    {
        var known = Contract.Methods.Select(method => method.Rules()!.Permission).Append(ApprovalPermissions.Panel).Append(ApprovalPermissions.ServiceManager).ToHashSet();

        Assert.Empty(Permissions[name].Except(known));
        Assert.Equal(Permissions[name].Count, Permissions[name].Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Everybody))]
    public void never_check_what_they_make(string name) =>
        Assert.All(Separated, pair => Assert.False(Permissions[name].Contains(pair.Check) && pair.Make.Any(Permissions[name].Contains)));

    [Fact]
    public void are_those_of_the_design()
    {
        Assert.Equal(
            [
                "approver", "auditor", "commissioner", "finance-checker", "finance-maker", "financial-assessment-officer", "holder", "monitoring-officer",
                "nominee", "planner", "practitioner", "provider", "safeguarding", "trust",
            ],
            List.All.Keys.Order());
        Assert.Equal(["allocation", "assessment", "payments", "plans"], List.Services.Keys.Order());
    }

    [Fact]
    public void can_together_call_every_method()
    {
        var given = Permissions.Values.SelectMany(permissions => permissions).ToHashSet();

        Assert.Empty(Contract.Methods.Select(method => method.Rules()!.Permission).Except(given));
    }
}
