namespace PersonalBudgets.Journey;

/// <summary>Waits for what an event brings about in another service.</summary>
public static class Polling
{
    /// <summary>Asks until there is an answer.</summary>
    /// <exception cref="TimeoutException">Nothing within the time; the message says what was waited for.</exception>
    public static async Task<T> UntilAsync<T>(string what, Func<Task<T?>> ask) where T : class
    {
        var until = DateTime.UtcNow.AddSeconds(60);
        while (DateTime.UtcNow < until)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException($"Waited 60 s for {what}.");
    }
}
