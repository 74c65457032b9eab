using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Allocation.AllocationModels;
using PersonalBudgets.Allocation.Calculations;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Allocation.Calibrations;

/// <summary>One sample on its way to a model. Of each case its points, its cost and its group are kept until the end, of all else nothing.</summary>
internal sealed class Calibrating(UnitOfWork work, IAsyncStreamReader<CalibrateModelRequest> messages, ServerCallContext context) : IDisposable
{
    private const string Subject = "CALIBRATION";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly SampleReading _reading = new();
    private readonly List<PricedCase> _cases = [];
    private string _requestId = "";

    /// <summary>Takes the sample, and keeps what was worked out of it.</summary>
    public async Task<Calibration> RunAsync()
    {
        if (!await messages.MoveNext(context.CancellationToken))
            throw Refusal.Invalid(new Violation("entry.settings", "REQUIRED", "A calibration has settings and at least one case."));
        var first = messages.Current;
        var settings = SampleReading.SettingsOf(first.Entry?.Settings, first.Entry?.SampleCase, first.LineFaults);
        _requestId = first.RequestId;
        Hash(first);
        var baseModel = await work.ReadAsync(context, async session => (await ModelStore.GetAsync(session, Guid.Parse(settings.BaseAllocationModelId))).ToContent());
        Require(settings, baseModel);
        await ReadCasesAsync(baseModel, isPrice: settings.Method is AllocationMethod.CalibratedPrice);
        // A base that is a draft may have changed since the first time: the answer does not.
        if (await work.ReadAsync(context, session => CalibrationStore.FindAsync(session, _requestId)) is { } kept)
            return Repeated(kept);

        if (_cases.Count is 0)
            throw Refusal.Rule("SAMPLE_EMPTY", "No case of the sample is without faults.", null, ("faulty_count", _reading.FaultyCount));
        var calibration = CalibratedModel.WorkOut(settings, _cases);
        calibration.RequestId = _requestId;
        calibration.CaseCount = _cases.Count;
        calibration.FaultyCount = _reading.FaultyCount;
        calibration.FirstFaults.Add(_reading.FirstFaults);
        var model = CalibratedModel.Of(baseModel, calibration);
        calibration.BackTest = BackTest(CompiledModel.For(model), settings.BudgetPence);
        return await KeepAsync(calibration, model);
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private async Task ReadCasesAsync(AllocationModel baseModel, bool isPrice)
    {
        var counter = new PointCounter(baseModel);
        while (await messages.MoveNext(context.CancellationToken))
        {
            var message = messages.Current;
            if (message.RequestId != _requestId)
                throw Refusal.Invalid(new Violation("request_id", "REQUEST_ID", "All messages of a calibration have the same request id."));
            Hash(message);
            _reading.Take(message.Entry?.SampleCase, message.Entry?.Settings is not null, message.Line, message.LineFaults, Count);
        }

        LineFault? Count(SampleCase one, int group)
        {
            if (SampleNeeds.Of(one, baseModel.Kind) is not { } needs)
                return SampleReading.Fault(".profile", "NOT_OF_THIS_KIND", "A model of the base's kind serves none of these bases and needs.");
            if (counter.Count(needs, out var points) is { } gap)
                return SampleReading.Fault(".profile", gap.Reason, gap.Text);
            if (isPrice && points is 0)
                return SampleReading.Fault("", "WITHOUT_POINTS", "A cost without points has no price of a point.");
            _cases.Add(new PricedCase(points, one.ActualAnnualPence, group));
            return null;
        }
    }

    /// <summary>The figures come from the model itself, so that what is told of it is what people will get.</summary>
    private BackTest BackTest(CompiledModel model, long budgetPence)
    {
        var test = new BackTesting();
        foreach (var one in _cases)
        {
            var gap = model.OfPoints(one.TenThousandthsOfPoints, out var pence);
            test.Add(one.Group, one.ActualPence, gap is null ? pence : null);
        }

        return test.ToMessage(_reading.Groups, budgetPence);
    }

    private async Task<Calibration> KeepAsync(Calibration calibration, AllocationModel model)
    {
        var (kept, isNew) = await work.StepAsync(context, _requestId, async mutation =>
        {
            var isInserted = await CalibrationStore.TryInsertAsync(mutation, calibration, model, _hash.GetCurrentHash());
            var row = (await CalibrationStore.FindAsync(mutation, _requestId))!;
            mutation.Audit("allocation.model.calibrated", Subject, row.Id, isInserted ? "DONE" : "REPEATED");
            return (row, isInserted);
        });
        return isNew ? kept.ToMessage() : Repeated(kept);
    }

    private Calibration Repeated(CalibrationRow kept)
    {
        if (!kept.Hash.AsSpan().SequenceEqual(_hash.GetCurrentHash()))
            throw Refusal.AlreadyExists("REQUEST_ID_REUSED", "This request id came with other lines before.", ("request_id", _requestId));
        context.ResponseTrailers.Add(RequestHeaders.IdempotencyHit, "true");
        return kept.ToMessage();
    }

    private void Hash(CalibrateModelRequest message)
    {
        // Each with its length, so that no two lines could pass for two others.
        using var bytes = new MemoryStream();
        message.WriteDelimitedTo(bytes);
        _hash.AppendData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static void Require(CalibrationSettings settings, AllocationModel baseModel)
    {
        Refusal.ThrowIfAny(SettingsChecks.Faults(settings));
        if (baseModel.DomainPoints.Count is 0)
            throw Refusal.Rule("MODEL_WITHOUT_POINTS", "The base counts no points.", null, ("allocation_model_id", baseModel.AllocationModelId));
    }
}
