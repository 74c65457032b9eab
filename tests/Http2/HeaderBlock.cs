using System.Text;

namespace PersonalBudgets.Tests.Http2;

/// <summary>
/// Headers in the plainest form of HPACK (RFC 7541): literals that nobody indexes or packs. What comes in may name entries of the static table;
/// a dynamic one is forbidden by the settings that a <see cref="Peer"/> sends, and .NET packs no strings.
/// </summary>
public static class HeaderBlock
{
    private static readonly string[] Static =
    [
        "", ":authority", ":method=GET", ":method=POST", ":path=/", ":path=/index.html", ":scheme=http", ":scheme=https", ":status=200", ":status=204",
        ":status=206", ":status=304", ":status=400", ":status=404", ":status=500", "accept-charset", "accept-encoding=gzip, deflate", "accept-language",
        "accept-ranges", "accept", "access-control-allow-origin", "age", "allow", "authorization", "cache-control", "content-disposition",
        "content-encoding", "content-language", "content-length", "content-location", "content-range", "content-type", "cookie", "date", "etag", "expect",
        "expires", "from", "host", "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "last-modified", "link", "location",
        "max-forwards", "proxy-authenticate", "proxy-authorization", "range", "referer", "refresh", "retry-after", "server", "set-cookie",
        "strict-transport-security", "transfer-encoding", "user-agent", "vary", "via", "www-authenticate",
    ];

    public static byte[] Encode(IEnumerable<(string Name, string Value)> headers)
    {
        var block = new List<byte>();
        foreach (var (name, value) in headers)
        {
            block.Add(0);
            Add(name);
            Add(value);
        }

        return [.. block];

        void Add(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            WriteLength(block, bytes.Length);
            block.AddRange(bytes);
        }
    }

    /// <summary>Values of a repeated name are joined by commas.</summary>
    public static Dictionary<string, string> Decode(byte[] block)
    {
        var headers = new Dictionary<string, string>();
        for (var at = 0; at < block.Length;)
        {
            var first = block[at];
            if ((first & 0xE0) == 0x20) // a new size of the dynamic table
            {
                Number(block, ref at, 5);
                continue;
            }

            var indexed = (first & 0x80) != 0;
            var entry = Static[Number(block, ref at, indexed ? 7 : (first & 0x40) != 0 ? 6 : 4)].Split('=', 2);
            var name = entry[0].Length > 0 ? entry[0] : Text(block, ref at);
            var value = indexed ? entry[^1] : Text(block, ref at);
            headers[name] = headers.TryGetValue(name, out var before) ? $"{before},{value}" : value;
        }

        return headers;
    }

    private static void WriteLength(List<byte> block, int length)
    {
        if (length < 127)
        {
            block.Add((byte)length);
            return;
        }

        block.Add(127);
        for (length -= 127; length >= 128; length >>= 7)
            block.Add((byte)(length & 127 | 128));
        block.Add((byte)length);
    }

    private static int Number(byte[] block, ref int at, int bits)
    {
        var most = (1 << bits) - 1;
        var number = block[at++] & most;
        if (number < most)
            return number;
        for (var shift = 0; ; shift += 7)
        {
            number += (block[at] & 127) << shift;
            if (block[at++] < 128)
                return number;
        }
    }

    private static string Text(byte[] block, ref int at)
    {
        if (block[at] >= 128)
            throw new NotSupportedException("A packed string.");
        var length = Number(block, ref at, 7);
        at += length;
        return Encoding.UTF8.GetString(block, at - length, length);
    }
}
