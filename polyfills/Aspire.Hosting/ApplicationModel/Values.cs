using System.Runtime.CompilerServices;
using System.Text;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that has a value once the application starts.</summary>
public interface IValueProvider
{
    /// <summary>The value; null if there is none.</summary>
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);
}

/// <summary>Something that a deployment manifest can name.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>Its name there, in braces.</summary>
    string ValueExpression { get; }
}

/// <summary>A text with gaps that are filled when the application starts.</summary>
public class ReferenceExpression : IValueProvider, IManifestExpressionProvider
{
    private ReferenceExpression(string format, IReadOnlyList<IValueProvider> valueProviders, IReadOnlyList<string> manifestExpressions) =>
        (Format, ValueProviders, ManifestExpressions) = (format, valueProviders, manifestExpressions);

    /// <summary>The text as a composite format.</summary>
    public string Format { get; }

    /// <summary>What fills the gaps.</summary>
    public IReadOnlyList<IValueProvider> ValueProviders { get; }

    /// <summary>How a manifest names what fills the gaps.</summary>
    public IReadOnlyList<string> ManifestExpressions { get; }

    /// <inheritdoc/>
    public string ValueExpression => string.Format(Format, [.. ManifestExpressions]);

    /// <summary>Made of an interpolated string.</summary>
    public static ReferenceExpression Create(in ExpressionInterpolatedStringHandler handler) => handler.Build();

    /// <inheritdoc/>
    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default)
    {
        var values = new object?[ValueProviders.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = await ValueProviders[i].GetValueAsync(cancellationToken);
        return string.Format(Format, values);
    }

    /// <summary>Takes an interpolated string to pieces.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct ExpressionInterpolatedStringHandler(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _format = new(literalLength + (formattedCount * 4));
        private readonly List<IValueProvider> _values = new(formattedCount);
        private readonly List<string> _manifest = new(formattedCount);

        /// <summary>A piece of text.</summary>
        public void AppendLiteral(string value)
        {
            ArgumentNullException.ThrowIfNull(value);
            _format.Append(value.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal));
        }

        /// <summary>A text that is known already.</summary>
        public void AppendFormatted(string? value) => AppendLiteral(value ?? "");

        /// <summary>A resource's value.</summary>
        public void AppendFormatted<T>(IResourceBuilder<T> valueProvider) where T : IResource, IValueProvider, IManifestExpressionProvider
        {
            ArgumentNullException.ThrowIfNull(valueProvider);
            AppendFormatted(valueProvider.Resource);
        }

        /// <summary>A value.</summary>
        public void AppendFormatted<T>(T valueProvider) where T : IValueProvider, IManifestExpressionProvider
        {
            _format.Append('{').Append(_values.Count).Append('}');
            _values.Add(valueProvider);
            _manifest.Add(valueProvider.ValueExpression);
        }

        internal ReferenceExpression Build() => new(_format.ToString(), _values, _manifest);
    }
}
