using PersonalBudgets.Assessment.Notices;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>What a person reads of a decision (DOMAIN 0, A27).</summary>
public sealed class The_words_of_a_notice
{
    private const string Reason = "What you need is a service that no budget can buy.";

    public static TheoryData<NoticeKind, string, NoticeRoute> Every =>
        [.. NoticeTemplates.Decisions.SelectMany(one => new[] { NoticeRoute.Nhs, NoticeRoute.Council }.Select(route => new TheoryDataRow<NoticeKind, string, NoticeRoute>(one.Kind, one.Decision, route)))];

    [Theory, MemberData(nameof(Every))]
    public void name_the_decision_the_reasons_and_the_rights_in_both_forms(NoticeKind kind, string decision, NoticeRoute route)
    {
        var (text, easyRead) = NoticeTemplates.Render(Row(kind, decision, route));

        Assert.All([text, easyRead], form =>
        {
            Assert.Contains(Reason, form, StringComparison.Ordinal);
            Assert.Contains("What you can do", form, StringComparison.Ordinal);
            Assert.DoesNotContain("{", form, StringComparison.Ordinal);
        });
        Assert.True(easyRead.Length < text.Length);
        Assert.Contains("Ombudsman", text, StringComparison.Ordinal);
        Assert.Contains("advocate", text, StringComparison.Ordinal);
    }

    [Fact]
    public void tell_the_reasons_in_easy_words_where_there_are_some()
    {
        var (text, easyRead) = NoticeTemplates.Render(Row(NoticeKind.Eligibility, "ELIGIBLE", NoticeRoute.Nhs) with { EasyReadReasons = new[] { "You need help." } });

        Assert.Contains($"- {Reason}", text, StringComparison.Ordinal);
        Assert.Contains("- You need help.\n", easyRead, StringComparison.Ordinal);
        Assert.DoesNotContain(Reason, easyRead, StringComparison.Ordinal);
    }

    [Fact]
    public void of_an_end_do_not_speak_of_a_request() => Assert.StartsWith(
        "Your direct payment\n", NoticeTemplates.Render(Row(NoticeKind.DirectPaymentRefused, "STOPPED", NoticeRoute.Nhs)).Text, StringComparison.Ordinal);

    [Fact]
    public void are_there_for_every_kind_of_decision() =>
        Assert.Equal(Enum.GetValues<NoticeKind>().Except([NoticeKind.Unspecified]).Order(), NoticeTemplates.Decisions.Select(one => one.Kind).Distinct().Order());

    [Fact]
    public void offer_another_look_by_the_NHS_a_complaint_to_the_council_and_the_Ombudsman_once_it_has_been_looked_at_again()
    {
        Assert.Contains("look at this decision again", NoticeTemplates.Render(Row(NoticeKind.OfferRefused, "REFUSED", NoticeRoute.Nhs)).Text, StringComparison.Ordinal);
        Assert.Contains("complain to the council within 3 months", NoticeTemplates.Render(Row(NoticeKind.Eligibility, "NOT_ELIGIBLE", NoticeRoute.Council)).Text, StringComparison.Ordinal);
        var answer = NoticeTemplates.Render(Row(NoticeKind.Reconsideration, "UPHELD", NoticeRoute.Council)).Text;
        Assert.Contains("Local Government and Social Care Ombudsman", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("complain to the council", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void say_one_month_where_it_is_one() =>
        Assert.Contains("within 1 month of", NoticeTemplates.Render(Row(NoticeKind.OfferRefused, "REFUSED", NoticeRoute.Nhs) with { RequestMonths = 1 }).Text, StringComparison.Ordinal);

    [Theory]
    [InlineData("POSTPONED", Reason)]
    [InlineData("REFUSED", " ")]
    [InlineData("REFUSED", null)]
    public void are_needed_and_so_are_reasons(string decision, string? reason) =>
        Assert.Throws<ArgumentException>(() => NoticeTemplates.Require(new NewNotice(
            NoticeKind.OfferRefused, "OFFER", Guid.NewGuid(), Guid.NewGuid(), decision, reason is null ? [] : [reason], NoticeRoute.Nhs)));

    private static NoticeRow Row(NoticeKind kind, string decision, NoticeRoute route) => new(
        Guid.NewGuid(), Guid.NewGuid(), kind.Code(), "OFFER", Guid.NewGuid(), decision, new[] { Reason }, Array.Empty<string>(), route.Code(), NoticeTemplates.CurrentVersion, "STANDARD", "en-GB", 3,
        DateTime.UtcNow, "ann", null, null, null, null, null, null, null, 1);
}
