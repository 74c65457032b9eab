using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;
using static PersonalBudgets.Assessment.Tests.Domain.Facts;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>Laws that hold for all facts.</summary>
public sealed class The_rules_of_eligibility
{
    private static readonly CareActOutcome[] AdultOutcomes = [.. Enum.GetValues<CareActOutcome>().Where(outcome => outcome is not CareActOutcome.Unspecified)];
    private static readonly CarerOutcome[] CarerOutcomes = [.. Enum.GetValues<CarerOutcome>().Where(outcome => outcome is not CarerOutcome.Unspecified)];

    [Fact]
    public void give_the_same_decision_byte_for_byte_whatever_the_order_of_lists() => Prop.ForAll(ArbMap.Default.ArbFor<(int Seed, int Shuffle)>(), input =>
    {
        var facts = Any(input.Seed);

        return Bytes(facts).SequenceEqual(Bytes(Shuffled(facts, input.Shuffle)));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void never_turn_yes_into_no_because_more_cannot_be_achieved() => Prop.ForAll(ArbMap.Default.ArbFor<(int Seed, byte Outcome, byte Limb)>(), input =>
    {
        var facts = Any(input.Seed);
        var more = facts.Clone();
        MakeUnable(more, input.Outcome, input.Limb);

        return Eligible(facts).All(Eligible(more).Contains);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void never_count_what_a_carer_does() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
    {
        var (helped, alone) = (Any(seed), Any(seed));
        foreach (var finding in helped.CareAct?.Outcomes ?? [])
            finding.MetByCarer = true;
        foreach (var finding in alone.CareAct?.Outcomes ?? [])
            finding.MetByCarer = false;

        return Eligible(helped).SetEquals(Eligible(alone));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void never_let_section_117_depend_on_outcomes_nor_on_the_care_act_on_sections() => Prop.ForAll(ArbMap.Default.ArbFor<(int Seed, int Other)>(), input =>
    {
        var (facts, other) = (Any(input.Seed), Any(input.Other));
        facts.AssessmentKind = other.AssessmentKind = AssessmentKind.Joint;
        var (otherOutcomes, otherSections) = (facts.Clone(), facts.Clone());
        otherOutcomes.CareAct = other.CareAct;
        otherSections.LegalStatuses.Clear();
        otherSections.LegalStatuses.AddRange(other.LegalStatuses);

        return Of(facts, LegalBasis.S117).Equals(Of(otherOutcomes, LegalBasis.S117)) && Of(facts, LegalBasis.CareAct).Equals(Of(otherSections, LegalBasis.CareAct));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void never_count_how_long_a_carer_takes() =>
        Assert.DoesNotContain("significantly_longer", CarerOutcomeFinding.Descriptor.Fields.InDeclarationOrder().Select(field => field.Name));

    [Fact]
    public void know_nothing_of_money() =>
        Assert.DoesNotContain(EligibilityFacts.Descriptor.Fields.InDeclarationOrder(), field => field.Name.Contains("pence") || field.Name.Contains("cost"));

    [Fact]
    public void give_every_decision_reasons_a_rule_and_a_code_for_each_reason() => Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        Any(seed).Decided().All(outcome => outcome.Reasons.Count > 0 && outcome.Reasons.Count == outcome.ReasonCodes.Count && outcome.Rule is not "" && outcome.RuleVersion is not ""))
        .QuickCheckThrowOnFailure();

    private static byte[] Bytes(EligibilityFacts facts) => new EligibilityDecision { Outcomes = { facts.Decided() } }.ToByteArray();

    private static HashSet<LegalBasis> Eligible(EligibilityFacts facts) => [.. facts.Decided().Where(outcome => outcome.Eligible).Select(outcome => outcome.LegalBasis)];

    private static BasisOutcome Of(EligibilityFacts facts, LegalBasis basis) => facts.Decided().SingleOrDefault(outcome => outcome.LegalBasis == basis) ?? new BasisOutcome();

    /// <summary>Facts of any kind, the same for the same seed.</summary>
    private static EligibilityFacts Any(int seed)
    {
        var random = new Random(seed);
        var kind = (AssessmentKind)random.Next(1, 6);
        var facts = Facts.Of(Assessed(kind), random.Next(0, 100), random.Next(2) is 0);
        facts.PeriodConsideredDays = random.Next(2) * 90;
        if (kind is AssessmentKind.Carer)
            facts.Carer = new CarerFacts { ProvidesNecessaryCare = Yes(), HealthAtRisk = Yes(), SignificantImpact = Yes(), Outcomes = { Some(CarerOutcomes).Select(Finding) } };
        else
            facts.CareAct = new CareActFacts { ImpairmentOrIllness = Yes(), SignificantImpact = Yes(), Outcomes = { Some(AdultOutcomes).Select(AdultFinding) } };
        if (Yes())
            facts.Health = new HealthFacts { ContinuingHealthcare = Yes(), ChildrensContinuingCare = Yes(), WheelchairServices = Yes(), DiscretionaryBenefit = Yes() };
        for (var year = 2018; year < 2018 + random.Next(4); year++)
            facts.LegalStatuses.Add(Detention(year));
        return facts;

        bool Yes() => random.Next(2) is 0;

        T[] Some<T>(T[] all) => [.. all.Where(_ => Yes())];

        OutcomeFinding AdultFinding(CareActOutcome outcome) => new()
        {
            Outcome = outcome,
            NotWithoutAssistance = Yes() && Yes(),
            SignificantDistress = Yes() && Yes(),
            EndangersHealthOrSafety = Yes() && Yes(),
            SignificantlyLonger = Yes() && Yes(),
            MetByCarer = Yes(),
        };

        CarerOutcomeFinding Finding(CarerOutcome outcome) =>
            new() { Outcome = outcome, NotWithoutAssistance = Yes() && Yes(), SignificantDistress = Yes() && Yes(), EndangersHealthOrSafety = Yes() && Yes() };

        LegalStatus Detention(int year)
        {
            var section = Section(Yes() ? MentalHealthActSection._3 : MentalHealthActSection._2, $"{year}-01-10", $"{year}-03-01", $"{year}-03-01");
            section.LegalStatusId = $"019a8b1e-7c00-7000-8000-0000000{year:00000}";
            return section;
        }
    }

    private static EligibilityFacts Shuffled(EligibilityFacts facts, int seed)
    {
        var (random, shuffled) = (new Random(seed), facts.Clone());
        Shuffle(shuffled.CareAct?.Outcomes);
        Shuffle(shuffled.Carer?.Outcomes);
        Shuffle(shuffled.LegalStatuses);
        return shuffled;

        void Shuffle<T>(Google.Protobuf.Collections.RepeatedField<T>? list)
        {
            if (list is null)
                return;
            var all = list.ToArray();
            random.Shuffle(all);
            list.Clear();
            list.AddRange(all);
        }
    }

    private static void MakeUnable(EligibilityFacts facts, byte outcome, byte limb)
    {
        if (facts.CareAct is { } adult)
        {
            adult.Outcomes.Add(new OutcomeFinding
            {
                Outcome = AdultOutcomes[outcome % AdultOutcomes.Length],
                NotWithoutAssistance = limb % 4 is 0,
                SignificantDistress = limb % 4 is 1,
                EndangersHealthOrSafety = limb % 4 is 2,
                SignificantlyLonger = limb % 4 is 3,
            });
        }

        facts.Carer?.Outcomes.Add(new CarerOutcomeFinding
        {
            Outcome = CarerOutcomes[outcome % CarerOutcomes.Length],
            NotWithoutAssistance = limb % 3 is 0,
            SignificantDistress = limb % 3 is 1,
            EndangersHealthOrSafety = limb % 3 is 2,
        });
    }
}
