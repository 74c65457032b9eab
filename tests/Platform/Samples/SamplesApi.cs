using System.Collections.Concurrent;
using Grpc.Core;
using PersonalBudgets.Contracts.Payments.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Samples.V1;

namespace PersonalBudgets.Platform.Tests.Samples;

/// <summary>A slice as services write it, with mischief on request.</summary>
internal sealed class SamplesApi(UnitOfWork work, SamplesService.SamplesServiceClient neighbour) : SamplesService.SamplesServiceBase
{
    private static readonly ConcurrentDictionary<string, int> Attempts = new();

    public override Task<Sample> CreateSample(CreateSampleRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var row = new SampleRow(mutation.NewId(), request.Title, request.AmountPence, mutation.Today, mutation.Now, 1);
            await SampleStore.InsertAsync(mutation, row, request.Mischief is "FOREIGN" ? "south" : null);
            if (request.Mischief is not "SILENT")
                mutation.Audit("SAMPLE_CREATED", "SAMPLE", row.Id);
            // Any event of the contract will do.
            mutation.Publish(
                new AccountsOpened
                {
                    Programme = mutation.Programme, SubjectId = row.Id.ToString(), SubjectVersion = 1, OccurredAt = mutation.Now,
                    PlanId = row.Id.ToString(), InstalmentCount = 1,
                },
                row.Id.ToString());
            await MisbehaveAsync(request.Mischief, mutation);
            return (await SampleStore.FindAsync(mutation, row.Id))!.ToMessage();
        });

    public override Task<Sample> RenameSample(RenameSampleRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var id = Guid.Parse(request.SampleId);
            var expected = Etag.Parse(request.Etag);
            if (await SampleStore.RenameAsync(mutation, id, request.Title, expected) is 0)
                throw await SampleStore.FindAsync(mutation, id) is { } other ? Refusal.EtagMismatch(other.Version) : Refusal.NotFound("SAMPLE", id);
            mutation.Audit("SAMPLE_RENAMED", "SAMPLE", id);
            return (await SampleStore.FindAsync(mutation, id))!.ToMessage();
        });

    public override Task<Sample> GetSample(GetSampleRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            if (request.Mischief is "WRITE")
                await SampleStore.RenameAsync(session, Guid.Parse(request.SampleId), "stolen", 1);
            if (request.Mischief is "THROW")
                throw new InvalidOperationException("Mrs Zzqueen 999 000 0018");
            if (request.Mischief is "FLAKY" && Attempts.AddOrUpdate(request.SampleId, 1, (_, count) => count + 1) < 3)
                throw Refusal.Unavailable("Not now.");
            return await SampleStore.FindAsync(session, Guid.Parse(request.SampleId)) is { } row
                ? row.ToMessage()
                : throw Refusal.NotFound("SAMPLE", request.SampleId);
        });

    public override Task<ListSamplesResponse> ListSamples(ListSamplesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"samples {request.Title}");
            var (rows, next) = page.Split(await SampleStore.ListAsync(session, page.After, page.Take), row => row.Id);
            return new ListSamplesResponse { Samples = { rows.Select(row => row.ToMessage()) }, NextPageToken = next };
        });

    public override Task<Card> CreateCard(CreateCardRequest request, ServerCallContext context) =>
        work.MutateAsync(request, context, async mutation =>
        {
            var id = mutation.NewId();
            await SampleStore.InsertCardAsync(mutation, id, request.Name);
            mutation.Audit("CARD_CREATED", "CARD", id);
            return new Card { CardId = id.ToString(), Name = request.Name, Etag = Etag.Of(1) };
        }, LoadCardAsync);

    public override Task<Card> GetCard(GetCardRequest request, ServerCallContext context) =>
        work.ReadAsync(context, session => LoadCardAsync(session, Guid.Parse(request.CardId)));

    public override async Task<Sample> RelaySample(GetSampleRequest request, ServerCallContext context) =>
        await neighbour.GetSampleAsync(request);

    public override async Task<SumSamplesResponse> SumSamples(IAsyncStreamReader<CreateSampleRequest> requestStream, ServerCallContext context)
    {
        var sum = new SumSamplesResponse();
        while (await requestStream.MoveNext(context.CancellationToken))
            sum.AmountPence += requestStream.Current.AmountPence;
        return sum;
    }

    public override async Task SiftSamples(
        IAsyncStreamReader<SiftSamplesRequest> requestStream, IServerStreamWriter<SiftSamplesRequest> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
            await responseStream.WriteAsync(requestStream.Current);
    }

    public override Task<Sample> ForgottenMethod(GetSampleRequest request, ServerCallContext context) => Task.FromResult(new Sample());

    private static async Task<Card> LoadCardAsync(Session session, Guid id) =>
        await SampleStore.FindCardAsync(session, id) is { } name
            ? new Card { CardId = id.ToString(), Name = name, Etag = Etag.Of(1) }
            : throw Refusal.NotFound("CARD", id);

    private static async Task MisbehaveAsync(string mischief, Mutation mutation)
    {
        switch (mischief)
        {
            case "THROW":
                throw new InvalidOperationException("Mrs Zzqueen 999 000 0018");
            case "REFUSE":
                throw Refusal.Rule("X07", "A budget cannot buy alcohol or tobacco.", "SI 2013/1617 reg 11", ("line", 2));
            case "SLOW":
                await Task.Delay(TimeSpan.FromMilliseconds(300));
                break;
            case "SLOWER":
                await Task.Delay(TimeSpan.FromSeconds(2));
                break;
            case "FOREVER":
                await Task.Delay(Timeout.InfiniteTimeSpan, mutation.CancellationToken);
                break;
            case "DEADLOCK 1 2" or "DEADLOCK 2 1":
                await SampleStore.LockAsync(mutation, mischief[9]);
                await Task.Delay(TimeSpan.FromMilliseconds(300));
                await SampleStore.LockAsync(mutation, mischief[11]);
                break;
        }
    }
}
