using PersonalBudgets.Contracts.Plans.V1;

namespace PersonalBudgets.Payments.Schedules;

/// <summary>What one funder owes one payee on one day, for a period; direct payments apart from what the payee holds for the person.</summary>
public sealed record DueInstalment(
    DateOnly DueDate, DateOnly PeriodStart, DateOnly PeriodEnd, string Funder, Guid PayeeId, string Management, long AmountPence);

/// <summary>
/// The first year of a plan as payments (DOMAIN 9.1): what recurs in thirteen instalments, four-weekly in advance for 52 weeks;
/// what is paid once on the first day. Notional lines are paid to providers by the funder itself and have none.
/// </summary>
public static class Instalments
{
    private const int Count = 13;
    private const int PeriodDays = 28;
    private const string Notional = "NOTIONAL";

    /// <summary>
    /// The instalments of a plan, one per day, funder, payee and management; for each of these they add up, to the penny, to the shares.
    /// </summary>
    public static IReadOnlyList<DueInstalment> Of(DateOnly start, IEnumerable<ApprovedLine> lines) =>
    [
        .. lines.Where(line => line.Management != Notional)
            .SelectMany(line => line.Shares.SelectMany(share => OfShare(start, line, share)))
            .Where(instalment => instalment.AmountPence > 0)
            .GroupBy(instalment => (instalment.DueDate, instalment.Funder, instalment.PayeeId, instalment.Management))
            .OrderBy(group => group.Key.DueDate)
            .Select(group => new DueInstalment(
                group.Key.DueDate,
                group.Min(instalment => instalment.PeriodStart),
                group.Max(instalment => instalment.PeriodEnd),
                group.Key.Funder,
                group.Key.PayeeId,
                group.Key.Management,
                group.Sum(instalment => instalment.AmountPence))),
    ];

    /// <summary>Equal parts; the odd pence go to the earliest, one each (largest remainder).</summary>
    public static long PartOf(long annualPence, int index) => (annualPence / Count) + (index < annualPence % Count ? 1 : 0);

    private static IEnumerable<DueInstalment> OfShare(DateOnly start, ApprovedLine line, ApprovedShare share)
    {
        var payeeId = Guid.Parse(line.PayeeId!);
        yield return new DueInstalment(start, start, start, share.Funder, payeeId, line.Management, share.OneOffPence);
        for (var i = 0; i < Count; i++)
        {
            var due = start.AddDays(i * PeriodDays);
            yield return new DueInstalment(due, due, due.AddDays(PeriodDays - 1), share.Funder, payeeId, line.Management, PartOf(share.AnnualPence, i));
        }
    }
}
