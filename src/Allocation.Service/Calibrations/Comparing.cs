using Grpc.Core;
using PersonalBudgets.Allocation.AllocationModels;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.Shifts;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Calibrations;

/// <summary>Two models held against one sample as it comes.</summary>
internal sealed class Comparing(UnitOfWork work, IAsyncStreamReader<CompareModelsRequest> messages, ServerCallContext context)
{
    private readonly SampleReading _reading = new();
    private readonly BackTesting _first = new();
    private readonly BackTesting _second = new();
    private readonly ShiftTally _shifts = new();
    private long _count;

    /// <summary>Takes the sample.</summary>
    public async Task<ModelComparison> RunAsync()
    {
        if (!await messages.MoveNext(context.CancellationToken))
            throw Refusal.Invalid(new Violation("entry.settings", "REQUIRED", "A comparison has settings and at least one case."));
        var opening = messages.Current;
        var settings = SampleReading.SettingsOf(opening.Entry?.Settings, opening.Entry?.SampleCase, opening.LineFaults);
        var (first, second) = await ModelsAsync(settings);
        while (await messages.MoveNext(context.CancellationToken))
        {
            var message = messages.Current;
            _reading.Take(
                message.Entry?.SampleCase, message.Entry?.Settings is not null, message.Line, message.LineFaults, (one, group) => Count(first, second, one, group));
        }

        if (_count is 0)
            throw Refusal.Rule("SAMPLE_EMPTY", "No case of the sample is without faults.", null, ("faulty_count", _reading.FaultyCount));
        var groups = _reading.Groups;
        return new ModelComparison
        {
            CaseCount = _count,
            FaultyCount = _reading.FaultyCount,
            FirstFaults = { _reading.FirstFaults },
            First = _first.ToMessage(groups, settings.BudgetPence),
            Second = _second.ToMessage(groups, settings.BudgetPence),
            Shifts = _shifts.Groups(groups),
            Differences = { _shifts.Differences() },
        };
    }

    private async Task<(CompiledModel First, CompiledModel Second)> ModelsAsync(ComparisonSettings settings)
    {
        var (first, second) = await work.ReadAsync(context, async session => (
            await ModelStore.GetAsync(session, Guid.Parse(settings.FirstAllocationModelId)),
            await ModelStore.GetAsync(session, Guid.Parse(settings.SecondAllocationModelId))));
        return first.Kind == second.Kind
            ? (CompiledModel.For(first.ToMessage()), CompiledModel.For(second.ToMessage()))
            : throw Refusal.Rule(
                "MODELS_NOT_OF_ONE_KIND", "Models of two kinds serve other people: there is nothing to compare.", null, ("first_kind", first.Kind), ("second_kind", second.Kind));
    }

    private LineFault? Count(CompiledModel first, CompiledModel second, SampleCase one, int group)
    {
        if (SampleNeeds.Of(one, first.Model.Kind) is not { } needs)
            return SampleReading.Fault(".profile", "NOT_OF_THIS_KIND", "Models of this kind serve none of these bases and needs.");
        var (before, after) = (PenceOf(first.Calculate(needs)), PenceOf(second.Calculate(needs)));
        _first.Add(group, one.ActualAnnualPence, before);
        _second.Add(group, one.ActualAnnualPence, after);
        if (before is not null && after is not null)
            _shifts.Add(group, before.Value, after.Value);
        _count++;
        return null;
    }

    /// <summary>What is paid once counts as what it costs in the year in which it is paid.</summary>
    private static long? PenceOf(Figure figure) => figure.Gap is null ? figure.AnnualPence + figure.OneOffPence : null;
}
