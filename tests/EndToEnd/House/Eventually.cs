namespace PersonalBudgets.EndToEnd.Tests.House;

/// <summary>Asserts what comes true by itself within a time.</summary>
internal static class Eventually
{
    /// <summary>Probes until the answer is not null.</summary>
    public static async Task<T> GetAsync<T>(string what, Func<Task<T?>> probe, int seconds = 30, Func<string>? state = null) where T : class
    {
        var until = DateTime.UtcNow.AddSeconds(seconds);
        while (DateTime.UtcNow < until)
        {
            if (await probe() is { } answer)
                return answer;
            await Task.Delay(100);
        }

        throw new TimeoutException($"Not within {seconds} s: {what}.{Environment.NewLine}{state?.Invoke()}");
    }

    /// <summary>Probes until it is true.</summary>
    public static Task TrueAsync(string what, Func<Task<bool>> probe, int seconds = 30, Func<string>? state = null) =>
        GetAsync(what, async () => await probe() ? "" : null, seconds, state);
}
