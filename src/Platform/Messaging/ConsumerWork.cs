using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>The one change that a consumer makes for one event.</summary>
public sealed class ConsumerWork
{
    private readonly UnitOfWork _unitOfWork;
    private readonly InboxEntry _entry;
    private readonly string _cause;
    private bool _isCalled;

    internal ConsumerWork(UnitOfWork unitOfWork, InboxEntry entry, string cause, CancellationToken cancellationToken)
    {
        _unitOfWork = unitOfWork;
        _entry = entry;
        _cause = cause;
        CancellationToken = cancellationToken;
    }

    /// <summary>The event's id, the same in every repetition: good as the request id of a call to another service.</summary>
    public Guid MessageId => _entry.Event.MessageId;

    /// <summary>The tenant of the event, in which the change is made.</summary>
    public string Programme => _entry.Event.Programme;

    /// <summary>Ends when the service stops.</summary>
    public CancellationToken CancellationToken { get; }

    internal InboxAnswer Answer { get; private set; } = InboxAnswer.New;

    /// <summary>
    /// Makes the change in one transaction with its inbox row, audit and events. The change does not run where the event was handled before
    /// or where a later version of its aggregate was. Called at most once.
    /// </summary>
    public Task MutateAsync(Func<Mutation, Task> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (_isCalled)
            throw new InvalidOperationException("A consumer makes one change: a second transaction could be lost between the two.");
        _isCalled = true;
        return _unitOfWork.WithoutCallerAsync(Programme, _cause, async mutation =>
        {
            Answer = await InboxStore.EnterAsync(mutation, _entry);
            if (Answer is InboxAnswer.New)
                await change(mutation);
            else
                mutation.IsDuplicate = true;
            return true;
        }, CancellationToken);
    }
}
