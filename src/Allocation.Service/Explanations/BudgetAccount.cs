using PersonalBudgets.Allocation.Allocations;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Requests;
using static PersonalBudgets.Allocation.Explanations.Spoken;

namespace PersonalBudgets.Allocation.Explanations;

/// <summary>What a person is told of how their indicative budget came about. Pure: everything comes from the budget, its models and its funders.</summary>
internal sealed class BudgetAccount
{
    private static readonly ExplanationWords Said = ExplanationWords.Known;

    private readonly Dictionary<AllocationExplanationTopic, List<Words>> _parts = [];

    private BudgetAccount()
    {
    }

    /// <summary>The account of a budget.</summary>
    /// <param name="allocation">The budget with its steps.</param>
    /// <param name="models">The models that it was worked out by.</param>
    /// <param name="funders">Who is the NHS and who the council here.</param>
    public static AllocationExplanation Of(AllocationMessage allocation, IReadOnlyList<AllocationModel> models, Funders funders)
    {
        var account = new BudgetAccount();
        account.TellOfFigure(allocation);
        foreach (var component in allocation.Components)
        {
            account.TellOfAnswers(component);
            account.TellOfCalculation(component, models.FirstOrDefault(model => model.AllocationModelId == component.AllocationModelId));
        }

        if (!account._parts.ContainsKey(AllocationExplanationTopic.Answers))
            account.Add(AllocationExplanationTopic.Answers, Said.Sentence("NO_ANSWERS"));
        account.TellOfParts(allocation, funders);
        account.TellOfChanges(allocation);
        account.TellOfWhatIsNext(allocation);
        return new AllocationExplanation
        {
            Allocation = allocation,
            AllocationModels = { models },
            WordsVersion = Said.Version,
            Sections = { account._parts.OrderBy(part => part.Key).Select(part => Section(part.Key, part.Value)) },
        };
    }

    private void TellOfFigure(AllocationMessage allocation)
    {
        const AllocationExplanationTopic Topic = AllocationExplanationTopic.Figure;
        var once = allocation.Components.Sum(component => component.OneOffPence);
        if (allocation.AnnualPence > 0 || once is 0)
        {
            Add(Topic, Said.Sentence("FIGURE").With(
                ("annual", Pounds(allocation.AnnualPence)), ("weekly", Pounds(allocation.WeeklyPence)),
                ("fourWeekly", Pounds(allocation.FourWeeklyPence)), ("monthly", Pounds(allocation.MonthlyPence))));
        }

        if (once > 0)
            Add(Topic, Said.Sentence("ONCE").With(("pence", Pounds(once))));
        Add(Topic, Said.Sentence("MAY_CHANGE"));
        Add(Topic, Said.Sentence("ISSUED_ON").With(("date", Day(LondonTime.DateOf(allocation.IssueTime.ToDateTimeOffset())))));
        if (allocation.State is AllocationState.Superseded)
            Add(Topic, Said.Sentence("SUPERSEDED"));
    }

    private void TellOfAnswers(AllocationComponent component)
    {
        const AllocationExplanationTopic Topic = AllocationExplanationTopic.Answers;
        foreach (var step in component.Steps)
        {
            Add(Topic, Said.Sentence(step.ScoredByForm ? "SCORED" : "POINTS").With(
                ("domain", Name(step.Domain)), ("level", Number(step.Level)), ("points", Points(step.Points))));
            TellOfCarer(step.Domain, step.FactorBasisPoints);
        }

        foreach (var step in component.HoursSteps)
        {
            Add(Topic, Said.Sentence("HOURS").With(
                ("domain", Name(step.Domain)), ("time", Time(step.WeeklyMinutes + step.TwoCarerMinutes)), ("rate", Pounds(step.HourlyPence))));
            if (step.AdjustmentBasisPoints is not 0)
                Add(Topic, Said.Sentence("ADJUSTED").With(("domain", Name(step.Domain)), ("percent", Percent(step.AdjustmentBasisPoints))));
            TellOfCarer(step.Domain, step.FactorBasisPoints);
        }

        foreach (var step in component.SupportSteps)
            Add(Topic, Said.Support(step.Kind).With(("amount", Pounds(step.AnnualPence))));
        foreach (var step in component.PackageSteps)
        {
            Add(Topic, Said.Sentence("SERVICE").With(
                ("service", Name(step.Service)), ("units", Hundredths(step.WeeklyUnitsHundredths)), ("rate", Pounds(step.UnitPence))));
            if (step.OnCostBasisPoints > 0)
                Add(Topic, Said.Sentence("ON_COST").With(("service", Name(step.Service)), ("percent", Percent(step.OnCostBasisPoints))));
        }
    }

    private void TellOfCarer(string domain, int factor)
    {
        if (factor < LargestRemainder.Whole)
            Add(AllocationExplanationTopic.Answers, Said.Sentence("CARER").With(("domain", Name(domain)), ("percent", Percent(factor))));
    }

    private void TellOfCalculation(AllocationComponent component, AllocationModel? model)
    {
        const AllocationExplanationTopic Topic = AllocationExplanationTopic.Calculation;
        if (model is not null)
        {
            Add(Topic, Said.Sentence("MODEL").With(("name", model.Name), ("version", Number(model.Version)), ("from", Day(Dates.Parse(model.ValidFrom)))));
            if (model.PublishTime is { } published)
                Add(Topic, Said.Sentence("PUBLISHED").With(("date", Day(LondonTime.DateOf(published.ToDateTimeOffset())))));
        }

        if (component.TenThousandthsOfPoints > 0)
            Add(Topic, Said.Sentence("TOTAL_POINTS").With(("points", PointsOfTenThousandths(component.TenThousandthsOfPoints))));
        if (component.Method is not AllocationMethod.Unspecified)
        {
            Add(Topic, Said.Method(component.Method).With(
                ("price", Pounds(component.PricePerPointPence)),
                ("from", Number(component.Band?.FromPoints ?? 0)),
                ("to", Number(component.Band?.ToPoints ?? 0)),
                ("fromPoints", Points(component.CurveSegment?.From.Points ?? 0)),
                ("toPoints", Points(component.CurveSegment?.To.Points ?? 0)),
                ("amount", Pounds(component.Band?.AnnualPence ?? 0)),
                ("fromAmount", Pounds(component.CurveSegment?.From.AnnualPence ?? 0)),
                ("toAmount", Pounds(component.CurveSegment?.To.AnnualPence ?? 0))));
        }

        if (component.SetPrice is { } price)
            Add(Topic, Said.Sentence("SET_PRICE").With(("price", Pounds(price.DailyPence)), ("percent", Percent(price.PersonalisableBasisPoints))));
        foreach (var step in component.AmountSteps.Where(step => step.Kind is not AmountStepKind.Method))
            Add(Topic, Said.Step(step.Kind).With(("bound", Pounds(step.BoundPence)), ("percent", Percent(step.BasisPoints))));
        Add(Topic, component.OneOffPence > 0
            ? Said.Sentence("GIVES_ONCE").With(("pence", Pounds(component.OneOffPence)))
            : Said.Sentence("GIVES").With(("pence", Pounds(component.AnnualPence))));
    }

    private void TellOfParts(AllocationMessage allocation, Funders funders)
    {
        foreach (var part in allocation.BudgetComponents.Where(component => component.Pence > 0).GroupBy(component => component.Kind))
            Add(AllocationExplanationTopic.Parts, Said.Component(part.Key).With(("pence", Pounds(part.Sum(component => component.Pence)))));
        foreach (var share in allocation.Shares)
        {
            var who = ("who", Said.Payer(share.Funder, funders));
            if (share.AnnualPence > 0)
                Add(AllocationExplanationTopic.Payers, Said.Sentence("PAYS").With(who, ("annual", Pounds(share.AnnualPence)), ("weekly", Pounds(share.WeeklyPence))));
            if (share.FirstYearPence > share.AnnualPence)
                Add(AllocationExplanationTopic.Payers, Said.Sentence("PAYS_BESIDE").With(who, ("pence", Pounds(share.FirstYearPence - share.AnnualPence))));
        }

        foreach (var money in allocation.OtherPublicMoney)
        {
            Add(AllocationExplanationTopic.Payers, Said.OtherMoney(money.Kind).With(
                ("who", Said.Payer(money.Funder, funders)), ("amount", Amount(money.WeeklyPence, money.OneOffPence))));
        }
    }

    private void TellOfChanges(AllocationMessage allocation)
    {
        const AllocationExplanationTopic Topic = AllocationExplanationTopic.Changes;
        foreach (var change in allocation.Changes)
        {
            Add(Topic, Said.Sentence(change.Cause is AllocationCause.Scaling ? "SCALED" : "CHALLENGED").With(
                ("date", Day(LondonTime.DateOf(change.DecideTime.ToDateTimeOffset()))), ("decider", change.DecidedBy),
                ("from", Pounds(change.FromAnnualPence)), ("to", Pounds(change.ToAnnualPence))));
            foreach (var reason in change.Reasons)
                Add(Topic, Said.Sentence("REASON").With(("reason", reason)));
        }

        if (allocation.ScaledToFund)
            Add(Topic, Said.Sentence("UNSCALED").With(("unscaled", Pounds(allocation.UnscaledAnnualPence))));
        if (allocation.Changes.Count is 0)
            Add(Topic, Said.Sentence("NOTHING_CHANGED"));
    }

    private void TellOfWhatIsNext(AllocationMessage allocation)
    {
        const AllocationExplanationTopic Topic = AllocationExplanationTopic.Next;
        Add(Topic, Said.Sentence("CHALLENGE"));
        foreach (var route in ReviewRights.Routes(allocation.Components.SelectMany(component => component.LegalBases)))
            Add(Topic, Said.Sentence(route.Code()));
        Add(Topic, Said.Sentence("REVIEW"));
        Add(Topic, Said.Sentence("HELP_TO_SPEAK"));
        Add(Topic, Said.Sentence("COPY"));
    }

    private void Add(AllocationExplanationTopic topic, Words words)
    {
        if (!_parts.TryGetValue(topic, out var part))
            _parts[topic] = part = [];
        part.Add(words);
    }

    // Two components may have the same to say.
    private static AllocationExplanationSection Section(AllocationExplanationTopic topic, IReadOnlyList<Words> words)
    {
        var (heading, easyReadHeading) = Said.Heading(topic);
        return new AllocationExplanationSection
        {
            Topic = topic,
            Heading = heading,
            Paragraphs = { words.Select(said => said.Plain).Distinct() },
            EasyReadHeading = easyReadHeading,
            EasyReadSentences = { words.SelectMany(said => said.EasyRead).Distinct() },
        };
    }
}
