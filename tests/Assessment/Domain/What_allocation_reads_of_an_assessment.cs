using PersonalBudgets.Assessment.Assessments;
using PersonalBudgets.Assessment.Tests.Slices;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>Every method of DOMAIN 7.1 finds its inputs in the profile of one assessment; the figures are the vectors of 7.3 where there are some.</summary>
public sealed class What_allocation_reads_of_an_assessment
{
    private static readonly NeedsProfile Profile = NeedsProfiles.Of(Assessed(), null, "12");

    private static int Points => Profile.Needs.Sum(need => need.Points);

    /// <summary>R1: points times a price.</summary>
    [Fact]
    public void feeds_M1_a_price_for_each_point() => Assert.Equal(730_000, Points * 18_250);

    [Fact]
    public void feeds_M2_bands_of_points()
    {
        (int Low, int High, long Pence)[] bands = [(0, 19, 0), (20, 39, 300_000), (40, 59, 800_000)];

        Assert.Equal(800_000, bands.First(band => band.Low <= Points && Points <= band.High).Pence);
    }

    /// <summary>R2 and R3: the price is a percentile of a sample's, a tenth is held back.</summary>
    [Fact]
    public void feeds_M3_a_calibrated_price() => Assert.Equal(813_600, Points * 22_600 * 9 / 10);

    /// <summary>R5's curve.</summary>
    [Fact]
    public void feeds_M4_a_curve_and_its_levels()
    {
        (int Points, long Pence)[] curve = [(0, 0), (20, 200_000), (40, 600_000), (60, 1_300_000)];

        Assert.Equal(600_000, curve.Single(point => point.Points == Points).Pence);
        Assert.Equal([4, 3, 2], Profile.Needs.Select(need => need.Level));
    }

    /// <summary>
    /// Minutes of each domain, of two carers where two are needed, less what a carer does who is willing and able; then nights, respite, what makes help
    /// take longer, the living situation, and whether somebody must always be there.
    /// </summary>
    [Fact]
    public void feeds_M5_hours_nights_respite_and_the_situation()
    {
        var minutes = Profile.Needs.Sum(need => (need.WeeklyMinutes + need.TwoCarerMinutes) * CarerFactor(need) / 100);
        var circumstances = Profile.Circumstances;

        Assert.Equal(((420 + 210) * 75 / 100) + 150 + 60, minutes);
        Assert.Equal((NightSupport.Sleeping, 3, 28), (circumstances.NightSupport, circumstances.NightsPerWeek, circumstances.RespiteNightsPerYear));
        Assert.Equal((LivingSituation.WithOthers, false, 120), (circumstances.LivingSituation, circumstances.CannotBeLeftAlone, circumstances.LongestAloneMinutes));
        Assert.Equal(["MOBILITY_HOIST", "MEMORY"], circumstances.Adjustments);
    }

    /// <summary>R7: a cluster's price a day, of which a share is personalisable; or a pathway's.</summary>
    [Fact]
    public void feeds_M6_a_cluster_or_a_pathway()
    {
        var pricePerDay = new Dictionary<string, long> { ["12"] = 980 };
        var pricePerYear = new Dictionary<string, long> { ["EARLY_INTERVENTION"] = 120_000 };

        Assert.Equal(125_195, pricePerDay[Profile.Cluster] * 365 * 35 / 100);
        Assert.Equal(120_000, pricePerYear[Profile.Pathway]);
    }

    [Fact]
    public void feeds_M7_the_units_of_a_conventional_package()
    {
        var rates = new Dictionary<string, long> { ["COMMUNITY_SUPPORT_HOUR"] = 2_200, ["DAY_CENTRE_DAY"] = 6_400 };

        Assert.Equal((2_200 * 250 / 100) + (6_400 * 2), Profile.ConventionalPackage.Sum(line => rates[line.Service] * line.WeeklyUnitsHundredths / 100));
    }

    [Theory]
    [InlineData(true, true, CarerContribution.Most)]
    [InlineData(true, false, CarerContribution.None)]
    [InlineData(false, true, CarerContribution.None)]
    [InlineData(false, false, CarerContribution.None)]
    public void counts_a_carer_who_is_both_willing_and_able_alone(bool willing, bool able, CarerContribution counted)
    {
        var assessment = AssessmentService.Complete();
        assessment.Needs[0].CarerContribution = CarerContribution.Most;
        (assessment.Needs[0].CarerWilling, assessment.Needs[0].CarerAble) = (willing, able);

        Assert.Equal(counted, Assert.Single(NeedsProfiles.Of(assessment, null, "").Needs).CarerContribution);
        Assert.Equal(CarerContribution.Most, assessment.Needs[0].CarerContribution);
    }

    [Fact]
    public void holds_no_free_text()
    {
        var words = AssessmentMessage.Descriptor.Fields.InDeclarationOrder().Where(PersonData.IsMarked).Select(field => field.Name);

        Assert.Empty(NeedsProfile.Descriptor.Fields.InDeclarationOrder().Select(field => field.Name).Intersect(words));
        Assert.DoesNotContain(Assessed().OwnView, Profile.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SW999001", Profile.ToString(), StringComparison.Ordinal);
    }

    private static AssessmentMessage Assessed()
    {
        var assessment = AssessmentService.Complete(AssessmentKind.Joint);
        assessment.Needs.Clear();
        assessment.Needs.Add(
        [
            new Need
            {
                Domain = "PERSONAL_CARE_MORNING", Level = 4, Points = 20, NeedType = NeedType.Social, WeeklyMinutes = 420, TwoCarerMinutes = 210,
                CarerContribution = CarerContribution.Some, CarerWilling = true, CarerAble = true,
            },
            new Need
            {
                Domain = "MEALS", Level = 3, Points = 12, NeedType = NeedType.Social, WeeklyMinutes = 150,
                CarerContribution = CarerContribution.All, CarerWilling = true, CarerAble = false,
            },
            new Need { Domain = "MEDICATION", Level = 2, Points = 8, NeedType = NeedType.Health, WeeklyMinutes = 60 },
        ]);
        assessment.Circumstances = new Circumstances
        {
            LivingSituation = LivingSituation.WithOthers,
            LongestAloneMinutes = 120,
            NightSupport = NightSupport.Sleeping,
            NightsPerWeek = 3,
            RespiteNightsPerYear = 28,
            Adjustments = { "MOBILITY_HOIST", "MEMORY" },
        };
        assessment.Pathway = "EARLY_INTERVENTION";
        assessment.ConventionalPackage.Add(
        [
            new PackageLine { Service = "COMMUNITY_SUPPORT_HOUR", NeedType = NeedType.Health, WeeklyUnitsHundredths = 250 },
            new PackageLine { Service = "DAY_CENTRE_DAY", NeedType = NeedType.Social, WeeklyUnitsHundredths = 200 },
        ]);
        return assessment;
    }

    /// <summary>The local defaults of DOMAIN 7.2.</summary>
    private static int CarerFactor(Need need) => need.CarerContribution switch
    {
        CarerContribution.Some => 75,
        CarerContribution.Most => 50,
        CarerContribution.All => 0,
        _ => 100,
    };
}
