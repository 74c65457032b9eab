using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>What the REST door answers to faults that any method can meet: one row for each method of the contract.</summary>
[Collection(nameof(StandingHouseTests))]
public sealed class Every_method_of_the_contract(StandingHouse standing)
{
    private HttpClient Http => standing.House.Rest;

    public static TheoryData<string> Methods => [.. Contract.Methods.Select(method => method.FullName())];

    // Of a streamed body each line is by itself: see A_line_of_a_stream.
    public static TheoryData<string> MethodsWithBody => [.. Contract.Methods.Where(HasWholeBody).Select(method => method.FullName())];

    public static TheoryData<string> Mutations => [.. Contract.Methods.Where(method => method.IsMutation()).Select(method => method.FullName())];

    public static TheoryData<string> MethodsWithEtag => [.. Contract.Methods.Where(method => method.InputType.FindFieldByName("etag") is not null).Select(method => method.FullName())];

    public static TheoryData<string> MethodsWithIdInPath =>
        [.. Contract.Methods.Where(method => Route.Of(method).Variables.Any(name => name != "code")).Select(method => method.FullName())];

    [Theory, MemberData(nameof(Methods))]
    public async Task refuses_a_caller_without_a_token(string name) =>
        (await new BadCall(Of(name)).SendAsync(Http)).Is(401, "TOKEN_INVALID");

    [Theory, MemberData(nameof(Methods))]
    public async Task refuses_a_token_of_a_foreign_issuer(string name) =>
        (await new BadCall(Of(name)) { Token = BadTokens.Foreign() }.SendAsync(Http)).Is(401, "TOKEN_INVALID");

    [Theory, MemberData(nameof(Methods))]
    public async Task refuses_a_token_that_is_over(string name) =>
        (await new BadCall(Of(name)) { Token = await BadTokens.ExpiredAsync(Http, Personas.Allowed(Of(name))) }.SendAsync(Http)).Is(401, "TOKEN_INVALID");

    [Theory, MemberData(nameof(Methods))]
    public async Task refuses_a_token_without_the_permission(string name) =>
        (await new BadCall(Of(name)) { Token = await standing.TokenAsync(Personas.Forbidden(Of(name))) }.SendAsync(Http)).Is(403, "PERMISSION_REQUIRED");

    [Theory, MemberData(nameof(MethodsWithBody))]
    public async Task refuses_malformed_json(string name) =>
        (await (await AllowedAsync(name, body: "{\"")).SendAsync(Http)).Is(400, "FIELD_INVALID");

    [Theory, MemberData(nameof(MethodsWithBody))]
    public async Task refuses_an_unknown_member_and_a_member_twice_and_names_both(string name)
    {
        var answer = await (await AllowedAsync(name, body: """{"noSuchMember": 1, "twice": 1, "twice": 2}""")).SendAsync(Http);

        answer.Is(400, "FIELD_INVALID");
        Assert.Contains("/noSuchMember", answer.Pointers);
        Assert.Contains("/twice", answer.Pointers);
    }

    [Theory, MemberData(nameof(MethodsWithBody))]
    public async Task refuses_a_body_over_its_limit(string name) =>
        (await (await AllowedAsync(name, body: $"{{\"padding\": \"{new string('x', 1024 * 1024)}\"}}")).SendAsync(Http)).Is(413, "REQUEST_TOO_LARGE");

    [Theory, MemberData(nameof(Mutations))]
    public async Task refuses_a_change_without_a_request_id(string name)
    {
        var call = new BadCall(Of(name)) { Token = await AllowedTokenAsync(name), RequestId = null };

        (await call.SendAsync(Http)).Is(400, "FIELD_INVALID");
    }

    [Theory, MemberData(nameof(Mutations))]
    public async Task refuses_a_request_id_that_is_not_a_uuid(string name)
    {
        var call = new BadCall(Of(name)) { Token = await AllowedTokenAsync(name), RequestId = "again" };

        (await call.SendAsync(Http)).Is(400, "FIELD_INVALID");
    }

    [Theory, MemberData(nameof(MethodsWithEtag))]
    public async Task refuses_a_change_without_an_etag(string name)
    {
        var call = new BadCall(Of(name)) { Token = await AllowedTokenAsync(name), Etag = null };

        (await call.SendAsync(Http)).Is(428, "ETAG_REQUIRED");
    }

    [Theory, MemberData(nameof(MethodsWithIdInPath))]
    public async Task refuses_an_id_that_is_not_a_uuid(string name)
    {
        var call = new BadCall(Of(name)) { Token = await AllowedTokenAsync(name), PathValue = "1" };

        (await call.SendAsync(Http)).Is(400, "FIELD_INVALID");
    }

    [Theory, MemberData(nameof(MethodsWithBody))]
    public async Task names_the_field_of_each_fault_that_a_body_can_have(string name)
    {
        var method = Of(name);
        var token = await AllowedTokenAsync(name);
        var unnamed = new List<string>();
        foreach (var fault in FieldFaults.Of(method, Route.Of(method)))
        {
            var answer = await new BadCall(method) { Token = token, Body = fault.Body.ToJsonString() }.SendAsync(Http);
            if (answer is not { Status: 400, Reason: "FIELD_INVALID" } || !answer.Pointers.Contains(fault.Pointer))
                unnamed.Add($"{fault.Pointer} {fault.Name}: {answer.Status} {answer.Body.ToJsonString()}");
        }

        Assert.True(unnamed.Count == 0, string.Join(Environment.NewLine, unnamed));
    }

    [Fact]
    public async Task names_all_faults_of_a_body_at_once()
    {
        var method = Of("/personalbudgets.assessment.v1.PeopleService/CreatePerson");
        const string Body = """{"nhsNumber": 12, "givenName": "", "birthDate": "2026-02-30", "shoeSize": 5, "shoeSize": 6}""";

        var answer = await new BadCall(method) { Token = await standing.TokenAsync("practitioner"), Body = Body }.SendAsync(Http);

        answer.Is(400, "FIELD_INVALID");
        Assert.All(["/nhsNumber", "/givenName", "/familyName", "/birthDate", "/shoeSize"], pointer => Assert.Contains(pointer, answer.Pointers));
    }

    [Fact]
    public async Task that_was_refused_has_stored_nothing()
    {
        var before = await CountAsync();

        foreach (var method in Contract.Methods.Where(HasWholeBody))
            await new BadCall(method) { Token = await standing.TokenAsync(Personas.Allowed(method)), Body = "{\"noSuchMember\":1}" }.SendAsync(Http);

        Assert.Equal(before, await CountAsync());
    }

    private static bool HasWholeBody(MethodDescriptor method) => Route.Of(method).Body.Length > 0 && !method.IsClientStreaming;

    private async Task<long> CountAsync()
    {
        long sum = 0;
        foreach (var service in House.HouseSettings.Services)
            sum += await standing.House.ScalarAsync<long>(service, "select (select count(*) from platform.request_keys) + (select count(*) from platform.outbox)");
        return sum;
    }

    private static MethodDescriptor Of(string name) => Contract.Method(name)!;

    private Task<string> AllowedTokenAsync(string name) => standing.TokenAsync(Personas.Allowed(Of(name)));

    private async Task<BadCall> AllowedAsync(string name, string body) => new(Of(name)) { Token = await AllowedTokenAsync(name), Body = body };
}
