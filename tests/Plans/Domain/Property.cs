using FsCheck;
using FsCheck.Fluent;

namespace PersonalBudgets.Plans.Tests.Domain;

/// <summary>A law that holds for all inputs; a counter-example fails the test with its seed.</summary>
internal static class Property
{
    public static void Check<T>(Gen<T> inputs, Func<T, bool> holds) =>
        Prop.ForAll(inputs.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(1_000));
}
