using RabbitMQ.Client;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>Where the broker is: the connection string <c>broker</c>, <c>amqp://user:password@host:port[/vhost]</c> (or <c>amqps</c>).</summary>
internal sealed class BrokerAddress
{
    public BrokerAddress(string connectionString, string clientName)
    {
        if (!System.Uri.TryCreate(connectionString, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
            throw new InvalidOperationException("The connection string \"broker\" is no address of the form amqp://user:password@host:port/vhost.");
        (Uri, ClientName) = (uri, clientName);
    }

    public Uri Uri { get; }

    public string ClientName { get; }

    /// <summary>Host and port: without the password, for the log.</summary>
    public string Display => $"{Uri.Host}:{Uri.Port}";

    public ConnectionFactory Factory() => new()
    {
        Uri = Uri,
        ClientProvidedName = ClientName,
        // The users of the connection start over by themselves: what was in flight has to be looked at, not only the connection renewed.
        AutomaticRecoveryEnabled = false,
        RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        RequestedHeartbeat = TimeSpan.FromSeconds(10),
    };
}
