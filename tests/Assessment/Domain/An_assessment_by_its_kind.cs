using PersonalBudgets.Assessment.Assessments;
using PersonalBudgets.Assessment.Tests.Slices;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Assessment.Tests.Domain.Facts;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>Which facts a kind takes, which it needs, and whom the law gives it to.</summary>
public sealed class An_assessment_by_its_kind
{
    public static TheoryData<AssessmentKind, string, string> Facts => new()
    {
        { AssessmentKind.Adult, "care_act", "care_act" },
        { AssessmentKind.Carer, "carer", "carer" },
        { AssessmentKind.Health, "health", "health" },
        { AssessmentKind.S117, "aftercare", "care_act,health,aftercare" },
        { AssessmentKind.Joint, "care_act,health", "care_act,health,aftercare" },
        { AssessmentKind.ChildrensContinuingCare, "health", "health" },
        { AssessmentKind.Ehc, "education", "health,education" },
    };

    [Theory]
    [MemberData(nameof(Facts))]
    public void needs_its_own_facts_and_refuses_those_of_others(AssessmentKind kind, string needed, string taken)
    {
        var bare = AssessmentService.Complete(kind);
        (bare.CareAct, bare.Carer, bare.Health, bare.Aftercare, bare.Education) = (null, null, null, null, null);
        var full = AssessmentService.Complete(kind);
        (full.CareAct, full.Carer, full.Health, full.Aftercare, full.Education) = (new(), new(), new(), new(), new());

        string[] all = ["care_act", "carer", "health", "aftercare", "education"];
        Assert.Equal(needed.Split(','), Signature.Missing(bare).Select(rule => rule.Subject));
        Assert.Equal(
            all.Except(taken.Split(',')),
            AssessmentChecks.Faults(full, Today).Where(fault => fault.Reason is "NOT_OF_THIS_KIND").Select(fault => fault.FieldPath["assessment.".Length..]));
        Assert.Empty(Signature.Missing(AssessmentService.Complete(kind)));
        Assert.Empty(AssessmentChecks.Faults(AssessmentService.Complete(kind), Today));
    }

    [Theory]
    [InlineData(AssessmentKind.Adult, "2008-12-01", true)]
    [InlineData(AssessmentKind.Adult, "2008-12-02", false)]
    [InlineData(AssessmentKind.Carer, "2008-12-02", false)]
    [InlineData(AssessmentKind.Joint, "2008-12-02", false)]
    [InlineData(AssessmentKind.Joint, "1930-01-01", true)]
    [InlineData(AssessmentKind.Health, "2020-01-01", true)]
    [InlineData(AssessmentKind.S117, "2012-01-01", true)]
    [InlineData(AssessmentKind.ChildrensContinuingCare, "2008-06-02", true)]
    [InlineData(AssessmentKind.ChildrensContinuingCare, "2008-06-01", false)]
    [InlineData(AssessmentKind.Ehc, "2001-06-02", true)]
    [InlineData(AssessmentKind.Ehc, "2001-06-01", false)]
    public void is_for_the_ages_that_the_law_gives_it_to(AssessmentKind kind, string birthDate, bool isFor)
    {
        var assessment = new AssessmentMessage { Kind = kind, AssessmentDate = "2026-06-01" };

        var refusal = Record.Exception(() => AssessmentKinds.RequireAge(assessment, DateOnly.Parse(birthDate), 210)) as Refusal;

        Assert.Equal(isFor ? null : "ASSESSMENT_NOT_FOR_AGE", refusal?.Reason);
        Assert.Equal(isFor, refusal?.Metadata["source"] is null);
    }

    [Fact]
    public void is_of_somebody_who_was_born()
    {
        var assessment = new AssessmentMessage { Kind = AssessmentKind.Health, AssessmentDate = "2026-06-01" };

        var refusal = Assert.Throws<Refusal>(() => AssessmentKinds.RequireAge(assessment, new DateOnly(2026, 6, 2), 210));

        Assert.Equal("BEFORE_BIRTH", Assert.Single(refusal.Violations).Reason);
    }
}

/// <summary>DOMAIN 2.</summary>
public sealed class A_signature_on_an_assessment
{
    [Fact]
    public void lists_everything_that_is_missing_at_once()
    {
        var draft = new AssessmentMessage
        {
            Kind = AssessmentKind.Carer,
            OwnView = " ",
            Assessor = new Assessor { Role = AssessorRole.SocialCareAssessor, Register = ProfessionalRegister.None },
            CapacityConclusion = CapacityConclusion.LacksCapacity,
            Advocacy = new Advocacy { SubstantialDifficulty = true },
            Fluctuation = new Fluctuation { BadDays = "I stay in bed." },
            SelfAssessment = new SelfAssessment { Support = SelfAssessmentSupport.Nobody },
        };

        Assert.Equal(
            [
                "assessor.qualification", "own_view", "capacity_considered", "capacity_finding_id", "advocate_considered", "advocacy.advocate_involved",
                "needs", "period_considered_days", "carer", "cared_for_person_id", "self_assessment", "self_assessment.confirm_time",
            ],
            Signature.Missing(draft).Select(rule => rule.Subject));
        Assert.All(Signature.Missing(draft).Where(rule => rule.Subject is not "needs"), rule => Assert.NotNull(rule.Source));
    }

    [Fact]
    public void asks_for_the_period_where_an_outcome_or_the_whole_fluctuates()
    {
        var adult = AssessmentService.Complete(AssessmentKind.Adult);
        adult.CareAct = Adult(CareActOutcome.Nutrition);
        adult.CareAct.Outcomes[0].Fluctuates = true;
        var carer = AssessmentService.Complete(AssessmentKind.Carer);
        carer.Carer.Outcomes.Add(new CarerOutcomeFinding { Outcome = CarerOutcome.Recreation, Fluctuates = true });

        foreach (var draft in new[] { adult, carer })
        {
            Assert.Equal("period_considered_days", Assert.Single(Signature.Missing(draft)).Subject);
            draft.PeriodConsideredDays = 180;
            Assert.Empty(Signature.Missing(draft));
        }
    }

    /// <summary>Care Act 2014 s67(4)-(6).</summary>
    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, false)]
    [InlineData(true, true, false)]
    [InlineData(true, false, false)]
    [InlineData(true, false, true)]
    public void needs_an_advocate_exactly_where_there_is_difficulty_and_nobody_appropriate(bool difficulty, bool appropriate, bool involved)
    {
        var draft = AssessmentService.Complete();
        draft.Advocacy = new Advocacy { SubstantialDifficulty = difficulty, AppropriatePerson = appropriate, AdvocateInvolved = involved };

        Assert.Equal(difficulty && !appropriate && !involved, Signature.Missing(draft).Any(rule => rule.Subject is "advocacy.advocate_involved"));
    }
}

/// <summary>What one field's rules cannot say.</summary>
public sealed class A_draft_assessment
{
    [Fact]
    public void is_refused_for_all_its_faults_at_once()
    {
        var need = new Need { Domain = "NIGHT", NeedType = NeedType.Health, TwoCarerMinutes = 30 };
        var line = new PackageLine { Service = "VISIT", NeedType = NeedType.Social, WeeklyUnitsHundredths = 100 };
        var draft = new AssessmentMessage
        {
            PersonId = "a",
            Kind = AssessmentKind.Carer,
            AssessmentDate = "2026-06-02",
            SelfAssessment = new SelfAssessment { CompletedDate = "2026-06-03" },
            Assessor = new Assessor { Register = ProfessionalRegister.Gmc, RegistrationNumber = "123456" },
            CaredForPersonId = "a",
            CaredForElsewhere = true,
            PeriodConsideredDays = 10,
            Fluctuation = new Fluctuation { BadDaysInPeriod = 11 },
            CareAct = Adult(CareActOutcome.Nutrition, CareActOutcome.Hygiene, CareActOutcome.Nutrition),
            Health = new HealthFacts(),
            Carer = new CarerFacts
            {
                Outcomes = { new CarerOutcomeFinding { Outcome = CarerOutcome.Recreation }, new CarerOutcomeFinding { Outcome = CarerOutcome.Recreation } },
            },
            Needs = { need, new Need { Domain = "NIGHT", NeedType = NeedType.Social, WeeklyMinutes = 60, TwoCarerMinutes = 60 }, need },
            Circumstances = new Circumstances { CannotBeLeftAlone = true, LongestAloneMinutes = 5, NightsPerWeek = 2 },
            ConventionalPackage = { line, line },
        };

        Assert.Equal(
            [
                ("assessment.assessment_date", "NOT_IN_FUTURE"), ("assessment.self_assessment.completed_date", "NOT_IN_FUTURE"),
                ("assessment.care_act", "NOT_OF_THIS_KIND"), ("assessment.health", "NOT_OF_THIS_KIND"),
                ("assessment.cared_for_elsewhere", "ONE_WAY"), ("assessment.cared_for_person_id", "SELF"),
                ("assessment.assessor.registration_number", "PATTERN"), ("assessment.fluctuation.bad_days_in_period", "OUT_OF_RANGE"),
                ("assessment.needs[0].two_carer_minutes", "OUT_OF_RANGE"), ("assessment.needs[2].two_carer_minutes", "OUT_OF_RANGE"),
                ("assessment.circumstances.nights_per_week", "OUT_OF_RANGE"), ("assessment.circumstances.longest_alone_minutes", "OUT_OF_RANGE"),
                ("assessment.care_act.outcomes[2].outcome", "DUPLICATE"), ("assessment.carer.outcomes[1].outcome", "DUPLICATE"),
                ("assessment.needs[2].domain", "DUPLICATE"), ("assessment.conventional_package[1].service", "DUPLICATE"),
            ],
            AssessmentChecks.Faults(draft, Today).Select(fault => (fault.FieldPath, fault.Reason)));
    }

    [Fact]
    public void of_an_adult_names_nobody_who_is_cared_for()
    {
        var draft = new AssessmentMessage { Kind = AssessmentKind.Adult, AssessmentDate = "2026-06-01", CaredForPersonId = "b" };

        Assert.Equal(("assessment.cared_for_person_id", "NOT_OF_THIS_KIND"), Assert.Single(AssessmentChecks.Faults(draft, Today).Select(fault => (fault.FieldPath, fault.Reason))));
    }

    /// <summary>DOMAIN 12.2.</summary>
    [Theory]
    [InlineData(ProfessionalRegister.Gmc, "1234567", true)]
    [InlineData(ProfessionalRegister.Gmc, "12345678", false)]
    [InlineData(ProfessionalRegister.Nmc, "12A3456B", true)]
    [InlineData(ProfessionalRegister.Nmc, "12A3456", false)]
    [InlineData(ProfessionalRegister.SocialWorkEngland, "SW12345", true)]
    [InlineData(ProfessionalRegister.SocialWorkEngland, "12345", false)]
    [InlineData(ProfessionalRegister.Hcpc, "OT12345", true)]
    [InlineData(ProfessionalRegister.Hcpc, "O12345", false)]
    [InlineData(ProfessionalRegister.None, "", true)]
    [InlineData(ProfessionalRegister.None, "12345", false)]
    public void names_an_assessor_by_a_number_of_their_register(ProfessionalRegister register, string number, bool isNumber) =>
        Assert.Equal(isNumber, Registrations.IsNumberOf(register, number));
}

/// <summary>Care Act 2014 s11.</summary>
public sealed class A_refusal_of_an_assessment
{
    [Theory]
    [InlineData(AssessmentKind.Adult, CapacityConclusion.Assumed, true, true)]
    [InlineData(AssessmentKind.Adult, CapacityConclusion.Assumed, false, false)]
    [InlineData(AssessmentKind.Adult, CapacityConclusion.LacksCapacity, true, false)]
    [InlineData(AssessmentKind.Joint, CapacityConclusion.HasCapacity, false, false)]
    [InlineData(AssessmentKind.Carer, CapacityConclusion.LacksCapacity, false, true)]
    [InlineData(AssessmentKind.Health, CapacityConclusion.Assumed, false, true)]
    public void binds_unless_capacity_is_lacking_or_an_adult_may_be_abused_or_neglected(
        AssessmentKind kind, CapacityConclusion capacity, bool noAbuse, bool binds)
    {
        var draft = new AssessmentMessage { Kind = kind, CapacityConclusion = capacity };

        var refusal = Record.Exception(() => AssessmentRefusal.RequireBinding(draft, noAbuse)) as Refusal;

        Assert.Equal(binds ? null : "REFUSAL_NOT_BINDING", refusal?.Reason);
    }
}
