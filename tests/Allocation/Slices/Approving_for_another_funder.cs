using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Tests.Support.Services;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>A recorded agreement lets one funder decide on another's share (DOMAIN 0, A5). Each test has a funder of its own, which an override makes bear a share.</summary>
[Collection<AllocationCollection>]
public sealed class Approving_for_another_funder(AllocationService allocation)
{
    private readonly DelegationAgreementsService.DelegationAgreementsServiceClient _agreements = new(allocation.Service.Channel);
    private readonly SplitOverridesService.SplitOverridesServiceClient _overrides = new(allocation.Service.Channel);

    [Theory]
    [InlineData("QT101", Board, 400, ApprovalLevel.Panel, "")]
    [InlineData("QT102", Board, 399, ApprovalLevel.Panel, "APPROVAL_MISSING")]
    [InlineData("QT103", "QT199", 0, ApprovalLevel.Panel, "APPROVAL_MISSING")]
    [InlineData("QT104", Board, 0, ApprovalLevel.TeamManager, "APPROVAL_LEVEL_TOO_LOW")]
    public async Task counts_as_far_as_the_agreement_goes(string funder, string approver, long upTo, ApprovalLevel level, string reason)
    {
        var request = await SharedAsync(funder);
        request.Approvals[0].Level = level;
        Assert.Contains("APPROVAL_MISSING", (await RefusedCall.OfAsync(allocation.Commit(request))).BrokenRules.Select(rule => rule.Code));

        var agreement = await CreateAsync(funder, approver, upTo);

        request.RequestId = NewId();
        if (reason is not "")
        {
            Assert.Equal(reason, (await RefusedCall.OfAsync(allocation.Commit(request))).Reason);
            return;
        }

        var commitment = (await allocation.Commit(request)).Commitment;
        Assert.Equal([(Board, 600L), (funder, 400)], commitment.Shares.Select(share => (share.Funder, share.AnnualPence)));
        Assert.Equal(1, Assert.Single(await allocation.Service.LookAsync<int>(
            "select count(*)::int from platform.audit_events where action = 'allocation.share.approved_by_delegation' and subject_id = @id",
            new { id = Guid.Parse(agreement.DelegationAgreementId) })));
    }

    [Fact]
    public async Task is_told_with_the_split_while_the_agreement_is_in_force_and_no_longer()
    {
        var request = await SharedAsync("QT110");
        var person = (await allocation.Allocations.GetAllocationAsync(new GetAllocationRequest { AllocationId = request.AllocationId }, allocation.Ann)).PersonId;
        var split = new SplitCostsRequest { Lines = { request.Lines }, StartDate = request.StartDate, PersonId = person };
        var agreement = await CreateAsync("QT110", Council, 0);
        var before = (await allocation.Budgets.SplitCostsAsync(split, allocation.Ann)).Delegations;

        var yesterday = Dates.Text(LondonTime.DateOf(DateTimeOffset.UtcNow).AddDays(-1));
        var end = new EndDelegationAgreementRequest { DelegationAgreementId = agreement.DelegationAgreementId, EndDate = yesterday, Etag = agreement.Etag, RequestId = NewId() };
        Assert.Equal("NOT_A_FUNDER", (await RefusedCall.OfAsync(_agreements.EndDelegationAgreementAsync(end, allocation.Service.As(organisation: Council)))).Reason);
        var ended = (await _agreements.EndDelegationAgreementAsync(end, allocation.Service.As(organisation: "QT110"))).DelegationAgreement;

        Assert.Equal([("QT110", Council)], before.Select(delegated => (delegated.Funder, delegated.ApproverFunder)));
        Assert.Empty((await allocation.Budgets.SplitCostsAsync(split, allocation.Ann)).Delegations);
        (end.Etag, end.RequestId) = (ended.Etag, NewId());
        Assert.Equal("DELEGATION_AGREEMENT_ENDED", (await RefusedCall.OfAsync(_agreements.EndDelegationAgreementAsync(end, allocation.Service.As(organisation: "QT110")))).Reason);
        Assert.Equal(ended, await _agreements.GetDelegationAgreementAsync(new GetDelegationAgreementRequest { DelegationAgreementId = agreement.DelegationAgreementId }, allocation.Ann));
        Assert.Contains(ended, (await _agreements.ListDelegationAgreementsAsync(new ListDelegationAgreementsRequest { PageSize = 1_000 }, allocation.Ann)).DelegationAgreements);
    }

    [Fact]
    public async Task is_refused_with_every_fault()
    {
        var wrong = Agreement("QT120", 0);
        wrong.EndDate = "2025-06-01";

        var refusal = await RefusedCall.OfAsync(_agreements.CreateDelegationAgreementAsync(
            new CreateDelegationAgreementRequest { DelegationAgreement = wrong, RequestId = NewId() }, allocation.Service.As(organisation: "QT120")));

        Assert.Equal(
            [("delegation_agreement.approver_funder", "SAME_FUNDER"), ("delegation_agreement.end_date", "BEFORE_START")], refusal.Violations);
    }

    private static DelegationAgreement Agreement(string approver, long upTo) =>
        new() { ApproverFunder = approver, Kind = DelegationKind.Section75, Source = "AGR-7", StartDate = "2025-06-02", UpToPence = upTo };

    private async Task<DelegationAgreement> CreateAsync(string funder, string approver, long upTo) => await _agreements.CreateDelegationAgreementAsync(
        new CreateDelegationAgreementRequest { DelegationAgreement = Agreement(approver, upTo), RequestId = NewId() }, allocation.Service.As(organisation: funder));

    /// <summary>A plan of which the board bears 600 and another funder 400, far above its indicative budget, with the board's approval alone.</summary>
    private async Task<CommitBudgetRequest> SharedAsync(string funder)
    {
        var year = NewYear();
        await allocation.FundedAsync(year);
        var request = await allocation.RequestAsync(year, Line(1_000, LegalBasis.Cc, NeedType.Shared));
        var person = (await allocation.Allocations.GetAllocationAsync(new GetAllocationRequest { AllocationId = request.AllocationId }, allocation.Ann)).PersonId;
        await _overrides.CreateSplitOverrideAsync(
            new CreateSplitOverrideRequest
            {
                PersonId = person, RequestId = NewId(),
                SplitOverride = new SplitOverride
                {
                    LegalBasis = LegalBasis.Cc, Reason = "A share of education.", DecidedBy = "Panel", DecisionDate = "2025-06-02", StartDate = request.StartDate,
                    Parts = { new FunderPart { Funder = Board, BasisPoints = 6_000 }, new FunderPart { Funder = funder, BasisPoints = 4_000 } },
                },
            }, allocation.Ann);
        request.Approvals.Clear();
        request.Approvals.Add(Approved(Board));
        return request;
    }
}
