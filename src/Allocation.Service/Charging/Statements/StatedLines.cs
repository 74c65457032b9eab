using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Uplifts;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Charging.Statements;

/// <summary>The lines of a statement: as they were sent, or those of a commitment as they are set aside.</summary>
internal sealed class StatedLines(PersonStandingStore people)
{
    /// <summary>The lines.</summary>
    /// <exception cref="Refusal">COMMITMENT_NOT_FOUND; COMMITMENT_NOT_STANDING; COMMITMENT_WITHOUT_LINES; FIELD_INVALID.</exception>
    public async Task<IReadOnlyList<ChargeableLine>> ReadAsync(Session session, StatePersonalBudgetRequest request)
    {
        if (request.CommitmentId is "")
            return request.Lines;
        var commitment = await CommitmentStore.GetAsync(session, Guid.Parse(request.CommitmentId));
        if (!(await people.IdsAsync(session, Guid.Parse(request.PersonId))).Contains(commitment.PersonId))
            throw Refusal.NotFound("COMMITMENT", commitment.Id);
        if (!commitment.IsStanding)
            throw CommitmentRefusals.NotStanding(commitment);
        var costed = commitment.ReadLines();
        if (costed.Count is 0)
            throw CommitmentRefusals.WithoutLines(commitment);
        Refusal.ThrowIfAny(Faults(request, commitment, costed));
        var rises = (await LineRiseStore.OfAsync(session, [commitment.Id]))[commitment.Id].ToArray();
        return Of(costed, rises, request.Services, Dates.Parse(request.Date));
    }

    /// <summary>The lines of a commitment, each at its rate of a day.</summary>
    public static IReadOnlyList<ChargeableLine> Of(
        IEnumerable<CostedLine> costed, IReadOnlyList<LineRise> rises, IEnumerable<LineService> services, DateOnly day)
    {
        var bought = services.ToDictionary(service => service.LineId);
        return
        [
            .. costed.Select(line => new ChargeableLine
            {
                Line = new CostedLine(line) { AnnualPence = LineRises.Rate(line, rises, day) },
                Service = bought.TryGetValue(line.LineId, out var service) ? service.Service : CareService.Care,
                ReablementFrom = service?.ReablementFrom ?? "",
            }),
        ];
    }

    private static IReadOnlyList<Violation> Faults(StatePersonalBudgetRequest request, CommitmentRow commitment, IReadOnlyList<CostedLine> costed)
    {
        var known = costed.Select(line => line.LineId).ToHashSet();
        var (day, last) = (Dates.Parse(request.Date), Ending.YearEnd(commitment.StartDate).AddDays(-1));
        return
        [
            .. day < commitment.StartDate || day > last
                ? [new Violation("date", "OUT_OF_RANGE", $"The commitment is for the days from {Dates.Text(commitment.StartDate)} to {Dates.Text(last)}.")]
                : Array.Empty<Violation>(),
            .. request.Services.Index().Where(service => !known.Contains(service.Item.LineId))
                .Select(service => new Violation($"services[{service.Index}].line_id", "UNKNOWN_LINE", "The commitment has no such line.")),
        ];
    }
}
