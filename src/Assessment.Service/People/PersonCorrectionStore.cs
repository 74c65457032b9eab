using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.People;

/// <summary>The history of a person's record: what it said before each correction, and why it was corrected.</summary>
internal static class PersonCorrectionStore
{
    /// <summary>The audit's name of a correction.</summary>
    public const string Action = "assessment.person.corrected";

    /// <summary>Makes sure that a correction has a reason.</summary>
    /// <param name="reason">The reason, or null.</param>
    /// <param name="path">Its path in the request.</param>
    /// <exception cref="Refusal">FIELD_INVALID.</exception>
    public static void Require(PersonCorrectionReason? reason, string path)
    {
        List<Violation> faults = [];
        if (reason is null or { Code: CorrectionCode.Unspecified })
            faults.Add(new Violation($"{path}.code", "REQUIRED", "A correction has a reason."));
        if (string.IsNullOrWhiteSpace(reason?.Note))
            faults.Add(new Violation($"{path}.note", "REQUIRED", "A correction has a reason in words."));
        Refusal.ThrowIfAny(faults);
    }

    /// <summary>Makes sure that there is something to correct: what nobody changed would stand in the history as if somebody had.</summary>
    /// <exception cref="Refusal">FIELD_INVALID.</exception>
    public static void RequireChange(Person before, Person after)
    {
        if (Changed(before, after).Length is 0)
            throw Refusal.Invalid(new Violation("person", "UNCHANGED", "A correction changes something."));
    }

    /// <summary>Keeps what a record said, and records the correction.</summary>
    public static async Task KeepAsync(Mutation work, Person before, Person after, PersonCorrectionReason reason)
    {
        await work.ExecuteAsync("""
            insert into assessment.person_corrections (programme, id, record_id, reason, note, before, changed, corrected_at)
            values (@Programme, @id, @recordId, @reason, @Note, @before::jsonb, @changed, @Now)
            """,
            new
            {
                work.Programme,
                id = work.NewId(),
                recordId = Guid.Parse(before.PersonId),
                reason = reason.Code.Code(),
                reason.Note,
                before = JsonFormatter.Default.Format(before),
                changed = Changed(before, after),
                work.Now,
            });
        work.Audit(Action, "PERSON", Guid.Parse(before.PersonId), reason.Code.Code());
    }

    /// <summary>A page of a record's corrections. Who made each stands in the audit: at its instant, about this record.</summary>
    public static Task<IReadOnlyList<PersonCorrectionRow>> ListAsync(Session work, Guid personId, Page page) => work.QueryAsync<PersonCorrectionRow>("""
        select c.id, c.reason, c.note, c.before, array_to_string(c.changed, ',') as changed, c.corrected_at, (
            select e.actor from platform.audit_events e
            where e.person_id = c.record_id and e.subject_id = c.record_id and e.at = c.corrected_at and e.action = @Action order by e.id limit 1
        ) as corrected_by
        from assessment.person_corrections c
        where c.record_id = @personId and (@After::uuid is null or c.id > @After) order by c.id limit @Take
        """, new { personId, page.After, page.Take, Action });

    private static string[] Changed(Person before, Person after) =>
    [
        .. Person.Descriptor.Fields.InDeclarationOrder()
            .Where(field => field.FieldNumber is not (Person.CorrectionFieldNumber or Person.EtagFieldNumber))
            .Where(field => !Equals(field.Accessor.GetValue(before), field.Accessor.GetValue(after)))
            .Select(field => field.Name),
    ];
}

/// <summary>A correction as stored.</summary>
internal sealed record PersonCorrectionRow(Guid Id, string Reason, string Note, string Before, string Changed, DateTime CorrectedAt, string CorrectedBy)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public PersonCorrection ToMessage() => new()
    {
        PersonCorrectionId = Id.ToString(),
        Reason = new PersonCorrectionReason { Code = Codes.Parse<CorrectionCode>(Reason), Note = Note },
        Before = Parser.Parse<Person>(Before),
        ChangedFields = { Changed.Split(',') },
        CorrectTime = Timestamp.FromDateTime(CorrectedAt),
        CorrectedBy = CorrectedBy,
    };
}
