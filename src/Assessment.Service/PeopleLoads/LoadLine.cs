using Google.Protobuf.Collections;
using PersonalBudgets.Assessment.CaseloadFacts;
using PersonalBudgets.Assessment.People;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.PeopleLoads;

/// <summary>One line of a load: a person with facts, or what is wrong with it.</summary>
/// <param name="Place">Its place in the stream, from 1.</param>
/// <param name="Number">Its number in the file.</param>
/// <param name="Entry">The person and the facts; null where the line has faults.</param>
/// <param name="Faults">What is wrong; empty where it is a person.</param>
/// <param name="IsJson">It came as JSON.</param>
internal sealed record LoadLine(long Place, long Number, CaseloadEntry? Entry, IReadOnlyList<LineFault> Faults, bool IsJson)
{
    // What one line can fill the list with; who mends these sees the others then.
    private const int MostFaults = 20;

    private const string PersonField = "entry.person";

    /// <summary>Reads the line that came at a place.</summary>
    public static LoadLine Of(LoadPeopleRequest request, long place, DateOnly today)
    {
        // The door that reads JSON numbers the lines.
        var isJson = request.Line > 0;
        var number = isJson ? request.Line : place;
        RepeatedField<LineFault> faults = request.LineFaults.Count > 0 ? request.LineFaults : [.. FaultsOf(request.Entry, today)];
        return faults.Count > 0 ? new LoadLine(place, number, null, Bounded(faults), isJson) : new LoadLine(place, number, request.Entry, [], isJson);
    }

    /// <summary>Where a fault stands in the line: as a JSON pointer, as the contract spells the names; empty for the whole line, and where it did not come as JSON.</summary>
    public string PointerTo(LineFault fault)
    {
        const string Entry = "entry.";
        if (fault.Pointer is not "" || !IsJson || !fault.Field.StartsWith(Entry, StringComparison.Ordinal))
            return fault.Pointer;
        var steps = fault.Field[Entry.Length..].Replace("]", "", StringComparison.Ordinal).Split('.', '[');
        return string.Concat(steps.Select(step => $"/{LowerCamel(step)}"));
    }

    /// <summary>The same line, passed over where its person's organisations are not what they have to be.</summary>
    public async Task<LoadLine> WithOrganisationsAsync(Session work, IDictionary<(string Practice, string Home), IReadOnlyList<Violation>> known)
    {
        if (Entry is not { Person: { } person } || person is { GpPractice: "", HomeOrganisation: "" })
            return this;
        var codes = (person.GpPractice, person.HomeOrganisation);
        // A caseload names a few practices over and over.
        if (!known.TryGetValue(codes, out var faults))
            known[codes] = faults = await PersonChecks.OrganisationFaultsAsync(work, person, PersonField);
        return faults.Count is 0 ? this : this with { Entry = null, Faults = [.. faults.Select(fault => Fault(fault.FieldPath, fault.Reason, fault.Text))] };
    }

    /// <summary>The same line, passed over for what the register has.</summary>
    public LoadLine Refused(LineOutcome outcome) => this with
    {
        Entry = null,
        Faults =
        [
            outcome is LineOutcome.Exists
                ? Fault("entry.person.nhs_number", "PERSON_EXISTS", "The programme, or an earlier line, has a person with this NHS number, and the line brings no facts.")
                : Fault("entry.person.birth_date", "PERSON_DIFFERS", "Who has this NHS number in the programme, or in an earlier line, was born on another day: nothing of the line was taken."),
        ],
    };

    private static IEnumerable<LineFault> FaultsOf(CaseloadEntry entry, DateOnly today)
    {
        foreach (var fault in PersonChecks.Faults(PersonChecks.WithStatus(entry.Person), PersonField, today))
            yield return Fault(fault.FieldPath, fault.Reason, fault.Text);
        for (var index = 0; index < entry.Facts.Count; index++)
        {
            foreach (var fault in CaseloadFactChecks.FaultsOf(entry.Facts[index], $"entry.facts[{index}]", today))
                yield return Fault(fault.FieldPath, fault.Reason, fault.Text);
        }
    }

    private static RepeatedField<LineFault> Bounded(RepeatedField<LineFault> faults) => faults.Count <= MostFaults
        ? faults
        : [.. faults.Take(MostFaults - 1), Fault("", "VIOLATIONS_TRUNCATED", "There are more faults than are kept of one line.")];

    private static string LowerCamel(string name) =>
        string.Concat(name.Split('_').Select((word, index) => index is 0 || word is "" ? word : $"{char.ToUpperInvariant(word[0])}{word[1..]}"));

    private static LineFault Fault(string field, string reason, string detail) => new() { Field = field, Reason = reason, Detail = detail };
}

/// <summary>What became of a line without faults.</summary>
internal enum LineOutcome
{
    /// <summary>It registered a person.</summary>
    Registered,

    /// <summary>It added facts to somebody who was registered.</summary>
    Updated,

    /// <summary>Somebody has the NHS number, and the line brings no facts.</summary>
    Exists,

    /// <summary>Somebody has the NHS number who was born on another day.</summary>
    Differs,
}
