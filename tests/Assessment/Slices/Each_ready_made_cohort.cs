using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Assessment.CohortRules;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support;
using static PersonalBudgets.Assessment.V1.CaseloadFactKind;

namespace PersonalBudgets.Assessment.Tests.Slices;

/// <summary>Every group that the sources name (DOMAIN 1.3) and the local rules by cluster (DOMAIN 1.1, C21; P12): somebody who belongs to it, and those who nearly do.</summary>
[Collection<AssessmentCollection>]
public sealed class Each_ready_made_cohort(AssessmentService assessment)
{
    private readonly CohortHouse _house = new(assessment);

    public static TheoryData<string> Codes => [.. Cases.Select(one => one.Code).Distinct()];

    private static IEnumerable<Case> Cases =>
    [
        new("CRISIS_FREQUENT", "three crises in a year", true, Events(CrisisContact, 1, 100, 364)),
        new("CRISIS_FREQUENT", "three on one day", true, Times(CrisisContact, 5, 3)),
        new("CRISIS_FREQUENT", "two in a year and one before it", false, Events(CrisisContact, 1, 100, 365)),
        new("CRISIS_FREQUENT", "three visits to A&E", false, Events(EmergencyAttendance, 1, 2, 3)),
        new("HOME_TREATMENT", "treated at home since a week ago", true, Since(HomeTreatment, 7)),
        new("HOME_TREATMENT", "treated until today", true, Between(HomeTreatment, 20, 0)),
        new("HOME_TREATMENT", "treated until yesterday", false, Between(HomeTreatment, 20, 1)),
        new("LIAISON_FREQUENT", "seen by liaison three times", true, Events(PsychiatricLiaison, 3, 30, 300)),
        new("LIAISON_FREQUENT", "in A&E five times", true, Times(EmergencyAttendance, 30, 5)),
        new("LIAISON_FREQUENT", "in A&E four times, seen by liaison twice", false, [.. Times(EmergencyAttendance, 30, 4), .. Events(PsychiatricLiaison, 3, 30)]),
        new("TALKING_THERAPIES_CARE", "in therapy and in need of care", true, [.. Since(TalkingTherapies, 30), .. Since(CareNeed, 300)]),
        new("TALKING_THERAPIES_CARE", "in therapy alone", false, Since(TalkingTherapies, 30)),
        new("TALKING_THERAPIES_CARE", "in need of care alone", false, Since(CareNeed, 300)),
        new("RECOVERY_COLLEGE", "a student", true, Since(RecoveryCollege, 30)),
        new("RECOVERY_COLLEGE", "a student of last year", false, Between(RecoveryCollege, 500, 200)),
        new("TEENAGERS_AT_RISK", "13 today and at risk", true, Since(AdmissionRisk, 3), Age: 13),
        new("TEENAGERS_AT_RISK", "20 tomorrow and at risk", true, Since(AdmissionRisk, 3), Age: 20, BirthdayInDays: 1),
        new("TEENAGERS_AT_RISK", "13 tomorrow and at risk", false, Since(AdmissionRisk, 3), Age: 13, BirthdayInDays: 1),
        new("TEENAGERS_AT_RISK", "20 today and at risk", false, Since(AdmissionRisk, 3), Age: 20),
        new("TEENAGERS_AT_RISK", "15 and not at risk", false, Since(Camhs, 3), Age: 15),
        new("EARLY_INTERVENTION_FIRST", "new to it", true, Since(EarlyIntervention, 179)),
        new("EARLY_INTERVENTION_FIRST", "with it for long", false, Since(EarlyIntervention, 180)),
        new("EARLY_INTERVENTION_FIRST", "new and gone", false, Between(EarlyIntervention, 90, 10)),
        new("CAMHS_TRANSITION", "on the way", true, Since(CamhsTransition, 10), Age: 17),
        new("CAMHS_TRANSITION", "17 and with child services", true, Since(Camhs, 300), Age: 17),
        new("CAMHS_TRANSITION", "16 and with child services", false, Since(Camhs, 300), Age: 16),
        new("LONG_TERM_CONDITION", "a condition and a cluster", true, [.. Since(LongTermCondition, 900), .. InCluster(4, 30)]),
        new("LONG_TERM_CONDITION", "a condition and a recovery team", true, [.. Since(LongTermCondition, 900), .. Since(RecoveryTeam, 40)]),
        new("LONG_TERM_CONDITION", "a condition alone", false, Since(LongTermCondition, 900)),
        new("LONG_TERM_CONDITION", "a cluster alone", false, InCluster(4, 30)),
        new("SOCIAL_CARE_BUDGET", "a council's budget", true, Since(SocialCareBudget, 400)),
        new("SOCIAL_CARE_BUDGET", "a health budget", false, Since(HealthBudget, 400)),
        new("SECTION_117", "in after-care", true, Since(Section117, 100)),
        new("SECTION_117", "whose after-care was ended", false, Between(Section117, 100, 10)),
        new("SECTION_117", "under a community treatment order alone", false, Since(CommunityTreatmentOrder, 10)),
        new("OUT_OF_AREA", "placed outside", true, Since(OutOfAreaPlacement, 100)),
        new("OUT_OF_AREA", "back again", false, Between(OutOfAreaPlacement, 100, 30)),
        new("LONG_STAY_HOME", "a year in a nursing home", true, Since(NursingHome, 365)),
        new("LONG_STAY_HOME", "a day less in a residential home", false, Since(ResidentialHome, 364)),
        new("LONG_STAY_HOME", "two stays that are a year together", false, [.. Since(NursingHome, 200), .. Between(ResidentialHome, 400, 200)]),
        new("COMMUNITY_TREATMENT_ORDER", "under an order", true, Since(CommunityTreatmentOrder, 100)),
        new("COMMUNITY_TREATMENT_ORDER", "discharged from one", false, Between(CommunityTreatmentOrder, 100, 3)),
        new("READMITTED", "back twice, 89 and 90 days after a discharge", true,
            [.. Between(AcuteAdmission, 400, 380), .. Between(IndependentHospitalAdmission, 291, 250), .. Since(AcuteAdmission, 160)]),
        new("READMITTED", "back twice, once after 91 days", false,
            [.. Between(AcuteAdmission, 400, 380), .. Between(IndependentHospitalAdmission, 289, 250), .. Since(AcuteAdmission, 200)]),
        new("READMITTED", "moved from ward to ward on one day, twice", false,
            [.. Between(AcuteAdmission, 400, 380), .. Between(IndependentHospitalAdmission, 380, 350), .. Between(AcuteAdmission, 350, 300)]),
        new("READMITTED", "back twice, long ago", false,
            [.. Between(AcuteAdmission, 1400, 1380), .. Between(AcuteAdmission, 1370, 1360), .. Between(AcuteAdmission, 1350, 1340)]),
        new("OPIOID_SUBSTITUTION", "in treatment", true, Since(OpioidSubstitution, 100)),
        new("OPIOID_SUBSTITUTION", "after treatment", false, Between(OpioidSubstitution, 100, 3)),
        new("HOMELESS_WITHOUT_GP", "homeless without a GP", true, [.. Since(Homeless, 30), .. Since(NoGeneralPractice, 300)]),
        new("HOMELESS_WITHOUT_GP", "homeless with a GP", false, Since(Homeless, 30)),
        new("HOMELESS_WITHOUT_GP", "housed without a GP", false, [.. Between(Homeless, 30, 4), .. Since(NoGeneralPractice, 300)]),
        new("BLOCK_DAY_SERVICE", "at a day centre", true, Since(BlockContractDayService, 30)),
        new("BLOCK_DAY_SERVICE", "gone from it", false, Between(BlockContractDayService, 30, 2)),
        new("RECOVERY_DISCHARGE", "discharged within half a year", true, Between(RecoveryTeam, 900, 179)),
        new("RECOVERY_DISCHARGE", "discharged earlier", false, Between(RecoveryTeam, 900, 180)),
        new("RECOVERY_DISCHARGE", "discharged and taken on again", false, [.. Between(RecoveryTeam, 900, 100), .. Since(RecoveryTeam, 20)]),
        new("LOW_SECURE", "in low secure care", true, Since(LowSecure, 30)),
        new("LOW_SECURE", "in a private hospital", false, Since(PrivateHospital, 30)),
        new("YOUNG_ADULTS_IN_CRISIS", "18 today, in crisis", true, Events(CrisisContact, 20), Age: 18),
        new("YOUNG_ADULTS_IN_CRISIS", "30, seen by liaison", true, Events(PsychiatricLiaison, 179), Age: 30),
        new("YOUNG_ADULTS_IN_CRISIS", "18 tomorrow, in crisis", false, Events(CrisisContact, 20), Age: 18, BirthdayInDays: 1),
        new("YOUNG_ADULTS_IN_CRISIS", "31 today, in crisis", false, Events(CrisisContact, 20), Age: 31),
        new("YOUNG_ADULTS_IN_CRISIS", "25, in crisis half a year ago", false, Events(CrisisContact, 180), Age: 25),
        new("NENE_CLUSTERS", "cluster 3", true, InCluster(3, 10)),
        new("NENE_CLUSTERS", "cluster 0", true, InCluster(0, 10)),
        new("NENE_CLUSTERS", "cluster 1 (P12)", false, InCluster(1, 10)),
        new("NENE_CLUSTERS", "cluster 2", false, InCluster(2, 10)),
        new("NENE_CLUSTERS", "cluster 1 now, 12 before", false, [.. InCluster(1, 10), .. InCluster(12, 200)]),
        new("NENE_CLUSTERS", "no cluster", false, Since(RecoveryTeam, 10)),
        new("KENT_CLUSTERS", "cluster 11", true, InCluster(11, 10)),
        new("KENT_CLUSTERS", "cluster 5", false, InCluster(5, 10)),
    ];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task has_those_whom_it_is_for_and_not_those_who_nearly_are(string code)
    {
        await _house.AdoptAsync();
        await _house.ImportAsync(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples", "cohort-rules.json")));
        var cases = Cases.Where(one => one.Code == code).ToArray();

        var people = await _house.LoadAsync(cases.Select(one => (one.BirthDate(_house.Today), one.Facts.Select(fact => fact(_house.Today)))));
        var found = await _house.IdentifyAsync(code);

        Assert.Contains(cases, one => one.Belongs);
        Assert.Contains(cases, one => !one.Belongs);
        Assert.Equal(
            cases.Select(one => $"{one.Who}: {one.Belongs}"), cases.Zip(people).Select(pair => $"{pair.First.Who}: {found.ContainsKey(pair.Second)}"));
        // Who belongs to it is told why, in numbers and words.
        Assert.All(cases.Zip(people).Where(pair => pair.First.Belongs), pair =>
            Assert.All(found[pair.Second].Matches.Single().Reasons, reason => Assert.False(string.IsNullOrWhiteSpace(reason.Words))));
    }

    [Fact]
    public void is_tested_here() => Assert.Empty(ReadyMadeRules.All.Select(rule => rule.Code).Except(Cases.Select(one => one.Code)));

    private static Func<DateOnly, CaseloadFact>[] Events(CaseloadFactKind kind, params IEnumerable<int> daysAgo) =>
        [.. daysAgo.Select(days => (Func<DateOnly, CaseloadFact>)(today => Caseload.Fact(kind, Text(today, days))))];

    private static Func<DateOnly, CaseloadFact>[] Times(CaseloadFactKind kind, int daysAgo, int times) => [today => Caseload.Fact(kind, Text(today, daysAgo), "", times)];

    private static Func<DateOnly, CaseloadFact>[] Since(CaseloadFactKind kind, int daysAgo) => Events(kind, daysAgo);

    private static Func<DateOnly, CaseloadFact>[] Between(CaseloadFactKind kind, int from, int to) => [today => Caseload.Fact(kind, Text(today, from), Text(today, to))];

    private static Func<DateOnly, CaseloadFact>[] InCluster(int cluster, int daysAgo) => [today => Caseload.Cluster(cluster, Text(today, daysAgo))];

    private static string Text(DateOnly today, int daysAgo) => Contracts.Dates.Text(today.AddDays(-daysAgo));

    private sealed record Case(string Code, string Who, bool Belongs, Func<DateOnly, CaseloadFact>[] Facts, int Age = 40, int BirthdayInDays = 0)
    {
        public string BirthDate(DateOnly today) => Contracts.Dates.Text(today.AddDays(BirthdayInDays).AddYears(-Age));
    }
}
