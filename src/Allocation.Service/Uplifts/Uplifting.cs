using Google.Protobuf;
using PersonalBudgets.Allocation.Budgets;
using PersonalBudgets.Allocation.Splits;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Uplifts;

/// <summary>What an uplift does to one commitment. A simulation and the batch itself both ask here, so that the one tells what the other does.</summary>
/// <param name="Before">The commitment as it is.</param>
/// <param name="After">The commitment as it becomes; the same where nothing rises.</param>
/// <param name="Shares">The funders' shares then.</param>
/// <param name="Changes">What each funder's share becomes larger by.</param>
/// <param name="Lines">The lines that cost more.</param>
/// <param name="Rates">Each funder's share of a year of them, before and after.</param>
/// <param name="Gaps">What is left out.</param>
internal sealed record Uplifting(
    CommitmentRow Before, CommitmentRow After, IReadOnlyList<ShareRow> Shares, IReadOnlyList<ShareChange> Changes, IReadOnlyList<RaisedLine> Lines,
    IReadOnlyList<RateShare> Rates, IReadOnlyList<UpliftGap> Gaps)
{
    /// <summary>Whether anything costs more.</summary>
    public bool IsRaised => Lines.Count > 0;

    /// <summary>
    /// Uplifts a commitment as far as it goes. Duties rise whatever is left of the fund; what the funder may refuse rises where it fits after them
    /// (DOMAIN 0, A1). Who bears a line is not decided anew: its parts stay. The book goes along.
    /// </summary>
    /// <param name="book">The funds.</param>
    /// <param name="candidate">The commitment.</param>
    /// <param name="terms">The rates and the day.</param>
    /// <param name="split">Who bears what of a commitment from before that was kept with it.</param>
    public static Uplifting Of(FundBook book, UpliftCandidate candidate, UpliftTerms terms, SplitTerms split)
    {
        if (candidate.Bar(terms.Day) is { } reason)
            return LeftOut(candidate, [new UpliftGap(reason)]);
        var gaps = new List<UpliftGap>();
        var rising = Rising(candidate, terms, gaps);
        if (rising.Count is 0)
            return LeftOut(candidate, gaps);
        try
        {
            try
            {
                return Raised(book, candidate, split, [.. rising.Select(line => RaisedLine.Of(candidate, line, terms))], gaps);
            }
            catch (Refusal refusal) when (refusal.Reason is "FUND_EXHAUSTED")
            {
                var refused = rising.Where(line => line.LegalBasis is LegalBasis.Discretionary).ToList();
                gaps.AddRange(refused.Select(line => new UpliftGap(UpliftExceptionReason.FundExhausted, Guid.Parse(line.LineId))));
                var duties = rising.Except(refused).Select(line => RaisedLine.Of(candidate, line, terms)).ToList();
                return duties.Count > 0 ? Raised(book, candidate, split, duties, gaps) : LeftOut(candidate, gaps);
            }
        }
        catch (Refusal refusal) when (refusal.Reason is "FUND_CLOSED" or "FUND_MISSING")
        {
            return LeftOut(candidate, [new UpliftGap(refusal.Reason is "FUND_CLOSED" ? UpliftExceptionReason.FundClosed : UpliftExceptionReason.FundMissing)]);
        }
    }

    private static List<CostedLine> Rising(UpliftCandidate candidate, UpliftTerms terms, List<UpliftGap> gaps)
    {
        var suspended = candidate.Commitment.ReadSuspensions().Select(suspension => suspension.LineId).ToHashSet();
        var risen = candidate.Rises.Where(rise => rise.FinancialYear == terms.Year).Select(rise => rise.LineId).ToHashSet();
        var rising = new List<CostedLine>();
        foreach (var line in candidate.Lines.Where(line => line.AnnualPence > 0 && (line.Category is "" || terms.Covers(line.Category))))
        {
            UpliftExceptionReason? reason = line switch
            {
                { Category: "" } => UpliftExceptionReason.LineWithoutCategory,
                _ when suspended.Contains(line.LineId) => UpliftExceptionReason.LineSuspended,
                _ when risen.Contains(Guid.Parse(line.LineId)) => UpliftExceptionReason.LineUplifted,
                _ => null,
            };
            if (reason is null)
                rising.Add(line);
            else
                gaps.Add(new UpliftGap(reason.Value, Guid.Parse(line.LineId)));
        }

        return rising;
    }

    private static Uplifting Raised(FundBook book, UpliftCandidate candidate, SplitTerms terms, IReadOnlyList<RaisedLine> raised, IReadOnlyList<UpliftGap> gaps)
    {
        var commitment = candidate.Commitment;
        var byId = raised.ToDictionary(line => line.Line.LineId);
        IReadOnlyList<CostedLine> lines = [.. candidate.Lines.Select(line => byId.TryGetValue(line.LineId, out var other) ? other.Line : line)];
        var split = CostSplit.Of(
            lines, terms.For(commitment.PersonId), commitment.StartDate, candidate.Split.Lines, rises: [.. candidate.Rises, .. raised.Select(line => line.Rise)]);
        var shares = CommittedMoney.Take(book, commitment, candidate.Shares, Claim.Of(lines, split));
        return new Uplifting(
            commitment,
            commitment with { Lines = CommitmentStore.WriteLines(lines), Split = JsonFormatter.Default.Format(split), Version = commitment.Version + 1 },
            shares, ShareChanges.Between(candidate.Shares, shares), raised,
            [.. split.Lines.Where(line => byId.ContainsKey(line.LineId)).SelectMany(line => byId[line.LineId].SharesOf(line))], gaps);
    }

    private static Uplifting LeftOut(UpliftCandidate candidate, IReadOnlyList<UpliftGap> gaps) =>
        new(candidate.Commitment, candidate.Commitment, candidate.Shares, [], [], [], gaps);
}
