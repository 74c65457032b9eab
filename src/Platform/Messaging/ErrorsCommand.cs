using Microsoft.Extensions.Logging;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Platform.Hosting;
using RabbitMQ.Client;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>
/// The operator's command of each service: <c>errors list</c> shows what its consumers gave up and what its relay parked,
/// <c>errors replay all|ID</c> sends that again. It prints ids, types and codes; what an event says stays in it. Who replayed what stands in the log:
/// the audit of a programme gets its entry where the event takes effect, from the consumer.
/// </summary>
internal sealed class ErrorsCommand(
    BrokerConnection broker, ServiceDatabase database, SubscriptionList subscriptions, ServiceIdentity service, ILogger<ErrorsCommand> log)
{
    private const string Usage = "usage: errors list | errors replay all | errors replay MESSAGE-ID";

    /// <summary>Runs the command; returns the exit code: 0 done, 1 no such message, 2 wrong arguments.</summary>
    /// <param name="arguments">What follows <c>errors</c>.</param>
    /// <param name="output">Gets one line a message: place, message id, type, code, instant.</param>
    /// <param name="cancellationToken">Ends the wait for the broker.</param>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        switch (arguments)
        {
            case ["list"]:
                await ListAsync(output, cancellationToken);
                return 0;
            case ["replay", "all"]:
                await output.WriteLineAsync($"{await ReplayAsync(null, cancellationToken)} replayed");
                return 0;
            case ["replay", var id] when Guid.TryParse(id, out var messageId):
                var replayed = await ReplayAsync(messageId, cancellationToken);
                await output.WriteLineAsync($"{replayed} replayed");
                return replayed > 0 ? 0 : 1;
            default:
                await output.WriteLineAsync(Usage);
                return 2;
        }
    }

    private IEnumerable<string> Queues => subscriptions.All.Where(s => s.Service == service.Name).Select(s => s.Queue);

    private async Task ListAsync(TextWriter output, CancellationToken cancellationToken)
    {
        await using var channel = await OpenAsync(cancellationToken);
        foreach (var queue in Queues)
        {
            var messages = await TakeAllAsync(channel, queue, cancellationToken);
            foreach (var properties in messages.Select(message => message.BasicProperties))
            {
                await output.WriteLineAsync(string.Join('\t', queue, properties.MessageId, properties.Type,
                    Envelope.Text(properties.Headers, ErrorQueue.CodeHeader) ?? "DELIVERY_LIMIT", Envelope.Text(properties.Headers, ErrorQueue.TimeHeader)));
            }
            await PutBackAsync(channel, messages, cancellationToken);
        }
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        foreach (var row in await OutboxStore.ParkedAsync(connection, cancellationToken))
            await output.WriteLineAsync(string.Join('\t', "outbox", row.MessageId, row.Type, "PARKED", row.CreatedAt.ToString("O")));
    }

    private async Task<int> ReplayAsync(Guid? messageId, CancellationToken cancellationToken)
    {
        var replayed = 0;
        await using var channel = await OpenAsync(cancellationToken);
        foreach (var queue in Queues)
        {
            var messages = await TakeAllAsync(channel, queue, cancellationToken);
            var wanted = messages.Where(message => messageId is null || message.BasicProperties.MessageId == messageId.ToString()).ToList();
            foreach (var message in wanted)
            {
                Tell(queue, message.BasicProperties.MessageId, message.BasicProperties.Type);
                // Confirmed in the queue before it leaves the error queue: a crash in between repeats it, and the inbox knows repetitions.
                await channel.BasicPublishAsync(exchange: "", queue, mandatory: true, WithoutFault(message.BasicProperties), message.Body, cancellationToken);
                await channel.BasicAckAsync(message.DeliveryTag, multiple: false, cancellationToken);
            }
            await PutBackAsync(channel, messages.Except(wanted), cancellationToken);
            replayed += wanted.Count;
        }
        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        var requeued = await OutboxStore.RequeueAsync(connection, messageId, cancellationToken);
        foreach (var (id, type) in requeued)
            Tell("outbox", id.ToString(), type);
        return replayed + requeued.Count;
    }

    // The login of the machine is all that a command knows of its caller; the platform's own log of access says who that was.
    private void Tell(string place, string? messageId, string? type) =>
        MessagingLog.Replayed(log, Environment.UserName, Environment.MachineName, messageId, type, place);

    private async Task<IChannel> OpenAsync(CancellationToken cancellationToken)
    {
        var channel = await broker.WaitForChannelAsync(cancellationToken);
        foreach (var subscription in subscriptions.All.Where(s => s.Service == service.Name))
            await BrokerTopology.DeclareAsync(channel, subscription, cancellationToken);
        return channel;
    }

    private static async Task<List<BasicGetResult>> TakeAllAsync(IChannel channel, string queue, CancellationToken cancellationToken)
    {
        var messages = new List<BasicGetResult>();
        while (await channel.BasicGetAsync(BrokerTopology.ErrorQueueOf(queue), autoAck: false, cancellationToken) is { } message)
            messages.Add(message);
        return messages;
    }

    private static async Task PutBackAsync(IChannel channel, IEnumerable<BasicGetResult> messages, CancellationToken cancellationToken)
    {
        foreach (var message in messages)
            await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: true, cancellationToken);
    }

    private static BasicProperties WithoutFault(IReadOnlyBasicProperties properties) => new(properties)
    {
        Headers = properties.Headers?
            .Where(header => header.Key is not (ErrorQueue.CodeHeader or ErrorQueue.TypeHeader or ErrorQueue.TimeHeader)
                && !header.Key.StartsWith("x-", StringComparison.Ordinal))
            .ToDictionary(),
    };
}
