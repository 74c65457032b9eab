using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Tests.Support;

namespace PersonalBudgets.Bench.Caseloads;

/// <summary>A caseload of made-up people with three facts each.</summary>
internal static class CaseloadRows
{
    private static readonly CaseloadFactKind[] Lasting =
    [
        CaseloadFactKind.RecoveryTeam, CaseloadFactKind.TalkingTherapies, CaseloadFactKind.HomeTreatment, CaseloadFactKind.ResidentialHome, CaseloadFactKind.LongTermCondition,
    ];

    /// <summary>Makes one.</summary>
    public static CaseloadEntry[] Make(int people) => [.. NhsNumbers.All().Take(people).Select(Entry)];

    private static CaseloadEntry Entry(string nhsNumber, int place) => new()
    {
        Person = new Person { NhsNumber = nhsNumber, GivenName = "Samuel", FamilyName = $"Example {place}", BirthDate = Day(1940 + (place % 60), place) },
        Facts =
        {
            new CaseloadFact { Kind = CaseloadFactKind.Cluster, StartDate = Day(2025, place), Cluster = place % 9 },
            new CaseloadFact { Kind = CaseloadFactKind.CrisisContact, StartDate = Day(2025, place + 7), Occurrences = 1 + (place % 3) },
            new CaseloadFact { Kind = Lasting[place % Lasting.Length], StartDate = Day(2024, place + 3), EndDate = place % 2 is 0 ? "" : Day(2025, place) },
        },
    };

    private static string Day(int year, int place) => Dates.Text(new DateOnly(year, 1 + (place % 12), 1 + (place % 28)));
}
