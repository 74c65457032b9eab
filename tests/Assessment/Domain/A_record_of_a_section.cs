using PersonalBudgets.Assessment.LegalStatuses;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using static PersonalBudgets.Assessment.Tests.Domain.Facts;
using static PersonalBudgets.Assessment.V1.MentalHealthActSection;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>What is recorded must be able to have happened.</summary>
public sealed class A_record_of_a_section
{
    [Fact]
    public void is_refused_for_dates_in_the_wrong_order_or_in_the_future()
    {
        Assert.Equal(
            [("legal_status.end_date", "BEFORE_START"), ("legal_status.left_hospital_date", "BEFORE_START")],
            Faults(Section(_3, "2026-02-01", "2026-01-01", "2026-01-31")));
        Assert.Equal([("legal_status.start_date", "NOT_IN_FUTURE")], Faults(Section(_3, "2026-06-02")));
        Assert.Equal([("legal_status.end_date", "NOT_IN_FUTURE")], Faults(Section(_3, "2026-05-02", "2026-06-02")));
        Assert.Equal([("legal_status.application_date", "AFTER_START")], Faults(Section(_3, "2026-05-02").With(status => status.ApplicationDate = "2026-05-03")));
    }

    [Theory]
    [InlineData("", "2026-02-01")]
    [InlineData("2026-03-01", "2026-02-28")]
    public void is_refused_for_leaving_hospital_while_detained_which_is_leave(string end, string left) =>
        Assert.Equal([("legal_status.left_hospital_date", "STILL_DETAINED")], Faults(Section(_3, "2026-01-01", end, left)));

    [Fact]
    public void is_refused_for_what_a_section_of_its_kind_does_not_have()
    {
        var detention = Section(_3, "2026-01-01", "2026-02-01");
        var order = Section(CommunityTreatmentOrder, "2026-02-01", "2026-03-01", "2026-03-01", detention).With(status => status.ApplicationDate = "2026-02-01");

        Assert.Equal([("legal_status.left_hospital_date", "NOT_OF_THIS_KIND"), ("legal_status.application_date", "NOT_OF_THIS_KIND")], Faults(order));
        Assert.Equal([("legal_status.end", "NOT_OF_THIS_KIND")], Faults(detention.With(status => status.End = LegalStatusEnd.Revoked)));
        Assert.Equal([("legal_status.end", "NOT_OF_THIS_KIND")], Faults(detention.With(status => status.End = LegalStatusEnd.Recalled)));
        Assert.Equal([("legal_status.end", "NOT_OF_THIS_KIND")], Faults(detention.With(status => status.End = LegalStatusEnd.Returned)));
        Assert.Equal([("legal_status.end_date", "REQUIRED")], Faults(Section(_3, "2026-01-01").With(status => status.End = LegalStatusEnd.Discharged)));
    }

    [Theory]
    [InlineData(CommunityTreatmentOrder)]
    [InlineData(_17Leave)]
    [InlineData(Recall)]
    [InlineData(ConditionalDischarge)]
    public void is_refused_without_the_record_that_it_came_from(MentalHealthActSection section) =>
        Assert.Equal([("legal_status.follows_legal_status_id", "REQUIRED")], Faults(Section(section, "2026-01-01")));

    [Fact]
    public void says_why_it_replaces_another_and_nothing_of_the_kind_if_it_replaces_none()
    {
        var detention = Section(_3, "2026-01-01");

        Assert.Equal([("legal_status.replacement_reason", "REQUIRED")], Faults(detention.Replaced(later => later.ReplacementReason = " ")));
        Assert.Equal(
            [("legal_status.replacement_reason", "NOT_OF_THIS_KIND"), ("legal_status.recorded_in_error", "NOT_OF_THIS_KIND")],
            Faults(detention.With(status => (status.ReplacementReason, status.RecordedInError) = ("A slip.", true))));
    }

    [Theory]
    [InlineData(CommunityTreatmentOrder, _3, true)]
    [InlineData(CommunityTreatmentOrder, _37, true)]
    [InlineData(CommunityTreatmentOrder, _47, true)]
    [InlineData(CommunityTreatmentOrder, _2, false)]
    [InlineData(CommunityTreatmentOrder, _4, false)]
    [InlineData(CommunityTreatmentOrder, _136, false)]
    [InlineData(CommunityTreatmentOrder, _37With41, false)]
    [InlineData(CommunityTreatmentOrder, Informal, false)]
    [InlineData(ConditionalDischarge, _37With41, true)]
    [InlineData(ConditionalDischarge, _37, false)]
    [InlineData(ConditionalDischarge, _3, false)]
    [InlineData(Recall, _3, false)]
    [InlineData(_3, _2, false)]
    [InlineData(_3, CommunityTreatmentOrder, false)]
    public void follows_only_a_section_that_can_lead_to_it(MentalHealthActSection section, MentalHealthActSection earlier, bool fits)
    {
        var origin = Section(earlier, "2026-01-01", "2026-02-01");
        var refusal = Refused(Section(section, "2026-02-01", follows: origin), origin);

        Assert.Equal(fits ? null : "CANNOT_FOLLOW", refusal?.Violations.Single().Reason);
    }

    [Fact]
    public void begins_where_the_record_that_it_follows_ended_or_lies_within_its_time()
    {
        var running = Section(_3, "2026-01-01");
        var ended = Section(_3, "2026-01-01", "2026-02-01");

        Assert.Equal("NOT_CONTINUOUS", Refused(Section(CommunityTreatmentOrder, "2026-02-01", follows: running), running)?.Violations.Single().Reason);
        Assert.Equal("NOT_CONTINUOUS", Refused(Section(CommunityTreatmentOrder, "2026-02-02", follows: ended), ended)?.Violations.Single().Reason);
        Assert.Equal("NOT_CONTINUOUS", Refused(Section(_17Leave, "2025-12-31", follows: running), running)?.Violations.Single().Reason);
        Assert.Equal("NOT_CONTINUOUS", Refused(Section(_17Leave, "2026-01-20", "2026-02-02", follows: ended), ended)?.Violations.Single().Reason);
        Assert.Null(Refused(Section(_17Leave, "2026-01-20", "2026-02-01", follows: ended), ended));
        Assert.Null(Refused(Section(CommunityTreatmentOrder, "2026-02-01", follows: ended), ended));
    }

    [Fact]
    public void puts_a_detention_back_into_force_only_after_a_revocation_or_a_recall()
    {
        var detention = Section(_3, "2025-01-01", "2025-02-01");
        var order = Section(CommunityTreatmentOrder, "2025-02-01", "2025-05-01", follows: detention);
        var revived = Section(_3, "2025-05-01", follows: order);

        Assert.Equal("CANNOT_FOLLOW", Refused(revived, detention, order)?.Violations.Single().Reason);
        Assert.Null(Refused(revived, detention, order.With(status => status.End = LegalStatusEnd.Revoked)));
    }

    [Fact]
    public void is_refused_where_two_detentions_or_two_orders_would_be_in_force_on_one_day()
    {
        var detention = Section(_3, "2026-01-10", "2026-03-01");
        var order = Section(CommunityTreatmentOrder, "2026-03-01", follows: detention);

        Assert.Equal("DETENTIONS_OVERLAP", Refused(Section(_2, "2026-02-28"), detention)?.Reason);
        Assert.Equal("DETENTIONS_OVERLAP", Refused(Section(_2, "2026-01-01"), detention)?.Reason);
        Assert.Equal("DETENTIONS_OVERLAP", Refused(detention.Clone().With(status => status.LegalStatusId = "another"), detention)?.Reason);
        Assert.Equal("DETENTIONS_OVERLAP", Refused(order.Clone().With(status => status.LegalStatusId = "another"), detention, order)?.Reason);
        Assert.Null(Refused(Section(_2, "2025-12-20", "2026-01-10"), detention));
        Assert.Null(Refused(Section(_2, "2026-03-01"), detention));
        Assert.Null(Refused(detention.Replaced(later => later.EndDate = "2026-02-20"), detention));
    }

    [Fact]
    public void is_replaced_once_and_withdrawn_only_after_what_follows_it()
    {
        var detention = Section(_3, "2026-01-10", "2026-03-01");
        var later = detention.Replaced(record => record.EndDate = "2026-03-02");
        var order = Section(CommunityTreatmentOrder, "2026-03-01", follows: detention);
        var inError = detention.Replaced(record => record.RecordedInError = true);

        Assert.Equal("LEGAL_STATUS_REPLACED", Refused(inError, detention, later)?.Reason);
        Assert.Equal("LEGAL_STATUS_FOLLOWED", Refused(inError, detention, order)?.Reason);
        Assert.Null(Refused(inError, detention, order, order.Replaced(record => record.RecordedInError = true)));
        Assert.Equal("LEGAL_STATUS_NOT_FOUND", Refused(inError)?.Reason);
    }

    [Fact]
    public void of_a_treatment_order_is_refused_for_a_time_in_which_after_care_was_ended()
    {
        var detention = Section(_3, "2025-01-01", "2025-02-01");
        var facts = Aftercare(detention) with { Ends = [new AftercareEnd { AftercareEndingId = "an ending", LegalStatusId = detention.LegalStatusId, EndDate = "2025-09-01" }] };

        var refusal = Assert.Throws<Refusal>(() => LegalStatusChecks.RequireFitting(Section(CommunityTreatmentOrder, "2025-02-01", follows: detention), facts));

        Assert.Equal(("S117_CTO_IN_FORCE", "an ending"), (refusal.Reason, refusal.Metadata["aftercare_ending_id"]));
        LegalStatusChecks.RequireFitting(Section(CommunityTreatmentOrder, "2025-02-01", "2025-08-31", follows: detention), facts);
    }

    private static Refusal? Refused(LegalStatus added, params LegalStatus[] recorded) =>
        Record.Exception(() => LegalStatusChecks.RequireFitting(added, Aftercare(recorded))) as Refusal;

    private static IEnumerable<(string, string)> Faults(LegalStatus status) =>
        LegalStatusChecks.Faults(status, Today).Select(fault => (fault.FieldPath, fault.Reason));
}
