using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Searching_for_people(AssessmentService assessment)
{
    [Fact]
    public async Task finds_one_by_nhs_number_and_several_by_name_and_birth_date_in_any_case()
    {
        var family = $"Name{Guid.NewGuid():N}";
        var first = await assessment.RegisteredAsync(NewPerson(family));
        var second = await assessment.RegisteredAsync(NewPerson(family));
        await assessment.RegisteredAsync(NewPerson(family, "1990-01-01"));

        Assert.Equal([first], await SearchAsync(new SearchPeopleRequest { NhsNumber = first.NhsNumber }));
        Assert.Equal([first, second], await SearchAsync(new SearchPeopleRequest { FamilyName = family.ToUpperInvariant(), BirthDate = first.BirthDate }));
    }

    [Theory]
    [InlineData("", "", "")]
    [InlineData("", "Example", "")]
    [InlineData("", "", "1984-03-09")]
    [InlineData("9990000018", "Example", "")]
    public async Task is_refused_unless_it_asks_in_one_of_the_two_ways(string nhsNumber, string familyName, string birthDate)
    {
        var refusal = await RefusedCall.OfAsync(assessment.People.SearchPeopleAsync(
            new SearchPeopleRequest { NhsNumber = nhsNumber, FamilyName = familyName, BirthDate = birthDate }, assessment.Ann));

        Assert.Equal((StatusCode.InvalidArgument, 3), (refusal.Code, refusal.Fields.Count));
    }

    [Fact]
    public async Task lists_page_after_page_without_gap_or_repeat()
    {
        // Where nobody else registers: other tests load people by the thousand.
        var sue = assessment.Service.As("sue", programme: "south");
        var expected = new List<string>();
        for (var count = 0; count < 5; count++)
            expected.Add((await assessment.People.CreatePersonAsync(new CreatePersonRequest { Person = NewPerson(), RequestId = NewRequestId() }, sue)).PersonId);

        var seen = new List<string>();
        var token = "";
        do
        {
            var page = await assessment.People.ListPeopleAsync(new ListPeopleRequest { PageSize = 2, PageToken = token }, sue);
            seen.AddRange(page.People.Select(person => person.PersonId));
            token = page.NextPageToken;
        }
        while (token is not "");

        Assert.Equal(seen.Count, seen.Distinct().Count());
        Assert.Equal(expected, seen.Where(expected.Contains));
    }

    [Fact]
    public async Task is_refused_without_the_permission()
    {
        var refusal = await RefusedCall.OfAsync(assessment.People.SearchPeopleAsync(
            new SearchPeopleRequest { NhsNumber = "9990000018" }, assessment.Service.As(permissions: ["assessment.offers.read"])));

        Assert.Equal((StatusCode.PermissionDenied, "PERMISSION_REQUIRED"), (refusal.Code, refusal.Reason));
    }

    private async Task<IEnumerable<Person>> SearchAsync(SearchPeopleRequest request) =>
        (await assessment.People.SearchPeopleAsync(request, assessment.Ann)).People;
}
