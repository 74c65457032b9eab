using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Allocation.V1;
using PersonalBudgets.Contracts;

namespace PersonalBudgets.Allocation.Pools;

/// <summary>A pool as stored.</summary>
internal sealed record PoolRow(Guid Id, string AgreementId, string Name, string Arrangement, string Host, DateTime CreatedAt)
{
    public Pool ToMessage() => new()
    {
        PoolId = Id.ToString(),
        AgreementId = AgreementId,
        Name = Name,
        Arrangement = Codes.Parse<PoolArrangement>(Arrangement),
        Host = Host,
        CreateTime = Timestamp.FromDateTime(CreatedAt),
    };
}

/// <summary>Terms as stored; partners and rule are one document of the contract's JSON.</summary>
internal sealed record PoolTermsRow(Guid Id, Guid PoolId, DateOnly StartDate, DateOnly EndDate, string Terms, DateTime CreatedAt)
{
    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true));

    public PoolTerms ToMessage()
    {
        var terms = Parser.Parse<PoolTerms>(Terms);
        terms.PoolTermsId = Id.ToString();
        terms.PoolId = PoolId.ToString();
        terms.StartDate = Dates.Text(StartDate);
        terms.EndDate = Dates.Text(EndDate);
        terms.CreateTime = Timestamp.FromDateTime(CreatedAt);
        return terms;
    }
}
