using System.Text;

namespace PersonalBudgets.Gateway.Json;

/// <summary>A dictionary by name that is asked with UTF-8 bytes, so that a lookup while reading makes no string.</summary>
public sealed class Utf8Names<T>
{
    private readonly Dictionary<byte[], T> _values = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], T>.AlternateLookup<ReadOnlySpan<byte>> _bySpan;

    public Utf8Names() => _bySpan = _values.GetAlternateLookup<ReadOnlySpan<byte>>();

    public void Add(string name, T value) => _values[Encoding.UTF8.GetBytes(name)] = value;

    public bool TryGet(ReadOnlySpan<byte> utf8Name, out T value) => _bySpan.TryGetValue(utf8Name, out value!);

    public bool TryGet(string name, out T value) => _bySpan.TryGetValue(Encoding.UTF8.GetBytes(name), out value!);

    private sealed class Utf8Comparer : IEqualityComparer<byte[]>, IAlternateEqualityComparer<ReadOnlySpan<byte>, byte[]>
    {
        public static readonly Utf8Comparer Instance = new();

        public bool Equals(byte[]? x, byte[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(byte[] obj) => GetHashCode(obj.AsSpan());

        public byte[] Create(ReadOnlySpan<byte> alternate) => alternate.ToArray();

        public bool Equals(ReadOnlySpan<byte> alternate, byte[] other) => alternate.SequenceEqual(other);

        public int GetHashCode(ReadOnlySpan<byte> alternate)
        {
            var hash = new HashCode();
            hash.AddBytes(alternate);
            return hash.ToHashCode();
        }
    }
}
