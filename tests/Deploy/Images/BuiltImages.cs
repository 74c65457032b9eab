using System.Runtime.InteropServices;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Deploy.Tests.Images;

/// <summary>The images of a service and of the gateway, from the feed of this machine.</summary>
public sealed class BuiltImages : IAsyncLifetime
{
    /// <summary>The version that they are built as.</summary>
    public const string Version = "9.8.7";

    private static readonly string Feed = Path.Combine(Repository.Root, ".suite", "Feed.props");
    private static readonly bool FullFeed = File.Exists(Feed) && File.ReadAllText(Feed).Contains("<FullFeed>true", StringComparison.Ordinal);

    public BuiltImages()
    {
        Payments = new ImageBuild(Arguments("payments"));
        Gateway = new ImageBuild(Payments, Arguments("gateway"));
    }

    public ImageBuild Payments { get; }

    public ImageBuild Gateway { get; }

    public async ValueTask InitializeAsync()
    {
        foreach (var build in (ImageBuild[])[Payments, Gateway])
            Assert.Null(await build.RunAsync());
    }

    public ValueTask DisposeAsync()
    {
        Gateway.Dispose();
        Payments.Dispose();
        return ValueTask.CompletedTask;
    }

    private static (string, string)[] Arguments(string service) =>
    [
        ("SERVICE", service), ("VERSION", Version), ("FULL_FEED", FullFeed ? "true" : "false"), ("ALLOW_POLYFILLS", FullFeed ? "false" : "true"),
        ("TARGETARCH", RuntimeInformation.OSArchitecture is Architecture.Arm64 ? "arm64" : "amd64"),
    ];
}
