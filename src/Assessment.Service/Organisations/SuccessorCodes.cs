namespace PersonalBudgets.Assessment.Organisations;

/// <summary>Which organisation has taken the place of which (DOMAIN 0, A28: 12 integrated care boards became 6 on 1 April 2026).</summary>
internal sealed class SuccessorCodes(IReadOnlyList<SuccessionRow> rows)
{
    /// <summary>No organisation has a successor.</summary>
    public static SuccessorCodes None { get; } = new([]);

    /// <summary>
    /// The organisation that stands in the place of one on a day: the last of its successors by then, itself if it has none, and itself too where it was
    /// split between several, for that does not tell which of them.
    /// </summary>
    public string On(string code, DateOnly day)
    {
        // Each step is to another organisation; the count stands against a circle in a loaded file.
        for (var steps = 0; steps <= rows.Count; steps++)
        {
            var successors = rows.Where(row => row.Code == code && row.Effective <= day).ToArray();
            if (successors is not [var only])
                return code;
            code = only.SuccessorCode;
        }

        return code;
    }
}
