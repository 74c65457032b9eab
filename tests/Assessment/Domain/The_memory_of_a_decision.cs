using PersonalBudgets.Assessment.Eligibility;
using PersonalBudgets.Assessment.V1;

namespace PersonalBudgets.Assessment.Tests.Domain;

/// <summary>
/// What a decision allocates, counted: the list of bases (72 bytes; a carer's, of one by itself, 24), and for each basis its record (48) and the list of its
/// reasons (24 and 8 for each). No word of a reason is made anew.
/// </summary>
public sealed class The_memory_of_a_decision
{
    private const int Decisions = 1_000;

    [Theory]
    [InlineData("E1", 72 + 48 + 24 + 8 * 5)]
    [InlineData("E2", 72 + 48 + 24 + 8 * 5)]
    [InlineData("E9", 72 + 48 + 24 + 8 * 7)]
    [InlineData("E7", 24 + 48 + 24 + 8 * 3)]
    [InlineData("every outcome and limb", 72 + 48 + 24 + 8 * 12)]
    [InlineData("a fluctuating need", 72 + 48 + 24 + 8 * 6)]
    [InlineData("P5", 72 + 48 + 24 + 8 * 1)]
    public void is_what_its_answer_takes_and_no_more(string vector, int bytes)
    {
        var facts = Vectors.All[vector];
        EligibilityRules.Decide(facts, Facts.Law);

        Assert.Equal(bytes, Allocated(facts) / Decisions);
    }

    private static long Allocated(EligibilityFacts facts)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Decisions; i++)
            EligibilityRules.Decide(facts, Facts.Law);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
