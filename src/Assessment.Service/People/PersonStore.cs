using Dapper;
using Npgsql;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.People;

/// <summary>The people of a programme.</summary>
internal static class PersonStore
{
    private const string Columns = """
        id, nhs_number, nhs_number_status, given_name, family_name, preferred_name, title, birth_date, gp_practice, home_organisation, communication,
        death_date, merged_into, created_at, version
        """;

    private const int MostFound = 50;

    /// <summary>Registers a person.</summary>
    /// <exception cref="Refusal">PERSON_EXISTS. It tells nothing about the one who has the NHS number.</exception>
    public static async Task InsertAsync(Mutation work, Guid id, Person person)
    {
        var values = new DynamicParameters(PersonRow.ColumnsOf(person));
        values.AddDynamicParams(new { work.Programme, id, work.Now });
        var inserted = await work.ExecuteAsync("""
            insert into assessment.people
                (programme, id, nhs_number, nhs_number_status, given_name, family_name, preferred_name, title, birth_date, gp_practice, home_organisation,
                communication, created_at)
            values
                (@Programme, @id, @NhsNumber, @NhsNumberStatus, @GivenName, @FamilyName, @PreferredName, @Title, @BirthDate, @GpPractice, @HomeOrganisation,
                @Communication::jsonb, @Now)
            on conflict (programme, nhs_number) do nothing
            """, values);
        if (inserted is 0)
            throw Exists();
    }

    /// <summary>Corrects a record that the caller has seen in this version.</summary>
    /// <exception cref="Refusal">PERSON_EXISTS; ETAG_MISMATCH.</exception>
    public static async Task UpdateAsync(Mutation work, Guid id, int expected, Person person)
    {
        var values = new DynamicParameters(PersonRow.ColumnsOf(person));
        values.AddDynamicParams(new { id, expected });
        int updated;
        try
        {
            updated = await work.ExecuteAsync("""
                update assessment.people
                set nhs_number = @NhsNumber, nhs_number_status = @NhsNumberStatus, given_name = @GivenName, family_name = @FamilyName,
                    preferred_name = @PreferredName, title = @Title, birth_date = @BirthDate, gp_practice = @GpPractice,
                    home_organisation = @HomeOrganisation, communication = @Communication::jsonb, version = version + 1
                where id = @id and version = @expected
                """, values);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.UniqueViolation)
        {
            throw Exists();
        }

        if (updated is 0)
            throw Refusal.EtagMismatch((await GetAsync(work, id)).Version);
    }

    /// <summary>Records the day of a death, or that there was none, of a record that is locked.</summary>
    /// <returns>The record's version now.</returns>
    public static Task<int> SetDeathAsync(Mutation work, Guid id, DateOnly? deathDate) => work.ScalarAsync<int>(
        "update assessment.people set death_date = @deathDate, version = version + 1 where id = @id returning version", new { id, deathDate });

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

    /// <summary>The record that stands for the person: others may still know them by the id of one that was merged.</summary>
    /// <exception cref="Refusal">PERSON_NOT_FOUND.</exception>
    public static async Task<Guid> SurvivorOfAsync(Session work, Guid id) =>
        await work.ScalarAsync<Guid?>("select assessment.survivor_of(@id)", new { id }) ?? throw Refusal.NotFound("PERSON", id);

    /// <summary>Whether the person is of this programme.</summary>
    public static Task<bool> ExistsAsync(Session work, Guid id) =>
        work.ScalarAsync<bool>("select exists (select from assessment.people where id = @id)", new { id });

    /// <summary>
    /// Makes sure that something new can be opened for the person: of this programme, alive, and not merged into another record. It locks as
    /// <see cref="LockOneAsync"/> does, so that no death and no merge comes in between.
    /// </summary>
    /// <exception cref="Refusal">PERSON_NOT_FOUND; PERSON_MERGED; PERSON_DIED.</exception>
    public static async Task<PersonRow> RequireLivingAsync(Mutation work, Guid id)
    {
        var person = await LockOneAsync(work, id);
        return person.DeathDate is null
            ? person
            : throw Refusal.Rule("PERSON_DIED", "The person has died: nothing new is opened.", "DOMAIN 0, A14", ("person_id", id));
    }

    /// <summary>
    /// Makes sure that what begins on a day can be recorded of the person: they were alive then, and the record stands for itself. What a life held
    /// until its last day may be completed and put right after it. It locks as <see cref="LockOneAsync"/> does.
    /// </summary>
    /// <exception cref="Refusal">PERSON_NOT_FOUND; PERSON_MERGED; PERSON_DIED.</exception>
    public static async Task<PersonRow> RequireAliveOnAsync(Mutation work, Guid id, DateOnly day)
    {
        var person = await LockOneAsync(work, id);
        return person.DeathDate is null || day <= person.DeathDate
            ? person
            : throw Refusal.Rule("PERSON_DIED", "The person had died by then: nothing begins for them any more.", "DOMAIN 0, A14", ("person_id", id));
    }

    /// <summary>The person, locked, whose record stands for itself: until the work ends nobody else records what must fit this person's other records.</summary>
    /// <exception cref="Refusal">PERSON_NOT_FOUND; PERSON_MERGED.</exception>
    public static async Task<PersonRow> LockOneAsync(Mutation work, Guid id) => RequireUnmerged((await LockAllAsync(work, [id]))[0]);

    /// <summary>People, locked in the order of their ids, so that two who lock the same ones wait for each other and never both; in the order asked for.</summary>
    /// <exception cref="Refusal">PERSON_NOT_FOUND.</exception>
    public static async Task<IReadOnlyList<PersonRow>> LockAllAsync(Mutation work, IReadOnlyList<Guid> ids)
    {
        var rows = await work.QueryAsync<PersonRow>(
            $"select {Columns} from assessment.people where id = any (@ids) order by id for no key update", new { ids = ids.ToArray() });
        return [.. ids.Select(id => rows.FirstOrDefault(row => row.Id == id) ?? throw Refusal.NotFound("PERSON", id))];
    }

    /// <summary>The same person, whose record stands for itself.</summary>
    /// <exception cref="Refusal">PERSON_MERGED.</exception>
    public static PersonRow RequireUnmerged(PersonRow person) => person.MergedInto is { } survivor
        ? throw Refusal.Rule("PERSON_MERGED", "The record was merged into another: use that.", null, ("person_id", person.Id), ("merged_into_person_id", survivor))
        : person;

    /// <summary>A page of the programme's people.</summary>
    public static Task<IReadOnlyList<PersonRow>> ListAsync(Session work, Page page) => work.QueryAsync<PersonRow>(
        $"select {Columns} from assessment.people where @After::uuid is null or id > @After order by id limit @Take", new { page.After, page.Take });

    /// <summary>The person with an NHS number, if the programme has one.</summary>
    public static Task<IReadOnlyList<PersonRow>> FindByNhsNumberAsync(Session work, string nhsNumber) => FindAsync(work, "nhs_number = @nhsNumber", new { nhsNumber });

    /// <summary>The people of a family name, in any case, who were born on a day.</summary>
    public static Task<IReadOnlyList<PersonRow>> FindByNameAsync(Session work, string familyName, DateOnly birthDate) =>
        FindAsync(work, "lower(family_name) = lower(@familyName) and birth_date = @birthDate", new { familyName, birthDate });

    // Who is found by a merged record is shown by the one that stands for the person, once.
    private static Task<IReadOnlyList<PersonRow>> FindAsync(Session work, string condition, object parameters) => work.QueryAsync<PersonRow>($"""
        select {Columns} from assessment.people
        where id in (
            select case when merged_into is null then id else assessment.survivor_of(id) end from assessment.people where {condition}
        )
        order by id limit {MostFound}
        """, parameters);

    private static Refusal Exists() => Refusal.AlreadyExists("PERSON_EXISTS", "The programme has a person with this NHS number.");
}
