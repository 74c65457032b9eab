using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Payments.BankDetails;

/// <summary>The keys that bank details and bank files are encrypted with.</summary>
public sealed class BankDetailsSettings : IValidatableObject
{
    /// <summary>The section <c>BankDetails</c>.</summary>
    public const string Section = "BankDetails";

    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 32;

    /// <summary>The key for what is written: 32 bytes in base64.</summary>
    [Required]
    public string Key { get; set; } = "";

    /// <summary>Keys for what was written before the last change of <see cref="Key"/>.</summary>
    public string[] PreviousKeys { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsKey(Key))
            yield return new ValidationResult("BankDetails__Key is no 32 bytes in base64.", [nameof(Key)]);
        if (!PreviousKeys.All(IsKey))
            yield return new ValidationResult("Each of BankDetails__PreviousKeys is 32 bytes in base64.", [nameof(PreviousKeys)]);
    }

    private static bool IsKey(string text)
    {
        Span<byte> bytes = stackalloc byte[KeyLength + 1];
        return Convert.TryFromBase64String(text, bytes, out var length) && length is KeyLength && bytes[..KeyLength].ContainsAnyExcept((byte)0);
    }
}
