using System.Text.Json;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Explanations;

/// <summary>The words of an account, from <c>Words/explanation.json</c>: people who write for the public review that file, not code.</summary>
internal sealed class ExplanationWords
{
    private const string File = "Words/explanation.json";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly Document _words;

    private ExplanationWords(Document words) => _words = words;

    /// <summary>The words of this build.</summary>
    public static ExplanationWords Known { get; } = Read();

    /// <summary>The version of the words.</summary>
    public string Version => _words.Version;

    /// <summary>The heading of a part.</summary>
    public (string Plain, string EasyRead) Heading(ExplanationTopic topic)
    {
        var heading = _words.Headings[topic.Code()];
        return (heading.Plain, heading.EasyRead);
    }

    /// <summary>What kind of assessment it was.</summary>
    public Words Kind(AssessmentKind kind) => _words.Kinds[kind.Code()];

    /// <summary>What was decided on a legal basis.</summary>
    public Words Basis(LegalBasis basis, bool eligible) => eligible ? _words.Bases[basis.Code()].Yes : _words.Bases[basis.Code()].No;

    /// <summary>Any other sentence, by its name in the file.</summary>
    public Words Sentence(string name) => _words.Sentences[name];

    private static ExplanationWords Read()
    {
        using var stream = typeof(ExplanationWords).Assembly.GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"{File} is not in the program.");
        return new ExplanationWords(JsonSerializer.Deserialize<Document>(stream, Web)!);
    }

    private sealed record Document(
        string Version, Dictionary<string, HeadingWords> Headings, Dictionary<string, Words> Kinds, Dictionary<string, Words> Sentences, Dictionary<string, BasisWords> Bases);

    private sealed record HeadingWords(string Plain, string EasyRead);

    private sealed record BasisWords(Words Yes, Words No);
}
