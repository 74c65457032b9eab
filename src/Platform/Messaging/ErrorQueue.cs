using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>
/// Where events end that their consumer gave up: <c>&lt;queue&gt;_error</c>, with the event as it was and the headers
/// <c>budgets-fault-code</c>, <c>budgets-fault-type</c> and <c>budgets-fault-at</c>. Codes only: no text of an exception.
/// </summary>
internal sealed class ErrorQueue(BrokerConnection broker, MessagingMetrics metrics, ILogger<ErrorQueue> logger) : IAsyncDisposable
{
    public const string CodeHeader = "budgets-fault-code";
    public const string TypeHeader = "budgets-fault-type";
    public const string TimeHeader = "budgets-fault-at";

    private readonly SemaphoreSlim _opening = new(1);
    private IChannel? _channel;

    /// <summary>Adds an event that comes from the database.</summary>
    public Task AddAsync(string queue, StoredEvent stored, Fault fault, string? traceParent, CancellationToken cancellationToken) =>
        AddAsync(queue, Envelope.Properties(stored, traceParent), Envelope.Body(stored), fault, cancellationToken);

    /// <summary>Adds a message that comes from the broker. When it returns, the broker has confirmed it.</summary>
    public async Task AddAsync(string queue, BasicProperties properties, ReadOnlyMemory<byte> body, Fault fault, CancellationToken cancellationToken)
    {
        properties.Headers ??= new Dictionary<string, object?>();
        properties.Headers[CodeHeader] = fault.Code;
        properties.Headers[TypeHeader] = fault.Type;
        properties.Headers[TimeHeader] = DateTimeOffset.UtcNow.ToString("O");
        var channel = await ChannelAsync(cancellationToken);
        await channel.BasicPublishAsync(exchange: "", BrokerTopology.ErrorQueueOf(queue), mandatory: true, properties, body, cancellationToken);
        metrics.Fault(queue, fault.Code);
        MessagingLog.GivenUp(logger, queue, properties.MessageId ?? "", fault.Code, fault.Type);
    }

    public async ValueTask DisposeAsync()
    {
        if (_channel is not null)
            await _channel.DisposeAsync();
        _opening.Dispose();
    }

    private async Task<IChannel> ChannelAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            if (_channel is { IsOpen: true })
                return _channel;
            if (_channel is not null)
                await _channel.DisposeAsync();
            return _channel = await broker.OpenChannelAsync(cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }
}
