using System.Buffers.Binary;
using System.Security.Cryptography;
using Google.Rpc;
using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Plans.Planning;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Plans.Approval;

/// <summary>Allocation's answer to a request to set money aside.</summary>
public abstract record FundsAnswer
{
    /// <summary>The money is held.</summary>
    /// <param name="CommitmentId">The hold.</param>
    /// <param name="ExpiresAt">When it lapses unless the plan is approved; null where it does not.</param>
    public sealed record Held(Guid CommitmentId, DateTimeOffset? ExpiresAt) : FundsAnswer;

    /// <summary>The funds say no.</summary>
    public sealed record Refused(FundsRefusal Refusal) : FundsAnswer;

    /// <summary>
    /// Another question was asked in the name of this version: by an older program of this service, or under another policy of shares.
    /// What was answered then is no answer to this one; a new version asks anew.
    /// </summary>
    public sealed record Mistaken : FundsAnswer;

    /// <summary>No answer: nobody knows whether the money is held, so the same question is asked again later.</summary>
    public sealed record Unknown(StatusCode Status) : FundsAnswer;
}

/// <summary>Asks Allocation to set a plan's money aside.</summary>
public sealed class FundsClient(BudgetsService.BudgetsServiceClient budgets)
{
    /// <summary>Each funder approves its own share and no other; the hold lapses, or goes when the plan is returned.</summary>
    private static readonly FundsRefusal SharesChanged = new(
        "SHARES_CHANGED", "Since the plan was submitted the funders' shares have become others: return it, so that it is submitted with these.", "DOMAIN 0, A5");

    /// <summary>
    /// Asks for the hold of one version of a plan. The request id follows from the plan and its version, so however often and from
    /// wherever the question is asked, there is one hold. Ask with the service's own token: the id is remembered for each sender.
    /// </summary>
    public async Task<FundsAnswer> HoldAsync(Plan plan, CancellationToken cancellationToken)
    {
        var request = new CommitBudgetRequest
        {
            PlanId = plan.PlanId.ToString(),
            PlanVersion = plan.Version,
            AllocationId = plan.AllocationId.ToString(),
            StartDate = Dates.Text(plan.StartDate),
            Lines = { plan.Lines.Select(CostShares.CostOf) },
            RequestId = RequestIdOf(plan.PlanId, plan.Version).ToString(),
            // In the name of who gave it: whether it counts for another funder's share is Allocation's to say, by the agreements of the day.
            Approvals = { plan.Approvals.GroupBy(share => share.ApprovedByFunder ?? share.Funder).Select(given => new BudgetApproval { Funder = given.Key, Level = given.Max(share => share.Level) }) },
            // Beside the year's figure Allocation counts what a model gives once, so a plan at the very figure may be below the whole: what was written of it goes along.
            Reasons = plan.IsAboveIndicative ? plan.ReasonsAboveIndicative : plan.ReasonsBelowIndicative,
        };
        try
        {
            var answer = await budgets.CommitBudgetAsync(request, cancellationToken: cancellationToken);
            return CostShares.Of(answer.Lines).AreThoseOf(plan)
                ? new FundsAnswer.Held(Guid.Parse(answer.Commitment.CommitmentId), answer.Commitment.ExpireTime?.ToDateTimeOffset())
                : new FundsAnswer.Refused(SharesChanged);
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound && InfoOf(failure) is not null)
        {
            var info = InfoOf(failure)!;
            return new FundsAnswer.Refused(new FundsRefusal(info.Type, failure.Status.Detail, info.Metadata.GetValueOrDefault("source"), info.Metadata.GetValueOrDefault("funder")));
        }
        catch (RpcException failure) when (failure.StatusCode is StatusCode.AlreadyExists)
        {
            return new FundsAnswer.Mistaken();
        }
        catch (RpcException failure)
        {
            return new FundsAnswer.Unknown(failure.StatusCode);
        }
        catch (Refusal failure)
        {
            // The token for the question could not be had.
            return new FundsAnswer.Unknown(failure.Code);
        }
    }

    /// <summary>A UUID made of a plan and its version (RFC 9562, version 8).</summary>
    internal static Guid RequestIdOf(Guid planId, int version)
    {
        Span<byte> name = stackalloc byte[20];
        planId.TryWriteBytes(name, bigEndian: true, out _);
        BinaryPrimitives.WriteInt32BigEndian(name[16..], version);
        Span<byte> id = stackalloc byte[32];
        SHA256.HashData(name, id);
        id[6] = (byte)(id[6] & 0x0F | 0x80);
        id[8] = (byte)(id[8] & 0x3F | 0x80);
        return new Guid(id[..16], bigEndian: true);
    }

    private static ErrorInfo? InfoOf(RpcException failure) =>
        StatusDetails.Read(failure)?.Details.FirstOrDefault(detail => detail.Is(ErrorInfo.Descriptor))?.Unpack<ErrorInfo>();
}
