using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Calibrations;

/// <summary>The cases of a sample as they come: what is wrong with which, and the client groups that there are. No case is kept here.</summary>
internal sealed class SampleReading
{
    /// <summary>The most cases of a sample.</summary>
    public const int MostCases = 100_000;

    private const int FaultsTold = 100;
    // A group of its own for everybody would tell of everybody.
    private const int MostGroups = 200;

    private readonly Dictionary<string, int> _groups = new(StringComparer.Ordinal);
    private readonly List<SampleFault> _firstFaults = [];
    private long _place = 1;

    /// <summary>How many cases were passed over.</summary>
    public long FaultyCount { get; private set; }

    /// <summary>What was wrong with the first of them.</summary>
    public IReadOnlyList<SampleFault> FirstFaults => _firstFaults;

    /// <summary>The codes of the client groups, by their places.</summary>
    public IReadOnlyList<string> Groups => [.. _groups.OrderBy(group => group.Value).Select(group => group.Key)];

    /// <summary>The settings that the first message has to bring.</summary>
    /// <exception cref="Refusal">FIELD_INVALID.</exception>
    public static T SettingsOf<T>(T? settings, SampleCase? sampleCase, IReadOnlyCollection<LineFault> faults) where T : class
    {
        if (faults.Count > 0)
            throw Refusal.Invalid(faults.Select(fault => new Violation(fault.Field, fault.Reason, fault.Detail)));
        if (settings is null || sampleCase is not null)
            throw Refusal.Invalid(new Violation("entry.settings", "REQUIRED", "The first message has the settings and no case."));
        return settings;
    }

    /// <summary>Takes the next case.</summary>
    /// <param name="sampleCase">What came.</param>
    /// <param name="hasSettings">Whether settings came with it or in its place.</param>
    /// <param name="line">The number that the file gives it; 0 for its place.</param>
    /// <param name="faults">What the doors found wrong with it.</param>
    /// <param name="count">What a model makes of it, or what is wrong with it.</param>
    /// <exception cref="Refusal">SAMPLE_TOO_LONG.</exception>
    public void Take(SampleCase? sampleCase, bool hasSettings, long line, IReadOnlyCollection<LineFault> faults, Func<SampleCase, int, LineFault?> count)
    {
        if (_place++ > MostCases)
            throw Refusal.TooMuch("SAMPLE_TOO_LONG", $"A sample has at most {MostCases} cases.");
        if (faults.Count is 0)
            faults = Check(sampleCase, hasSettings, count) is { } fault ? [fault] : [];
        if (faults.Count is 0)
            return;
        FaultyCount++;
        _firstFaults.AddRange(faults.Take(FaultsTold - _firstFaults.Count).Select(fault => new SampleFault
        {
            Line = line > 0 ? line : _place,
            Field = fault.Field,
            Pointer = fault.Pointer,
            Reason = fault.Reason,
            Detail = fault.Detail,
        }));
    }

    /// <summary>What is wrong with a case.</summary>
    public static LineFault Fault(string field, string reason, string detail) => new() { Field = $"entry.sample_case{field}", Reason = reason, Detail = detail };

    private LineFault? Check(SampleCase? sampleCase, bool hasSettings, Func<SampleCase, int, LineFault?> count)
    {
        if (sampleCase is null || hasSettings)
            return Fault("", "REQUIRED", "Every message after the first has a case and no settings.");
        if (sampleCase is { Profile: not null, Points: > 0 })
            return Fault(".points", "ONE_WAY", "A case has a profile or points.");
        var isKnown = _groups.TryGetValue(sampleCase.ClientGroup, out var group);
        if (!isKnown && _groups.Count == MostGroups)
            return Fault(".client_group", "TOO_MANY_GROUPS", $"A sample has at most {MostGroups} client groups.");
        if (!isKnown)
            group = _groups.Count;
        var fault = count(sampleCase, group);
        if (fault is null && !isKnown)
            _groups.Add(sampleCase.ClientGroup, group);
        return fault;
    }
}
