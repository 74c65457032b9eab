using PersonalBudgets.Assessment.DirectPayments;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>Facts for decisions about direct payments, with safe defaults.</summary>
internal static class DirectPaymentFactsOf
{
    public const string Sister = "019a8b1e-7c00-7000-8000-0000000000a1", Neighbour = "019a8b1e-7c00-7000-8000-0000000000a2";

    /// <summary>Somebody with capacity who consents, and a body that finds all that it has to find, by both laws.</summary>
    public static DirectPaymentFacts Person(int age = 40, bool consents = true) => new()
    {
        DecideDate = "2026-06-01",
        AgeYears = age,
        PersonConsents = consents,
        Findings = { Favourable(DirectPaymentRoute.Nhs), Favourable(DirectPaymentRoute.CareAct) },
    };

    public static DirectPaymentFindings Favourable(DirectPaymentRoute route) =>
        new() { Route = route, Requested = true, AbleToManage = true, InBestInterests = true, Appropriate = true };

    public static DirectPaymentFacts LackingCapacity(this DirectPaymentFacts facts)
    {
        facts.LacksCapacityToConsent = true;
        return facts;
    }

    public static DirectPaymentFacts With(this DirectPaymentFacts facts, Authority authority, bool consents = true, bool decides = true)
    {
        facts.Representatives.Add(new RepresentativeFact { RelatedPersonId = Sister, Authority = authority, DecidesConsent = decides, Consents = consents });
        return facts;
    }

    public static DirectPaymentFacts WithNominee(this DirectPaymentFacts facts, DecisionMaker nominatedBy = DecisionMaker.Person)
    {
        facts.Nominee = new NomineeFact { RelatedPersonId = Neighbour, NominatedBy = nominatedBy };
        return facts;
    }

    public static DirectPaymentOutcome ByNhs(this DirectPaymentFacts facts, bool isExcluded = false) => facts.By(DirectPaymentRoute.Nhs, isExcluded);

    public static DirectPaymentOutcome ByCareAct(this DirectPaymentFacts facts, bool isExcluded = false) => facts.By(DirectPaymentRoute.CareAct, isExcluded);

    private static DirectPaymentOutcome By(this DirectPaymentFacts facts, DirectPaymentRoute route, bool isExcluded) =>
        DirectPaymentRules.Decide(facts, isExcluded).Single(outcome => outcome.Route == route);
}
