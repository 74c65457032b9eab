using Grpc.Core;

namespace Grpc.Wire;

/// <summary>Metadata as HTTP headers: bytes travel in base64, with or without padding, several values joined by commas.</summary>
internal static class Headers
{
    public static void Add(Metadata metadata, string name, string value)
    {
        if (!name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
            metadata.Add(name, value);
        else
            foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
                metadata.Add(name, Decode(name, part));
    }

    public static string Text(Metadata.Entry entry) => entry.IsBinary ? Convert.ToBase64String(entry.Bytes) : entry.Value;

    private static byte[] Decode(string name, string base64)
    {
        var unpadded = base64.TrimEnd('=');
        try
        {
            return Convert.FromBase64String(unpadded.PadRight((unpadded.Length + 3) / 4 * 4, '='));
        }
        catch (FormatException)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"Header '{name}' is not base64."));
        }
    }
}
