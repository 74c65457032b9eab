using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>Restricted: it may ask for holds, never stops care, and nobody else learns of it (DOMAIN 0, A23).</summary>
[Collection<AssessmentCollection>]
public sealed class A_safeguarding_concern(AssessmentService assessment)
{
    private Metadata Sue => assessment.Service.As("sue", permissions: ["assessment.safeguarding.read", "assessment.safeguarding.write"]);

    // Everything but what is restricted.
    private Metadata Everybody => assessment.Service.As("ann", permissions:
        [.. Contract.Methods.Select(method => method.Rules()!.Permission).Where(permission => !permission.Contains("safeguarding", StringComparison.Ordinal)).Distinct()]);

    [Fact]
    public async Task is_raised_becomes_an_enquiry_and_is_closed()
    {
        var raised = await RaisedAsync();
        var enquiry = (await StartEnquiry(raised)).SafeguardingConcern;
        var closed = (await Close(enquiry)).SafeguardingConcern;

        Assert.Equal((SafeguardingState.Raised, "sue", "1"), (raised.State, raised.RaisedBy, raised.Etag));
        Assert.Equal((SafeguardingState.Enquiry, "2"), (enquiry.State, enquiry.Etag));
        Assert.NotNull(enquiry.EnquiryTime);
        Assert.Equal((SafeguardingState.Closed, SafeguardingOutcome.Inconclusive, "3"), (closed.State, closed.Outcome, closed.Etag));
        Assert.Equal([closed], (await List(raised.PersonId, Sue)).SafeguardingConcerns);
    }

    [Fact]
    public async Task is_substantiated_by_an_enquiry_alone()
    {
        var raised = await RaisedAsync();

        Assert.Equal("SAFEGUARDING_NOT_ENQUIRED", (await RefusedCall.OfAsync(Close(raised, "It was so.", SafeguardingOutcome.Substantiated))).Reason);
        var closed = await Close((await StartEnquiry(raised)).SafeguardingConcern, "It was so.", SafeguardingOutcome.Substantiated);
        Assert.Equal((SafeguardingState.Closed, SafeguardingOutcome.Substantiated), (closed.SafeguardingConcern.State, closed.SafeguardingConcern.Outcome));
    }

    [Fact]
    public async Task asks_for_holds_until_it_is_closed_and_says_yes_or_no_and_not_why()
    {
        var person = await assessment.RegisteredAsync();
        Assert.Equal(new SafeguardingHolds(), await HoldsAsync(person.PersonId));

        var payee = await RaisedAsync(person, new SafeguardingHolds { HoldPayeeChange = true });
        var evidence = await RaisedAsync(person, new SafeguardingHolds { FreezeEvidence = true });
        Assert.Equal(new SafeguardingHolds { HoldPayeeChange = true, FreezeEvidence = true }, await HoldsAsync(person.PersonId));

        var changed = (await assessment.Safeguarding.ChangeSafeguardingHoldsAsync(
            new ChangeSafeguardingHoldsRequest
            {
                SafeguardingConcernId = payee.SafeguardingConcernId, Holds = new SafeguardingHolds { RouteMoneyToNotional = true }, Etag = payee.Etag, RequestId = NewRequestId(),
            },
            Sue)).SafeguardingConcern;
        Assert.Equal(new SafeguardingHolds { RouteMoneyToNotional = true, FreezeEvidence = true }, await HoldsAsync(person.PersonId));

        await Close(changed);
        await Close(evidence);
        Assert.Equal(new SafeguardingHolds(), await HoldsAsync(person.PersonId));
    }

    [Fact]
    public async Task tells_a_service_of_all_about_whom_something_is_held_and_of_nobody_else()
    {
        var (held, unheld, closed) = (await assessment.RegisteredAsync(), await assessment.RegisteredAsync(), await assessment.RegisteredAsync());
        await RaisedAsync(held, new SafeguardingHolds { HoldPayeeChange = true });
        await RaisedAsync(held, new SafeguardingHolds { RouteMoneyToNotional = true });
        await RaisedAsync(unheld);
        await Close(await RaisedAsync(closed, new SafeguardingHolds { FreezeEvidence = true }));

        var all = new List<HeldPerson>();
        var request = new ListSafeguardingHoldsRequest { PageSize = 1 };
        do
        {
            var page = await assessment.Safeguarding.ListSafeguardingHoldsAsync(request, Payments);
            all.AddRange(page.HeldPeople);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken is not "");

        Assert.Equal(new SafeguardingHolds { HoldPayeeChange = true, RouteMoneyToNotional = true }, Assert.Single(all, one => one.PersonId == held.PersonId).Holds);
        Assert.DoesNotContain(all, one => one.PersonId == unheld.PersonId || one.PersonId == closed.PersonId);
        await assessment.Safeguarding.ListSafeguardingHoldsAsync(request, Everybody).RefusedAsync(StatusCode.PermissionDenied, "PERMISSION_REQUIRED");
    }

    [Fact]
    public async Task comes_with_a_merge_unseen_and_holds_for_the_person_by_either_id()
    {
        var (survivor, merged) = (await assessment.RegisteredAsync(), await assessment.RegisteredAsync());
        var raised = await RaisedAsync(merged, new SafeguardingHolds { RouteMoneyToNotional = true });
        var answer = await assessment.Merges.MergePeopleAsync(
            new MergePeopleRequest
            {
                PersonId = survivor.PersonId, MergedPersonId = merged.PersonId, Reason = MergeReason.RegisteredTwice, Note = "Same birth certificate.",
                NumbersDifferNote = "The first was a clerk's mistake.", Etag = survivor.Etag, RequestId = NewRequestId(),
            },
            Everybody);

        Assert.True((await HoldsAsync(survivor.PersonId)).RouteMoneyToNotional);
        Assert.True((await HoldsAsync(merged.PersonId)).RouteMoneyToNotional);
        Assert.Equal(raised.SafeguardingConcernId, Assert.Single((await List(survivor.PersonId, Sue)).SafeguardingConcerns).SafeguardingConcernId);
        Assert.DoesNotContain("safeguarding", answer.PeopleMerge.ToString(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(raised.SafeguardingConcernId, answer.PeopleMerge.ToString(), StringComparison.Ordinal);
    }

    // A hold that would end a service, a payment of one or a budget is not among what a concern can ask for.
    [Fact]
    public void never_stops_care_by_itself() => Assert.Equal(
        ["hold_payee_change", "route_money_to_notional", "freeze_evidence"], SafeguardingHolds.Descriptor.Fields.InDeclarationOrder().Select(field => field.Name));

    [Fact]
    public async Task changes_nothing_that_anybody_else_sees()
    {
        var person = await assessment.RegisteredAsync();
        var before = await SeenAsync(person.PersonId);
        var raised = await RaisedAsync(person, new SafeguardingHolds { HoldPayeeChange = true });
        await StartEnquiry(raised);

        Assert.Equal(before, await SeenAsync(person.PersonId));
        Assert.Empty(await assessment.Service.LookAsync<Guid>("select message_id from platform.outbox where body::text like @id", new { id = $"%{raised.SafeguardingConcernId}%" }));
        // What was there, what is not there and what never was are refused in the same words.
        var refusals = new[]
        {
            await RefusedCall.OfAsync(Get(raised.SafeguardingConcernId, Everybody)),
            await RefusedCall.OfAsync(Get(Guid.NewGuid().ToString(), Everybody)),
            await RefusedCall.OfAsync(List(person.PersonId, Everybody)),
            await RefusedCall.OfAsync(assessment.Safeguarding.GetSafeguardingHoldsAsync(new GetSafeguardingHoldsRequest { PersonId = person.PersonId }, Everybody)),
        };
        Assert.All(refusals, refusal => Assert.Equal((StatusCode.PermissionDenied, "PERMISSION_REQUIRED"), (refusal.Code, refusal.Reason)));
        Assert.Equal(refusals[0].Text, refusals[1].Text);
    }

    [Fact]
    public async Task is_audited_as_a_restricted_subject_and_so_is_each_look_at_it()
    {
        var raised = await RaisedAsync();
        await Get(raised.SafeguardingConcernId, Sue);
        await List(raised.PersonId, Sue);
        await HoldsAsync(raised.PersonId);

        var entries = await assessment.Service.LookAsync<string>(
            "select subject_type || ' ' || action from platform.audit_events where person_id = @id and action not like 'assessment.person%' order by id",
            new { id = Guid.Parse(raised.PersonId) });

        Assert.Equal(
            ["SAFEGUARDING_CONCERN assessment.safeguarding_concern.raised", "SAFEGUARDING_CONCERN READ", "SAFEGUARDING_CONCERN READ", "SAFEGUARDING_CONCERN READ"], entries);
    }

    [Fact]
    public async Task is_changed_in_its_order_with_its_etag_and_in_words()
    {
        var raised = await RaisedAsync();

        await StartEnquiry(raised, etag: "4").RefusedAsync(StatusCode.Aborted, "ETAG_MISMATCH");
        var enquiry = (await StartEnquiry(raised)).SafeguardingConcern;
        await StartEnquiry(enquiry).RefusedAsync(StatusCode.FailedPrecondition, "SAFEGUARDING_ENQUIRY_STARTED");
        Assert.Equal(["findings"], (await RefusedCall.OfAsync(Close(enquiry, " "))).Fields);
        var closed = (await Close(enquiry)).SafeguardingConcern;
        await Close(closed).RefusedAsync(StatusCode.FailedPrecondition, "SAFEGUARDING_CLOSED");
        await StartEnquiry(closed).RefusedAsync(StatusCode.FailedPrecondition, "SAFEGUARDING_CLOSED");
        await Get(raised.SafeguardingConcernId, assessment.Service.As(programme: "south")).RefusedAsync(StatusCode.NotFound, "SAFEGUARDING_CONCERN_NOT_FOUND");
    }

    private async Task<SafeguardingConcern> RaisedAsync(Person? person = null, SafeguardingHolds? holds = null) =>
        await assessment.Safeguarding.CreateSafeguardingConcernAsync(
            new CreateSafeguardingConcernRequest
            {
                PersonId = (person ?? await assessment.RegisteredAsync()).PersonId,
                SafeguardingConcern = new SafeguardingConcern { Kind = SafeguardingKind.Financial, Description = "A neighbour has the card.", Holds = holds },
                RequestId = NewRequestId(),
            },
            Sue);

    /// <summary>What everybody without the permission can read about a person.</summary>
    private async Task<ByteString> SeenAsync(string personId)
    {
        IMessage[] seen =
        [
            await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = personId }, Everybody),
            await assessment.Notices.ListNoticesAsync(new ListNoticesRequest { PersonId = personId }, Everybody),
            await assessment.Offers.ListOffersAsync(new ListOffersRequest { PersonId = personId }, Everybody),
            await assessment.Reconsiderations.ListReconsiderationsAsync(new ListReconsiderationsRequest { PersonId = personId }, Everybody),
            await assessment.InterimArrangements.ListInterimArrangementsAsync(new ListInterimArrangementsRequest { PersonId = personId }, Everybody),
            await assessment.SmallBudgets.ListSmallBudgetsAsync(new ListSmallBudgetsRequest { PersonId = personId }, Everybody),
            await assessment.LegalStatuses.ListLegalStatusesAsync(new ListLegalStatusesRequest { PersonId = personId }, Everybody),
        ];
        return ByteString.CopyFrom([.. seen.SelectMany(message => message.ToByteArray())]);
    }

    private Task<SafeguardingHolds> HoldsAsync(string personId) => assessment.Safeguarding.GetSafeguardingHoldsAsync(
        new GetSafeguardingHoldsRequest { PersonId = personId }, Payments).ResponseAsync;

    private Metadata Payments => assessment.Service.As("service:payments", permissions: ["assessment.safeguarding_holds.read"]);

    private AsyncUnaryCall<SafeguardingConcern> Get(string id, Metadata by) =>
        assessment.Safeguarding.GetSafeguardingConcernAsync(new GetSafeguardingConcernRequest { SafeguardingConcernId = id }, by);

    private AsyncUnaryCall<ListSafeguardingConcernsResponse> List(string personId, Metadata by) =>
        assessment.Safeguarding.ListSafeguardingConcernsAsync(new ListSafeguardingConcernsRequest { PersonId = personId }, by);

    private AsyncUnaryCall<StartSafeguardingEnquiryResponse> StartEnquiry(SafeguardingConcern concern, string? etag = null) => assessment.Safeguarding.StartSafeguardingEnquiryAsync(
        new StartSafeguardingEnquiryRequest { SafeguardingConcernId = concern.SafeguardingConcernId, Etag = etag ?? concern.Etag, RequestId = NewRequestId() }, Sue);

    private AsyncUnaryCall<CloseSafeguardingConcernResponse> Close(
        SafeguardingConcern concern, string findings = "It could not be found out.", SafeguardingOutcome outcome = SafeguardingOutcome.Inconclusive) =>
        assessment.Safeguarding.CloseSafeguardingConcernAsync(
            new CloseSafeguardingConcernRequest
            {
                SafeguardingConcernId = concern.SafeguardingConcernId, Outcome = outcome, Findings = findings, Etag = concern.Etag, RequestId = NewRequestId(),
            },
            Sue);
}
