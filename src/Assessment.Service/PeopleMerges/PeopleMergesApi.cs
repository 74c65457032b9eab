using Grpc.Core;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Contracts.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.PeopleMerges;

/// <summary>The contract's PeopleMergesService.</summary>
internal sealed class PeopleMergesApi(UnitOfWork work, MergeConsequences consequences) : PeopleMergesService.PeopleMergesServiceBase
{
    private const string Subject = "PEOPLE_MERGE";

    /// <inheritdoc/>
    public override Task<MergePeopleResponse> MergePeople(MergePeopleRequest request, ServerCallContext context) =>
        work.MutateAsync(
            request,
            context,
            async mutation =>
            {
                var (survivorId, mergedId) = (Guid.Parse(request.PersonId), Guid.Parse(request.MergedPersonId));
                if (survivorId == mergedId)
                    throw Refusal.Invalid(new Violation("merged_person_id", "SAME_PERSON", "A record is not merged into itself."));
                var expected = Etag.Parse(request.Etag);
                var people = await PersonStore.LockAllAsync(mutation, [survivorId, mergedId]);
                RequireMergeable(people[0], people[1], request);
                if (people[0].Version != expected)
                    throw Refusal.EtagMismatch(people[0].Version);

                var (survivor, merged) = ((people[0], await Derived.OfAsync(mutation, survivorId)), (people[1], await Derived.OfAsync(mutation, mergedId)));
                var id = mutation.NewId();
                var version = await PeopleMergeStore.MergeAsync(mutation, id, survivorId, mergedId, request);
                mutation.Audit("assessment.people.merged", Subject, id, request.Reason.Code(), survivorId);
                mutation.Audit("assessment.people.merged", "PERSON", mergedId, request.Reason.Code());
                mutation.Publish(
                    new PeopleMerged
                    {
                        Programme = mutation.Programme,
                        SubjectId = request.PersonId,
                        SubjectVersion = version,
                        OccurredAt = mutation.Now,
                        PersonId = request.PersonId,
                        MergedPersonId = request.MergedPersonId,
                    },
                    request.PersonId);
                await consequences.FollowAsync(mutation, survivor, merged);
                return new MergePeopleResponse { PeopleMerge = await LoadAsync(mutation, id) };
            },
            async (session, id) => new MergePeopleResponse { PeopleMerge = await ShowAsync(session, id) });

    /// <inheritdoc/>
    public override Task<PeopleMerge> GetPeopleMerge(GetPeopleMergeRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => ShowAsync(session, Guid.Parse(request.PeopleMergeId)));

    /// <inheritdoc/>
    public override Task<ListPeopleMergesResponse> ListPeopleMerges(ListPeopleMergesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var personId = Guid.Parse(request.PersonId);
            await PersonStore.RequireAsync(session, personId);
            session.AuditRead("PERSON", personId);
            var page = Page.Read(request.PageSize, request.PageToken, session, $"people-merges:{personId}");
            var (merges, next) = page.Split(await PeopleMergeStore.ListAsync(session, personId, page), row => row.Id);
            var rows = await PeopleMergeStore.RowsAsync(session, merges.Select(merge => merge.Id));
            return new ListPeopleMergesResponse { PeopleMerges = { merges.Select(merge => merge.ToMessage(rows)) }, NextPageToken = next };
        });

    private static void RequireMergeable(PersonRow survivor, PersonRow merged, MergePeopleRequest request)
    {
        PersonStore.RequireUnmerged(survivor);
        PersonStore.RequireUnmerged(merged);
        if (survivor.NhsNumber is null && merged.NhsNumber is not null)
            throw Refusal.Rule("MERGE_LOSES_NUMBER", "Only the record that would be merged has an NHS number: merge the other way round.");
        if (IsVerified(survivor) && IsVerified(merged) && survivor.NhsNumber != merged.NhsNumber && string.IsNullOrWhiteSpace(request.NumbersDifferNote))
            throw Refusal.Rule("MERGE_NUMBERS_DIFFER", "Both records have verified NHS numbers, which differ: numbers_differ_note has to say why they are one person.");
        if (merged.DeathDate is not null && merged.DeathDate != survivor.DeathDate)
            throw Refusal.Rule("MERGE_DEATHS_DIFFER", "The record that would be merged has a death that the other has not: record it there first, or correct it.");
    }

    private static bool IsVerified(PersonRow person) => Codes.Parse<NhsNumberStatus>(person.NhsNumberStatus) is NhsNumberStatus.NumberPresentAndVerified;

    private static async Task<PeopleMerge> ShowAsync(Session session, Guid id)
    {
        var merge = await LoadAsync(session, id);
        session.AuditRead(Subject, id, Guid.Parse(merge.PersonId));
        return merge;
    }

    private static async Task<PeopleMerge> LoadAsync(Session session, Guid id)
    {
        var merge = await PeopleMergeStore.GetAsync(session, id);
        return merge.ToMessage(await PeopleMergeStore.RowsAsync(session, [id]));
    }
}
