using System.Text;
using PersonalBudgets.Platform.Messaging;
using RabbitMQ.Client;

namespace PersonalBudgets.Platform.Tests.Messaging;

/// <summary>The raw side of the broker: what stands in an error queue, and messages that no service of ours would send.</summary>
internal sealed class ErrorMessage(string broker) : IDisposable
{
    private IConnection? _connection;

    /// <summary>The headers and the body of the first message of the parcels' error queue, which stays there.</summary>
    public async Task<IReadOnlyDictionary<string, string?>> ReadAsync()
    {
        _connection = await new BrokerAddress(broker, "tests").Factory().CreateConnectionAsync();
        await using var channel = await _connection.CreateChannelAsync();
        var message = await channel.BasicGetAsync($"{ParcelService.Queue}_error", autoAck: false);
        Assert.NotNull(message);
        var all = message.BasicProperties.Headers!.Keys.ToDictionary(name => name, name => Envelope.Text(message.BasicProperties.Headers, name));
        all["body"] = Encoding.UTF8.GetString(message.Body.Span);
        return all;
    }

    public static async Task SendAsync(string broker, string queue, string body)
    {
        await using var connection = await new BrokerAddress(broker, "tests").Factory().CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.BasicPublishAsync("", queue, true, new BasicProperties { ContentType = Envelope.ContentType, MessageId = Guid.NewGuid().ToString() }, Encoding.UTF8.GetBytes(body));
    }

    public void Dispose() => _connection?.Dispose();
}
