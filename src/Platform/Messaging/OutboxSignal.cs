using System.Threading.Channels;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>Wakes the relay of this process after a commit. PostgreSQL's NOTIFY would take a lock of the whole server at each commit.</summary>
internal sealed class OutboxSignal
{
    private readonly Channel<bool> _woken = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _woken.Writer.TryWrite(true);

    /// <summary>Ends when woken since the last call, or after the given time.</summary>
    public async Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(atMost);
        try
        {
            await _woken.Reader.ReadAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
        }
    }
}
