using System.Text;
using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Organisations;

/// <summary>The contract's OrganisationsService.</summary>
internal sealed class OrganisationsApi(UnitOfWork work) : OrganisationsService.OrganisationsServiceBase
{
    /// <inheritdoc/>
    public override Task<Organisation> GetOrganisation(GetOrganisationRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var row = await OrganisationStore.GetAsync(session, request.OrganisationCode);
            return row.ToMessage(await OrganisationStore.SuccessionsAsync(session, [row.Code]));
        });

    /// <inheritdoc/>
    public override Task<ListOrganisationsResponse> ListOrganisations(ListOrganisationsRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"organisations:{request.Kind}:{request.OpenOn}");
            var found = await OrganisationStore.ListAsync(session, request.Kind, Dates.ParseOptional(request.OpenOn), CodeOf(page.After), page.Take);
            var (rows, next) = page.Split(found, row => KeyOf(row.Code));
            var successions = await OrganisationStore.SuccessionsAsync(session, [.. rows.Select(row => row.Code)]);
            return new ListOrganisationsResponse
            {
                Organisations = { rows.Select(row => row.ToMessage(successions)) },
                NextPageToken = next,
                LoadedKinds = { await OrganisationStore.LoadedKindsAsync(session) },
            };
        });

    /// <summary>A code as what page tokens hold.</summary>
    private static Guid KeyOf(string code)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        Encoding.ASCII.GetBytes(code, bytes);
        return new Guid(bytes);
    }

    private static string CodeOf(Guid? key) => key is { } given ? Encoding.ASCII.GetString(given.ToByteArray()).TrimEnd('\0') : "";
}
