using Npgsql;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.People;

/// <summary>The people of a programme.</summary>
internal static class PersonStore
{
    private const string Columns = "id, nhs_number, given_name, family_name, birth_date, created_at, version";
    private const int MostFound = 50;

    /// <summary>Registers a person.</summary>
    /// <exception cref="Refusal">PERSON_EXISTS. It tells nothing about the one who has the NHS number.</exception>
    public static async Task InsertAsync(Mutation work, Guid id, Person person)
    {
        var inserted = await work.ExecuteAsync("""
            insert into assessment.people (programme, id, nhs_number, given_name, family_name, birth_date, created_at)
            values (@Programme, @id, @NhsNumber, @GivenName, @FamilyName, @birthDate, @Now)
            on conflict (programme, nhs_number) do nothing
            """,
            new { work.Programme, id, person.NhsNumber, person.GivenName, person.FamilyName, birthDate = Dates.Parse(person.BirthDate), work.Now });
        if (inserted is 0)
            throw Exists();
    }

    /// <summary>Corrects a record that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">PERSON_EXISTS; ETAG_MISMATCH.</exception>
    public static async Task UpdateAsync(Mutation work, Guid id, int expected, Person person)
    {
        int updated;
        try
        {
            updated = await work.ExecuteAsync("""
                update assessment.people
                set nhs_number = @NhsNumber, given_name = @GivenName, family_name = @FamilyName, birth_date = @birthDate, version = version + 1
                where id = @id and version = @expected
                """,
                new { id, expected, person.NhsNumber, person.GivenName, person.FamilyName, birthDate = Dates.Parse(person.BirthDate) });
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            throw Exists();
        }

        if (updated is 0)
            throw Refusal.EtagMismatch((await GetAsync(work, id)).Version);
    }

    /// <summary>One person.</summary>
    /// <exception cref="Refusal">PERSON_NOT_FOUND.</exception>
    public static async Task<PersonRow> GetAsync(Session work, Guid id) =>
        await work.FirstOrDefaultAsync<PersonRow>($"select {Columns} from assessment.people where id = @id", new { id })
        ?? throw Refusal.NotFound("PERSON", id);

    /// <summary>Makes sure that the person is of this programme.</summary>
    /// <exception cref="Refusal">PERSON_NOT_FOUND.</exception>
    public static async Task RequireAsync(Session work, Guid id)
    {
        if (!await ExistsAsync(work, id))
            throw Refusal.NotFound("PERSON", id);
    }

    /// <summary>Whether the person is of this programme.</summary>
    public static Task<bool> ExistsAsync(Session work, Guid id) =>
        work.ScalarAsync<bool>("select exists (select from assessment.people where id = @id)", new { id });

    /// <summary>Makes sure that the person is of this programme, and that until the work ends nobody else records what must fit this person's other records.</summary>
    /// <exception cref="Refusal">PERSON_NOT_FOUND.</exception>
    public static async Task LockAsync(Mutation work, Guid id)
    {
        if (await work.ScalarAsync<Guid?>("select id from assessment.people where id = @id for no key update", new { id }) is null)
            throw Refusal.NotFound("PERSON", id);
    }

    /// <summary>A page of the programme's people.</summary>
    public static Task<IReadOnlyList<PersonRow>> ListAsync(Session work, Page page) => work.QueryAsync<PersonRow>(
        $"select {Columns} from assessment.people where @After::uuid is null or id > @After order by id limit @Take", new { page.After, page.Take });

    /// <summary>The person with an NHS number, if the programme has one.</summary>
    public static Task<IReadOnlyList<PersonRow>> FindByNhsNumberAsync(Session work, string nhsNumber) => work.QueryAsync<PersonRow>(
        $"select {Columns} from assessment.people where nhs_number = @nhsNumber", new { nhsNumber });

    /// <summary>The people of a family name, in any case, who were born on a day.</summary>
    public static Task<IReadOnlyList<PersonRow>> FindByNameAsync(Session work, string familyName, DateOnly birthDate) => work.QueryAsync<PersonRow>($"""
        select {Columns} from assessment.people
        where lower(family_name) = lower(@familyName) and birth_date = @birthDate order by id limit {MostFound}
        """, new { familyName, birthDate });

    private static Refusal Exists() => Refusal.AlreadyExists("PERSON_EXISTS", "The programme has a person with this NHS number.");
}
