using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;

namespace PersonalBudgets.Assessment.LegalStatuses;

/// <summary>What a record of a section must keep, by itself and beside the person's other records.</summary>
internal static class LegalStatusChecks
{
    /// <summary>The faults of the record by itself, all at once.</summary>
    public static IReadOnlyList<Violation> Faults(LegalStatus status, DateOnly today)
    {
        var start = LegalHistory.Start(status);
        var end = LegalHistory.End(status);
        var left = Dates.ParseOptional(status.LeftHospitalDate);
        var applied = Dates.ParseOptional(status.ApplicationDate);
        var detains = Sections.Detains(status.Section);
        var replaces = status.ReplacesLegalStatusId is not "";
        var faults = new List<Violation>();
        foreach (var (field, date) in new[] { ("start_date", start), ("end_date", end), ("left_hospital_date", left), ("application_date", applied) })
            Add(date > today, field, "NOT_IN_FUTURE", "What has not happened yet is not recorded.");
        Add(end < start, "end_date", "BEFORE_START", "This lies before the first day of the section.");
        Add(left < start, "left_hospital_date", "BEFORE_START", "This lies before the first day of the section.");
        Add(applied > start, "application_date", "AFTER_START", "A detention is applied for on its first day or before.");
        Add(status.End is not LegalStatusEnd.Unspecified && end is null, "end_date", "REQUIRED", "How it ended is told with the day on which it did.");
        Add(left is not null && !detains, "left_hospital_date", "NOT_OF_THIS_KIND", "Only of a detention: this is no detention.");
        Add(applied is not null && !detains, "application_date", "NOT_OF_THIS_KIND", "Only of a detention: this is no detention.");
        Add(left is not null && detains && end is null, "left_hospital_date", "STILL_DETAINED",
            "Who is out of hospital while detained is on leave: record leave under section 17, which follows this section.");
        Add(left < end && left >= start, "left_hospital_date", "STILL_DETAINED",
            "Who is out of hospital while detained is on leave: record leave under section 17, and as the day of leaving the one on which detention ended.");
        Add(!Ends(status), "end", "NOT_OF_THIS_KIND", "A section of this kind does not end so.");
        Add(Sections.NeedsOrigin(status.Section) && status.FollowsLegalStatusId is "", "follows_legal_status_id", "REQUIRED", $"This is the record that {Sections.Name(status.Section)} came from.");
        Add(replaces && string.IsNullOrWhiteSpace(status.ReplacementReason), "replacement_reason", "REQUIRED", "Say why the earlier record is replaced.");
        Add(!replaces && status.ReplacementReason is not "", "replacement_reason", "NOT_OF_THIS_KIND", "This record replaces none.");
        Add(!replaces && status.RecordedInError, "recorded_in_error", "NOT_OF_THIS_KIND", "What was recorded in error is named in replaces_legal_status_id.");
        return faults;

        void Add(bool isFault, string field, string reason, string text)
        {
            if (isFault)
                faults.Add(Fault(field, reason, text));
        }
    }

    /// <summary>What the record must keep beside the others. Call it under the person's lock.</summary>
    /// <exception cref="Refusal">LEGAL_STATUS_NOT_FOUND, LEGAL_STATUS_REPLACED, LEGAL_STATUS_FOLLOWED, DETENTIONS_OVERLAP, S117_CTO_IN_FORCE; a fault of `follows_legal_status_id`.</exception>
    public static void RequireFitting(LegalStatus added, AftercareFacts facts)
    {
        var recorded = facts.LegalStatuses;
        RequireReplaceable(added, recorded);
        var history = new LegalHistory([.. recorded, added]);
        if (!added.RecordedInError)
        {
            RequireOrigin(added, history);
            RequireNoOverlap(added, history);
        }
        RequireNoEndUnderTreatmentOrder(facts.Ends, history);
    }

    private static void RequireReplaceable(LegalStatus added, IReadOnlyList<LegalStatus> recorded)
    {
        var id = added.ReplacesLegalStatusId;
        if (id is "")
            return;
        if (recorded.All(status => status.LegalStatusId != id))
            throw Refusal.NotFound("LEGAL_STATUS", id);
        if (recorded.FirstOrDefault(status => status.ReplacesLegalStatusId == id) is { } later)
        {
            throw Refusal.Rule(
                "LEGAL_STATUS_REPLACED", "A later record has replaced this one already: read it, and replace that one.", null, ("legal_status_id", later.LegalStatusId));
        }

        var before = new LegalHistory(recorded);
        var replaced = before.Resolve(id);
        if (added.RecordedInError && before.Current.FirstOrDefault(status => status != replaced && before.Origin(status) == replaced) is { } follower)
        {
            throw Refusal.Rule(
                "LEGAL_STATUS_FOLLOWED", "Another record follows the one that is withdrawn: withdraw that one first.", null, ("legal_status_id", follower.LegalStatusId));
        }
    }

    private static void RequireOrigin(LegalStatus added, LegalHistory history)
    {
        if (added.FollowsLegalStatusId is "")
            return;
        var origin = history.Origin(added);
        if (origin is null || origin == added)
            throw Refusal.NotFound("LEGAL_STATUS", added.FollowsLegalStatusId);
        if (!Sections.CanFollow(added.Section, origin))
        {
            throw Refusal.Invalid(Fault(
                "follows_legal_status_id", "CANNOT_FOLLOW", $"{Capital(Sections.Name(added.Section))} cannot follow {Sections.Name(origin.Section)}{EndText(origin)}."));
        }

        var (start, end) = (LegalHistory.Start(origin), LegalHistory.End(origin));
        var fits = Sections.LiesWithin(added.Section)
            ? LegalHistory.Start(added) >= start && (end is null || (LegalHistory.End(added) ?? LegalHistory.Start(added)) <= end)
            : LegalHistory.Start(added) == end;
        if (!fits)
        {
            throw Refusal.Invalid(Fault("start_date", "NOT_CONTINUOUS", Sections.LiesWithin(added.Section)
                ? "This lies within the time of the record that it follows."
                : "This begins on the day on which the record that it follows ended: record that end first."));
        }
    }

    private static void RequireNoOverlap(LegalStatus added, LegalHistory history)
    {
        if (!Sections.Detains(added.Section) && added.Section is not MentalHealthActSection.CommunityTreatmentOrder)
            return;
        var overlapping = history.Current.FirstOrDefault(other =>
            other != added
            && (added.Section == other.Section || (Sections.Detains(added.Section) && Sections.Detains(other.Section)))
            && LegalHistory.Start(added) < (LegalHistory.End(other) ?? DateOnly.MaxValue)
            && LegalHistory.Start(other) < (LegalHistory.End(added) ?? DateOnly.MaxValue));
        if (overlapping is not null)
        {
            throw Refusal.Rule(
                "DETENTIONS_OVERLAP", "Another section is on record for some of these days: record its end first, or replace the record.",
                "MHA 1983 ss3, 17A, 40", ("legal_status_id", overlapping.LegalStatusId));
        }
    }

    // In whichever order the two are recorded.
    private static void RequireNoEndUnderTreatmentOrder(IReadOnlyList<AftercareEnd> ends, LegalHistory history)
    {
        if (ends.FirstOrDefault(end => history.TreatmentOrderInForce(Dates.Parse(end.EndDate))) is { } ended)
        {
            throw Refusal.Rule(
                "S117_CTO_IN_FORCE", "After-care cannot have ended while a community treatment order was in force: set its ending aside first.",
                "MHA 1983 s117(2)", ("aftercare_ending_id", ended.AftercareEndingId));
        }
    }

    private static bool Ends(LegalStatus status) => status.End switch
    {
        LegalStatusEnd.Revoked => status.Section is MentalHealthActSection.CommunityTreatmentOrder,
        LegalStatusEnd.Recalled => status.Section is MentalHealthActSection.ConditionalDischarge,
        LegalStatusEnd.Returned => Sections.LiesWithin(status.Section),
        _ => true,
    };

    private static string EndText(LegalStatus origin) =>
        origin.Section is MentalHealthActSection.CommunityTreatmentOrder or MentalHealthActSection.ConditionalDischarge ? " unless that was revoked or ended by a recall" : "";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static Violation Fault(string field, string reason, string text) => new($"legal_status.{field}", reason, text);
}
