using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Grpc.Core;
using Microsoft.IdentityModel.Tokens;
using PersonalBudgets.Platform.Tests.Samples;
using PersonalBudgets.Samples.V1;

namespace PersonalBudgets.Platform.Tests.Identity;

public sealed class A_token(SampleFixture fixture) : SampleTest(fixture)
{
    private static readonly Dictionary<string, (string Fault, Func<TestIssuer, string?> Header)> Bad = new()
    {
        ["none at all"] = ("MISSING", _ => null),
        ["an empty header"] = ("MISSING", _ => " "),
        ["another scheme"] = ("SCHEME", _ => "Basic YW5uOnNlY3JldA=="),
        ["a bare token"] = ("SCHEME", issuer => issuer.Sign(Claims())),
        ["no text after the scheme"] = ("MALFORMED", _ => "Bearer ."),
        ["noise"] = ("MALFORMED", _ => "Bearer noise"),
        ["two parts"] = ("MALFORMED", issuer => Bearer(string.Join('.', issuer.Sign(Claims()).Split('.')[..2]))),
        ["five parts, encrypted"] = ("MALFORMED", issuer => Bearer(issuer.Sign(Claims()) + ".a.b")),
        ["a header that is no JSON"] = ("MALFORMED", issuer => Bearer($"bm9pc2U.{string.Join('.', issuer.Sign(Claims()).Split('.')[1..])}")),
        ["more than 8 KiB"] = ("TOO_LARGE", issuer => Bearer(issuer.Sign(Claims(("filler", new string('x', 9000)))))),
        ["an ID token"] = ("TYPE", issuer => Bearer(issuer.Sign(Claims(), "JWT"))),
        ["no signature, alg none"] = ("ALGORITHM", _ => Bearer(Unsigned("none"))),
        ["no signature, alg NONE"] = ("ALGORITHM", _ => Bearer(Unsigned("NONE"))),
        ["an HMAC with the public key"] = ("ALGORITHM", issuer => Bearer(issuer.Sign(Claims(), by: new(new SymmetricSecurityKey(issuer.PublicRsaKey()) { KeyId = "rsa-1" }, SecurityAlgorithms.HmacSha256)))),
        ["RS512"] = ("ALGORITHM", issuer => Bearer(issuer.Sign(Claims(), by: issuer.ByRsa(SecurityAlgorithms.RsaSha512)))),
        ["PS256"] = ("ALGORITHM", issuer => Bearer(issuer.Sign(Claims(), by: issuer.ByRsa(SecurityAlgorithms.RsaSsaPssSha256)))),
        ["a critical header"] = ("HEADER", issuer => Bearer(issuer.Sign(Claims(), header: new() { ["crit"] = new[] { "exp" } }))),
        ["an unencoded payload"] = ("HEADER", issuer => Bearer(issuer.Sign(Claims(), header: new() { ["b64"] = false }))),
        ["a key that the issuer does not have"] = ("KEY_UNKNOWN", issuer => Bearer(Resigned(issuer, "rsa-9"))),
        ["no key id"] = ("KEY_MISSING", issuer => Bearer(Resigned(issuer, ""))),
        ["a stranger's signature under a known key id"] = ("SIGNATURE", issuer => Bearer(Resigned(issuer, "rsa-1"))),
        ["RS256 under the key id of the curve"] = ("SIGNATURE", issuer => Bearer(Resigned(issuer, "ec-1"))),
        ["a changed payload"] = ("SIGNATURE", issuer => Bearer(Tampered(issuer.Sign(Claims())))),
        ["a cut signature"] = ("SIGNATURE", issuer => Bearer(issuer.Sign(Claims())[..^8])),
        ["an empty signature"] = ("SIGNATURE", issuer => Bearer(string.Join('.', issuer.Sign(Claims()).Split('.')[..2]) + ".")),
        ["a foreign issuer"] = ("ISSUER", issuer => Bearer(issuer.Sign(Claims(("iss", "https://elsewhere.test"))))),
        ["an issuer that only begins alike"] = ("ISSUER", issuer => Bearer(issuer.Sign(Claims(("iss", TestIssuer.Issuer + "/"))))),
        ["no issuer"] = ("ISSUER", issuer => Bearer(issuer.Sign(Claims(("iss", null))))),
        ["another audience"] = ("AUDIENCE", issuer => Bearer(issuer.Sign(Claims(("aud", "another-suite"))))),
        ["no audience"] = ("AUDIENCE", issuer => Bearer(issuer.Sign(Claims(("aud", null))))),
        ["an expiry that has passed"] = ("EXPIRED", issuer => Bearer(issuer.Sign(Claims(("exp", Seconds(-11)))))),
        ["no expiry"] = ("EXP_MISSING", issuer => Bearer(issuer.Sign(Claims(("exp", null))))),
        ["an expiry as text"] = ("MALFORMED", issuer => Bearer(issuer.Sign(Claims(("exp", "tomorrow"))))),
        ["a beginning to come"] = ("NOT_YET_VALID", issuer => Bearer(issuer.Sign(Claims(("nbf", Seconds(30)))))),
        ["no subject"] = ("SUB_INVALID", issuer => Bearer(issuer.Sign(Claims(("sub", null))))),
        ["an empty subject"] = ("SUB_INVALID", issuer => Bearer(issuer.Sign(Claims(("sub", ""))))),
        ["a subject with a line feed"] = ("SUB_INVALID", issuer => Bearer(issuer.Sign(Claims(("sub", "ann\nbob"))))),
        ["no organisation"] = ("ORGANISATION_INVALID", issuer => Bearer(issuer.Sign(Claims(("organisation", null))))),
        ["an organisation that is no code"] = ("ORGANISATION_INVALID", issuer => Bearer(issuer.Sign(Claims(("organisation", "the trust"))))),
        ["no programme"] = ("PROGRAMME_INVALID", issuer => Bearer(issuer.Sign(Claims(("programme", null))))),
        ["two programmes"] = ("PROGRAMME_INVALID", issuer => Bearer(issuer.Sign(Claims(("programme", new[] { "north", "south" }))))),
        ["a programme with a quote"] = ("PROGRAMME_INVALID", issuer => Bearer(issuer.Sign(Claims(("programme", "north' or '1"))))),
        ["a role with a space"] = ("ROLE_INVALID", issuer => Bearer(issuer.Sign(Claims(("role", "A PRACTITIONER"))))),
        ["a role in lower case"] = ("ROLE_INVALID", issuer => Bearer(issuer.Sign(Claims(("role", "practitioner"))))),
        ["two roles"] = ("ROLE_INVALID", issuer => Bearer(issuer.Sign(Claims(("role", new[] { "APPROVER", "PLANNER" }))))),
        ["no permissions"] = ("PERMISSIONS_INVALID", issuer => Bearer(issuer.Sign(Claims(("permissions", null))))),
        ["permissions as one text"] = ("PERMISSIONS_INVALID", issuer => Bearer(issuer.Sign(Claims(("permissions", "samples.samples.read"))))),
        ["permissions that are numbers"] = ("PERMISSIONS_INVALID", issuer => Bearer(issuer.Sign(Claims(("permissions", new[] { 1, 2 }))))),
    };

    public static TheoryData<string> BadTokens => [.. Bad.Keys];

    [Theory]
    [MemberData(nameof(BadTokens))]
    public async Task that_is_not_good_is_refused_with_what_is_wrong(string what)
    {
        var (fault, header) = Bad[what];
        var metadata = new Metadata();
        if (header(Service.Issuer) is { } value)
            metadata.Add("authorization", value);

        var status = await AssertRefusedAsync(Service.Client.ListSamplesAsync(new ListSamplesRequest(), metadata), StatusCode.Unauthenticated, "TOKEN_INVALID");

        Assert.Equal(fault, status.Details[0].Unpack<Google.Rpc.ErrorInfo>().Metadata["fault"]);
    }

    [Fact]
    public async Task of_either_algorithm_is_good()
    {
        foreach (var by in new[] { Service.Issuer.ByRsa(), Service.Issuer.ByCurve() })
            await Service.Client.ListSamplesAsync(new ListSamplesRequest(), new Metadata { { "authorization", Bearer(Service.Issuer.Sign(Claims(), by: by)) } });
    }

    [Theory]
    [InlineData("exp", -8)]
    [InlineData("nbf", 8)]
    public async Task may_be_ten_seconds_off_the_clock(string claim, int seconds) =>
        await Service.Client.ListSamplesAsync(
            new ListSamplesRequest(), new Metadata { { "authorization", Bearer(Service.Issuer.Sign(Claims((claim, Seconds(seconds))))) } });

    private static string Bearer(string token) => $"Bearer {token}";

    private static long Seconds(int fromNow) => DateTimeOffset.UtcNow.AddSeconds(fromNow).ToUnixTimeSeconds();

    private static Dictionary<string, object> Claims(params IEnumerable<(string Name, object? Value)> changes)
    {
        var claims = TestIssuer.Claims("samples.samples.read");
        foreach (var (name, value) in changes)
        {
            claims.Remove(name);
            if (value is not null)
                claims[name] = value;
        }

        return claims;
    }

    private static string Resigned(TestIssuer issuer, string keyId) =>
        issuer.Sign(Claims(), by: new(new RsaSecurityKey(System.Security.Cryptography.RSA.Create(2048)) { KeyId = keyId }, SecurityAlgorithms.RsaSha256));

    private static string Unsigned(string algorithm) =>
        $"{Encode(new { alg = algorithm, typ = "at+jwt", kid = "rsa-1" })}.{Encode(Claims())}.";

    private static string Tampered(string token)
    {
        var parts = token.Split('.');
        var payload = JsonNode.Parse(Base64UrlEncoder.Decode(parts[1]))!;
        payload["programme"] = "south";
        return $"{parts[0]}.{Base64UrlEncoder.Encode(payload.ToJsonString())}.{parts[2]}";
    }

    private static string Encode(object value) => Base64UrlEncoder.Encode(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(value)));
}
