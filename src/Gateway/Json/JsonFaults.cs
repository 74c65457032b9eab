using System.Globalization;
using System.Text;

namespace PersonalBudgets.Gateway.Json;

/// <summary>
/// Where the reader stands in the body, and what it has found wrong so far. The place is kept as steps and becomes text
/// only when there is a fault to report: most bodies have none.
/// </summary>
/// <param name="prefix">Field path of the message that the body is, where the route's body is one field of the request.</param>
public sealed class JsonFaults(string prefix = "")
{
    /// <summary>Most violations that one answer lists: a body can hold a hundred thousand of them.</summary>
    public const int Limit = 1_000;

    private readonly List<Step> _steps = [];
    private readonly List<Violation> _violations = [];

    public IReadOnlyList<Violation> Violations => _violations;

    /// <summary>No further fault would be listed, so there is no use in reading on.</summary>
    public bool Full => _violations.Count >= Limit;

    public void Enter(FieldShape field, bool byOriginalName) => _steps.Add(new Step(field, byOriginalName, 0));

    public void Enter(int index) => _steps.Add(new Step(null, false, index));

    public void Leave() => _steps.RemoveAt(_steps.Count - 1);

    /// <summary>Reports a fault at the present place.</summary>
    public void Add(string reason, string detail) => Add(reason, detail, null);

    /// <summary>Reports a fault at a member of the present place that the contract has no field for.</summary>
    public void AddUnknownMember(string name) =>
        Add(Faults.UnknownMember, "This member is not part of the message.", name);

    /// <summary>Forgets the faults found so far and reports one of the whole body: what is no JSON has no members.</summary>
    public void Replace(string reason, string detail)
    {
        _violations.Clear();
        _violations.Add(new Violation("", prefix, reason, detail));
    }

    private void Add(string reason, string detail, string? unknownMember)
    {
        if (_violations.Count == Limit - 1)
            _violations.Add(new Violation("", prefix, Faults.TooMany, "There are more faults than this answer lists."));
        if (Full)
            return;

        var pointer = new StringBuilder();
        var path = new StringBuilder(prefix);
        foreach (var step in _steps)
            step.Append(pointer, path);
        if (unknownMember is not null)
        {
            AppendEscaped(pointer.Append('/'), unknownMember);
            path.Append(path.Length == 0 ? "" : ".").Append(unknownMember);
        }

        _violations.Add(new Violation(pointer.ToString(), path.ToString(), reason, detail));
    }

    private static void AppendEscaped(StringBuilder pointer, string name) =>
        pointer.Append(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));

    private readonly record struct Step(FieldShape? Field, bool ByOriginalName, int Index)
    {
        public void Append(StringBuilder pointer, StringBuilder path)
        {
            if (Field is null)
            {
                pointer.Append(CultureInfo.InvariantCulture, $"/{Index}");
                path.Append(CultureInfo.InvariantCulture, $"[{Index}]");
                return;
            }

            pointer.Append('/').Append(ByOriginalName ? Field.Name : Field.JsonName);
            path.Append(path.Length == 0 ? "" : ".").Append(Field.Name);
        }
    }
}
