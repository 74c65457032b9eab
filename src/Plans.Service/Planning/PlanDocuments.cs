using System.Text.Json;
using System.Text.Json.Serialization;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Plans.Planning;

/// <summary>The JSON documents of a plan's row. Enums stand in them as their codes.</summary>
internal static class PlanDocuments
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        IgnoreReadOnlyProperties = true,
        Converters =
        {
            new CodeConverter<Types.V1.LegalBasis>(), new CodeConverter<Types.V1.NeedType>(), new CodeConverter<Types.V1.Management>(),
            new CodeConverter<Types.V1.LineEffect>(),
            new CodeConverter<V1.Frequency>(), new CodeConverter<V1.RuleVerdict>(),
            new CodeConverter<V1.PlanFlag>(), new CodeConverter<V1.ReviewFinding>(), new CodeConverter<Allocation.V1.ApprovalLevel>(),
        },
    };

    public static string Write<T>(IReadOnlyList<T> items) => JsonSerializer.Serialize(items, Options);

    public static IReadOnlyList<T> Read<T>(string json) => JsonSerializer.Deserialize<List<T>>(json, Options)!;

    private sealed class CodeConverter<TEnum> : JsonConverter<TEnum> where TEnum : struct, Enum
    {
        public override TEnum Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Codes.Parse<TEnum>(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, TEnum value, JsonSerializerOptions options) => writer.WriteStringValue(value.Code());
    }
}
