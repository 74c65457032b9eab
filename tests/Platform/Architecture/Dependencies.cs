using System.Text.RegularExpressions;

namespace PersonalBudgets.Platform.Tests.Architecture;

/// <summary>Dependencies run one way: Service -> Platform -> Contracts, Service -> ServiceDefaults. No service refers to another.</summary>
public sealed class Dependencies
{
    private static readonly string[] OfService = ["Contracts", "Platform", "ServiceDefaults"];

    public static TheoryData<string, string[]> Allowed => new()
    {
        { "Contracts", [] },
        { "ServiceDefaults", [] },
        { "Platform", ["Contracts", "ServiceDefaults"] },
        { "Assessment.Service", OfService },
        { "Allocation.Service", OfService },
        { "Plans.Service", OfService },
        { "Payments.Service", OfService },
        { "Gateway", OfService },
        // Only to start them: none of its references is linked.
        { "AppHost", ["Allocation.Service", "Assessment.Service", "Gateway", "Journey", "Payments.Service", "Plans.Service"] },
    };

    [Theory]
    [MemberData(nameof(Allowed))]
    public void of_a_project_run_one_way(string project, string[] allowed) => Assert.Equal(allowed, SourceTree.References[project]);

    [Fact]
    public void are_known_for_every_project() => Assert.Equal(Allowed.Select(row => row.Data.Item1).Order(), SourceTree.References.Keys.Order());

    [Theory]
    [InlineData("MassTransit", @"using MassTransit|\bMassTransit\.", "src/Platform/Messaging/")]
    [InlineData("RabbitMQ.Client", @"\bRabbitMQ\.Client\b", "src/Platform/Messaging/")]
    public void on_the_message_broker_stand_in_one_folder(string library, string pattern, string folder)
    {
        var users = SourceTree.Code.Where(file => Regex.IsMatch(file.Text, pattern)).ToArray();

        Assert.NotEmpty(users);
        Assert.All(users, file => Assert.True(file.Path.StartsWith(folder, StringComparison.Ordinal), $"{file} uses {library}."));
    }

    [Fact]
    public void of_a_service_on_another_are_its_contract_alone()
    {
        foreach (var file in SourceTree.Code.Where(file => file.Project.EndsWith(".Service", StringComparison.Ordinal)))
        {
            var own = file.Project["src/".Length..^".Service".Length];
            var others = Regex.Matches(file.Text, @"using PersonalBudgets\.(Assessment|Allocation|Plans|Payments)\.(\w+)")
                .Where(use => use.Groups[1].Value != own && use.Groups[2].Value != "V1");
            Assert.True(!others.Any(), $"{file}: {string.Join(", ", others)}");
        }
    }
}
