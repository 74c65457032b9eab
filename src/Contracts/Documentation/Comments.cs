using System.Collections.Frozen;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace PersonalBudgets.Contracts.Documentation;

/// <summary>The comments of the protos, which are the reference of the API. The generated descriptors have none, so they are read from the embedded set.</summary>
public static class Comments
{
    private static readonly Lazy<FrozenDictionary<string, string>> ByName = new(Read);

    /// <summary>The comment on a service, method, message, field, enum or enum value; empty for what is not of this contract.</summary>
    public static string Of(IDescriptor descriptor) => ByName.Value.GetValueOrDefault(descriptor.FullName, "");

    private static FrozenDictionary<string, string> Read()
    {
        using var resource = typeof(Comments).Assembly.GetManifestResourceStream("contract.binpb")!;
        var files = FileDescriptorSet.Parser.ParseFrom(resource).File.Select(file => file.ToByteString());
        var comments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var file in FileDescriptor.BuildFromByteStrings(files))
        {
            foreach (var service in file.Services)
                Add(comments, service, service.Methods);
            foreach (var message in file.MessageTypes)
                AddMessage(comments, message);
            foreach (var kind in file.EnumTypes)
                Add(comments, kind, kind.Values);
        }

        return comments.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static void AddMessage(Dictionary<string, string> comments, MessageDescriptor message)
    {
        Add(comments, message, message.Fields.InDeclarationOrder());
        foreach (var nested in message.NestedTypes)
            AddMessage(comments, nested);
        foreach (var kind in message.EnumTypes)
            Add(comments, kind, kind.Values);
    }

    private static void Add(Dictionary<string, string> comments, IDescriptor owner, IEnumerable<IDescriptor> members)
    {
        foreach (var descriptor in members.Prepend(owner))
            comments[descriptor.FullName] = Text(descriptor);
    }

    // A comment is wrapped for the reader of the proto; whoever shows it wraps it anew.
    private static string Text(IDescriptor descriptor)
    {
        var comment = descriptor switch
        {
            ServiceDescriptor service => service.Declaration?.LeadingComments,
            MethodDescriptor method => method.Declaration?.LeadingComments,
            MessageDescriptor message => message.Declaration?.LeadingComments,
            FieldDescriptor field => field.Declaration?.LeadingComments,
            EnumDescriptor kind => kind.Declaration?.LeadingComments,
            EnumValueDescriptor value => value.Declaration?.LeadingComments,
            _ => null,
        };
        return string.Join(' ', (comment ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
