using Microsoft.Extensions.Options;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.Notices;

/// <summary>Makes the notice of a decision in the decision's own change, so that neither is ever there without the other (DOMAIN 0, A27).</summary>
internal sealed class NoticeIssuing(IOptions<NoticeSettings> settings)
{
    private const string English = "en-GB";

    /// <summary>Issues a notice. Audit the decision first: the first entry of a change names the resource that it is about.</summary>
    /// <returns>The notice's id.</returns>
    /// <exception cref="ArgumentException">No template has words for the decision, or it has no reasons.</exception>
    public async Task<Guid> IssueAsync(Mutation mutation, NewNotice notice)
    {
        NoticeTemplates.Require(notice);
        var id = mutation.NewId();
        var months = notice.Route is NoticeRoute.Council ? settings.Value.ComplaintMonths : settings.Value.ReconsiderationRequestMonths;
        var needs = (await PersonStore.GetAsync(mutation, notice.PersonId)).ToMessage().Communication;
        await NoticeStore.InsertAsync(mutation, id, notice with
        {
            Format = notice.Format is NoticeFormat.Unspecified ? FormatOf(needs?.InformationFormats.FirstOrDefault() ?? InformationFormat.Unspecified) : notice.Format,
            Language = notice.Language is not "" ? notice.Language : needs is { Language: not "" } ? needs.Language : English,
        }, NoticeTemplates.CurrentVersion, months);
        mutation.Audit("assessment.notice.issued", "NOTICE", id, personId: notice.PersonId);
        return id;
    }

    private static NoticeFormat FormatOf(InformationFormat needed) => needed switch
    {
        InformationFormat.EasyRead => NoticeFormat.EasyRead,
        InformationFormat.LargePrint => NoticeFormat.LargePrint,
        InformationFormat.Braille => NoticeFormat.Braille,
        InformationFormat.Audio => NoticeFormat.Audio,
        InformationFormat.BslVideo => NoticeFormat.BritishSignLanguage,
        InformationFormat.Electronic => NoticeFormat.Electronic,
        InformationFormat.Moon => NoticeFormat.Moon,
        _ => NoticeFormat.Standard,
    };
}
