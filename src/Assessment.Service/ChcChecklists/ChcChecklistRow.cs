using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Assessment.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Assessment.ChcChecklists;

/// <summary>A checklist as stored: what it prompts is worked out.</summary>
internal sealed record ChcChecklistRow(Guid Id, Guid PersonId, DateOnly ChecklistDate, string Answers, DateTime CreatedAt)
{
    public ChcChecklist ToMessage()
    {
        var checklist = JsonParser.Default.Parse<ChcChecklist>(Answers);
        checklist.ChcChecklistId = Id.ToString();
        checklist.PersonId = PersonId.ToString();
        checklist.ChecklistDate = Dates.Text(ChecklistDate);
        checklist.Thresholds.Add(ChcPrompt.Reached(checklist.Answers));
        checklist.ReferForFullAssessment = checklist.Thresholds.Count > 0;
        checklist.CreateTime = Timestamp.FromDateTime(CreatedAt);
        return checklist;
    }

    /// <summary>The answers alone, as the contract's JSON.</summary>
    public static string AnswersOf(ChcChecklist checklist) => JsonFormatter.Default.Format(new ChcChecklist { Answers = { checklist.Answers } });
}
