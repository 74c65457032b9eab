using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Gateway.Tests.Support;
using PersonalBudgets.Library.V1;

namespace PersonalBudgets.Gateway.Tests.Json;

public class Writing_an_answer
{
    private static readonly JsonFormatter Referee = new(JsonFormatter.Settings.Default.WithFormatDefaultValues(true));

    [Fact]
    public void always_writes_zero_values_and_empty_lists() =>
        Assert.Equal(
            """{"bookId":"","title":"","genre":"GENRE_UNSPECIFIED","pricePence":"0","pages":0,"lent":false,"cover":"","chapters":[],"authors":[],"copies":0,"words":"0","shelfOffset":0,"balance":"0","checksum":0,"tags":[],"sales":[],"lentTimes":[],"etag":""}""",
            Bodies.Write(new Book()));

    [Fact]
    public void leaves_text_readable_and_64_bits_as_strings() =>
        Assert.Equal("""{"heading":"Zoë & <b>'s","sections":[],"lengthPence":"-12"}""", Bodies.Write(new Chapter { Heading = "Zoë & <b>'s", LengthPence = -12 }));

    [Fact]
    public void gives_the_number_of_an_enum_value_that_this_build_does_not_know() =>
        Assert.Contains("\"genre\":77,", Bodies.Write(new Book { Genre = (Genre)77 }), StringComparison.Ordinal);

    [Fact]
    public void uses_as_few_decimals_of_an_instant_as_keep_it() =>
        Assert.Contains(
            "\"lentTimes\":[\"1970-01-01T00:00:00Z\",\"1969-12-31T23:59:59.120Z\",\"1970-01-01T00:00:00.000001Z\",\"1970-01-01T00:00:00.000000001Z\"]",
            Bodies.Write(new Book
            {
                LentTimes =
                {
                    new Timestamp(), new Timestamp { Seconds = -1, Nanos = 120_000_000 }, new Timestamp { Nanos = 1_000 }, new Timestamp { Nanos = 1 },
                },
            }),
            StringComparison.Ordinal);

    [Fact]
    public void is_read_back_by_googles_parser_as_the_same_message() => ForAnyBook(book =>
        JsonParser.Default.Parse<Book>(Bodies.Write(book)).Equals(book));

    [Fact]
    public void is_read_back_by_our_reader_as_the_same_message() => ForAnyBook(book =>
        Bodies.Read(Bodies.Write(book)) is var (again, violations) && violations.Count == 0 && again.Equals(book));

    [Fact]
    public void and_googles_formatter_say_the_same() => ForAnyBook(book =>
        Bodies.Read(Referee.Format(book)) is var (again, violations) && violations.Count == 0 && again.Equals(book)
        && System.Text.Json.Nodes.JsonNode.DeepEquals(
            System.Text.Json.Nodes.JsonNode.Parse(Referee.Format(book)), System.Text.Json.Nodes.JsonNode.Parse(Bodies.Write(book))));

    [Fact]
    public void works_for_every_message_of_the_contract()
    {
        foreach (var message in Contracts.Contract.Methods.SelectMany(method => new[] { method.InputType, method.OutputType }).Distinct())
        {
            var empty = PersonalBudgets.Gateway.Json.MessageShape.Of(message).New();

            Assert.Equal(empty, new JsonParser(JsonParser.Settings.Default).Parse(Bodies.Write(empty), message));
        }
    }

    private static void ForAnyBook(Func<Book, bool> law) =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed => law(RandomMessages.Make<Book>(seed)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
