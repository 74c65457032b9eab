using System.Security.Cryptography;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value that the application is given, or a secret that is made for it.</summary>
public class ParameterResource : Resource, IValueProvider, IManifestExpressionProvider
{
    private readonly Lazy<string> _value;

    /// <param name="name">Its name; the configuration has its value under <c>Parameters:NAME</c>.</param>
    /// <param name="callback">Gives the value, once.</param>
    /// <param name="secret">Whether it is not to be shown.</param>
    public ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false) : base(name)
    {
        ArgumentNullException.ThrowIfNull(callback);
        _value = new Lazy<string>(() => callback(Default));
        Secret = secret;
    }

    /// <summary>Whether it is not to be shown.</summary>
    public bool Secret { get; }

    /// <summary>What it is if the configuration does not say.</summary>
    public ParameterDefault? Default { get; set; }

    /// <inheritdoc/>
    public string ValueExpression => $"{{{Name}.value}}";

    /// <inheritdoc/>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => ValueTask.FromResult<string?>(_value.Value);
}

/// <summary>What a parameter is if the configuration does not say.</summary>
public abstract class ParameterDefault
{
    /// <summary>The value.</summary>
    public abstract string GetDefaultValue();
}

/// <summary>A random text.</summary>
public sealed class GenerateParameterDefault : ParameterDefault
{
    // Without the signs that look like others, as the official package has them.
    private const string LowerSigns = "abcdefghjkmnpqrstuvwxyz", UpperSigns = "ABCDEFGHJKMNPQRSTUVWXYZ", Digits = "0123456789", SpecialSigns = "-_.{}~()*+!";

    /// <summary>How long it is at least.</summary>
    public int MinLength { get; set; }

    /// <summary>Whether it has small letters.</summary>
    public bool Lower { get; set; } = true;

    /// <summary>Whether it has capital letters.</summary>
    public bool Upper { get; set; } = true;

    /// <summary>Whether it has digits.</summary>
    public bool Numeric { get; set; } = true;

    /// <summary>Whether it has other signs.</summary>
    public bool Special { get; set; } = true;

    /// <inheritdoc/>
    public override string GetDefaultValue()
    {
        var signs = (Lower ? LowerSigns : "") + (Upper ? UpperSigns : "") + (Numeric ? Digits : "") + (Special ? SpecialSigns : "");
        return RandomNumberGenerator.GetString(signs, Math.Max(MinLength, 22));
    }
}
