using System.ComponentModel.DataAnnotations;
using PersonalBudgets.Platform.Hosting;

namespace PersonalBudgets.Payments.BankDetails;

/// <summary>The secrets that bank details and bank files are encrypted with.</summary>
public sealed class BankDetailsSettings : IValidatableObject
{
    /// <summary>The section <c>BankDetails</c>.</summary>
    public const string Section = "BankDetails";

    /// <summary>The fewest characters of a secret: random ones, as of 24 bytes or more in base64.</summary>
    public const int ShortestKey = 32;

    /// <summary>The secret for what is written, 32 random characters or more; the keys are derived from it.</summary>
    [Required]
    public string Key { get; set; } = "";

    /// <summary>Secrets for what was written before the last change of <see cref="Key"/>.</summary>
    public string[] PreviousKeys { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsSecret(Key))
            yield return new ValidationResult($"BankDetails__Key has to be a secret of {ShortestKey} characters or more.", [nameof(Key)]);
        if (!PreviousKeys.All(IsSecret))
            yield return new ValidationResult(
                $"Each of BankDetails__PreviousKeys has to be a secret of {ShortestKey} characters or more.", [nameof(PreviousKeys)]);
    }

    private static bool IsSecret(string text) => text.Length >= ShortestKey && text.Distinct().Count() > 8 && !Secrets.IsPlaceholder(text);
}
