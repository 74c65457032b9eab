using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Net.Client;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>What the gRPC door answers to faults that any method can meet: one row for each method of the contract.</summary>
[Collection(nameof(StandingHouseTests))]
public sealed class Every_method_of_the_contract_over_gRPC(StandingHouse standing) : IDisposable
{
    private readonly GrpcChannel _channel = GrpcChannel.ForAddress(standing.House.GatewayGrpc);

    public static TheoryData<string> Methods => Every_method_of_the_contract.Methods;

    public static TheoryData<string> MethodsOfOneMessage => [.. Contract.Methods.Where(method => !method.IsClientStreaming).Select(method => method.FullName())];

    public static TheoryData<string> Mutations => Every_method_of_the_contract.Mutations;

    public static TheoryData<string> MethodsWithEtag => Every_method_of_the_contract.MethodsWithEtag;

    [Theory, MemberData(nameof(Methods))]
    public async Task refuses_a_caller_without_a_token(string name) =>
        (await new BadMessage(Of(name)).SendAsync(_channel)).Is(StatusCode.Unauthenticated, "TOKEN_INVALID");

    [Theory, MemberData(nameof(Methods))]
    public async Task refuses_a_token_of_a_foreign_issuer(string name) =>
        (await new BadMessage(Of(name)) { Token = BadTokens.Foreign() }.SendAsync(_channel)).Is(StatusCode.Unauthenticated, "TOKEN_INVALID");

    [Theory, MemberData(nameof(Methods))]
    public async Task refuses_a_token_that_is_over(string name) =>
        (await new BadMessage(Of(name)) { Token = await BadTokens.ExpiredAsync(standing.House.Rest, Personas.Allowed(Of(name))) }.SendAsync(_channel))
            .Is(StatusCode.Unauthenticated, "TOKEN_INVALID");

    [Theory, MemberData(nameof(Methods))]
    public async Task refuses_a_token_without_the_permission(string name) =>
        (await new BadMessage(Of(name)) { Token = await standing.TokenAsync(Personas.Forbidden(Of(name))) }.SendAsync(_channel))
            .Is(StatusCode.PermissionDenied, "PERMISSION_REQUIRED");

    [Theory, MemberData(nameof(Methods))]
    public async Task refuses_a_message_over_its_limit(string name)
    {
        // A field that no message has: gRPC lets it pass, but not its size.
        byte[] unknownField = [0xFA, 0x7F, 0x80, 0x80, 0x40, .. new byte[1024 * 1024]];
        var answer = await (await AllowedAsync(name, unknownField)).SendAsync(_channel);

        answer.Is(StatusCode.ResourceExhausted, "REQUEST_TOO_LARGE");
    }

    [Theory, MemberData(nameof(MethodsWithEtag))]
    public async Task refuses_a_change_without_an_etag(string name)
    {
        var call = await AllowedAsync(name);
        call.Set("etag", "");

        (await call.SendAsync(_channel)).Is(StatusCode.FailedPrecondition, "ETAG_REQUIRED");
    }

    [Theory, MemberData(nameof(MethodsWithEtag))]
    public async Task refuses_an_etag_that_is_no_version(string name)
    {
        var call = await AllowedAsync(name);
        call.Set("etag", "W/\"1\"");
        var answer = await call.SendAsync(_channel);

        answer.Is(StatusCode.InvalidArgument, "FIELD_INVALID");
        Assert.Equal(["etag"], answer.Fields);
    }

    [Theory, MemberData(nameof(MethodsOfOneMessage))]
    public async Task names_the_field_of_each_fault_that_a_message_can_have(string name)
    {
        var unnamed = new List<string>();
        foreach (var fault in MessageFaults.Of(new BadMessage(Of(name)).Request))
        {
            var call = await AllowedAsync(name);
            fault.Make(call.Request);
            var answer = await call.SendAsync(_channel);
            if (answer is not { Code: StatusCode.InvalidArgument, Reason: "FIELD_INVALID" } || !answer.Fields.Contains(fault.Path))
                unnamed.Add($"{fault.Path} {fault.Name}: {answer}");
        }

        Assert.True(unnamed.Count == 0, string.Join(Environment.NewLine, unnamed));
    }

    [Fact]
    public async Task names_all_faults_of_a_message_at_once()
    {
        var call = await AllowedAsync("/personalbudgets.assessment.v1.PeopleService/CreatePerson");
        var faults = MessageFaults.Of(call.Request).Where(fault => fault.Name == "holds NUL").ToList();
        foreach (var fault in faults)
            fault.Make(call.Request);

        var answer = await call.SendAsync(_channel);

        answer.Is(StatusCode.InvalidArgument, "FIELD_INVALID");
        Assert.True(faults.Count > 2);
        Assert.All(faults, fault => Assert.Contains(fault.Path, answer.Fields));
    }

    [Fact]
    public async Task answers_a_repeat_as_the_first_time_and_refuses_its_request_id_for_another_message()
    {
        var call = await AllowedAsync("/personalbudgets.allocation.v1.FundsService/CreateFund");
        var fund = ((CreateFundRequest)call.Request).Fund;
        fund.FinancialYear = 2051;
        fund.PoolId = "";

        var first = await call.SendAsync(_channel);
        var repeat = await call.SendAsync(_channel);
        fund.FinancialYear = 2052;
        var other = await call.SendAsync(_channel);

        Assert.Equal((StatusCode.OK, StatusCode.OK), (first.Code, repeat.Code));
        Assert.Equal((first.Response, null, "true"), (repeat.Response, first.Trailers.GetValue("idempotency-hit"), repeat.Trailers.GetValue("idempotency-hit")));
        other.Is(StatusCode.AlreadyExists, "REQUEST_ID_REUSED");
    }

    [Fact]
    public async Task refuses_a_change_with_a_stale_etag()
    {
        var call = await AllowedAsync("/personalbudgets.plans.v1.PlansService/SubmitPlan");
        call.Set("plan_id", standing.People.First(person => person.Stopped == "X07").PlanId!);

        (await call.SendAsync(_channel)).Is(StatusCode.Aborted, "ETAG_MISMATCH");
    }

    [Fact]
    public async Task tells_another_programme_that_there_is_no_such_resource()
    {
        var method = Of("/personalbudgets.plans.v1.PlansService/GetPlan");
        var call = new BadMessage(method) { Token = await standing.TokenAsync(Personas.Allowed(method), "othertown") };
        call.Set("plan_id", standing.People.First(person => person.PlanId is not null).PlanId!);

        (await call.SendAsync(_channel)).Is(StatusCode.NotFound, "PLAN_NOT_FOUND");
    }

    [Fact]
    public async Task refuses_a_method_that_the_contract_does_not_have()
    {
        var method = new Method<byte[], byte[]>(
            MethodType.Unary, "personalbudgets.plans.v1.PlansService", "BurnPlan", Marshallers.Create(bytes => bytes, bytes => bytes), Marshallers.Create(bytes => bytes, bytes => bytes));

        var failure = await Assert.ThrowsAsync<RpcException>(
            async () => await _channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(), []));

        Assert.Equal(StatusCode.Unimplemented, failure.StatusCode);
    }

    public void Dispose() => _channel.Dispose();

    private static MethodDescriptor Of(string name) => Contract.Method(name)!;

    private async Task<BadMessage> AllowedAsync(string name, byte[]? more = null) =>
        new(Of(name)) { Token = await standing.TokenAsync(Personas.Allowed(Of(name))), More = more ?? [] };
}
