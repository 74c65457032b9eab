namespace PersonalBudgets.Gateway.Calls;

/// <summary>
/// The addresses of one service, used in turn. One that could not be reached rests for a while, unless all of them do.
/// </summary>
public sealed class Cluster(string name, IReadOnlyList<Uri> addresses, TimeProvider time)
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private readonly Destination[] _destinations = [.. addresses.Select(address => new Destination(address))];
    private uint _turn;

    public string Name { get; } = name;

    public int Count => _destinations.Length;

    /// <summary>The address whose turn it is; null if the settings name none.</summary>
    public Destination? Next()
    {
        if (_destinations.Length == 0)
            return null;

        var turn = Interlocked.Increment(ref _turn);
        var now = time.GetTimestamp();
        for (var i = 0u; i < _destinations.Length; i++)
        {
            var destination = _destinations[(turn + i) % _destinations.Length];
            if (!destination.IsResting(now))
                return destination;
        }

        return _destinations[turn % _destinations.Length];
    }

    /// <summary>Nobody answered at the address: others go first for a while.</summary>
    public void Unreachable(Destination destination) =>
        destination.RestUntil(time.GetTimestamp() + (long)(Rest.TotalSeconds * time.TimestampFrequency));
}

/// <summary>One address of a service.</summary>
public sealed class Destination(Uri address)
{
    private long _restUntil;

    public Uri Address { get; } = address;

    public bool IsResting(long now) => now < Volatile.Read(ref _restUntil);

    public void RestUntil(long timestamp) => Volatile.Write(ref _restUntil, timestamp);
}
