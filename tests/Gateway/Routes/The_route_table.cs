using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts;
using PersonalBudgets.Gateway.Routes;
using PersonalBudgets.Library.V1;

namespace PersonalBudgets.Gateway.Tests.Routes;

public class The_route_table
{
    private static readonly RouteTable Table = new([.. Contract.Services, .. LibraryReflection.Descriptor.Services]);

    [Fact]
    public void has_a_way_in_for_every_method_of_the_contract()
    {
        Assert.All(Contract.Methods, method =>
        {
            Assert.True(Table.TryFind(method.FullName(), out var published));
            Assert.Contains(Table.Routes, route => route.Method == published);
        });
    }

    [Fact]
    public void leads_every_route_to_its_own_method()
    {
        Assert.All(Table.Routes, route =>
        {
            var path = string.Concat(route.Template.Segments.Select(segment => "/" + (segment.IsVariable ? "0199b2c0-0000-7000-8000-000000000001" : segment.Text)))
                + (route.Template.Verb.Length > 0 ? ":" + route.Template.Verb : "");

            var match = Table.Find(path)!;

            Assert.Same(route, match.ByMethod[route.HttpMethod]);
            Assert.Equal(route.Variables.Count, match.Values.Count);
        });
    }

    [Fact]
    public void knows_where_every_resource_that_is_created_can_be_got()
    {
        Assert.All(
            Table.Routes.Where(route => route.Method.Descriptor.Name.StartsWith("Create", StringComparison.Ordinal)),
            route => Assert.NotNull(route.Created));
    }

    [Fact]
    public void puts_everything_under_v1() =>
        Assert.All(Table.Routes, route => Assert.StartsWith("/v1/", route.Template.Text, StringComparison.Ordinal));

    [Fact]
    public void goes_for_a_literal_before_a_variable_and_back_again()
    {
        Assert.Equal("/v1/ledger/accounts", Table.Find("/v1/ledger/accounts")!.ByMethod["GET"].Template.Text);
        Assert.Equal("/v1/books:count", Table.Find("/v1/books:count")!.ByMethod["POST"].Template.Text);
        Assert.Null(Table.Find("/v1/books/b1/pages"));
    }

    [Fact]
    public void refuses_a_route_that_two_methods_claim()
    {
        var twice = LibraryReflection.Descriptor.Services.Concat(RivalReflection.Descriptor.Services);

        Assert.Contains("both claim GET /v1/books/{name}", Assert.Throws<NotSupportedException>(() => new RouteTable(twice)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("BodilessStreamService")]
    [InlineData("ClosedService")]
    [InlineData("UnroutedService")]
    [InlineData("WildcardService")]
    [InlineData("MapService")]
    [InlineData("FloatService")]
    [InlineData("NoFieldService")]
    public void refuses_at_start_what_it_cannot_map(string service)
    {
        ServiceDescriptor[] services = [UnmappableReflection.Descriptor.Services.Single(one => one.Name == service)];

        Assert.Contains(services[0].FullName.Split('.')[1], Assert.Throws<NotSupportedException>(() => new RouteTable(services)).Message, StringComparison.Ordinal);
    }
}
