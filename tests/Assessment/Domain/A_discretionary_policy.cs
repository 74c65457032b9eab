using PersonalBudgets.Assessment.DiscretionaryPolicies;
using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>DOMAIN 1.1 C21, 6 P12, 8.1: local rules are data, and never about cost.</summary>
public sealed class A_discretionary_policy
{
    private static readonly DiscretionaryPolicy Kent = new() { Title = "clusters 2, 3, 4, 7, 11 and 12", Source = "Kent", ValidFrom = "2026-04-01", Clusters = { 2, 3, 4, 7, 11, 12 } };
    private static readonly DiscretionaryPolicy Nene = new() { Title = "all clusters except 1 and 2", Source = "Nene", ValidFrom = "2026-04-01", ExcludedClusters = { 1, 2 } };

    [Theory]
    [InlineData("2", true)]
    [InlineData("12", true)]
    [InlineData("1", false)]
    [InlineData("13", false)]
    [InlineData("", false)]
    public void of_named_clusters_is_met_in_one_of_them(string cluster, bool met) => Assert.Equal(met, Decide(Kent, cluster).Eligible);

    [Theory]
    [InlineData("1", false)]
    [InlineData("2", false)]
    [InlineData("3", true)]
    [InlineData("", true)]
    public void P12_of_clusters_left_out_is_met_in_any_other_and_without_one(string cluster, bool met) => Assert.Equal(met, Decide(Nene, cluster).Eligible);

    [Theory]
    [InlineData(17, false)]
    [InlineData(18, true)]
    [InlineData(25, true)]
    [InlineData(26, false)]
    public void of_an_age_is_met_from_the_youngest_to_the_oldest(int age, bool met) =>
        Assert.Equal(met, Decide(new DiscretionaryPolicy { Title = "18 to 25", Source = "Board", ValidFrom = "2026-04-01", MinimumAge = 18, MaximumAge = 25 }, "", age).Eligible);

    [Fact]
    public void is_named_with_its_day_as_the_rule_and_quoted_in_the_reasons()
    {
        var decision = Decide(Nene, "1");

        Assert.Equal(("Nene", "2026-04-01"), (decision.Rule, decision.RuleVersion));
        Assert.Contains(decision.Reasons, reason => reason is { Code: "DISCRETIONARY_POLICY_NOT_MET", Record: "The local rule is not met: all clusters except 1 and 2." });
        Assert.Contains(Decide(Nene, "3").Reasons, reason => reason.Code is "DISCRETIONARY_POLICY_MET");
    }

    [Fact]
    public void changes_no_other_basis()
    {
        var facts = Vectors.All["E10"];

        Assert.Equal(facts.Decided(), EligibilityRules.Decide(facts, Facts.Law, Kent).Select(decision => decision.ToMessage()));
    }

    [Fact]
    public void never_asks_for_a_cost() =>
        Assert.DoesNotContain(DiscretionaryPolicy.Descriptor.Fields.InDeclarationOrder(), field => field.Name.Contains("pence") || field.Name.Contains("cost"));

    [Fact]
    public void is_refused_for_all_its_faults_at_once()
    {
        var policy = new DiscretionaryPolicy { ValidFrom = "2026-05-31", Clusters = { 9, 3 }, ExcludedClusters = { 22 }, MinimumAge = 30, MaximumAge = 20 };

        Assert.Equal(
            [
                ("discretionary_policy.valid_from", "IN_PAST"), ("discretionary_policy.clusters[0]", "NOT_A_CLUSTER"),
                ("discretionary_policy.excluded_clusters[0]", "NOT_A_CLUSTER"), ("discretionary_policy.maximum_age", "BELOW_MINIMUM"),
            ],
            DiscretionaryPolicyChecks.Faults(policy, Facts.Today).Select(fault => (fault.FieldPath, fault.Reason)));
    }

    private static BasisDecision Decide(DiscretionaryPolicy policy, string cluster, int age = 40)
    {
        var facts = Facts.Of(Facts.Assessed(AssessmentKind.Health, health: new HealthFacts { DiscretionaryBenefit = true }), age, offerAccepted: true);
        facts.Cluster = cluster;
        return Assert.Single(EligibilityRules.Decide(facts, Facts.Law, policy), decision => decision.Basis is LegalBasis.Discretionary);
    }
}
