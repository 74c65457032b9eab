using System.Text.Json;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Allocation.Explanations;

/// <summary>The words of an account, from <c>Words/allocation.json</c>: people who write for the public review that file, not code.</summary>
internal sealed class ExplanationWords
{
    private const string File = "Words/allocation.json";

    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web);

    private readonly Document _words;

    private ExplanationWords(Document words) => _words = words;

    /// <summary>The words of this build.</summary>
    public static ExplanationWords Known { get; } = Read();

    /// <summary>The version of the words.</summary>
    public string Version => _words.Version;

    /// <summary>The heading of a part.</summary>
    public (string Plain, string EasyRead) Heading(AllocationExplanationTopic topic)
    {
        var heading = _words.Headings[topic.Code()];
        return (heading.Plain, heading.EasyRead);
    }

    /// <summary>How a method makes money of answers.</summary>
    public Words Method(AllocationMethod method) => _words.Methods[method.Code()];

    /// <summary>What was done to the figure of a method.</summary>
    public Words Step(AmountStepKind kind) => _words.Steps[kind.Code()];

    /// <summary>What support beside the needs by domain is for.</summary>
    public Words Support(SupportKind kind) => _words.Support[kind.Code()];

    /// <summary>What a component of a budget is for.</summary>
    public Words Component(BudgetComponentKind kind) => _words.Components[kind.Code()];

    /// <summary>What a funder is called; by its code where it is neither the NHS here nor the council.</summary>
    public string Payer(string funder, Funders funders)
    {
        var kind = funder == funders.IntegratedCareBoard ? FunderKind.IntegratedCareBoard : funder == funders.Council ? FunderKind.Council : FunderKind.Other;
        return _words.Payers[kind.Code()].Replace("{funder}", funder, StringComparison.Ordinal);
    }

    /// <summary>Other public money beside a budget.</summary>
    public Words OtherMoney(PublicMoneyKind kind) => _words.OtherMoney[kind.Code()];

    /// <summary>Any other sentence, by its name in the file.</summary>
    public Words Sentence(string name) => _words.Sentences[name];

    private static ExplanationWords Read()
    {
        using var stream = typeof(ExplanationWords).Assembly.GetManifestResourceStream(File)
            ?? throw new InvalidOperationException($"{File} is not in the program.");
        return new ExplanationWords(JsonSerializer.Deserialize<Document>(stream, Web)!);
    }

    private sealed record Document(
        string Version, Dictionary<string, HeadingWords> Headings, Dictionary<string, Words> Sentences, Dictionary<string, string> Payers, Dictionary<string, Words> Methods,
        Dictionary<string, Words> Steps, Dictionary<string, Words> Support, Dictionary<string, Words> OtherMoney, Dictionary<string, Words> Components);

    private sealed record HeadingWords(string Plain, string EasyRead);
}
