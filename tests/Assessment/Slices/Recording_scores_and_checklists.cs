using Grpc.Core;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support.Services;
using static PersonalBudgets.Assessment.Tests.Slices.AssessmentService;

namespace PersonalBudgets.Assessment.Tests.Slices;

[Collection<AssessmentCollection>]
public sealed class Recording_scores_and_checklists(AssessmentService assessment)
{
    [Fact]
    public async Task works_the_total_out_whatever_is_typed()
    {
        var person = (await assessment.RegisteredAsync()).PersonId;
        var typed = new Clustering { ScoredDate = "2025-04-01", Source = "RXX", Cluster = "12", OtherProblemType = "J", HonosTotal = 48, HonosTotalState = HonosTotalState.Complete };
        int[] vector = [1, 0, 2, 0, 1, 3, 2, 2, 2, 3, 1, 2];
        typed.Scores.Add(vector.Select((score, index) => new ClusteringScore { Item = $"{index + 1}", Score = score }));

        var known = await Record(person, typed);
        typed.Scores[3].Score = 9;
        var unknown = await Record(person, typed);

        Assert.Equal((19, HonosTotalState.Complete, ClusterClass.Psychosis), (known.HonosTotal, known.HonosTotalState, known.ClusterClass));
        Assert.Equal((0, HonosTotalState.Incomplete), (unknown.HonosTotal, unknown.HonosTotalState));
        Assert.Equal([known, unknown], (await assessment.Clusterings.ListClusteringsAsync(new ListClusteringsRequest { PersonId = person }, assessment.Ann)).Clusterings);
        Assert.Equal(known, await assessment.Clusterings.GetClusteringAsync(new GetClusteringRequest { ClusteringId = known.ClusteringId }, assessment.Ann));
        Assert.Equal("CLUSTERING_NOT_FOUND", (await RefusedCall.OfAsync(assessment.Clusterings.GetClusteringAsync(
            new GetClusteringRequest { ClusteringId = NewRequestId() }, assessment.Ann))).Reason);
    }

    [Theory]
    [InlineData("9", "", "1", 0, "clustering.cluster")]
    [InlineData("22", "", "1", 0, "clustering.cluster")]
    [InlineData("01", "", "1", 0, "clustering.cluster")]
    [InlineData("1", "K", "8", 1, "clustering.other_problem_type")]
    [InlineData("1", "", "14", 1, "clustering.scores[0].item")]
    [InlineData("1", "", "F", 1, "clustering.scores[0].item")]
    [InlineData("1", "", "1", 5, "clustering.scores[0].score")]
    [InlineData("1", "", "1", -1, "clustering.scores[0].score")]
    [InlineData("1", "", "1", 10, "clustering.scores[0].score")]
    public async Task refuses_what_the_scale_does_not_have(string cluster, string type, string item, int score, string fault)
    {
        var person = (await assessment.RegisteredAsync()).PersonId;
        var clustering = new Clustering
        {
            ScoredDate = "2025-04-01", Source = "RXX", Cluster = cluster, OtherProblemType = type, Scores = { new ClusteringScore { Item = item, Score = score } },
        };

        Assert.Equal([fault], (await RefusedCall.OfAsync(Record(person, clustering))).Fields);
    }

    [Fact]
    public async Task prompts_a_full_assessment_and_decides_nothing()
    {
        var person = (await assessment.RegisteredAsync()).PersonId;
        var checklist = new ChcChecklist { ChecklistDate = "2025-04-01", ReferForFullAssessment = false };
        checklist.Answers.Add(Enum.GetValues<ChcDomain>().Skip(1).Select(domain =>
            new ChcAnswer { Domain = domain, Level = domain is ChcDomain.Behaviour ? ChcLevel.A : ChcLevel.C }));

        var recorded = await Fill(person, checklist);
        var partial = checklist.Clone();
        partial.Answers.RemoveAt(0);

        Assert.True(recorded.ReferForFullAssessment);
        Assert.Equal([ChcThreshold.StarredA], recorded.Thresholds);
        Assert.Equal([recorded], (await assessment.ChcChecklists.ListChcChecklistsAsync(new ListChcChecklistsRequest { PersonId = person }, assessment.Ann)).ChcChecklists);
        Assert.Equal(recorded, await assessment.ChcChecklists.GetChcChecklistAsync(new GetChcChecklistRequest { ChcChecklistId = recorded.ChcChecklistId }, assessment.Ann));
        Assert.Equal(["chc_checklist.answers"], (await RefusedCall.OfAsync(Fill(person, partial))).Fields);
        Assert.Empty(await assessment.Service.LookAsync<Guid>(
            "select id from assessment.eligibility_decisions where person_id = @Id", new { Id = Guid.Parse(person) }));
        var child = (await assessment.RegisteredAsync(NewPerson(birthDate: "2015-01-01"))).PersonId;
        Assert.Equal("CHC_NOT_FOR_AGE", (await RefusedCall.OfAsync(Fill(child, checklist))).Reason);
    }

    [Fact]
    public async Task lets_an_assessment_name_the_checklist_that_it_rests_on_if_it_is_the_persons()
    {
        var (person, other) = ((await assessment.RegisteredAsync()).PersonId, (await assessment.RegisteredAsync()).PersonId);
        var answers = Enum.GetValues<ChcDomain>().Where(domain => domain is not ChcDomain.Unspecified).Select(domain => new ChcAnswer { Domain = domain, Level = ChcLevel.C });
        var checklist = await Fill(person, new ChcChecklist { ChecklistDate = "2025-04-01", Answers = { answers } });
        var resting = Complete();
        resting.ChcChecklistId = checklist.ChcChecklistId;

        Assert.Equal(checklist.ChcChecklistId, (await assessment.SignedAsync(person, resting)).ChcChecklistId);
        var refusal = await RefusedCall.OfAsync(assessment.DraftedAsync(other, resting));
        Assert.Equal([("assessment.chc_checklist_id", "UNKNOWN_RECORD")], refusal.Violations);
    }

    private AsyncUnaryCall<Clustering> Record(string personId, Clustering clustering) => assessment.Clusterings.CreateClusteringAsync(
        new CreateClusteringRequest { PersonId = personId, Clustering = clustering, RequestId = NewRequestId() }, assessment.Ann);

    private AsyncUnaryCall<ChcChecklist> Fill(string personId, ChcChecklist checklist) => assessment.ChcChecklists.CreateChcChecklistAsync(
        new CreateChcChecklistRequest { PersonId = personId, ChcChecklist = checklist, RequestId = NewRequestId() }, assessment.Ann);
}
