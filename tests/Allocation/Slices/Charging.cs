using Grpc.Core;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Tests.Support;
using static PersonalBudgets.Allocation.Tests.Slices.AllocationService;

namespace PersonalBudgets.Allocation.Tests.Slices;

/// <summary>Financial assessments of people whom a real Assessment knows.</summary>
internal static class Charging
{
    public static FinancialAssessmentsService.FinancialAssessmentsServiceClient Finances(this AllocationService allocation) => new(allocation.Service.Channel);

    /// <summary>A person of 30 in June 2025 unless said otherwise.</summary>
    public static async Task<string> PersonAsync(this AllocationService allocation, string born = "1994-11-30", string programme = "north")
    {
        var person = await new PeopleService.PeopleServiceClient(allocation.Assessment.Channel).CreatePersonAsync(
            new CreatePersonRequest
            {
                Person = new Person { NhsNumber = NhsNumbers.Next(), GivenName = "Harriet", FamilyName = "Sample", BirthDate = born },
                RequestId = NewId(),
            },
            allocation.Assessment.As(programme: programme));
        return person.PersonId;
    }

    /// <summary>The means of FA1, whose age the service finds out by itself.</summary>
    public static FinancialAssessment Fa1(string from = "2025-06-02")
    {
        var means = Domain.Charging.Person.Fa1();
        means.Circumstances.AgeGroup = AgeGroup.Unspecified;
        return new FinancialAssessment { EffectiveFrom = from, Method = FinancialAssessmentMethod.Full, Means = means };
    }

    public static AsyncUnaryCall<FinancialAssessment> Draft(this AllocationService allocation, string personId, FinancialAssessment assessment, Metadata? caller = null) =>
        allocation.Finances().CreateFinancialAssessmentAsync(
            new CreateFinancialAssessmentRequest { PersonId = personId, FinancialAssessment = assessment, RequestId = NewId() }, caller ?? allocation.Ann);

    public static AsyncUnaryCall<CompleteFinancialAssessmentResponse> Complete(this AllocationService allocation, FinancialAssessment draft, Metadata? caller = null) =>
        allocation.Finances().CompleteFinancialAssessmentAsync(
            new CompleteFinancialAssessmentRequest { FinancialAssessmentId = draft.FinancialAssessmentId, Etag = draft.Etag, RequestId = NewId() }, caller ?? allocation.Ann);

    public static async Task<FinancialAssessment> CompletedAsync(this AllocationService allocation, string personId, FinancialAssessment assessment, Metadata? caller = null) =>
        (await allocation.Complete(await allocation.Draft(personId, assessment, caller), caller)).FinancialAssessment;

    public static AsyncUnaryCall<Contribution> Contribution(this AllocationService allocation, string personId, string date, Metadata? caller = null) =>
        allocation.Finances().GetContributionAsync(new GetContributionRequest { PersonId = personId, Date = date }, caller ?? allocation.Ann);
}
