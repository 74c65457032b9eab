using System.ComponentModel.DataAnnotations;

namespace PersonalBudgets.Assessment.Assessments;

/// <summary>Section <c>Assessments</c>: what each place decides about assessments.</summary>
internal sealed class AssessmentSettings
{
    /// <summary>
    /// The age from which an adult's or adult carer's assessment can be made on the way to adulthood, in months. The law asks for it when it is of
    /// significant benefit and names no age (Care Act 2014 ss58, 63); by default 17 years and a half.
    /// </summary>
    [Range(168, 216)]
    public int TransitionFromMonths { get; set; } = 210;

    /// <summary>How many days after a change of need was recorded its re-assessment is due; of an urgent change it is due the same day.</summary>
    [Range(1, 365)]
    public int ReassessWithinDays { get; set; } = 28;
}
