using PersonalBudgets.Gateway.Json;
using PersonalBudgets.Gateway.Tests.Support;

namespace PersonalBudgets.Gateway.Tests.Json;

public class Reading_a_body
{
    [Theory]
    [InlineData("""{"nope":1}""", "/nope", "nope", Faults.UnknownMember)]
    [InlineData("""{"preface":{"a/b~c":1}}""", "/preface/a~1b~0c", "preface.a/b~c", Faults.UnknownMember)]
    [InlineData("""{"title":"a","title":"a"}""", "/title", "title", Faults.DuplicateMember)]
    [InlineData("""{"pricePence":"1","price_pence":"1"}""", "/price_pence", "price_pence", Faults.DuplicateMember)]
    [InlineData("""{"title":null,"title":"a"}""", "/title", "title", Faults.DuplicateMember)]
    [InlineData("""{"\u0074itle":"a","title":"a"}""", "/title", "title", Faults.DuplicateMember)]
    [InlineData("""{"title":7}""", "/title", "title", Faults.WrongType)]
    [InlineData("""{"title":["a"]}""", "/title", "title", Faults.WrongType)]
    [InlineData("""{"title":{"a":[1,{}]}}""", "/title", "title", Faults.WrongType)]
    [InlineData("""{"title":"\ud800"}""", "/title", "title", Faults.BadText)]
    [InlineData("""{"title":"a\u0000b"}""", "/title", "title", Faults.BadText)]
    [InlineData("""{"lent":"true"}""", "/lent", "lent", Faults.WrongType)]
    [InlineData("""{"lent":1}""", "/lent", "lent", Faults.WrongType)]
    [InlineData("""{"pages":1.0}""", "/pages", "pages", Faults.NotWhole)]
    [InlineData("""{"pages":1e3}""", "/pages", "pages", Faults.NotWhole)]
    [InlineData("""{"pricePence":12.5}""", "/pricePence", "price_pence", Faults.NotWhole)]
    [InlineData("""{"pricePence":"12.50"}""", "/pricePence", "price_pence", Faults.NotWhole)]
    [InlineData("""{"pricePence":9007199254740993}""", "/pricePence", "price_pence", Faults.TooLargeForNumber)]
    [InlineData("""{"pricePence":-9007199254740993}""", "/pricePence", "price_pence", Faults.TooLargeForNumber)]
    [InlineData("""{"pricePence":99999999999999999999999}""", "/pricePence", "price_pence", Faults.TooLargeForNumber)]
    [InlineData("""{"pricePence":"9223372036854775808"}""", "/pricePence", "price_pence", Faults.OutOfRange)]
    [InlineData("""{"pricePence":""}""", "/pricePence", "price_pence", Faults.WrongType)]
    [InlineData("""{"pricePence":" 1"}""", "/pricePence", "price_pence", Faults.WrongType)]
    [InlineData("""{"pricePence":"+1"}""", "/pricePence", "price_pence", Faults.WrongType)]
    [InlineData("""{"pricePence":"01"}""", "/pricePence", "price_pence", Faults.WrongType)]
    [InlineData("""{"pricePence":"1,000"}""", "/pricePence", "price_pence", Faults.WrongType)]
    [InlineData("""{"pricePence":true}""", "/pricePence", "price_pence", Faults.WrongType)]
    [InlineData("""{"pages":2147483648}""", "/pages", "pages", Faults.OutOfRange)]
    [InlineData("""{"copies":-1}""", "/copies", "copies", Faults.OutOfRange)]
    [InlineData("""{"words":"-1"}""", "/words", "words", Faults.OutOfRange)]
    [InlineData("""{"genre":"GENRE_CRIME"}""", "/genre", "genre", Faults.UnknownEnum)]
    [InlineData("""{"genre":"genre_law"}""", "/genre", "genre", Faults.UnknownEnum)]
    [InlineData("""{"genre":2}""", "/genre", "genre", Faults.WrongType)]
    [InlineData("""{"genre":"2"}""", "/genre", "genre", Faults.UnknownEnum)]
    [InlineData("""{"cover":"=="}""", "/cover", "cover", Faults.BadBase64)]
    [InlineData("""{"cover":"YQ =="}""", "/cover", "cover", Faults.BadBase64)]
    [InlineData("""{"cover":1}""", "/cover", "cover", Faults.WrongType)]
    [InlineData("""{"printedTime":"2026-02-30T00:00:00Z"}""", "/printedTime", "printed_time", Faults.BadTimestamp)]
    [InlineData("""{"printedTime":"2026-02-28"}""", "/printedTime", "printed_time", Faults.BadTimestamp)]
    [InlineData("""{"printedTime":"2026-02-28T00:00:00"}""", "/printedTime", "printed_time", Faults.BadTimestamp)]
    [InlineData("""{"printedTime":"2026-02-28T00:00:00.Z"}""", "/printedTime", "printed_time", Faults.BadTimestamp)]
    [InlineData("""{"printedTime":"2026-02-28T00:00:60Z"}""", "/printedTime", "printed_time", Faults.BadTimestamp)]
    [InlineData("""{"printedTime":"0001-01-01T00:00:00+01:00"}""", "/printedTime", "printed_time", Faults.BadTimestamp)]
    [InlineData("""{"printedTime":{"seconds":1}}""", "/printedTime", "printed_time", Faults.WrongType)]
    [InlineData("""{"changed":"a b"}""", "/changed", "changed", Faults.BadFieldMask)]
    [InlineData("""{"changed":{"paths":[]}}""", "/changed", "changed", Faults.WrongType)]
    [InlineData("""{"preface":[]}""", "/preface", "preface", Faults.WrongType)]
    [InlineData("""{"chapters":{}}""", "/chapters", "chapters", Faults.WrongType)]
    [InlineData("""{"chapters":[{},null]}""", "/chapters/1", "chapters[1]", Faults.WrongType)]
    [InlineData("""{"authors":["a",null]}""", "/authors/1", "authors[1]", Faults.WrongType)]
    [InlineData("""{"chapters":[{},{"sections":[{"length_pence":1.5}]}]}""", "/chapters/1/sections/0/length_pence",
        "chapters[1].sections[0].length_pence", Faults.NotWhole)]
    [InlineData("""{"shelf":"a","box":{}}""", "/box", "box", Faults.OneOf)]
    [InlineData("""[]""", "", "", Faults.WrongType)]
    [InlineData("""null""", "", "", Faults.WrongType)]
    [InlineData("""7""", "", "", Faults.WrongType)]
    public void names_the_one_thing_that_is_wrong(string json, string pointer, string field, string reason)
    {
        var (_, violations) = Bodies.Read(json);

        var violation = Assert.Single(violations);
        Assert.Equal((pointer, field, reason), (violation.Pointer, violation.Field, violation.Reason));
        Assert.NotEmpty(violation.Detail);
    }

    [Fact]
    public void names_everything_that_is_wrong_at_once()
    {
        var (_, violations) = Bodies.Read("""{"title":1,"pages":"x","chapters":[{"heading":false},{"a":1}],"genre":"G","sales":["1",2.5]}""");

        Assert.Equal(["/title", "/pages", "/chapters/0/heading", "/chapters/1/a", "/genre", "/sales/1"], violations.Select(violation => violation.Pointer));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(" ", 1)]
    [InlineData("{", 1)]
    [InlineData("""{"title":"a",}""", 13)]
    [InlineData("""{"title":'a'}""", 9)]
    [InlineData("""{"title":"a"} x""", 14)]
    [InlineData("""{"title":"a"}{}""", 13)]
    [InlineData("{\n\"title\": \n01}", 13)]
    [InlineData("""{"title":1,"pages":nan}""", 20)]
    [InlineData("""// a\n{}""", 0)]
    public void says_where_a_body_stops_being_json(string json, int position)
    {
        var (_, violations) = Bodies.Read(json);

        var violation = Assert.Single(violations);
        Assert.Equal((Faults.Malformed, ""), (violation.Reason, violation.Pointer));
        Assert.Contains($"(at byte {position})", violation.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(32, false)]
    [InlineData(5000, false)]
    public void goes_32_levels_deep(int below, bool read)
    {
        var (_, violations) = Bodies.Read("""{"a":""" + new string('[', below) + new string(']', below) + "}");

        Assert.Equal(read ? Faults.UnknownMember : Faults.TooDeep, Assert.Single(violations).Reason);
    }

    [Fact]
    public void refuses_what_is_not_utf8()
    {
        var (_, violations) = Bodies.Read([.. "{\"title\":\""u8, 0xC3, 0x28, .. "\"}"u8]);

        Assert.Equal(Faults.NotUtf8, Assert.Single(violations).Reason);
        Assert.Contains("(at byte 10)", violations[0].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void lists_a_thousand_faults_and_says_that_there_are_more()
    {
        var (_, violations) = Bodies.Read("{" + string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"\"x{i}\":0")) + "}");

        Assert.Equal(JsonFaults.Limit, violations.Count);
        Assert.Equal(Faults.TooMany, violations[^1].Reason);
    }

    [Fact]
    public void takes_either_name_and_either_form_of_a_number_and_null_for_absent()
    {
        var (book, violations) = Bodies.Read(
            """{"book_id":"b","pricePence":"-9223372036854775808","words":9007199254740992,"pages":"7","title":null,"chapters":null,"edition":0,"box":null,"shelf":"s"}""");

        Assert.Empty(violations);
        Assert.Equal(("b", long.MinValue, 9007199254740992UL, 7, "", "s"), (book.BookId, book.PricePence, book.Words, book.Pages, book.Title, book.Shelf));
        Assert.True(book.HasEdition);
    }

    [Theory]
    [InlineData("_-8")]
    [InlineData("/+8=")]
    [InlineData("/+8")]
    public void takes_both_alphabets_of_base64(string cover)
    {
        var (book, violations) = Bodies.Read($$"""{"cover":"{{cover}}"}""");

        Assert.Empty(violations);
        Assert.Equal([0xFF, 0xEF], book.Cover.ToByteArray());
    }

    [Theory]
    [InlineData("2026-04-06T09:30:00+01:00", 1775464200, 0)]
    [InlineData("2026-04-06T08:30:00.123456789Z", 1775464200, 123456789)]
    [InlineData("0001-01-01T00:00:00Z", -62135596800, 0)]
    [InlineData("9999-12-31T23:59:59.999Z", 253402300799, 999000000)]
    public void takes_instants_with_offsets_and_nanoseconds(string text, long seconds, int nanos)
    {
        var (book, violations) = Bodies.Read($$"""{"printedTime":"{{text}}"}""");

        Assert.Empty(violations);
        Assert.Equal((seconds, nanos), (book.PrintedTime.Seconds, book.PrintedTime.Nanos));
    }
}
