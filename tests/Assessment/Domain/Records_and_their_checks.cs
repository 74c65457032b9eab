using PersonalBudgets.Assessment.People;
using static PersonalBudgets.Assessment.Tests.Domain.Facts;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>Whole years.</summary>
public sealed class Somebodys_age
{
    [Theory]
    [InlineData("2008-06-01", 18)]
    [InlineData("2008-06-02", 17)]
    [InlineData("2026-06-01", 0)]
    public void goes_up_on_the_birthday(string birthDate, int years) => Assert.Equal(years, Age.InYears(DateOnly.Parse(birthDate), Today));

    [Fact]
    public void goes_up_on_1_March_after_a_29_February()
    {
        Assert.Equal(17, Age.InYears(new DateOnly(2008, 2, 29), new DateOnly(2026, 2, 28)));
        Assert.Equal(18, Age.InYears(new DateOnly(2008, 2, 29), new DateOnly(2026, 3, 1)));
    }
}
