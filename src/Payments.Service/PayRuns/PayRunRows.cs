namespace PersonalBudgets.Payments.PayRuns;

/// <summary>A pay run as it is stored, with its bank file's name and hash once there is one.</summary>
/// <remarks><c>HeldCount</c>: instalments of a prepared run that were held since; while there are any it is not released.</remarks>
public sealed record PayRunRow(
    Guid Id, string Funder, Guid FunderAccountId, DateOnly PayDate, DateOnly SubmissionDate, DateOnly ProcessingDate, string State,
    int PaymentCount, long TotalPence, int HeldBackCount, string MadeBy, string? ReleasedBy, int Version, string? FileName, string? FileSha256, int HeldCount);

/// <summary>An instalment that is due, and whether it may be paid.</summary>
/// <param name="Id">The instalment.</param>
/// <param name="PlanId">The plan.</param>
/// <param name="PlanNumber">What the payment's reference names the plan by.</param>
/// <param name="PayeeId">Who is paid.</param>
/// <param name="AmountPence">The amount.</param>
/// <param name="IsPayable">Nothing holds it; its payee is verified, and is an organisation or belongs to the plan's person.</param>
public sealed record DueRow(Guid Id, Guid PlanId, int PlanNumber, Guid PayeeId, long AmountPence, bool IsPayable);

/// <summary>A payment as it is stored.</summary>
public sealed record PaymentRow(Guid Id, Guid PayRunId, Guid PlanId, Guid PayeeId, long AmountPence, string Reference);

/// <summary>A bank file as it is stored; <paramref name="Content"/> is encrypted.</summary>
public sealed record BankFileRow(Guid PayRunId, string FileName, string Sha256, byte[] Content, string KeyId);
