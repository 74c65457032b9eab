using PersonalBudgets.Assessment.Residences;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.Responsibility;

/// <summary>One body as it is being worked out: what it rests on, what is missing, and the reasons.</summary>
internal sealed class Finding(ResponsibilityFacts facts, string rule, string version)
{
    private readonly ResponsibleBody _body = new() { Rule = rule, RuleVersion = version };

    /// <summary>Says what it rests on.</summary>
    public Finding RestsOn(LegalStatus status)
    {
        _body.LegalStatusIds.Add(status.LegalStatusId);
        return this;
    }

    /// <summary>Says what it rests on.</summary>
    public Finding RestsOn(Residence place)
    {
        _body.ResidenceIds.Add(place.ResidenceId);
        return this;
    }

    /// <summary>Adds a reason.</summary>
    public Finding Because(string reason)
    {
        _body.Reasons.Add(reason);
        return this;
    }

    /// <summary>Facts are missing: there is no body.</summary>
    public ResponsibleBody Lacks(string fact)
    {
        _body.Missing.Add(fact);
        return _body;
    }

    /// <summary>The body is found: the organisation that stands in its place today.</summary>
    public ResponsibleBody Is(string organisation)
    {
        var today = facts.Successions.On(organisation, facts.Day);
        if (today != organisation)
            Because($"{today} has taken the place of {organisation}.");
        _body.Organisation = today;
        _body.InProgramme = facts.Programme.Has(today);
        if (!_body.InProgramme)
            Because($"{today} is outside this programme.");
        return _body;
    }

    /// <summary>Where the person lived from when on, in plain words.</summary>
    public static string Lived(Residence place) => $"from {Dates.Text(ResidenceHistory.Start(place))} {ResidenceHistory.Words(place.Kind)} in the area of {place.Council}";
}
