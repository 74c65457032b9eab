using PersonalBudgets.Assessment.RelatedPeople;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>DOMAIN 3.2, A7: who may act for a person, and what must be there before they do.</summary>
public sealed class Somebody_around_a_person
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    public static TheoryData<Relationship> Family =>
    [
        Relationship.SpouseOrCivilPartner, Relationship.Partner, Relationship.Parent, Relationship.ParentInLaw, Relationship.Child, Relationship.ChildInLaw,
        Relationship.Stepparent, Relationship.Stepchild, Relationship.Sibling, Relationship.AuntOrUncle, Relationship.Grandparent, Relationship.PartnerOfRelative,
    ];

    [Theory]
    [MemberData(nameof(Family))]
    public void of_the_close_family_needs_no_check_to_be_a_nominee(Relationship relationship) =>
        Assert.Empty(Missing(Nominee(relationship)));

    [Fact]
    public void P8_is_a_neighbour_not_involved_before_and_needs_an_enhanced_check_with_the_barred_list()
    {
        var neighbour = Nominee(Relationship.Neighbour);

        Assert.Equal(SuitabilityCheckKind.EnhancedDbsWithBarredList, RelatedPersonRules.NeededCheck(neighbour));
        Assert.Equal(["SUITABILITY_CHECK_REQUIRED"], Missing(neighbour));

        neighbour.SuitabilityCheck = Check(SuitabilityCheckKind.EnhancedDbsWithBarredList, satisfactory: false);
        Assert.Equal(["SUITABILITY_CHECK_REQUIRED"], Missing(neighbour));

        neighbour.SuitabilityCheck.Satisfactory = true;
        Assert.Empty(Missing(neighbour));
    }

    [Theory]
    [InlineData(Relationship.Neighbour, true, false)]
    [InlineData(Relationship.Friend, true, false)]
    [InlineData(Relationship.Friend, false, true)]
    [InlineData(Relationship.Other, true, true)]
    [InlineData(Relationship.Professional, true, true)]
    public void who_was_a_friend_involved_in_the_care_needs_no_check_and_nobody_else_outside_the_family(Relationship relationship, bool involved, bool needed)
    {
        var nominee = Nominee(relationship);
        nominee.InvolvedInCare = involved;

        Assert.Equal(needed, RelatedPersonRules.NeededCheck(nominee) is not SuitabilityCheckKind.Unspecified);
    }

    [Fact]
    public void that_is_an_organisation_holds_the_equivalent_of_the_check()
    {
        var organisation = Nominee(Relationship.Unspecified);
        (organisation.FamilyName, organisation.OrganisationName) = ("", "Help With Money CIC");

        Assert.Equal(["SUITABILITY_CHECK_REQUIRED"], Missing(organisation));
        organisation.SuitabilityCheck = Check(SuitabilityCheckKind.OrganisationEquivalent);
        Assert.Empty(Missing(organisation));
    }

    [Fact]
    public void whom_the_body_appoints_to_represent_is_checked_likewise_and_who_has_an_order_or_a_power_is_not()
    {
        Assert.Equal(["SUITABILITY_CHECK_REQUIRED"], Missing(Representative(Authority.AppointedByBody, Relationship.Neighbour)));
        Assert.Empty(Missing(Representative(Authority.AppointedByBody, Relationship.Sibling)));
        Assert.Empty(Missing(Representative(Authority.Deputy, Relationship.Professional)));
    }

    [Fact]
    public void who_represents_on_a_document_has_shown_it_and_it_is_in_force()
    {
        var deputy = Representative(Authority.Deputy, Relationship.Sibling);
        deputy.Representation.AuthoritySeenDate = "";
        deputy.Representation.ValidTo = "2026-05-31";

        Assert.Equal(["AUTHORITY_NOT_SEEN", "AUTHORITY_NOT_IN_FORCE"], Missing(deputy));
    }

    [Fact]
    public void has_parental_responsibility_until_18_and_decides_about_a_direct_payment_until_16()
    {
        var parent = Representative(Authority.ParentalResponsibility, Relationship.Parent);

        Assert.Empty(Missing(parent, age: 17));
        Assert.Equal(["AUTHORITY_NOT_IN_FORCE"], Missing(parent, age: 18));
        Assert.True(RelatedPersonRules.Covers(parent.Representation, CapacityDecision.ConsentToDirectPayment, 15));
        Assert.False(RelatedPersonRules.Covers(parent.Representation, CapacityDecision.ConsentToDirectPayment, 16));
    }

    [Fact]
    public void is_named_by_the_person_from_16_with_capacity_or_by_who_represents_them()
    {
        Assert.Equal(["NOT_ENTITLED_TO_NOMINATE"], Missing(Nominee(Relationship.Sibling), age: 15));
        Assert.Equal(["NOT_ENTITLED_TO_NOMINATE"], Missing(Nominee(Relationship.Sibling), lacks: true));

        var deputy = Representative(Authority.Deputy, Relationship.Parent);
        (deputy.RelatedPersonId, deputy.State) = ("019a8b1e-7c00-7000-8000-0000000000a1", RelatedPersonState.Agreed);
        var nominee = Nominee(Relationship.Sibling);
        (nominee.Nomination.NominatedBy, nominee.Nomination.RepresentativeId) = (DecisionMaker.Representative, deputy.RelatedPersonId);
        Assert.Empty(Missing(nominee, lacks: true, others: deputy));
        Assert.Equal(["NOT_ENTITLED_TO_NOMINATE"], Missing(nominee, others: deputy));
        Assert.Equal(["NOT_ENTITLED_TO_NOMINATE"], Missing(nominee, lacks: true));
    }

    [Fact]
    public void agrees_to_be_the_nominee_and_is_the_only_one()
    {
        var nominee = Nominee(Relationship.Sibling);
        nominee.Nomination.NomineeAgreeDate = "";
        var other = Nominee(Relationship.Parent);
        other.State = RelatedPersonState.Agreed;

        Assert.Equal(["NOMINEE_AGREEMENT_MISSING", "NOMINEE_AGREED_ALREADY"], Missing(nominee, others: other));
    }

    [Fact]
    public void A7_who_is_also_paid_from_the_budget_is_decided_by_a_second_person_and_X14_looks_at_the_household()
    {
        var sister = Representative(Authority.AppointedByBody, Relationship.Sibling);
        Assert.Empty(RelatedPersonRules.SecondPersonRules(sister));

        sister.PaidFromBudget = true;
        Assert.Equal(["A7"], RelatedPersonRules.SecondPersonRules(sister));

        sister.LivesInHousehold = true;
        Assert.Equal(["A7", "X14"], RelatedPersonRules.SecondPersonRules(sister));
        Assert.True(CloseFamily.IsConnected(sister));
    }

    [Fact]
    public void who_only_cares_or_speaks_up_is_no_matter_of_a_second_person() =>
        Assert.Empty(RelatedPersonRules.SecondPersonRules(new RelatedPerson { Kind = RelatedPersonKind.Carer, PaidFromBudget = true }));

    [Fact]
    public void whose_record_contradicts_itself_is_told_all_of_it_at_once()
    {
        var faults = RelatedPersonChecks.Faults(
            new RelatedPerson
            {
                Kind = RelatedPersonKind.Nominee,
                FamilyName = "Example",
                OrganisationName = "Help With Money CIC",
                Representation = new Representation { ValidFrom = "2026-05-02", ValidTo = "2026-05-01", AuthoritySeenDate = "2026-06-02" },
                Nomination = new Nomination { NominatedBy = DecisionMaker.Representative, NominationDate = "2026-06-02", NomineeAgreeDate = "2026-06-01" },
                AdvocateRole = AdvocateRole.Imha,
                SuitabilityCheck = new SuitabilityCheck { Kind = SuitabilityCheckKind.OrganisationEquivalent, CheckDate = "2026-06-02" },
            },
            Today);

        Assert.Equal(
            [
                "related_person.organisation_name", "related_person.relationship", "related_person.representation", "related_person.advocate_role",
                "related_person.representation.valid_to", "related_person.representation.authority_seen_date",
                "related_person.nomination.representative_id", "related_person.nomination.nomination_date", "related_person.nomination.nominee_agree_date",
                "related_person.suitability_check.kind", "related_person.suitability_check.check_date",
            ],
            faults.Select(fault => fault.FieldPath));
    }

    private static string[] Missing(RelatedPerson related, int age = 40, bool lacks = false, params RelatedPerson[] others) =>
        [.. RelatedPersonRules.Missing(related, new AgreementFacts(Today, Today.AddYears(-age), lacks, others)).Select(rule => rule.Code)];

    private static RelatedPerson Nominee(Relationship relationship) => new()
    {
        Kind = RelatedPersonKind.Nominee,
        FamilyName = "Example",
        Relationship = relationship,
        Nomination = new Nomination { NominatedBy = DecisionMaker.Person, NominationDate = "2026-05-01", NomineeAgreeDate = "2026-05-02" },
    };

    private static RelatedPerson Representative(Authority authority, Relationship relationship) => new()
    {
        Kind = RelatedPersonKind.Representative,
        FamilyName = "Example",
        Relationship = relationship,
        Representation = new Representation
        {
            Authority = authority,
            Scope = { CapacityDecision.ConsentToDirectPayment, CapacityDecision.ManageMoney },
            ValidFrom = "2026-05-01",
            AuthoritySeenDate = authority is Authority.AppointedByBody ? "" : "2026-05-02",
        },
    };

    private static SuitabilityCheck Check(SuitabilityCheckKind kind, bool satisfactory = true) => new() { Kind = kind, CheckDate = "2026-05-02", Satisfactory = satisfactory };
}
