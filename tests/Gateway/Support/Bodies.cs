using System.Buffers;
using System.Text;
using Google.Protobuf;
using PersonalBudgets.Gateway.Json;
using PersonalBudgets.Library.V1;

namespace PersonalBudgets.Gateway.Tests.Support;

internal static class Bodies
{
    public static (Book Book, IReadOnlyList<Violation> Violations) Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    public static (Book Book, IReadOnlyList<Violation> Violations) Read(byte[] json)
    {
        var book = new Book();
        var faults = new JsonFaults();
        JsonMessages.Read(json, MessageShape.Of(Book.Descriptor), book, faults);
        return (book, faults.Violations);
    }

    public static string Write(IMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        JsonMessages.Write(output, MessageShape.Of(message.Descriptor), message);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
