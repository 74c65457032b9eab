using PersonalBudgets.Plans.V1;

namespace PersonalBudgets.Plans.Rules;

/// <summary>A rule about what may not be bought (DOMAIN 3.4 as amended by A10), as the reference table holds it.</summary>
/// <param name="Code">The code, e.g. <c>X07</c>.</param>
/// <param name="Text">The rule in plain words.</param>
/// <param name="Kind">Law, guidance or local policy.</param>
/// <param name="Source">Where it is written.</param>
/// <param name="Scope">Which lines it binds.</param>
/// <param name="Override">Whether it can be set aside.</param>
/// <param name="Categories">The categories of lines that it catches; empty where it tests something else.</param>
public sealed record ExclusionRule(
    string Code, string Text, RuleKind Kind, string Source, RuleScope Scope, RuleOverride Override, IReadOnlySet<string> Categories)
{
    /// <summary>What this rule says of a line.</summary>
    public RuleFinding Finding(RuleVerdict verdict) => new(Code, verdict, Text, Source);
}

/// <summary>What one rule says of one line.</summary>
/// <param name="Code">The rule's code.</param>
/// <param name="Verdict">What follows.</param>
/// <param name="Text">The rule in plain words.</param>
/// <param name="Source">Its source in law or policy.</param>
public sealed record RuleFinding(string Code, RuleVerdict Verdict, string Text, string Source);

/// <summary>A kind of thing that money is spent on.</summary>
/// <param name="Code">The code, e.g. <c>PERSONAL_ASSISTANT</c>.</param>
/// <param name="Text">The same in words.</param>
/// <param name="SleepIn">Help by somebody who may sleep: the hours asleep are not all working time for the minimum wage.</param>
public sealed record Category(string Code, string Text, bool SleepIn);

/// <summary>The national minimum wage for workers of 21 and over, while one rate is in force.</summary>
/// <param name="ValidFrom">First day.</param>
/// <param name="ValidTo">Last day; null while no later rate is made.</param>
/// <param name="PencePerHour">The rate.</param>
/// <param name="Source">Where it is written.</param>
public sealed record MinimumWage(DateOnly ValidFrom, DateOnly? ValidTo, long PencePerHour, string Source)
{
    /// <summary>Whether the rate is in force on a day.</summary>
    public bool Covers(DateOnly day) => ValidFrom <= day && (ValidTo is null || day <= ValidTo);
}
