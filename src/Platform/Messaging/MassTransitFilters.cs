using MassTransit;
using RabbitMQ.Client;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>Moves what could not be handled to the error queue, instead of MassTransit's own way, whose headers quote the exception's text.</summary>
internal sealed class FaultFilter(string queue, ErrorQueue errors) : IFilter<ExceptionReceiveContext>
{
    public async Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        var fault = context.Exception.GetBaseException() is FaultException known ? known.Fault : Unreadable(context.Exception);
        await errors.AddAsync(queue, context, fault);
        // Else it would count as read by nobody, too.
        if (!context.IsFaulted)
            await context.NotifyFaulted(new FaultException(fault));
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("fault");

    // It failed before the consumer: the message is not what the contract says.
    private static Fault Unreadable(Exception failure) => new("MESSAGE_UNREADABLE", failure.GetType().Name, IsTransient: false);
}

/// <summary>Moves what is no event of this queue to the error queue.</summary>
internal sealed class UnreadFilter(string queue, ErrorQueue errors) : IFilter<ReceiveContext>
{
    public Task Send(ReceiveContext context, IPipe<ReceiveContext> next) =>
        errors.AddAsync(queue, context, new Fault("EVENT_UNKNOWN", nameof(Envelope), IsTransient: false));

    public void Probe(ProbeContext context) => context.CreateFilterScope("unread");
}

internal static class ReceivedMessages
{
    public static Task AddAsync(this ErrorQueue errors, string queue, ReceiveContext context, Fault fault)
    {
        var received = context.GetPayload<RabbitMqBasicConsumeContext>().Properties;
        var properties = new BasicProperties(received) { Headers = received.Headers is { } headers ? new Dictionary<string, object?>(headers) : null };
        return errors.AddAsync(queue, properties, context.Body.GetBytes(), fault, context.CancellationToken);
    }
}
