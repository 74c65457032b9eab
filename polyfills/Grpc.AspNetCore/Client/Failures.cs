using System.Net.Sockets;
using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>What the failure of an HTTP request means in gRPC.</summary>
internal static class Failures
{
    public static Status ToStatus(Exception failure)
    {
        var code = failure switch
        {
            OperationCanceledException => StatusCode.Cancelled,
            _ when Find<HttpProtocolException>(failure) is { } reset => FromErrorCode(reset.ErrorCode),
            _ when Find<SocketException>(failure) is not null || Find<IOException>(failure) is not null || failure is HttpRequestException => StatusCode.Unavailable,
            _ => StatusCode.Internal,
        };
        return new Status(code, $"Error in gRPC call. {Describe(failure)}", failure);
    }

    /// <summary>HTTP/2 error codes, as the gRPC protocol maps them.</summary>
    private static StatusCode FromErrorCode(long code) => code switch
    {
        // NO_ERROR comes with a connection that is being closed, REFUSED_STREAM with a request that was never looked at.
        0 or 7 => StatusCode.Unavailable,
        8 => StatusCode.Cancelled,
        11 => StatusCode.ResourceExhausted,
        12 => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };

    private static T? Find<T>(Exception failure)
        where T : Exception
    {
        for (var at = failure; at is not null; at = at.InnerException)
            if (at is T found)
                return found;
        return null;
    }

    private static string Describe(Exception failure)
    {
        var parts = new List<string>();
        for (var at = failure; at is not null; at = at.InnerException)
            parts.Add($"{at.GetType().Name}: {at.Message}");
        return string.Join(' ', parts);
    }
}
