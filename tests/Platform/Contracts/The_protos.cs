using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Tests.Architecture;

namespace PersonalBudgets.Platform.Tests.Contracts;

/// <summary>Comments in the protos are the API reference, and their types hold the contract's conventions.</summary>
public sealed partial class The_protos
{
    public static TheoryData<string> Files => [.. SourceTree.Protos.Select(file => file.Path)];

    [Theory]
    [MemberData(nameof(Files))]
    public void comment_everything_that_a_caller_can_name(string path)
    {
        var lines = SourceTree.Text(path)!.Split('\n').Select(line => line.Trim()).ToArray();

        Assert.StartsWith("// ", lines[0], StringComparison.Ordinal);
        var bare = lines.Index().Skip(1).Where(line => Declaration().IsMatch(line.Item) && !lines[line.Index - 1].StartsWith("// ", StringComparison.Ordinal));
        Assert.Empty(bare.Select(line => $"{path}:{line.Index + 1}: {line.Item}"));
    }

    [Fact]
    public void have_no_floating_point_and_no_maps() =>
        Assert.Empty(Fields().Where(field => field.IsMap || field.FieldType is FieldType.Float or FieldType.Double).Select(field => field.FullName));

    [Fact]
    public void hold_money_in_whole_pence() => Assert.All(
        Fields().Where(field => field.Name.EndsWith("_pence", StringComparison.Ordinal)), field => Assert.Equal(FieldType.Int64, field.FieldType));

    [Fact]
    public void hold_instants_as_timestamps() => Assert.All(
        Fields().Where(field => field.Name.EndsWith("_time", StringComparison.Ordinal)),
        field => Assert.Equal("google.protobuf.Timestamp", field.MessageType.FullName));

    [Fact]
    public void start_every_enum_with_its_unspecified_value()
    {
        foreach (var kind in Contract.Files.SelectMany(WithImports).Distinct().SelectMany(file => file.EnumTypes))
        {
            var zero = kind.FindValueByNumber(0).Name;
            Assert.EndsWith("_UNSPECIFIED", zero, StringComparison.Ordinal);
            var prefix = zero[..^"UNSPECIFIED".Length];
            Assert.All(kind.Values, value => Assert.StartsWith(prefix, value.Name, StringComparison.Ordinal));
        }
    }

    private static IEnumerable<FieldDescriptor> Fields() =>
        Contract.Files.SelectMany(WithImports).Distinct().SelectMany(file => file.MessageTypes).SelectMany(message => message.Fields.InDeclarationOrder());

    private static IEnumerable<FileDescriptor> WithImports(FileDescriptor file) =>
        file.Dependencies.Where(import => import.Package.StartsWith("personalbudgets.", StringComparison.Ordinal)).Append(file);

    // Messages, enums, services, methods, fields and enum values; `extend` blocks and options name nothing of their own.
    [GeneratedRegex(@"^((message|enum|service|rpc|oneof)\s+\w+|((repeated|optional)\s+)?[\w.]+\s+\w+\s*=\s*\d+|[A-Z][A-Z0-9_]*\s*=\s*\d+)")]
    private static partial Regex Declaration();
}
