using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Notices;

/// <summary>
/// The wording of notices, from the files of <c>Templates/</c>, one for each version. A version that was ever used stays as it is, so that what a
/// person was told can be read again word for word; another wording is another file.
/// </summary>
internal static class NoticeTemplates
{
    /// <summary>The version that new notices are made with.</summary>
    public static string CurrentVersion { get; }

    private static readonly FrozenDictionary<string, Template> Versions;

    static NoticeTemplates()
    {
        Versions = Read().ToFrozenDictionary(template => template.Version, StringComparer.Ordinal);
        CurrentVersion = Versions.Keys.Max(StringComparer.Ordinal)!;
    }

    /// <summary>Every decision that the current version has words for.</summary>
    public static IEnumerable<(NoticeKind Kind, string Decision)> Decisions =>
        Versions[CurrentVersion].Kinds.SelectMany(kind => kind.Value.Decisions.Keys.Select(decision => (Codes.Parse<NoticeKind>(kind.Key), decision)));

    /// <summary>Makes sure that a notice can be put into words.</summary>
    /// <exception cref="ArgumentException">The current version has no words for such a decision: a defect of the slice that decides.</exception>
    public static void Require(NewNotice notice)
    {
        if (!Versions[CurrentVersion].Kinds.TryGetValue(notice.Kind.Code(), out var kind) || !kind.Decisions.ContainsKey(notice.Decision))
            throw new ArgumentException($"The notices have no words for {notice.Kind} {notice.Decision}.", nameof(notice));
        if (notice.Reasons.Count is 0 || notice.Reasons.Any(string.IsNullOrWhiteSpace))
            throw new ArgumentException($"A notice of {notice.Kind} without reasons is none.", nameof(notice));
    }

    /// <summary>The whole notice and its short form, as they were worded when it was made.</summary>
    public static (string Text, string EasyRead) Render(NoticeRow notice)
    {
        var template = Versions[notice.TemplateVersion];
        var kind = template.Kinds[notice.Kind];
        var decision = kind.Decisions[notice.Decision];
        var title = decision.Title ?? kind.Title;
        var isFinal = Codes.Parse<NoticeKind>(notice.Kind) is NoticeKind.Reconsideration;
        var rights = (isFinal ? template.FinalRights : template.Rights)[notice.Route];
        var months = notice.RequestMonths is 1 ? "1 month" : string.Create(CultureInfo.InvariantCulture, $"{notice.RequestMonths} months");
        return (
            Compose(title, "Our decision", decision.Text, "Why", notice.ReasonTexts, "What you can do", rights.Text.Replace("{months}", months, StringComparison.Ordinal)),
            Compose(title, "The answer", decision.EasyRead, "Why", notice.EasyReadReasonTexts, "What you can do", rights.EasyRead.Replace("{months}", months, StringComparison.Ordinal)));
    }

    private static string Compose(string title, string answerHead, string answer, string whyHead, IEnumerable<string> reasons, string rightsHead, string rights)
    {
        var text = new StringBuilder().Append(title).Append("\n\n").Append(answerHead).Append('\n').Append(answer).Append("\n\n").Append(whyHead).Append('\n');
        foreach (var reason in reasons)
            text.Append("- ").Append(reason).Append('\n');
        return text.Append('\n').Append(rightsHead).Append('\n').Append(rights).Append('\n').ToString();
    }

    private static IEnumerable<Template> Read()
    {
        const string Prefix = "Notices.Templates.";
        var assembly = typeof(NoticeTemplates).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            yield return JsonSerializer.Deserialize<Template>(file, JsonSerializerOptions.Web)!;
        }
    }

    private sealed record Template(
        string Version, Dictionary<string, KindWords> Kinds, Dictionary<string, Words> Rights, Dictionary<string, Words> FinalRights);

    private sealed record KindWords(string Title, Dictionary<string, Words> Decisions);

    /// <param name="Title">Where the kind's does not fit.</param>
    private sealed record Words(string Text, string EasyRead, string? Title = null);
}
