using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Tests.Domain;

/// <summary>
/// What a calculation allocates, counted. A figure by itself allocates nothing; its explanation the message that is kept and told, and no more.
/// </summary>
public sealed class The_memory_of_a_calculation
{
    private const int Calculations = 1_000;
    private static readonly LegalBasis[] Bases = [LegalBasis.CareAct];
    private static readonly AssessedNeeds Needs = new([Models.Need("NIGHT", 2), Models.Need("CARING", 3, carer: CarerContribution.Some), Models.Need("RELATIONSHIPS", 1)]);

    public static TheoryData<AllocationMethod, int> Explained => new()
    {
        { AllocationMethod.Linear, 696 },
        { AllocationMethod.LookupCurve, 736 },
    };

    [Theory]
    [InlineData(AllocationMethod.Linear)]
    [InlineData(AllocationMethod.LookupCurve)]
    public void is_none_for_a_figure(AllocationMethod method)
    {
        var model = Compiled(method);

        Assert.Equal(0, Allocated(() => model.Calculate(Needs)));
    }

    [Theory]
    [MemberData(nameof(Explained))]
    public void is_what_the_explanation_takes(AllocationMethod method, int bytes)
    {
        var model = Compiled(method);

        Assert.Equal(bytes, Allocated(() => model.Explain(Bases, Needs)) / Calculations);
    }

    private static CompiledModel Compiled(AllocationMethod method) => CompiledModel.For(method is AllocationMethod.Linear ? Models.Linear() : Models.Curve());

    private static long Allocated<T>(Func<T> calculate)
    {
        calculate();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Calculations; i++)
            calculate();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
