namespace PersonalBudgets.Assessment.Eligibility;

/// <summary>Why somebody is unable to achieve an outcome (SI 2015/313 reg 2(3), 3(3)), in the order of the regulations.</summary>
internal enum Limb : byte
{
    /// <summary>Able.</summary>
    None,

    /// <summary>Not without assistance.</summary>
    WithHelp,

    /// <summary>Without assistance, but with significant pain, distress or anxiety.</summary>
    WithDistress,

    /// <summary>Without assistance, but endangering the health or safety of anybody.</summary>
    WithDanger,

    /// <summary>Without assistance, but it takes significantly longer than normal: reg 2(3)(d), of adults alone.</summary>
    WithTime,
}
