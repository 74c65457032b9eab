using Google.Protobuf.Reflection;

namespace PersonalBudgets.Contracts;

/// <summary>What one area of the contract consists of.</summary>
/// <param name="files">Its files with services.</param>
internal sealed class ContractArea(IReadOnlyList<FileDescriptor> files)
{
    public IReadOnlyList<FileDescriptor> Files => files;

    public IReadOnlyList<MethodDescriptor> Methods { get; } = [.. files.SelectMany(file => file.Services).SelectMany(service => service.Methods)];
}
