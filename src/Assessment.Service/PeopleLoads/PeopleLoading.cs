using System.Security.Cryptography;
using Google.Protobuf;
using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Requests;

namespace PersonalBudgets.Assessment.PeopleLoads;

/// <summary>
/// One stream of lines on its way into the register. Every thousand lines are one transaction; what the load has done already, as its row says, is only held
/// against what was sent then.
/// </summary>
internal sealed class PeopleLoading(UnitOfWork work, IAsyncStreamReader<LoadPeopleRequest> lines, TimeProvider time, ServerCallContext context) : IDisposable
{
    private const int BatchLines = 1_000;
    private const long MostLines = 1_000_000;
    private const string Subject = "PEOPLE_LOAD";

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly List<LoadLine> _batch = [];
    private readonly Dictionary<(string Practice, string Home), IReadOnlyList<Violation>> _organisations = [];
    private string _requestId = "";
    private long _count;

    /// <summary>Takes all lines.</summary>
    public async Task<PeopleLoad> RunAsync()
    {
        if (!await lines.MoveNext(context.CancellationToken))
            throw Refusal.Invalid(new Violation("entry", "REQUIRED", "A load has at least one line."));
        _requestId = RequestIdOf(lines.Current);
        var load = await OpenAsync();
        var (done, doneHash) = (load.Lines, load.Hash);
        do
        {
            var request = Take(lines.Current);
            if (_count == done && !_hash.GetCurrentHash().AsSpan().SequenceEqual(doneHash))
                throw Reused();
            if (_count <= done)
                continue;
            if (load.IsComplete)
                throw Reused();
            _batch.Add(LoadLine.Of(request, _count, LondonTime.DateOf(time.GetUtcNow())));
            if (_batch.Count == BatchLines)
                load = await CommitAsync(load, isComplete: false);
        }
        while (await lines.MoveNext(context.CancellationToken));

        if (_count < done)
            throw Reused();
        if (!load.IsComplete)
            load = await CommitAsync(load, isComplete: true);
        else
            context.ResponseTrailers.Add(RequestHeaders.IdempotencyHit, "true");
        return await work.ReadAsync(context, async session => load.ToMessage(await PeopleLoadStore.FirstFaultsAsync(session, load.Id)));
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private LoadPeopleRequest Take(LoadPeopleRequest request)
    {
        if (request.RequestId != _requestId)
            throw Refusal.Invalid(new Violation("request_id", "REQUEST_ID", "All lines of a load have the same request id."));
        if (++_count > MostLines)
            throw Refusal.TooMuch("LOAD_TOO_LONG", $"A load has at most {MostLines} lines. Send the others as another load.");
        // Each with its length, so that no two lines could pass for two others.
        using var bytes = new MemoryStream();
        request.WriteDelimitedTo(bytes);
        _hash.AppendData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        return request;
    }

    private Task<PeopleLoadRow> OpenAsync() => work.StepAsync(context, _requestId, async mutation =>
    {
        var load = await PeopleLoadStore.OpenAsync(mutation, _requestId, _hash.GetCurrentHash());
        var outcome = load.IsComplete ? "REPEATED" : load.Lines > 0 ? "RESUMED" : "BEGUN";
        mutation.Audit("assessment.people_load.sent", Subject, load.Id, outcome);
        return load;
    });

    private async Task<PeopleLoadRow> CommitAsync(PeopleLoadRow load, bool isComplete)
    {
        var done = await work.StepAsync(context, _requestId, async mutation =>
        {
            await PeopleLoadStore.AdvanceAsync(mutation, load, _count, _hash.GetCurrentHash(), isComplete);
            for (var i = 0; i < _batch.Count; i++)
                _batch[i] = await _batch[i].WithOrganisationsAsync(mutation, _organisations);
            var outcomes = await CaseloadStore.TakeAsync(mutation, load.Id, [.. _batch.Where(line => line.Entry is not null)]);
            await PeopleLoadStore.CountAsync(
                mutation, load, outcomes.Values.Count(outcome => outcome is LineOutcome.Registered), outcomes.Values.Count(outcome => outcome is LineOutcome.Updated));
            var faulty = _batch
                .Select(line => outcomes.TryGetValue(line.Place, out var outcome) && outcome is LineOutcome.Exists or LineOutcome.Differs ? line.Refused(outcome) : line)
                .Where(line => line.Faults.Count > 0);
            await PeopleLoadStore.AddFaultsAsync(mutation, load, faulty);
            mutation.Audit("assessment.people.loaded", Subject, load.Id);
            return await PeopleLoadStore.GetAsync(mutation, load.Id);
        });
        _batch.Clear();
        return done;
    }

    /// <summary>The doors tell of a bad request id as of any fault of a line; without a good one there is no load to tell it to.</summary>
    private static string RequestIdOf(LoadPeopleRequest request)
    {
        Violation[] faults = [.. request.LineFaults.Where(fault => fault.Field == "request_id").Select(fault => new Violation(fault.Field, fault.Reason, fault.Detail))];
        return faults.Length is 0 && Guid.TryParse(request.RequestId, out _)
            ? request.RequestId
            : throw Refusal.Invalid(faults.DefaultIfEmpty(new Violation("request_id", "UUID", "A load has a request id, a UUID.")));
    }

    private Refusal Reused() =>
        Refusal.AlreadyExists("REQUEST_ID_REUSED", "This request id came with other lines before.", ("request_id", _requestId));
}
