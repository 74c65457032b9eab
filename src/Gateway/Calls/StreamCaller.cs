using PersonalBudgets.Gateway.Routes;

namespace PersonalBudgets.Gateway.Calls;

/// <summary>
/// Opens calls whose messages come one by one, one way or both. What has left is never sent again: another address is tried only while
/// nobody has been reached.
/// </summary>
public sealed class StreamCaller(Clusters clusters, Http2 http)
{
    /// <summary>Opens a call and waits for the head of its answer, which comes with the first message or with the end.</summary>
    /// <param name="method">The method.</param>
    /// <param name="content">Makes the messages of the request, as frames.</param>
    /// <param name="headers">Who asks.</param>
    /// <param name="deadline">When the call is over, as the service is told.</param>
    /// <param name="ended">Ends the call, also once it is open.</param>
    /// <returns>Null where no address could be reached.</returns>
    public async Task<StreamCall?> OpenAsync(
        PublishedMethod method, Func<HttpContent> content, CallHeaders headers, Deadline deadline, CancellationToken ended)
    {
        var cluster = clusters.Of(method.Cluster);
        for (var attempt = 1; attempt <= cluster.Count && cluster.Next() is { } destination; attempt++)
        {
            var request = Http2.Request(destination.Address, method.Path, content());
            try
            {
                headers.AddTo(request, deadline);
                return new StreamCall(request, await http.SendAsync(request, ended));
            }
            catch (Exception exception) when (!ended.IsCancellationRequested && Http2.NeverLeft(exception))
            {
                request.Dispose();
                cluster.Unreachable(destination);
            }
            catch
            {
                request.Dispose();
                throw;
            }
        }

        return null;
    }
}

/// <summary>An open call. Its request goes on being sent while the answer is read.</summary>
public sealed class StreamCall(HttpRequestMessage request, HttpResponseMessage response) : IDisposable
{
    public HttpResponseMessage Response { get; } = response;

    public void Dispose()
    {
        Response.Dispose();
        request.Dispose();
    }
}
