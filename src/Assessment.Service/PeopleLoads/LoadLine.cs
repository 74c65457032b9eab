using Google.Protobuf.Collections;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.PeopleLoads;

/// <summary>One line of a load: a person to register, or what is wrong with it.</summary>
/// <param name="Place">Its place in the stream, from 1.</param>
/// <param name="Number">Its number in the file.</param>
/// <param name="Person">The person; null where the line has faults.</param>
/// <param name="Faults">What is wrong; empty where it is a person.</param>
internal sealed record LoadLine(long Place, long Number, Person? Person, IReadOnlyList<LineFault> Faults)
{
    // What one line can fill the list with; who mends these sees the others then.
    private const int MostFaults = 20;

    private const string NhsNumberField = "person.nhs_number";

    /// <summary>Reads the line that came at a place.</summary>
    public static LoadLine Of(LoadPeopleRequest request, long place, DateOnly today)
    {
        var number = request.Line > 0 ? request.Line : place;
        if (request.LineFaults.Count > 0)
            return new LoadLine(place, number, null, Bounded(request.LineFaults));
        return Dates.Parse(request.Person.BirthDate) > today
            ? new LoadLine(place, number, null, [Fault("person.birth_date", "NOT_IN_FUTURE", "A date of birth is today or earlier.")])
            : new LoadLine(place, number, request.Person, []);
    }

    /// <summary>The same line, passed over because somebody has its NHS number.</summary>
    public LoadLine Duplicate() => this with
    {
        Person = null,
        Faults = [Fault(NhsNumberField, "PERSON_EXISTS", "The programme, or an earlier line, has a person with this NHS number.")],
    };

    private static RepeatedField<LineFault> Bounded(RepeatedField<LineFault> faults) => faults.Count <= MostFaults
        ? faults
        : [.. faults.Take(MostFaults - 1), Fault("", "VIOLATIONS_TRUNCATED", "There are more faults than are kept of one line.")];

    private static LineFault Fault(string field, string reason, string detail) => new() { Field = field, Reason = reason, Detail = detail };
}
