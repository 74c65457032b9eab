using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Allocation.Allocations;

/// <summary>Section <c>BudgetComponents</c>: what stands beside the ongoing figure of an indicative budget. Local policy (DOMAIN 7.4, 16); 0 = none.</summary>
internal sealed class BudgetComponentSettings
{
    /// <summary>The contingency, in weeks of the ongoing figure.</summary>
    [Range(0, 26)]
    public int ContingencyWeeks { get; set; } = 4;

    /// <summary>The contingency as a part of the ongoing figure, in basis points, in place of weeks.</summary>
    [Range(0, 10_000)]
    public int ContingencyBasisPoints { get; set; }

    /// <summary>What is paid once to start up, in pence.</summary>
    [Range(0L, 100_000_000L)]
    public long StartUpPence { get; set; }

    /// <summary>What an employer owes for holidays, sick pay and redundancy, in basis points of the ongoing figure.</summary>
    [Range(0, 10_000)]
    public int EmploymentReserveBasisPoints { get; set; }

    /// <summary>The fee for payroll or a managed account, pence a year.</summary>
    [Range(0L, 100_000_000L)]
    public long SupportServiceFeePence { get; set; }

    /// <summary>The reserve for a mental health crisis, in basis points of the ongoing figure.</summary>
    [Range(0, 10_000)]
    public int CrisisReserveBasisPoints { get; set; }

    /// <summary>What the services are worth that come with every budget as commissioned, pence a year.</summary>
    [Range(0L, 10_000_000_000L)]
    public long CommissionedServicesPence { get; set; }

    /// <summary>Up to how many pence a year a budget is a small one (DOMAIN 14.2).</summary>
    [Range(1L, 100_000_000L)]
    public long LowValueLimitPence { get; set; } = 100_000;
}
