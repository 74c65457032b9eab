using Microsoft.Extensions.Options;
using PersonalBudgets.Payments.BankDetails;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Hosting;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Payments.PayRuns;

/// <summary>
/// Puts bank files into their folder. The database has the file first, in the transaction of the release; so a crash at any point leaves a file
/// that the next turn writes, and never half of one: it is renamed to its name when it is whole.
/// </summary>
public sealed partial class BankFileWriter(
    SweepContext context, UnitOfWork work, BankFileStore files, Vault vault, IOptions<BankFilesSettings> settings, ILogger<BankFileWriter> log)
    : ProgrammeSweep(context)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const string Cause = "sweep:write-bank-files";

    /// <inheritdoc/>
    protected override TimeSpan Interval => settings.Value.Interval;

    /// <summary>Writes a programme's files at once, after a release; what fails is left to the next turn.</summary>
    public async Task TryWriteAsync(string programme)
    {
        try
        {
            await SweepAsync(programme, CancellationToken.None);
        }
        catch (Exception failure)
        {
            LogDelay(programme, failure.GetType().Name);
        }
    }

    /// <inheritdoc/>
    protected override async Task SweepAsync(string programme, CancellationToken cancellationToken)
    {
        var unwritten = await work.ReadWithoutCallerAsync(programme, Cause, files.ListUnwrittenAsync, cancellationToken);
        await EachAsync(
            programme,
            unwritten,
            payRunId => work.WithoutCallerAsync(programme, Cause, mutation => WriteAsync(mutation, payRunId), cancellationToken),
            cancellationToken);
    }

    /// <summary>
    /// Writes one file while its row is locked: another replica, or the call that released the run, must not write it once more after the bank's
    /// software has taken it away.
    /// </summary>
    private async Task<bool> WriteAsync(Mutation mutation, Guid payRunId)
    {
        var file = await files.LockUnwrittenAsync(mutation, payRunId);
        mutation.Audit("payments.bank_file.written", "PAY_RUN", payRunId, file is null ? "DONE_BEFORE" : "DONE");
        if (file is null)
            return false;
        await WriteAsync(file.FileName, vault.Open(new Sealed(file.Content, file.KeyId), mutation.Programme, payRunId), mutation.CancellationToken);
        await files.MarkWrittenAsync(mutation, payRunId);
        LogWritten(payRunId, file.FileName);
        return true;
    }

    private async Task WriteAsync(string fileName, byte[] content, CancellationToken cancellationToken)
    {
        var folder = settings.Value.Folder;
        // The same name each time, so that what a crash leaves is written over.
        var unfinished = Path.Combine(folder, $".{fileName}");
        var creation = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            creation.UnixCreateMode = OwnerOnly;
        }

        await using (var stream = new FileStream(unfinished, creation))
        {
            await stream.WriteAsync(content, cancellationToken);
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, Path.Combine(folder, fileName), overwrite: true);
    }

    [LoggerMessage(4010, LogLevel.Information, "Wrote the bank file of pay run {PayRunId} as {FileName}")]
    private partial void LogWritten(Guid payRunId, string fileName);

    [LoggerMessage(4011, LogLevel.Warning, "A bank file of {Programme} is not in its folder yet: {Failure}")]
    private partial void LogDelay(string programme, string failure);
}
