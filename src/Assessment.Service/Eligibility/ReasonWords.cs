using System.Text.Json;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>
/// The words of all reasons, from <c>Words/reasons.json</c>: people who write for the public review that file, not code.
/// A word that is missing stops the service at its start, not a decision.
/// </summary>
internal sealed class ReasonWords
{
    private const string File = "Words/reasons.json";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly Document _words;

    private ReasonWords(Document words) => _words = words;

    /// <summary>The words of this build.</summary>
    public static ReasonWords Known { get; } = Read();

    /// <summary>The codes that have words of their own.</summary>
    public IEnumerable<string> Names => _words.Reasons.Keys;

    /// <summary>A number as a word, from 0 to 10.</summary>
    public string Number(int number) => _words.Numbers[number];

    /// <summary>A reason, its blanks filled with the same words in every form.</summary>
    public Reason Of(string code, params ReadOnlySpan<(string Blank, string Word)> blanks)
    {
        var words = _words.Reasons[code];
        var (record, plain, easyRead) = (words.Record, words.Plain, words.EasyRead.ToArray());
        foreach (var (blank, word) in blanks)
        {
            var place = $"{{{blank}}}";
            record = record.Replace(place, word, StringComparison.Ordinal);
            plain = plain.Replace(place, word, StringComparison.Ordinal);
            easyRead = Array.ConvertAll(easyRead, sentence => sentence.Replace(place, word, StringComparison.Ordinal));
        }

        return new Reason(code, Topic(words), Capital(record), plain, Array.ConvertAll(easyRead, Capital));
    }

    /// <summary>That an adult cannot achieve an outcome of SI 2015/313 reg 2(2), by one limb.</summary>
    public Reason Unable(CareActOutcome outcome, string limb) => Unable("CARE_ACT_UNABLE", _words.CareActOutcomes, outcome.Code(), limb);

    /// <summary>That a carer cannot achieve an outcome of SI 2015/313 reg 3(2), by one limb.</summary>
    public Reason Unable(CarerOutcome outcome, string limb) => Unable("CARER_UNABLE", _words.CarerOutcomes, outcome.Code(), limb);

    private Reason Unable(string code, Dictionary<string, Phrase> outcomes, string outcome, string limb)
    {
        var (words, what, why) = (_words.Reasons[code], outcomes[outcome], _words.Limbs[limb]);
        return new Reason(
            $"{code}_{outcome}_{limb}",
            Topic(words),
            Fill(words.Record, what.Record, why.Record),
            Fill(words.Plain, what.Plain, why.Plain),
            [.. words.EasyRead.Select(sentence => Fill(sentence, what.EasyRead, why.EasyRead))]);

        static string Fill(string text, string outcome, string limb) =>
            text.Replace("{outcome}", outcome, StringComparison.Ordinal).Replace("{limb}", limb, StringComparison.Ordinal);
    }

    /// <summary>An outcome of SI 2015/313 reg 2(2) as a person says it.</summary>
    public PersonWords ToPerson(CareActOutcome outcome) => ToPerson(_words.CareActOutcomes[outcome.Code()]);

    /// <summary>An outcome of SI 2015/313 reg 3(2) as a person says it.</summary>
    public PersonWords ToPerson(CarerOutcome outcome) => ToPerson(_words.CarerOutcomes[outcome.Code()]);

    private static PersonWords ToPerson(Phrase phrase) => new(phrase.Plain, phrase.EasyRead);

    private static ExplanationTopic Topic(Words words) => Codes.Parse<ExplanationTopic>(words.Section);

    private static string Capital(string text) => text.Length is 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    private static ReasonWords Read()
    {
        using var stream = typeof(ReasonWords).Assembly.GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"{File} is not in the program.");
        return new ReasonWords(JsonSerializer.Deserialize<Document>(stream, Web)!);
    }

    private sealed record Document(
        Dictionary<string, Words> Reasons,
        Dictionary<string, Phrase> CareActOutcomes,
        Dictionary<string, Phrase> CarerOutcomes,
        Dictionary<string, Phrase> Limbs,
        string[] Numbers);

    private sealed record Words(string Section, string Record, string Plain, string[] EasyRead);

    private sealed record Phrase(string Record, string Plain, string EasyRead);
}

/// <summary>A part of daily life as a person says it, after "you can".</summary>
internal sealed record PersonWords(string Plain, string EasyRead);
