using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Platform.People;

/// <summary>
/// The table <c>people</c> of a service's schema: merges, deaths and permissions as Assessment told of them. Rows of people never change their
/// ids: one that was merged points at its survivor, and whoever asks for either finds both.
/// <para>
/// What is made for a person and what stops it are ordered by the lock of the survivor's row. Work that takes it takes it before any other row.
/// </para>
/// </summary>
/// <param name="schema">The service's schema.</param>
public sealed class PersonStandingStore(string schema)
{
    private const string Columns = "person_id, death_date, is_direct_payment_permitted";

    /// <summary>What is known of a person, for work that is not to be held up.</summary>
    public async Task<PersonStanding> FindAsync(Session work, Guid personId) =>
        await work.FirstOrDefaultAsync<PersonStanding>($"""
            select {Columns} from {schema}.people
            where person_id = (select survivor_id from {schema}.people where person_id = @personId)
            """, new { personId })
        ?? new PersonStanding(personId, null, null);

    /// <summary>Every id of a person: the survivor's and all that were merged into it.</summary>
    public async Task<Guid[]> IdsAsync(Session work, Guid personId)
    {
        var ids = await work.QueryAsync<Guid>($"""
            select person_id from {schema}.people
            where survivor_id = (select survivor_id from {schema}.people where person_id = @personId)
            """, new { personId });
        return ids.Count > 0 ? [.. ids] : [personId];
    }

    /// <summary>The same of the person that a list is asked for; null where it is asked for everybody.</summary>
    /// <param name="work">The work.</param>
    /// <param name="personId">The field of the request, which may be empty.</param>
    public async Task<Guid[]?> IdsOfFilterAsync(Session work, string personId) => Ids.ParseOptional(personId) is { } id ? await IdsAsync(work, id) : null;

    /// <summary>What is known of a person, until the work ends: nobody else makes or stops anything for them meanwhile.</summary>
    public async Task<PersonStanding> LockAsync(Mutation work, Guid personId)
    {
        while (true)
        {
            var locked = await work.FirstOrDefaultAsync<LockedPerson>($"""
                insert into {schema}.people as person (programme, person_id, survivor_id)
                select @Programme, asked.id, asked.id
                from (select coalesce((select survivor_id from {schema}.people where person_id = @personId), @personId) as id) asked
                on conflict (programme, person_id) do update set survivor_id = person.survivor_id
                returning person_id, survivor_id, death_date, is_direct_payment_permitted
                """, new { work.Programme, personId });
            // Merged while this waited: the survivor is another one now.
            if (locked!.SurvivorId == locked.PersonId)
                return new PersonStanding(locked.PersonId, locked.DeathDate, locked.IsDirectPaymentPermitted);
        }
    }

    /// <summary>Locks the rows of many people, as <see cref="LockAsync"/> does of one; in the order of ids, so that no two of such works wait in a circle.</summary>
    public async Task LockAllAsync(Mutation work, IReadOnlyCollection<Guid> personIds)
    {
        var waiting = personIds;
        while (waiting.Count > 0)
        {
            var locked = await work.QueryAsync<LockedPerson>($"""
                insert into {schema}.people as person (programme, person_id, survivor_id)
                select @Programme, asked.id, asked.id
                from (
                    select distinct coalesce(known.survivor_id, given.id) as id
                    from unnest(@ids) given (id) left join {schema}.people known on known.person_id = given.id
                    order by id
                ) asked
                on conflict (programme, person_id) do update set survivor_id = person.survivor_id
                returning person_id, survivor_id, death_date, is_direct_payment_permitted
                """, new { work.Programme, ids = waiting.ToArray() });
            // Merged while this waited: the survivor is another one now.
            waiting = [.. locked.Where(person => person.SurvivorId != person.PersonId).Select(person => person.SurvivorId)];
        }
    }

    /// <summary>
    /// Records a death, another day of it, or that it was recorded by mistake. Two events tell of it, each in a queue of its own: the later word
    /// counts, whichever arrives first.
    /// </summary>
    public async Task<PersonStanding> RecordDeathAsync(Mutation work, Guid personId, DateOnly? deathDate, DateTimeOffset toldAt)
    {
        var standing = await LockAsync(work, personId);
        var isLater = await work.ExecuteAsync($"""
            update {schema}.people set death_date = @deathDate, death_told_at = @toldAt
            where person_id = @PersonId and (death_told_at is null or death_told_at <= @toldAt)
            """, new { standing.PersonId, deathDate, toldAt }) is 1;
        return isLater ? standing with { DeathDate = deathDate } : standing;
    }

    /// <summary>
    /// Records whether a direct payment is permitted. After a merge two records of Assessment speak of one person: the later answer counts.
    /// </summary>
    public async Task<PersonStanding> RecordPermissionAsync(Mutation work, Guid personId, bool isPermitted, DateTimeOffset decidedAt)
    {
        var standing = await LockAsync(work, personId);
        var isLater = await work.ExecuteAsync($"""
            update {schema}.people set is_direct_payment_permitted = @isPermitted, permission_decided_at = @decidedAt
            where person_id = @PersonId and (permission_decided_at is null or permission_decided_at <= @decidedAt)
            """, new { standing.PersonId, isPermitted, decidedAt }) is 1;
        return isLater ? standing with { IsDirectPaymentPermitted = isPermitted } : standing;
    }

    /// <summary>
    /// Records that two ids are one person, whichever merges came before. A death of either is the person's, and of two answers about direct
    /// payments the stricter one counts until a later one is given: that of the merge itself may have arrived before the news of the merge.
    /// </summary>
    /// <returns>What is known of the person now.</returns>
    public async Task<PersonStanding> MergeAsync(Mutation work, Guid survivorId, Guid mergedId, DateTimeOffset mergedAt)
    {
        // In the order of ids: of two merges of the same people none waits for the other in a circle.
        foreach (var id in new[] { (await FindAsync(work, survivorId)).PersonId, (await FindAsync(work, mergedId)).PersonId }.Order())
            await LockAsync(work, id);
        var (survivor, merged) = (await LockAsync(work, survivorId), await LockAsync(work, mergedId));
        if (survivor.PersonId == merged.PersonId)
            return survivor;

        await work.ExecuteAsync($"""
            update {schema}.people survivor
            set death_date = coalesce(survivor.death_date, merged.death_date),
                death_told_at = greatest(survivor.death_told_at, merged.death_told_at),
                is_direct_payment_permitted = case
                    when survivor.permission_decided_at >= @mergedAt then survivor.is_direct_payment_permitted
                    else least(survivor.is_direct_payment_permitted, merged.is_direct_payment_permitted)
                end,
                permission_decided_at = greatest(survivor.permission_decided_at, merged.permission_decided_at)
            from {schema}.people merged
            where survivor.person_id = @survivor and merged.programme = survivor.programme and merged.person_id = @merged;

            update {schema}.people set survivor_id = @survivor where survivor_id = @merged
            """, new { survivor = survivor.PersonId, merged = merged.PersonId, mergedAt });
        return await FindAsync(work, survivorId);
    }

    private sealed record LockedPerson(Guid PersonId, Guid SurvivorId, DateOnly? DeathDate, bool? IsDirectPaymentPermitted);
}
