using PersonalBudgets.Assessment.Organisations;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.People;

/// <summary>What the fields of a person have to be together, beyond what each says for itself.</summary>
internal static class PersonChecks
{
    /// <summary>Gives a person the status of the NHS number that holds where none is said.</summary>
    public static Person WithStatus(Person person)
    {
        if (person.NhsNumberStatus is NhsNumberStatus.Unspecified && person.NhsNumber is not "")
            person.NhsNumberStatus = NhsNumberStatus.NumberPresentButNotTraced;
        return person;
    }

    /// <summary>The faults of a person's own fields.</summary>
    /// <param name="person">The person, with a status.</param>
    /// <param name="path">The path of the person in the request.</param>
    /// <param name="today">Today.</param>
    public static IEnumerable<Violation> Faults(Person person, string path, DateOnly today)
    {
        if (Dates.Parse(person.BirthDate) > today)
            yield return new Violation($"{path}.birth_date", "NOT_IN_FUTURE", "A date of birth is today or earlier.");
        if (person.NhsNumber is "" && person.NhsNumberStatus is NhsNumberStatus.Unspecified)
            yield return new Violation($"{path}.nhs_number", "REQUIRED", "Must be given; where there is none, nhs_number_status says why.");
        if (person.NhsNumber is "" && person.NhsNumberStatus is NhsNumberStatus.NumberPresentAndVerified or NhsNumberStatus.NumberPresentButNotTraced)
            yield return new Violation($"{path}.nhs_number_status", "NUMBER_STATUS", "The status says that there is an NHS number, and there is none.");
        if (person.NhsNumber is not "" && person.NhsNumberStatus is NhsNumberStatus.NumberNotPresentAndTraceNotRequired)
            yield return new Violation($"{path}.nhs_number_status", "NUMBER_STATUS", "The status says that there is no NHS number, and there is one.");
    }

    /// <summary>The faults of a person's organisations: the practice and the leading organisation, open today.</summary>
    public static async Task<IReadOnlyList<Violation>> OrganisationFaultsAsync(Session work, Person person, string path)
    {
        Violation?[] faults =
        [
            await OrganisationCheck.FaultAsync(work, $"{path}.gp_practice", person.GpPractice, OrganisationKind.GpPractice, work.Today),
            await OrganisationCheck.FaultAsync(work, $"{path}.home_organisation", person.HomeOrganisation, OrganisationKind.Unspecified, work.Today),
        ];
        return [.. faults.OfType<Violation>()];
    }

    /// <summary>Makes sure that a person can be stored.</summary>
    /// <exception cref="Refusal">FIELD_INVALID, with all faults.</exception>
    public static async Task RequireAsync(Session work, Person person)
    {
        const string Path = "person";
        Violation[] faults = [.. Faults(person, Path, work.Today), .. await OrganisationFaultsAsync(work, person, Path)];
        Refusal.ThrowIfAny(faults);
    }
}
