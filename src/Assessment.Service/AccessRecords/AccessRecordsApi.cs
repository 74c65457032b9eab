using System.Buffers.Binary;
using Grpc.Core;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.AccessRecords;

/// <summary>The contract's AccessRecordsService.</summary>
internal sealed class AccessRecordsApi(UnitOfWork work) : AccessRecordsService.AccessRecordsServiceBase
{
    private const string Subject = "ACCESS_RECORD";

    /// <inheritdoc/>
    public override Task<ListAccessRecordsResponse> ListAccessRecords(ListAccessRecordsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var (rows, next) = await ListAsync(session, request.PersonId, AccessView.Of(session.Caller), request.PageSize, request.PageToken);
            return new ListAccessRecordsResponse { AccessRecords = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    /// <inheritdoc/>
    public override Task<ListDisclosableAccessResponse> ListDisclosableAccess(ListDisclosableAccessRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var (rows, next) = await ListAsync(session, request.PersonId, AccessView.Disclosable, request.PageSize, request.PageToken);
            return new ListDisclosableAccessResponse { DisclosableAccess = { rows.Select(row => row.ToDisclosable()) }, NextPageToken = next };
        });

    private static async Task<(IReadOnlyList<AccessRecordRow> Rows, string Next)> ListAsync(
        Session session, string person, AccessView view, int pageSize, string pageToken)
    {
        var personId = Guid.Parse(person);
        await PersonStore.RequireAsync(session, personId);
        session.AuditRead(Subject, personId, personId);
        var page = Page.Read(pageSize, pageToken, session, $"access-records:{personId}:{view}");
        var records = await AccessRecordStore.RecordsAsync(session, personId);
        return page.Split(await AccessRecordStore.ListAsync(session, records, view, NumberOf(page.After), page.Take), row => KeyOf(row.Id));
    }

    /// <summary>An entry's number as what page tokens hold.</summary>
    private static Guid KeyOf(long number)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return new Guid(bytes);
    }

    private static long? NumberOf(Guid? key) => key is { } given ? BinaryPrimitives.ReadInt64BigEndian(given.ToByteArray()) : null;
}
