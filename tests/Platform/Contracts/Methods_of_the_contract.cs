using System.Text.RegularExpressions;
using Google.Api;
using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Tests.Architecture;
using Idempotency = Google.Protobuf.Reflection.MethodOptions.Types.IdempotencyLevel;

namespace PersonalBudgets.Platform.Tests.Contracts;

/// <summary>What every method says of itself, so that the gateway, the authorisation and the retries need no list of their own.</summary>
public sealed partial class Methods_of_the_contract
{
    public static TheoryData<string> All => [.. Contract.Methods.Select(method => method.FullName())];

    public static TheoryData<string> Mutations => [.. Contract.Methods.Where(method => method.IsMutation()).Select(method => method.FullName())];

    [Fact]
    public void are_those_of_every_service_in_the_protos()
    {
        var written = SourceTree.Protos.SelectMany(file => Service().Matches(file.Text).Select(match => match.Groups[1].Value));

        Assert.Equal(written.Order(StringComparer.Ordinal), Contract.Services.Select(service => service.Name).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void have_a_route_below_v1_that_names_no_identity(string method)
    {
        var (verb, path) = Route(method);

        Assert.StartsWith("/v1/", path, StringComparison.Ordinal);
        Assert.DoesNotMatch("nhs_number|name}|birth_date", path);
        Assert.Matches("^(GET|POST|PATCH|PUT|DELETE)$", verb);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void have_a_permission_of_their_own_area(string method)
    {
        var found = Contract.Method(method)!;

        Assert.Matches($@"^{found.Area()}\.[a-z_]+\.[a-z_]+$", found.Rules()!.Permission);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void say_whether_they_can_be_sent_twice(string method)
    {
        var found = Contract.Method(method)!;
        var level = found.GetOptions().IdempotencyLevel;

        Assert.Equal(found.IsMutation() ? Idempotency.Idempotent : Idempotency.NoSideEffects, level);
    }

    [Theory]
    [MemberData(nameof(Mutations))]
    public void that_change_something_require_a_request_id(string method)
    {
        var field = Contract.Method(method)!.InputType.FindFieldByName("request_id");

        Assert.Contains(FieldBehavior.Required, field.GetOptions().GetExtension(FieldBehaviorExtensions.FieldBehavior));
        Assert.Equal(Options.V1.FieldFormat.Uuid, field.GetOptions().GetExtension(Options.V1.OptionsExtensions.Format));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void that_only_read_are_GET_or_a_search_or_a_calculation(string method)
    {
        var (verb, path) = Route(method);
        var found = Contract.Method(method)!;

        if (found.IsMutation())
            Assert.NotEqual("GET", verb);
        else
            Assert.True(verb == "GET" || path.Contains(':', StringComparison.Ordinal), $"{verb} {path} changes nothing and is neither GET nor a custom verb.");
    }

    private static (string Verb, string Path) Route(string method)
    {
        var rule = Contract.Method(method)!.GetOptions().GetExtension(AnnotationsExtensions.Http);
        return rule.PatternCase switch
        {
            HttpRule.PatternOneofCase.Get => ("GET", rule.Get),
            HttpRule.PatternOneofCase.Post => ("POST", rule.Post),
            HttpRule.PatternOneofCase.Patch => ("PATCH", rule.Patch),
            HttpRule.PatternOneofCase.Put => ("PUT", rule.Put),
            HttpRule.PatternOneofCase.Delete => ("DELETE", rule.Delete),
            _ => ("", ""),
        };
    }

    [GeneratedRegex(@"^service (\w+)", RegexOptions.Multiline)]
    private static partial Regex Service();
}
