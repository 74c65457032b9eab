using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Database;
using PersonalBudgets.Platform.Hosting;

namespace PersonalBudgets.Assessment.Organisations;

/// <summary>
/// The operator's command <c>load-organisations KIND FILE [KIND FILE ...]</c>: takes files of the Organisation Data Service in, all of them or none. Safe to repeat, and
/// while the service runs; a newer file brings what has changed.
/// </summary>
internal sealed class LoadOrganisations(ServiceDatabase database) : IServiceCommand
{
    private const string Successions = "SUCCESSIONS";

    /// <inheritdoc/>
    public string Name => "load-organisations";

    /// <inheritdoc/>
    public string Usage => $"load-organisations KIND FILE [KIND FILE ...] (KIND: {string.Join(", ", OrganisationCodes.Kinds.Select(kind => kind.Code()).Append(Successions))})";

    /// <inheritdoc/>
    public async Task<int> RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var files = arguments.Chunk(2).ToArray();
        if (files.Length is 0 || !files.All(file => file is [var kind, _] && (kind is Successions || OrganisationCodes.Kinds.Any(known => known.Code() == kind))))
        {
            await output.WriteLineAsync($"usage: {Usage}");
            return 2;
        }

        await using var connection = await database.DataSource.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var file in files)
        {
            var (kind, path) = (file[0], file[1]);
            await output.WriteLineAsync($"{await LoadAsync(kind, path)} {kind} from {Path.GetFileName(path)}");
        }

        await transaction.CommitAsync(cancellationToken);
        return 0;

        async Task<int> LoadAsync(string kind, string path)
        {
            using var reader = Open(path);
            if (kind is Successions)
            {
                var successions = OrganisationFile.ReadSuccessions(reader);
                await OrganisationStore.UpsertAsync(connection, successions, cancellationToken);
                return successions.Count;
            }

            var organisations = OrganisationFile.ReadOrganisations(reader, Codes.Parse<OrganisationKind>(kind));
            await OrganisationStore.UpsertAsync(connection, organisations, cancellationToken);
            return organisations.Count;
        }
    }

    private static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The file cannot be read: {fault.Message}", fault);
        }
    }
}
