using Grpc.Core;

namespace PersonalBudgets.Tests.Support;

/// <summary>
/// Waits for what comes true by itself within a time, and fails with what it saw last where it does not.
/// A server that cannot be reached is one that does not answer yet: a program opens its ports one after another.
/// </summary>
public static class Eventually
{
    /// <summary>Probes until the answer is not null.</summary>
    /// <param name="what">What is waited for, for the text of the failure.</param>
    /// <param name="probe">Looks.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="state">Further text of the failure.</param>
    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> probe, int seconds = 30, Func<string>? state = null) where T : class
    {
        var until = DateTime.UtcNow.AddSeconds(seconds);
        Exception? unreachable = null;
        while (DateTime.UtcNow < until)
        {
            try
            {
                if (await probe() is { } answer)
                    return answer;
            }
            catch (Exception failure) when (IsUnreachable(failure))
            {
                unreachable = failure;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"Not within {seconds} s: {what}.{Environment.NewLine}{state?.Invoke()}", unreachable);
    }

    /// <summary>Probes until it is true.</summary>
    /// <param name="what">What is waited for, for the text of the failure.</param>
    /// <param name="probe">Looks.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="state">Further text of the failure.</param>
    public static Task TrueAsync(string what, Func<Task<bool>> probe, int seconds = 30, Func<string>? state = null) =>
        GetAsync(what, async () => await probe() ? "" : null, seconds, state);

    /// <summary>Asks again until the answer is as wanted.</summary>
    /// <param name="ask">Asks.</param>
    /// <param name="isWanted">Judges the answer.</param>
    /// <param name="seconds">How long.</param>
    public static async Task<T> AnswersAsync<T>(Func<Task<T>> ask, Func<T, bool> isWanted, int seconds = 60)
    {
        var until = DateTime.UtcNow.AddSeconds(seconds);
        while (true)
        {
            var answer = await ask();
            if (isWanted(answer))
                return answer;
            if (DateTime.UtcNow > until)
                throw new TimeoutException($"After {seconds} s still: {answer}");
            await Task.Delay(50);
        }
    }

    private static bool IsUnreachable(Exception failure) => failure is HttpRequestException or RpcException { StatusCode: StatusCode.Unavailable };
}
