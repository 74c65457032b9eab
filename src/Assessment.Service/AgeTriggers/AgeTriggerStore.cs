using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.AgeTriggers;

/// <summary>People by their birth dates.</summary>
internal static class AgeTriggerStore
{
    /// <summary>A page of the living people who were born in one of some ranges of days.</summary>
    public static Task<IReadOnlyList<BirthRow>> ListAsync(Session work, IReadOnlyList<(DateOnly First, DateOnly Last)> born, Page page) => work.QueryAsync<BirthRow>("""
        select person.id, person.birth_date
        from unnest(@firsts, @lasts) as born (first_day, last_day)
        join assessment.people person on person.birth_date between born.first_day and born.last_day
        where (@After::uuid is null or person.id > @After) and person.death_date is null and person.merged_into is null
        group by person.programme, person.id, person.birth_date order by person.id limit @Take
        """, new { firsts = born.Select(range => range.First).ToArray(), lasts = born.Select(range => range.Last).ToArray(), page.After, page.Take });
}

/// <summary>A person and the day of their birth.</summary>
internal sealed record BirthRow(Guid Id, DateOnly BirthDate);
