using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Tests.Contracts;

namespace PersonalBudgets.Platform.Tests.Architecture;

/// <summary>The README of each service: one page, and nothing on it that has been overtaken.</summary>
public sealed class The_page_of_a_service
{
    private const int OnePage = 70;

    public static TheoryData<string> Services => [.. SourceTree.Code.Select(file => file.Project).Where(project => project.EndsWith(".Service", StringComparison.Ordinal)).Distinct()];

    [Theory]
    [MemberData(nameof(Services))]
    public void is_no_longer_than_one(string project) => Assert.InRange(Page(project).Split('\n').Length, 10, OnePage);

    [Theory]
    [MemberData(nameof(Services))]
    public void names_the_events_that_it_publishes_and_takes(string project)
    {
        var area = project["src/".Length..^".Service".Length];
        var published = typeof(IDomainEvent).Assembly.GetTypes().Where(type => !type.IsInterface && type.IsAssignableTo(typeof(IDomainEvent)) && type.Namespace!.Contains($".{area}."));
        var taken = Subscriptions.All.Where(subscription => subscription.Service.Equals(area, StringComparison.OrdinalIgnoreCase)).Select(subscription => subscription.Event);

        Assert.All(published.Concat(taken), type => Assert.Contains($"`{type.Name}`", Page(project), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void names_what_it_measures(string project) => Assert.All(
        Every_metric.Instruments.Where(metric => metric.Project == project), metric => Assert.Contains($"`{metric.Name}`", Page(project), StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Services))]
    public void says_how_to_run_it_alone_and_its_tests(string project)
    {
        Assert.Contains($"dotnet run --project {project} -- migrate", Page(project), StringComparison.Ordinal);
        Assert.Contains($"dotnet run --project tests/{project["src/".Length..^".Service".Length]}", Page(project), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void names_the_capabilities_that_its_folders_are(string project)
    {
        var folders = SourceTree.Code.Where(file => file.Project == project && file.IsOfSlice).Select(file => file.Path.Split('/')[2]).Distinct();

        Assert.All(folders, folder => Assert.Contains($"`{folder}/`", Page(project), StringComparison.Ordinal));
    }

    private static string Page(string project) => SourceTree.Text($"{project}/README.md")!;
}
