using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using PersonalBudgets.Payments.Bacs;

namespace PersonalBudgets.Payments.Tests.Bacs;

public sealed class A_standard_18_file
{
    // DOMAIN 11.4, character for character; | marks the end of a record.
    private const string Sample = """
        VOL1000001·······························123456································1|
        HDR1A123456S··112345600000100010001·······25233·25241·000000····················|
        HDR2F0200000100···································00····························|
        UHL1·25234999999····000000001·DAILY··001········································|
        0899996637495809910799988837491····00000062392ANYTOWN·COUNCIL···PB000123·P05······R·EXAMPLE·DP······|
        2029596374847209910799988837491····00000124000ANYTOWN·COUNCIL···PB000207·P05······HELPING·HANDS·CIC·|
        0860900677474409910799988837491····00000201550ANYTOWN·COUNCIL···PB000311·AUG······J·SAMPLE·PHB······|
        1079998883749101710799988837491····00000387942DP·RUN·2025-P05···CONTRA············ANYTOWN·COUNCIL···|
        EOF1A123456S··112345600000100010001·······25233·25241·000000····················|
        EOF2F0200000100···································00····························|
        UTL10000000387942000000038794200000010000003····································|
        """;

    private static readonly BacsFile SampleFile = new(
        1, "123456", "107999", "88837491", "ANYTOWN COUNCIL", new DateOnly(2025, 8, 21), new DateOnly(2025, 8, 22), "DP RUN 2025-P05",
        [
            new BacsCredit("089999", "66374958", "R Example DP", 62392, "PB000123 P05"),
            new BacsCredit("202959", "63748472", "Helping Hands CIC", 124000, "PB000207 P05"),
            new BacsCredit("086090", "06774744", "J Sample PHB", 201550, "PB000311 AUG"),
        ]);

    [Fact]
    public void is_the_published_sample_byte_for_byte()
    {
        var expected = Sample.ReplaceLineEndings("").Replace("|", "\r\n").Replace('·', ' ');

        Assert.Equal(expected, Encoding.ASCII.GetString(Standard18.Write(SampleFile)));
    }

    [Theory]
    [InlineData("Zoë O'Brien", "ZO  O BRIEN       ")]
    [InlineData("A name that is longer than the field", "A NAME THAT IS LON")]
    [InlineData("B & C/D-E.1", "B & C/D-E.1       ")]
    [InlineData("李 Wong", "  WONG            ")]
    public void puts_names_into_the_character_set_and_cuts_them(string name, string written)
    {
        var file = SampleFile with { Credits = [SampleFile.Credits[0] with { PayeeName = name }] };

        Assert.Equal(written, Lines(Standard18.Write(file))[4][82..]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(Standard18.LargestPaymentPence + 1)]
    public void carries_no_payment_outside_the_limits_of_the_scheme(long pence)
    {
        var file = SampleFile with { Credits = [SampleFile.Credits[0] with { AmountPence = pence }] };

        Assert.Throws<ArgumentOutOfRangeException>(() => Standard18.Write(file));
    }

    [Fact]
    public void carries_no_total_that_its_field_cannot_hold()
    {
        var credits = Enumerable.Repeat(SampleFile.Credits[0] with { AmountPence = Standard18.LargestPaymentPence }, 50);

        Assert.Throws<ArgumentOutOfRangeException>(() => Standard18.Write(SampleFile with { Credits = [.. credits] }));
    }

    [Fact]
    public void read_back_says_what_was_written_whatever_the_amounts()
    {
        var amounts = Gen.Choose(1, int.MaxValue / 2).Select(amount => (long)amount).NonEmptyListOf();

        Prop.ForAll(Arb.From(amounts), pence =>
        {
            var file = SampleFile with { Credits = [.. pence.Select(amount => SampleFile.Credits[0] with { AmountPence = amount })] };

            var lines = Lines(Standard18.Write(file));

            var data = lines[4..^4];
            var contra = lines[^4];
            var trailer = lines[^1];
            return data.Select(line => Number(line[35..46])).SequenceEqual(pence)
                && data.All(line => line.Length is 100 && line[14..17] is "099")
                && contra[14..17] is "017" && Number(contra[35..46]) == pence.Sum()
                && Number(trailer[4..17]) == pence.Sum() && Number(trailer[17..30]) == pence.Sum()
                && Number(trailer[30..37]) is 1 && Number(trailer[37..44]) == pence.Count;
        }).QuickCheckThrowOnFailure();
    }

    private static string[] Lines(byte[] content) => Encoding.ASCII.GetString(content).Split("\r\n")[..^1];

    private static long Number(string field) => long.Parse(field, NumberStyles.None, CultureInfo.InvariantCulture);
}
