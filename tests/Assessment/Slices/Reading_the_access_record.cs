using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>Issue 4, point 8; DOMAIN 0, A22.</summary>
[Collection<AssessmentCollection>]
public sealed class Reading_the_access_record(AssessmentService assessment)
{
    [Fact]
    public async Task says_who_read_or_changed_what_in_which_role_for_whom_and_why_newest_first()
    {
        var person = await assessment.RegisteredAsync();
        var offer = await assessment.Offers.CreateOfferAsync(
            new CreateOfferRequest { PersonId = person.PersonId, Offer = new Offer { Kind = BudgetKind.Health }, RequestId = NewRequestId() },
            assessment.Service.As("bob", "E10000011", role: "PRACTITIONER"));
        await assessment.Offers.GetOfferAsync(new GetOfferRequest { OfferId = offer.OfferId }, assessment.Service.As("eve", role: "APPROVER", purpose: "COMPLAINT"));

        var records = await AllAsync(person.PersonId);

        Assert.Equal(["READ OFFER", "assessment.offer.made OFFER", "assessment.person.created PERSON"], records.Select(record => $"{record.Action} {record.SubjectType}"));
        Assert.Equal(
            [("eve", "RX1", "APPROVER", "COMPLAINT"), ("bob", "E10000011", "PRACTITIONER", "DIRECT_CARE"), ("ann", "RX1", "", "DIRECT_CARE")],
            records.Select(record => (record.Actor, record.Organisation, record.Role, record.Purpose)));
        Assert.All(records, record => Assert.Equal(person.PersonId, record.PersonId));
        Assert.Equal(offer.OfferId, records[0].SubjectId);
    }

    [Fact]
    public async Task is_itself_recorded()
    {
        var person = await assessment.RegisteredAsync();
        await AllAsync(person.PersonId, who: "auditor-1");

        Assert.Equal(("auditor-1", "ACCESS_RECORD"), (await AllAsync(person.PersonId)).Select(record => (record.Actor, record.SubjectType)).First());
    }

    [Fact]
    public async Task has_looks_at_whether_a_direct_payment_is_permitted_and_at_plans_that_go_on_after_a_move()
    {
        var around = new AroundAPerson(assessment);
        var (personId, _, _) = await around.PermittedAsync();

        await around.Permission(personId);
        await assessment.Residences.ListPlanContinuitiesAsync(new ListPlanContinuitiesRequest { PersonId = personId }, assessment.Service.As("eve"));

        Assert.Equal(["READ", "READ"], (await AllAsync(personId)).Take(2).Select(record => record.Action));
    }

    [Fact]
    public async Task pages_without_gap_or_repeat_while_more_is_recorded()
    {
        var person = await assessment.RegisteredAsync();
        for (var count = 0; count < 6; count++)
            await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = person.PersonId }, assessment.Ann);

        // Each page that is asked for adds a look, which is newer than all that the pages hold.
        var records = await AllAsync(person.PersonId, pageSize: 2);

        Assert.Equal(7, records.Count);
        Assert.Equal(records.OrderByDescending(record => record.AccessRecordNumber), records);
        Assert.Equal(7, records.Select(record => record.AccessRecordNumber).Distinct().Count());
    }

    [Fact]
    public async Task holds_what_was_done_to_records_that_were_merged_into_it()
    {
        var (survivor, other, third) = (await assessment.RegisteredAsync(), await assessment.RegisteredAsync(), await assessment.RegisteredAsync());
        await assessment.OfferedAsync(third.PersonId);
        await MergeAsync(other, third);
        await MergeAsync(survivor, await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = other.PersonId }, assessment.Ann));

        var records = await AllAsync(survivor.PersonId);

        Assert.Contains(records, record => record.Action is "assessment.offer.made" && record.PersonId == third.PersonId);
        Assert.Equal(3, records.Count(record => record.Action is "assessment.person.created"));
        Assert.Equal(4, records.Count(record => record.Action is "assessment.people.merged"));
    }

    [Fact]
    public async Task holds_the_batch_of_the_load_that_registered_the_person()
    {
        var people = new[] { NewPerson(), NewPerson() };
        using var call = assessment.Loads.LoadPeople(assessment.Service.As("loader", role: "TRUST"));
        var requestId = NewRequestId();
        foreach (var person in people)
            await call.RequestStream.WriteAsync(new LoadPeopleRequest { Entry = new CaseloadEntry { Person = person }, RequestId = requestId }, TestContext.Current.CancellationToken);
        await call.RequestStream.CompleteAsync();
        await call;
        var found = (await assessment.People.SearchPeopleAsync(new SearchPeopleRequest { NhsNumber = people[1].NhsNumber }, assessment.Ann)).People[0];

        var records = await AllAsync(found.PersonId);

        Assert.Equal([("ann", "READ"), ("loader", "assessment.people.loaded")], records.Select(record => (record.Actor, record.Action)));
        Assert.Equal(requestId, records[1].AccessRequestId);
    }

    [Fact]
    public async Task shows_the_holder_no_name_and_nothing_of_safeguarding_fraud_or_exclusion()
    {
        var person = await assessment.RegisteredAsync();
        await LookAsync("bob", "PRACTITIONER", null);
        await LookAsync("sam", "SAFEGUARDING", null);
        await LookAsync("kim", "PRACTITIONER", "SAFEGUARDING");
        await LookAsync("lou", "COUNTER_FRAUD", null);
        await LookAsync("mia", "FINANCE_MAKER", "COUNTER_FRAUD");
        await LookAsync("pat", "APPROVER", "FINANCE");

        var seen = (await assessment.AccessRecords.ListDisclosableAccessAsync(
            new ListDisclosableAccessRequest { PersonId = person.PersonId }, assessment.Ann)).DisclosableAccess;

        Assert.Equal(
            [("APPROVER", "RX1", "FINANCE"), ("PRACTITIONER", "RX1", "DIRECT_CARE"), ("", "RX1", "DIRECT_CARE")],
            seen.Select(look => (look.Role, look.Organisation, look.Purpose)));
        Assert.All(["ann", "bob", "pat"], name => Assert.DoesNotContain($"\"{name}\"", seen.ToString(), StringComparison.Ordinal));
        Assert.Equal(7, (await AllAsync(person.PersonId)).Count(record => record.SubjectType is "PERSON"));

        async Task LookAsync(string who, string role, string? purpose) =>
            await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = person.PersonId }, assessment.Service.As(who, role: role, purpose: purpose));
    }

    [Fact]
    public async Task shows_looks_at_restricted_objects_to_who_may_read_those_objects()
    {
        var person = await assessment.RegisteredAsync();
        var around = new AroundAPerson(assessment);
        await around.Flag(person.PersonId);
        await assessment.Safeguarding.GetSafeguardingHoldsAsync(new GetSafeguardingHoldsRequest { PersonId = person.PersonId }, assessment.Ann);
        await assessment.People.GetPersonAsync(new GetPersonRequest { PersonId = person.PersonId }, assessment.Service.As("lou", role: "COUNTER_FRAUD"));

        Assert.Equal(["assessment.person.created PERSON"], await SeenAsync());
        Assert.Equal(["assessment.exclusion_flag.recorded EXCLUSION_FLAG", "assessment.person.created PERSON"], await SeenAsync("assessment.exclusions.read"));
        Assert.Equal(["READ PERSON", "READ SAFEGUARDING_CONCERN", "assessment.person.created PERSON"], await SeenAsync("assessment.safeguarding.read"));

        async Task<IEnumerable<string>> SeenAsync(params string[] permissions) =>
            (await assessment.AccessRecords.ListAccessRecordsAsync(
                new ListAccessRecordsRequest { PersonId = person.PersonId }, assessment.Service.As("amy", permissions: ["assessment.access_records.read", .. permissions])))
            .AccessRecords.Where(record => record.SubjectType is not "ACCESS_RECORD").Select(record => $"{record.Action} {record.SubjectType}");
    }

    [Fact]
    public async Task needs_a_permission_of_its_own_and_stays_in_its_programme()
    {
        var person = await assessment.RegisteredAsync();
        var request = new ListAccessRecordsRequest { PersonId = person.PersonId };

        var reader = await RefusedCall.OfAsync(assessment.AccessRecords.ListAccessRecordsAsync(request, assessment.Service.As(permissions: ["assessment.people.read", "assessment.access_records.disclose"])));
        var discloser = await RefusedCall.OfAsync(assessment.AccessRecords.ListDisclosableAccessAsync(
            new ListDisclosableAccessRequest { PersonId = person.PersonId }, assessment.Service.As(permissions: ["assessment.access_records.read"])));
        var stranger = await RefusedCall.OfAsync(assessment.AccessRecords.ListAccessRecordsAsync(request, assessment.Service.As(programme: "south")));

        Assert.All([reader, discloser], refusal => Assert.Equal(StatusCode.PermissionDenied, refusal.Code));
        Assert.Equal("PERSON_NOT_FOUND", stranger.Reason);
    }

    [Fact]
    public async Task cannot_be_changed_by_the_service() => Assert.Empty(await assessment.Service.LookAsync<string>("""
        select p from unnest(array['update', 'delete', 'truncate']) as p where has_table_privilege('assessment_app', 'platform.audit_events', p)
        """));

    private async Task<IReadOnlyList<AccessRecord>> AllAsync(string personId, int pageSize = 0, string who = "auditor")
    {
        var records = new List<AccessRecord>();
        var token = "";
        do
        {
            var page = await assessment.AccessRecords.ListAccessRecordsAsync(
                new ListAccessRecordsRequest { PersonId = personId, PageSize = pageSize, PageToken = token }, assessment.Service.As(who));
            records.AddRange(page.AccessRecords);
            token = page.NextPageToken;
        }
        while (token is not "");
        return records;
    }

    private async Task MergeAsync(Person survivor, Person merged) => await assessment.Merges.MergePeopleAsync(
        new MergePeopleRequest
        {
            PersonId = survivor.PersonId, MergedPersonId = merged.PersonId, Reason = MergeReason.RegisteredTwice, Note = "Same address.", Etag = survivor.Etag, RequestId = NewRequestId(),
        },
        assessment.Ann);
}
