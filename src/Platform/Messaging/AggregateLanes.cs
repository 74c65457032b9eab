using System.Runtime.CompilerServices;
using MassTransit;
using MassTransit.RabbitMqTransport;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>
/// Lets the events of several aggregates be handled at once and those of one in the broker's order. The client hands deliveries to
/// several workers, and which of two starts first is chance: so they line up here by their delivery tag before they take their lane.
/// (MassTransit's own partitioner takes them as they come, and version 4 may overtake version 3.)
/// </summary>
internal sealed class AggregateLanes(int lanes) : IFilter<ReceiveContext>
{
    // Delivery tags count from 1 on each channel; a channel that broke has a successor with an order of its own.
    private readonly ConditionalWeakTable<object, Order> _orders = [];

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        var delivery = context.GetPayload<RabbitMqBasicConsumeContext>();
        var order = _orders.GetValue(context.GetPayload<ChannelContext>(), _ => new Order(lanes));
        var aggregate = Envelope.Text(delivery.Properties.Headers, Envelope.AggregateHeader) ?? "";
        using var place = await order.TakeAsync(delivery.DeliveryTag, (uint)aggregate.GetHashCode(StringComparison.Ordinal) % (uint)lanes, context.CancellationToken);
        await next.Send(context);
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("aggregateLanes");

    internal sealed class Order(int lanes)
    {
        // Its predecessors are on their way; one that never comes was dropped because the endpoint stops, and this goes back to the queue.
        private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(30);

        private readonly Lock _lock = new();
        private readonly Dictionary<ulong, TaskCompletionSource> _early = [];
        private readonly Task[] _last = [.. Enumerable.Repeat(Task.CompletedTask, lanes)];
        private ulong _next = 1;

        /// <summary>Ends when it is this delivery's turn in its lane; the lane is free again when the result is disposed of.</summary>
        /// <exception cref="TimeoutException">One before it never came.</exception>
        /// <exception cref="OperationCanceledException">The channel broke, or the endpoint stops.</exception>
        public async Task<IDisposable> TakeAsync(ulong tag, uint lane, CancellationToken cancellationToken)
        {
            var place = new Place();
            try
            {
                await TurnAsync(tag).WaitAsync(LongestTurn, cancellationToken);
                await Enter(tag, lane, place).WaitAsync(cancellationToken);
                return place;
            }
            catch
            {
                // The later ones must not wait for what goes back to the queue.
                Pass(tag);
                place.Dispose();
                throw;
            }
        }

        private Task TurnAsync(ulong tag)
        {
            lock (_lock)
            {
                if (tag <= _next)
                    return Task.CompletedTask;
                return (_early[tag] = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }

        private Task Enter(ulong tag, uint lane, Place place)
        {
            lock (_lock)
            {
                var before = _last[lane];
                _last[lane] = place.Left;
                Pass(tag);
                return before;
            }
        }

        private void Pass(ulong tag)
        {
            lock (_lock)
            {
                _next = Math.Max(_next, tag + 1);
                if (_early.Count == 0)
                    return;
                foreach (var early in _early.Keys.Where(early => early <= _next).ToList())
                {
                    _early.Remove(early, out var turn);
                    turn!.SetResult();
                }
            }
        }
    }

    private sealed class Place : IDisposable
    {
        private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Left => _left.Task;

        public void Dispose() => _left.TrySetResult();
    }
}
