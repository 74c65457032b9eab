using System.Text.Json.Nodes;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Deploy.Tests.Images;

public sealed class An_image(BuiltImages images) : IClassFixture<BuiltImages>
{
    [Fact]
    public async Task of_a_service_migrates_serves_and_stops_with_variables_alone_where_it_may_write_nothing()
    {
        var image = await ReadOnlyImage.OfAsync(images.Payments);
        await using var database = await TestDatabase.CreateEmptyAsync("payments");
        await using var broker = await TestVirtualHost.CreateAsync();
        var variables = new Dictionary<string, string>
        {
            ["ConnectionStrings__payments-db"] = database.ConnectionString,
            ["ConnectionStrings__broker"] = broker.ConnectionString,
            ["Identity__Issuer"] = "https://issuer.test",
            ["Identity__JwksUri"] = "https://issuer.test/jwks",
            ["Paging__Key"] = "0123456789abcdef0123456789abcdef",
            ["BankDetails__Key"] = "fedcba9876543210fedcba9876543210",
            ["services__assessment__grpc__0"] = "http://127.0.0.1:1",
            ["Programmes__0__Name"] = "north", ["Programmes__0__IntegratedCareBoard"] = "QNX", ["Programmes__0__Council"] = "E10000011",
            ["Kestrel__Endpoints__grpc__Url"] = $"http://127.0.0.1:{FreePorts.Next()}",
            ["Kestrel__Endpoints__http__Url"] = $"http://127.0.0.1:{FreePorts.Next()}",
        };

        Assert.False(await image.CanWriteAsync("app"));
        Assert.True(await image.CanWriteAsync(image.BankFiles));
        var (code, output) = await image.RunAsync(variables, "migrate");
        Assert.True(code == 0, output);
        await using var service = image.Start(variables);
        await Eventually.TrueAsync("its own probe says healthy", async () => (await image.RunAsync(variables, "health")).Code == 0, seconds: 60, state: () => service.Output);
        Assert.Equal(0, await service.StopAsync());
        // Kestrel warns of ports that the base image sets and the endpoints override.
        Assert.DoesNotContain("Overriding", service.Output, StringComparison.Ordinal);
        Assert.Equal(1, (await image.RunAsync(variables, "health")).Code);
    }

    [Fact]
    public async Task of_the_gateway_serves_with_variables_alone_where_it_may_write_nothing()
    {
        var image = await ReadOnlyImage.OfAsync(images.Gateway);
        var variables = new Dictionary<string, string>
        {
            ["Identity__Issuer"] = "https://issuer.test",
            ["Identity__JwksUri"] = "https://issuer.test/jwks",
            ["Kestrel__Endpoints__grpc__Url"] = $"http://127.0.0.1:{FreePorts.Next()}",
            ["Kestrel__Endpoints__http__Url"] = $"http://127.0.0.1:{FreePorts.Next()}",
        };

        await using var gateway = image.Start(variables);

        await Eventually.TrueAsync("its own probe says healthy", async () => (await image.RunAsync(variables, "health")).Code == 0, seconds: 60, state: () => gateway.Output);
        Assert.Equal(0, await gateway.StopAsync());
    }

    [Fact]
    public void tells_what_it_is_made_of()
    {
        var bom = JsonNode.Parse(File.ReadAllText(Path.Combine(images.Payments.Image, "app", "sbom.cdx.json")))!;
        var told = bom["components"]!.AsArray().Select(component => component!["name"]!.GetValue<string>()).Append("Payments.Service").ToHashSet();

        // MassTransit.RabbitMQ's assembly has a name of its own.
        var files = Directory.EnumerateFiles(Path.Combine(images.Payments.Image, "app"), "*.dll")
            .Select(Path.GetFileNameWithoutExtension).Select(name => name == "MassTransit.RabbitMqTransport" ? "MassTransit.RabbitMQ" : name!);
        Assert.Equal(BuiltImages.Version, bom["metadata"]!["component"]!["version"]!.GetValue<string>());
        Assert.Empty(files.Except(told));
    }
}
