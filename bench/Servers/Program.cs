using PersonalBudgets.Bench.Servers;

// Usage: Servers bare|grpc|gateway [--Setting=value ...]; serves until it is told to stop.
await using var app = args switch
{
    ["bare", .. var settings] => EchoServers.Bare(settings),
    ["grpc", .. var settings] => EchoServers.Grpc(settings),
    ["gateway", .. var settings] => EchoServers.Gateway(settings),
    _ => throw new ArgumentException("usage: Servers bare|grpc|gateway [--Setting=value ...]"),
};
await app.RunAsync();
