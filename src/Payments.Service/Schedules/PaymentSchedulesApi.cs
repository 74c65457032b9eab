using Grpc.Core;
using PersonalBudgets.Contracts;
using PersonalBudgets.Payments.V1;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Paging;
using PersonalBudgets.Platform.People;
using PersonalBudgets.Platform.Requests;
using PersonalBudgets.Types.V1;

namespace PersonalBudgets.Payments.Schedules;

/// <summary>Payment schedules over gRPC.</summary>
public sealed class PaymentSchedulesApi(UnitOfWork work, ScheduleStore schedules, PersonStandingStore people)
    : PaymentSchedulesService.PaymentSchedulesServiceBase
{
    /// <inheritdoc/>
    public override Task<PaymentSchedule> GetPaymentSchedule(GetPaymentScheduleRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var row = await schedules.FindAsync(session, Guid.Parse(request.PaymentScheduleId))
                ?? throw Refusal.NotFound("PAYMENT_SCHEDULE", request.PaymentScheduleId);
            return Show(row, await schedules.ListInstalmentsAsync(session, [row.Id]));
        });

    /// <inheritdoc/>
    public override Task<ListPaymentSchedulesResponse> ListPaymentSchedules(ListPaymentSchedulesRequest request, ServerCallContext context) =>
        work.ReadAsync(context, async session =>
        {
            var page = Page.Read(request.PageSize, request.PageToken, session, $"payment-schedules/{request.PlanId}/{request.PersonId}");
            var personIds = await people.IdsOfFilterAsync(session, request.PersonId);
            var (rows, next) = page.Split(await schedules.ListAsync(session, Ids.ParseOptional(request.PlanId), personIds, page), row => row.Id);
            var instalments = (await schedules.ListInstalmentsAsync(session, rows.Select(row => row.Id))).ToLookup(instalment => instalment.ScheduleId);
            return new ListPaymentSchedulesResponse { PaymentSchedules = { rows.Select(row => Show(row, instalments[row.Id])) }, NextPageToken = next };
        });

    private static PaymentSchedule Show(ScheduleRow row, IEnumerable<InstalmentRow> instalments) => new()
    {
        PaymentScheduleId = row.Id.ToString(),
        PlanId = row.PlanId.ToString(),
        PersonId = row.PersonId.ToString(),
        Instalments =
        {
            instalments.Select(instalment => new Instalment
            {
                InstalmentId = instalment.Id.ToString(),
                DueDate = Dates.Text(instalment.DueDate),
                PeriodStartDate = Dates.Text(instalment.PeriodStart),
                PeriodEndDate = Dates.Text(instalment.PeriodEnd),
                Funder = instalment.Funder,
                PayeeId = instalment.PayeeId.ToString(),
                AmountPence = instalment.AmountPence,
                State = Codes.Parse<InstalmentState>(instalment.State),
                Management = Codes.Parse<Management>(instalment.Management),
                HoldReasons = { instalment.HoldReasons.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Codes.Parse<HoldReason>) },
            }),
        },
    };
}
