using System.Collections.Frozen;
using System.Reflection;
using Google.Protobuf.Reflection;

namespace PersonalBudgets.Contracts;

/// <summary>
/// The codes of the contract's enums: a value's name in the proto without the enum's prefix (`LEGAL_BASIS_CARE_ACT` is
/// `CARE_ACT`). Databases, events and metrics hold codes: they stay readable and outlive a renumbering.
/// </summary>
public static class Codes
{
    /// <summary>The code of a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The enum does not define the value.</exception>
    public static string Code<TEnum>(this TEnum value) where TEnum : struct, Enum =>
        Table<TEnum>.CodeByValue.TryGetValue(value, out var code)
            ? code
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"{typeof(TEnum).Name} has no such value.");

    /// <summary>The value that a code stands for.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The enum has no such code.</exception>
    public static TEnum Parse<TEnum>(string code) where TEnum : struct, Enum =>
        Table<TEnum>.ValueByCode.TryGetValue(code, out var value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(code), code, $"{typeof(TEnum).Name} has no such code.");

    private static class Table<TEnum> where TEnum : struct, Enum
    {
        private const string Unspecified = "UNSPECIFIED";

        public static readonly FrozenDictionary<TEnum, string> CodeByValue = Read();
        public static readonly FrozenDictionary<string, TEnum> ValueByCode =
            CodeByValue.ToFrozenDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

        private static FrozenDictionary<TEnum, string> Read()
        {
            var names = typeof(TEnum).GetFields(BindingFlags.Public | BindingFlags.Static).ToDictionary(
                field => (TEnum)field.GetValue(null)!,
                field => field.GetCustomAttribute<OriginalNameAttribute>()?.Name
                    ?? throw new InvalidOperationException($"{typeof(TEnum).Name} is no enum of the contract."));
            var prefix = names[default][..^Unspecified.Length];
            return names.ToFrozenDictionary(pair => pair.Key, pair => pair.Value[prefix.Length..]);
        }
    }
}
