using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace PersonalBudgets.Gateway.Tests.Support;

/// <summary>Messages with every field filled at random or left alone, from a seed, so that a failure can be repeated.</summary>
internal static class RandomMessages
{
    private const string Letters = "aZ09 é€😀\"\\/\n\t\u0001<&'+";

    public static T Make<T>(int seed) where T : IMessage<T>, new() => (T)Make(new Random(seed), new T(), 0);

    private static IMessage Make(Random random, IMessage message, int depth)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder().Where(_ => random.Next(3) > 0))
        {
            if (depth > 3 && field.FieldType == FieldType.Message && !IsValue(field))
                continue;
            if (field.IsRepeated)
            {
                var list = (System.Collections.IList)field.Accessor.GetValue(message);
                for (var count = random.Next(4); count > 0; count--)
                    list.Add(Value(random, field, depth));
            }
            else
            {
                field.Accessor.SetValue(message, Value(random, field, depth));
            }
        }

        return message;
    }

    private static object Value(Random random, FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.Int32 or FieldType.SInt32 => Extreme(random, int.MinValue, 0, int.MaxValue, random.Next()),
        FieldType.UInt32 or FieldType.Fixed32 => Extreme(random, 0u, 1u, uint.MaxValue, (uint)random.Next()),
        FieldType.Int64 or FieldType.SInt64 => Extreme(random, long.MinValue, 0L, long.MaxValue, random.NextInt64()),
        FieldType.UInt64 => Extreme(random, 0UL, 1UL, ulong.MaxValue, (ulong)random.NextInt64()),
        FieldType.Bool => random.Next(2) == 0,
        FieldType.String => Text(random),
        FieldType.Bytes => ByteString.CopyFrom(Bytes(random)),
        FieldType.Enum => System.Enum.ToObject(field.EnumType.ClrType, random.Next(field.EnumType.Values.Count)),
        FieldType.Message when field.MessageType == Timestamp.Descriptor => new Timestamp
        {
            Seconds = random.NextInt64(-62135596800, 253402300799),
            Nanos = Extreme(random, 0, 120_000_000, 999_999_999, random.Next(1_000_000) * 1_000),
        },
        FieldType.Message when field.MessageType == FieldMask.Descriptor => FieldMask.FromString("title,printed_time,preface.length_pence"),
        FieldType.Message => Make(random, (IMessage)Activator.CreateInstance(field.MessageType.ClrType)!, depth + 1),
        _ => throw new NotSupportedException(field.FullName),
    };

    private static T Extreme<T>(Random random, params T[] values) => values[random.Next(values.Length)];

    private static string Text(Random random)
    {
        var runes = Letters.EnumerateRunes().ToArray();
        return string.Concat(Enumerable.Range(0, random.Next(12)).Select(_ => runes[random.Next(runes.Length)].ToString()));
    }

    private static byte[] Bytes(Random random)
    {
        var bytes = new byte[random.Next(9)];
        random.NextBytes(bytes);
        return bytes;
    }

    private static bool IsValue(FieldDescriptor field) => field.MessageType.File.Package == "google.protobuf";
}
