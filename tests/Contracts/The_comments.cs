using Google.Protobuf.Reflection;
using PersonalBudgets.Contracts.Documentation;

namespace PersonalBudgets.Contracts.Tests;

/// <summary>The protos' comments, as the programs read them.</summary>
public sealed class The_comments
{
    [Fact]
    public void are_there_for_everything_that_a_caller_can_name() => Assert.Empty(Named().Where(descriptor => Comments.Of(descriptor).Length == 0).Select(one => one.FullName));

    [Fact]
    public void of_several_lines_are_one_text() =>
        Assert.Equal(
            "Records a section of the Mental Health Act, past or present, or a later state of one that is recorded already: its end, or a slip put "
            + "right (`replaces_legal_status_id`). Errors: `DETENTIONS_OVERLAP` where the person would be detained under two sections on one day, "
            + "`LEGAL_STATUS_REPLACED` where a later record has replaced the earlier one already, `LEGAL_STATUS_FOLLOWED` where a record would be "
            + "withdrawn that others follow, `S117_CTO_IN_FORCE` where after-care would have ended under a community treatment order, "
            + "`PERSON_DIED` of a section that begins after the person's death (what was before it, and its end, are still put right), `PERSON_MERGED`.",
            Comments.Of(Contract.Method("/personalbudgets.assessment.v1.LegalStatusesService/CreateLegalStatus")!));

    private static IEnumerable<IDescriptor> Named() =>
        Contract.Files.SelectMany(file => file.Dependencies.Append(file)).Where(file => file.Package.StartsWith("personalbudgets.", StringComparison.Ordinal)).Distinct()
            .SelectMany(file => file.Services.SelectMany(service => service.Methods.Prepend<IDescriptor>(service))
                .Concat(file.MessageTypes.SelectMany(message => message.Fields.InDeclarationOrder().Prepend<IDescriptor>(message)))
                .Concat(file.EnumTypes.SelectMany(kind => kind.Values.Prepend<IDescriptor>(kind))));
}
