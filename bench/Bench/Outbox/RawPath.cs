using System.Text.Json;
using Npgsql;
using PersonalBudgets.Bench.Outbox.V1;
using PersonalBudgets.Tests.Support;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace PersonalBudgets.Bench.Outbox;

/// <summary>
/// The way without a net: commit, publish with RabbitMQ.Client, consume, commit, acknowledge. Persistent messages, a quorum queue, confirms and
/// manual acknowledgements, but an event is lost where the process dies between commit and publish, and doubled where it dies before the
/// acknowledgement. Change and effect are one row each, as in the suite's way.
/// </summary>
internal sealed class RawPath : EventPath
{
    private const string Queue = "changes";

    private readonly NpgsqlDataSource _database;
    private readonly IChannel _publisher;
    private readonly IReadOnlyList<IAsyncDisposable> _parts;

    private RawPath(NpgsqlDataSource database, IChannel publisher, Journeys journeys, params IReadOnlyList<IAsyncDisposable> parts) : base(journeys) =>
        (_database, _publisher, _parts) = (database, publisher, parts);

    /// <summary>Makes tables and queue, and consumes.</summary>
    public static async Task<RawPath> StartAsync(string postgres)
    {
        var (database, broker) = (await TestDatabase.CreateEmptyAsync("raw", postgres), await TestVirtualHost.CreateAsync());
        var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxAutoPrepare = 20, AutoPrepareMinUsages = 2 });
        await using (var tables = source.CreateCommand("create table changes (id uuid primary key); create table effects (id uuid primary key)"))
            await tables.ExecuteNonQueryAsync();

        var connection = await new ConnectionFactory { Uri = new Uri(broker.ConnectionString) }.CreateConnectionAsync();
        // Without the client's limiter, which slows publishing down to about its size a second.
        var publisher = await connection.CreateChannelAsync(new CreateChannelOptions(true, true, outstandingPublisherConfirmationsRateLimiter: null));
        var arguments = new Dictionary<string, object?> { ["x-queue-type"] = "quorum" };
        await publisher.QueueDeclareAsync(Queue, durable: true, exclusive: false, autoDelete: false, arguments);
        var (journeys, consuming) = (new Journeys(), await connection.CreateChannelAsync(new CreateChannelOptions(false, false, consumerDispatchConcurrency: 8)));
        await consuming.BasicQosAsync(0, prefetchCount: 64, global: false);
        var consumer = new AsyncEventingBasicConsumer(consuming);
        consumer.ReceivedAsync += async (_, delivery) =>
        {
            var id = Guid.Parse(JsonSerializer.Deserialize<ChangeMade>(delivery.Body.Span)!.SubjectId);
            await InsertAsync(source, "insert into effects (id) values ($1)", id);
            journeys.Arrived(id);
            await consuming.BasicAckAsync(delivery.DeliveryTag, multiple: false);
        };
        await consuming.BasicConsumeAsync(Queue, autoAck: false, consumer);
        return new RawPath(source, publisher, journeys, connection, source, broker, database);
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (var part in _parts)
            await part.DisposeAsync();
    }

    protected override async Task ChangeAsync(Guid id)
    {
        await InsertAsync(_database, "insert into changes (id) values ($1)", id);
        Journeys.Left(id);
        var body = JsonSerializer.SerializeToUtf8Bytes(new ChangeMade("anytown", id.ToString(), 1, DateTimeOffset.UtcNow, 125_000));
        await _publisher.BasicPublishAsync(exchange: "", Queue, mandatory: true, new BasicProperties { DeliveryMode = DeliveryModes.Persistent }, body);
    }

    private static async Task InsertAsync(NpgsqlDataSource database, string sql, Guid id)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id });
        await command.ExecuteNonQueryAsync();
    }
}
