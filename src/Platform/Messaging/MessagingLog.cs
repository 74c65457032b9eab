using Microsoft.Extensions.Logging;

namespace PersonalBudgets.Platform.Messaging;

/// <summary>What messaging says (6000-6999). Ids and codes only; an exception is its type, since its text may quote data.</summary>
internal static partial class MessagingLog
{
    [LoggerMessage(6000, LogLevel.Warning, "The broker at {Address} does not answer: events wait in the outbox until it does.")]
    public static partial void BrokerIsMissed(ILogger logger, string address);

    [LoggerMessage(6001, LogLevel.Information, "The broker at {Address} answers again.")]
    public static partial void BrokerIsBack(ILogger logger, string address);

    [LoggerMessage(6002, LogLevel.Information, "The {Worker} of this database works here from now on.")]
    public static partial void WorkTaken(ILogger logger, string worker);

    [LoggerMessage(6003, LogLevel.Warning, "The database does not answer: the {Worker} waits until it does.")]
    public static partial void WorkWaits(ILogger logger, string worker);

    [LoggerMessage(6007, LogLevel.Error, "The {Worker} was interrupted by a defect ({Failure}) and starts again.")]
    public static partial void WorkInterrupted(ILogger logger, string worker, string failure);

    [LoggerMessage(6004, LogLevel.Warning, "The broker has no queue for {Type}: event {MessageId} waits in the outbox.")]
    public static partial void Unrouted(ILogger logger, string type, Guid messageId);

    [LoggerMessage(6005, LogLevel.Error, "The broker refused {Type} {MessageId} {Attempts} times: it is parked, and with it the later events of its aggregate, until errors replay.")]
    public static partial void Parked(ILogger logger, string type, Guid messageId, int attempts);

    [LoggerMessage(6008, LogLevel.Warning, "The consumers do not listen, {Patience} after the broker answered: they are started anew.")]
    public static partial void BusReplaced(ILogger logger, TimeSpan patience);

    [LoggerMessage(6010, LogLevel.Information, "{Consumer} has handled {MessageId} before: nothing is done.")]
    public static partial void Duplicate(ILogger logger, string consumer, Guid messageId);

    [LoggerMessage(6011, LogLevel.Information, "{Consumer} knows a later version of the aggregate of {MessageId}: nothing is done.")]
    public static partial void Stale(ILogger logger, string consumer, Guid messageId);

    [LoggerMessage(6012, LogLevel.Warning, "{Consumer} could not take {MessageId} ({Code}): it is tried again in {Wait}.")]
    public static partial void PutOff(ILogger logger, string consumer, Guid messageId, string code, TimeSpan wait);

    [LoggerMessage(6013, LogLevel.Error, "{Consumer} gave up {MessageId} ({Code}, {Failure}): it is in the error queue.")]
    public static partial void GivenUp(ILogger logger, string consumer, string messageId, string code, string failure);

    [LoggerMessage(6016, LogLevel.Warning, "{Actor} on {Host} replays {MessageId} ({Type}) of {Place}.")]
    public static partial void Replayed(ILogger logger, string actor, string host, string? messageId, string? type, string place);

    [LoggerMessage(6015, LogLevel.Error, "{Consumer} has a defect: {Failure} on {MessageId}{Trace}")]
    public static partial void Defect(ILogger logger, string consumer, string failure, Guid messageId, string trace);

    [LoggerMessage(6014, LogLevel.Information, "{Rows} messages past their time were removed.")]
    public static partial void Purged(ILogger logger, long rows);
}
