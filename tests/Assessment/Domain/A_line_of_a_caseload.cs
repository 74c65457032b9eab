using PersonalBudgets.Assessment.PeopleLoads;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>Where a fault of a line is shown to be.</summary>
public sealed class A_line_of_a_caseload
{
    private static readonly CaseloadEntry Entry = new()
    {
        Person = new Person { NhsNumberStatus = NhsNumberStatus.NumberPresentAndVerified, GivenName = "Sam", FamilyName = "Example", BirthDate = "1990-01-01" },
        Facts =
        {
            new CaseloadFact { Kind = CaseloadFactKind.Homeless, StartDate = "2026-01-01" },
            new CaseloadFact { Kind = CaseloadFactKind.Cluster, StartDate = "2026-01-01", Cluster = 9 },
        },
    };

    [Fact]
    public void that_came_as_JSON_points_at_what_is_wrong() => Assert.Equal(["/person/nhsNumberStatus", "/facts/1/cluster"], PointersOf(line: 7));

    [Fact]
    public void that_came_as_a_message_points_at_nothing() => Assert.Equal(["", ""], PointersOf(line: 0));

    private static IEnumerable<string> PointersOf(long line)
    {
        var read = LoadLine.Of(new LoadPeopleRequest { Line = line, Entry = Entry.Clone() }, 7, new DateOnly(2026, 6, 1));
        return read.Faults.Select(read.PointerTo);
    }
}
