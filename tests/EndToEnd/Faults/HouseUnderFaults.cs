using PersonalBudgets.EndToEnd.Tests.House;
using PersonalBudgets.Journey;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.EndToEnd.Tests.Faults;

/// <summary>One house for the tests that break things; Allocation's talk with the broker can be held back.</summary>
public abstract class HouseUnderFaults(int replicas) : IAsyncLifetime
{
    internal TheHouse House { get; private set; } = null!;

    internal StallingProxy Proxy { get; private set; } = null!;

    internal GatewayClient Gateway { get; private set; } = null!;

    internal Sample Sample { get; } = Sample.Read(Path.Combine(Repository.Root, "samples", "people.json"));

    internal ProgrammeSetup Setup { get; private set; } = null!;

    internal DateOnly FirstDay { get; private set; }

    public async ValueTask InitializeAsync()
    {
        House = await TheHouse.StartAsync(replicas, (service, broker) =>
        {
            if (service != "allocation")
                return null;
            Proxy ??= new StallingProxy(port: 0, broker.Port);
            return new UriBuilder(broker) { Host = "127.0.0.1", Port = Proxy.Port }.Uri;
        });
        Gateway = new GatewayClient(House.Rest, Sample.Programme.Name);
        Setup = new ProgrammeSetup(Gateway, Sample.Programme);
        FirstDay = await Setup.RunAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        // Either is missing where the start failed.
        await (House?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Proxy?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <summary>The sample person, as somebody new.</summary>
    internal SamplePerson Somebody(string key, int number)
    {
        var sample = Sample.People.Single(person => person.Key == key);
        var person = sample.Person.DeepClone().AsObject();
        person["nhsNumber"] = NhsNumbers.Nth(50_000 + number);
        return sample with { Key = $"{key}-{number}", Person = person };
    }
}

/// <summary>The house with one process of each program; its tests share it, one after the other.</summary>
[CollectionDefinition(nameof(OneOfEach))]
public sealed class OneOfEach() : HouseUnderFaults(replicas: 1), ICollectionFixture<OneOfEach>;

/// <summary>The house with two processes of each program behind a balancer.</summary>
[CollectionDefinition(nameof(TwoOfEach))]
public sealed class TwoOfEach() : HouseUnderFaults(replicas: 2), ICollectionFixture<TwoOfEach>;
