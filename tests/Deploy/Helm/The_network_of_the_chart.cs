using System.Text.Json.Nodes;

namespace PersonalBudgets.Deploy.Tests.Helm;

/// <summary>What the policies come to when a cluster puts them together: a way is open where the one side may send and the other may receive.</summary>
public sealed class The_network_of_the_chart
{
    private static readonly string[] Everyone = ["gateway", "assessment", "allocation", "plans", "payments"];

    [Fact]
    public async Task is_closed_for_every_pod_that_no_policy_opens_a_way_for()
    {
        var chart = await Chart.OfAsync("whole");

        var closed = chart.OfKind("NetworkPolicy").Single(policy => policy.Name().EndsWith("default-deny", StringComparison.Ordinal))["spec"]!;

        Assert.Equal(["Ingress", "Egress"], closed["policyTypes"]!.AsArray().Select(type => type!.ToString()));
        Assert.Null(closed["ingress"]);
        Assert.Null(closed["egress"]);
        Assert.All(chart.Pods, one => Assert.True(closed["podSelector"]!.Selects(one.Pod)));
    }

    [Fact]
    public async Task opens_the_ways_of_the_calls_between_services_and_no_others()
    {
        var network = new Network(await Chart.OfAsync("whole"));

        var open = from sender in network.Pods
                   from receiver in network.Pods
                   where network.IsOpen(sender, receiver, 8080, "grpc")
                   select $"{sender.Component()} -> {receiver.Component()}";

        Assert.Equal(
            ["allocation -> assessment", "gateway -> allocation", "gateway -> assessment", "gateway -> payments", "gateway -> plans", "payments -> assessment", "plans -> allocation"],
            open.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(5432), InlineData(5672)]
    public async Task lets_services_and_migrations_alone_reach_postgresql_and_the_broker(int port)
    {
        var network = new Network(await Chart.OfAsync("whole"));

        var senders = network.Pods.Where(pod => network.MaySend(pod, port)).Select(pod => pod.Component()).Order(StringComparer.Ordinal);

        Assert.Equal(Everyone.Except(["gateway"]).SelectMany(service => new[] { service, $"{service}-migrate" }).Order(StringComparer.Ordinal), senders);
    }

    [Fact]
    public async Task lets_nobody_in_at_a_migration_and_everybody_at_the_gateway()
    {
        var network = new Network(await Chart.OfAsync("whole"));

        Assert.All(network.Pods.Where(pod => pod.Component() != "gateway"), pod => Assert.False(network.MayReceive(pod, null, "http")));
        Assert.True(network.MayReceive(network.Pods.Single(pod => pod.Component() == "gateway"), null, "http"));
    }

    [Fact]
    public async Task sends_telemetry_only_where_there_is_a_collector()
    {
        var (without, with) = (new Network(await Chart.OfAsync("whole")), new Network(await Chart.OfAsync("production")));

        Assert.All(without.Pods, pod => Assert.False(without.MaySend(pod, 4317)));
        Assert.All(with.Pods, pod => Assert.True(with.MaySend(pod, 4317, toAnywhere: false)));
    }

    [Fact]
    public async Task opens_a_way_into_other_namespaces_that_are_named_alone()
    {
        var chart = await Chart.OfAsync("gateway-alone");

        var peers = chart.OfKind("NetworkPolicy").Single(policy => policy.Name() == "gateway")["spec"]!["egress"]!.AsArray()
            .Where(rule => rule!["ports"]![0]!["port"]!.ToString() == "8080").SelectMany(rule => rule!["to"]!.AsArray());

        Assert.All(peers, peer => Assert.Equal("""["care","money"]""", peer!["namespaceSelector"]!["matchExpressions"]![0]!["values"]!.ToJsonString()));
    }

    private sealed class Network(Chart chart)
    {
        public IReadOnlyList<JsonNode> Pods { get; } = [.. chart.Pods.Select(one => one.Pod)];

        public bool IsOpen(JsonNode sender, JsonNode receiver, int port, string name) =>
            Rules(sender, "egress").Any(rule => HasPort(rule, $"{port}") && Names(rule["to"], receiver)) && MayReceive(receiver, sender, name);

        /// <param name="sender">Null: somebody who is no pod of the suite.</param>
        public bool MayReceive(JsonNode receiver, JsonNode? sender, string port) =>
            Rules(receiver, "ingress").Any(rule => HasPort(rule, port) && (rule["from"] is null || (sender is not null && Names(rule["from"], sender))));

        public bool MaySend(JsonNode sender, int port, bool toAnywhere = true) =>
            Rules(sender, "egress").Any(rule => HasPort(rule, $"{port}") && (rule["to"] is null == toAnywhere));

        private IEnumerable<JsonNode> Rules(JsonNode pod, string direction) => chart.OfKind("NetworkPolicy").Select(policy => policy["spec"]!)
            .Where(policy => policy["podSelector"]!.Selects(pod)).SelectMany(policy => policy[direction]?.AsArray() ?? []).Select(rule => rule!);

        private static bool HasPort(JsonNode rule, string port) => rule["ports"]!.AsArray().Any(one => one!["port"]!.ToString() == port);

        private static bool Names(JsonNode? peers, JsonNode pod) => peers?.AsArray().Any(peer => peer!["podSelector"]?.Selects(pod) is true) is true;
    }
}
