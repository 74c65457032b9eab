using Google.Protobuf.Reflection;

namespace Grpc.Reflection;

/// <summary>The files behind the mapped services and all that they import, by name, by symbol and by extension.</summary>
internal sealed class SymbolIndex
{
    private readonly Dictionary<string, FileDescriptor> _files = [];
    private readonly Dictionary<string, FileDescriptor> _symbols = [];
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> _extensions = [];

    public SymbolIndex(IEnumerable<ServiceDescriptor> services)
    {
        foreach (var service in services)
        {
            ServiceNames.Add(service.FullName);
            Add(service.File);
        }
    }

    public SortedSet<string> ServiceNames { get; } = new(StringComparer.Ordinal);

    public FileDescriptor? ByName(string name) => _files.GetValueOrDefault(name);

    public FileDescriptor? BySymbol(string symbol) => _symbols.GetValueOrDefault(symbol);

    public FileDescriptor? ByExtension(string message, int number) => _extensions.GetValueOrDefault(message)?.GetValueOrDefault(number);

    /// <summary>Null for a message that no file declares.</summary>
    public IEnumerable<int>? ExtensionsOf(string message) =>
        _extensions.TryGetValue(message, out var found) ? found.Keys : _symbols.ContainsKey(message) ? [] : null;

    /// <summary>The file and everything that it imports: a tool can build it without asking again.</summary>
    public static IEnumerable<FileDescriptor> WithImports(FileDescriptor file)
    {
        var seen = new Dictionary<string, FileDescriptor>();
        Visit(file);
        return seen.Values;

        void Visit(FileDescriptor one)
        {
            if (seen.TryAdd(one.Name, one))
                foreach (var import in one.Dependencies)
                    Visit(import);
        }
    }

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
            return;
        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods)
                _symbols[method.FullName] = file;
        }

        foreach (var message in file.MessageTypes)
            Add(message);
        foreach (var enumeration in file.EnumTypes)
            Add(enumeration);
        foreach (var extension in file.Extensions.UnorderedExtensions)
            AddExtension(extension);
        foreach (var import in file.Dependencies)
            Add(import);
    }

    private void Add(MessageDescriptor message)
    {
        _symbols[message.FullName] = message.File;
        foreach (var field in message.Fields.InDeclarationOrder())
            _symbols[field.FullName] = message.File;
        foreach (var oneof in message.Oneofs)
            _symbols[oneof.FullName] = message.File;
        foreach (var nested in message.NestedTypes)
            Add(nested);
        foreach (var enumeration in message.EnumTypes)
            Add(enumeration);
        foreach (var extension in message.Extensions.UnorderedExtensions)
            AddExtension(extension);
    }

    private void Add(EnumDescriptor enumeration)
    {
        _symbols[enumeration.FullName] = enumeration.File;
        foreach (var value in enumeration.Values)
            _symbols[value.FullName] = enumeration.File;
    }

    private void AddExtension(FieldDescriptor extension)
    {
        _symbols[extension.FullName] = extension.File;
        if (!_extensions.TryGetValue(extension.ExtendeeType.FullName, out var numbers))
            _extensions[extension.ExtendeeType.FullName] = numbers = [];
        numbers[extension.FieldNumber] = extension.File;
    }
}
