namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value as it may stand in a URI.</summary>
internal sealed class UriEncoded(ParameterResource value) : IValueProvider, IManifestExpressionProvider
{
    public string ValueExpression => value.ValueExpression;

    public async ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) =>
        Uri.EscapeDataString(await value.GetValueAsync(cancellationToken) ?? "");
}
