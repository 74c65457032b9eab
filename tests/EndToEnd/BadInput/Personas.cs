using System.Text.Json.Nodes;
using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts;
using PersonalBudgets.EndToEnd.Tests.House;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.BadInput;

/// <summary>Which persona of the development issuer may call a method, and which may not.</summary>
internal static class Personas
{
    private static readonly JsonObject All = JsonNode.Parse(File.ReadAllText(
        Path.Combine(Repository.Root, "src", "Gateway", "DevelopmentIssuer", "Personas.json")))!["personas"]!.AsObject();

    public static string Allowed(MethodDescriptor method) => First(method, allowed: true);

    public static string Forbidden(MethodDescriptor method) => First(method, allowed: false);

    private static string First(MethodDescriptor method, bool allowed) => All.First(persona =>
        persona.Value!["permissions"]!.AsArray().Any(permission => permission!.GetValue<string>() == method.Rules()!.Permission) == allowed).Key;
}
