using Google.Protobuf.Reflection;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Options.V1;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Plans.V1;

namespace PersonalBudgets.Contracts;

/// <summary>
/// The public contract, read from its own descriptors. The gateway's routes, the authorisation interceptor, the
/// validator and the tests all read it here, so that a method added to a proto is known everywhere at once.
/// </summary>
public static class Contract
{
    private const string Root = "personalbudgets";

    // The files with services of each area. An area is read when somebody asks for it: a service needs its own and those that it calls,
    // and every message of an area that is read stays in memory.
    private static readonly Dictionary<string, Lazy<IReadOnlyList<FileDescriptor>>> Areas = new(StringComparer.Ordinal)
    {
        ["assessment"] = new(() =>
        [
            OrganisationsReflection.Descriptor,
            PeopleReflection.Descriptor,
            PeopleMergesReflection.Descriptor,
            AccessRecordsReflection.Descriptor,
            CaseloadFactsReflection.Descriptor,
            PeopleLoadsReflection.Descriptor,
            CohortRulesReflection.Descriptor,
            CohortsReflection.Descriptor,
            LegalStatusesReflection.Descriptor,
            RelatedPeopleReflection.Descriptor,
            CapacityReflection.Descriptor,
            ConsentsReflection.Descriptor,
            ExclusionFlagsReflection.Descriptor,
            DirectPaymentsReflection.Descriptor,
            AftercareReflection.Descriptor,
            ResponsibleBodiesReflection.Descriptor,
            ResidencesReflection.Descriptor,
            AgeTriggersReflection.Descriptor,
            NoticesReflection.Descriptor,
            OffersReflection.Descriptor,
            ReconsiderationsReflection.Descriptor,
            InterimArrangementsReflection.Descriptor,
            SmallBudgetsReflection.Descriptor,
            SafeguardingConcernsReflection.Descriptor,
            AssessmentsReflection.Descriptor,
            ClusteringsReflection.Descriptor,
            ChcChecklistsReflection.Descriptor,
            NeedChangesReflection.Descriptor,
            DiscretionaryPoliciesReflection.Descriptor,
            EligibilityReflection.Descriptor,
            ExplanationsReflection.Descriptor,
        ]),
        ["allocation"] = new(() =>
        [
            AllocationModelsReflection.Descriptor,
            SimulationsReflection.Descriptor,
            AllocationsReflection.Descriptor,
            AllocationExplanationsReflection.Descriptor,
            CalibrationsReflection.Descriptor,
            ImpactsReflection.Descriptor,
            SufficiencyChallengesReflection.Descriptor,
            FundsReflection.Descriptor,
            FundChangesReflection.Descriptor,
            FundStatementsReflection.Descriptor,
            FundAlertsReflection.Descriptor,
            PoolsReflection.Descriptor,
            BlockContractsReflection.Descriptor,
            PlacementsReflection.Descriptor,
            BudgetsReflection.Descriptor,
            CommitmentsReflection.Descriptor,
            SplitPoliciesReflection.Descriptor,
            SplitOverridesReflection.Descriptor,
            DelegationAgreementsReflection.Descriptor,
            AnnualUpliftsReflection.Descriptor,
            ChargingRatesReflection.Descriptor,
            ChargingPoliciesReflection.Descriptor,
            FinancialAssessmentsReflection.Descriptor,
            PersonalBudgetStatementsReflection.Descriptor,
        ]),
        ["plans"] = new(() =>
        [
            PlansReflection.Descriptor,
        ]),
        ["payments"] = new(() =>
        [
            PayeesReflection.Descriptor,
            PayRunsReflection.Descriptor,
            LedgerReflection.Descriptor,
        ]),
    };

    /// <summary>The files of the four areas.</summary>
    public static IReadOnlyList<FileDescriptor> Files { get => field ??= [.. Areas.Values.SelectMany(area => area.Value)]; }

    /// <summary>Every public service, in the order of the files.</summary>
    public static IReadOnlyList<ServiceDescriptor> Services { get => field ??= [.. Files.SelectMany(file => file.Services)]; }

    /// <summary>Every public method.</summary>
    public static IReadOnlyList<MethodDescriptor> Methods { get => field ??= [.. Areas.Keys.SelectMany(MethodsOf)]; }

    /// <summary>The public methods of one area.</summary>
    /// <param name="area">`assessment`, `allocation`, `plans` or `payments`; of another name none.</param>
    public static IEnumerable<MethodDescriptor> MethodsOf(string area) =>
        Areas.TryGetValue(area, out var files) ? files.Value.SelectMany(file => file.Services).SelectMany(service => service.Methods) : [];

    /// <summary>The method that a gRPC path names, or null if the contract has none.</summary>
    /// <param name="fullName">`/package.Service/Method`.</param>
    /// <remarks>Of the area, only the file of that service is read: who calls one service of another area does not have all of it in memory.</remarks>
    public static MethodDescriptor? Method(string fullName)
    {
        if (fullName.Split('.', '/') is not ["", Root, var area, "v1", var service, var method] || !Areas.ContainsKey(area))
            return null;
        var type = typeof(Contract).Assembly.GetType($"PersonalBudgets.{char.ToUpperInvariant(area[0])}{area[1..]}.V1.{service}");
        return (type?.GetProperty("Descriptor")?.GetValue(null) as ServiceDescriptor)?.FindMethodByName(method);
    }

    /// <summary>The gRPC path of a method: `/package.Service/Method`.</summary>
    public static string FullName(this MethodDescriptor method) => $"/{method.Service.FullName}/{method.Name}";

    /// <summary>The area that serves a method: `assessment`, `allocation`, `plans` or `payments`.</summary>
    public static string Area(this MethodDescriptor method) => method.File.Package.Split('.')[1];

    /// <summary>The rules of a method, or null where the proto gives none: such a method is refused to everybody.</summary>
    public static MethodRules? Rules(this MethodDescriptor method) => method.GetOptions()?.GetExtension(OptionsExtensions.Rules);

    /// <summary>Whether a method changes something: such a method has a request id.</summary>
    public static bool IsMutation(this MethodDescriptor method) => method.InputType.FindFieldByName("request_id") is not null;
}
