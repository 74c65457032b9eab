using Google.Protobuf.WellKnownTypes;
using PersonalBudgets.Platform.Errors;
using PersonalBudgets.Platform.Validation;
using PersonalBudgets.Samples.V1;

namespace PersonalBudgets.Platform.Tests.Validation;

public sealed class A_message
{
    private static readonly Dictionary<string, (Action<Everything> Change, string[] Faults)> Cases = new()
    {
        ["whole"] = (_ => { }, []),
        ["without a required text"] = (m => m.RequiredText = "", ["required_text REQUIRED"]),
        ["with blanks for a required text"] = (m => m.RequiredText = " \t\u00A0", ["required_text REQUIRED"]),
        ["without a required enum"] = (m => m.RequiredColour = 0, ["required_colour REQUIRED"]),
        ["with an unknown enum number"] = (m => m.RequiredColour = (Colour)9, ["required_colour ENUM"]),
        ["without a required message"] = (m => m.RequiredPart = null, ["required_part REQUIRED"]),
        ["without a required list"] = (m => m.RequiredList.Clear(), ["required_list REQUIRED"]),
        ["with a fault in a message within"] = (m => m.RequiredPart.AmountPence = -1, ["required_part.amount_pence GTE"]),
        ["with a text too short"] = (m => m.ShortText = "a", ["short_text MIN_LEN"]),
        ["with a text too long"] = (m => m.ShortText = "abcde", ["short_text MAX_LEN"]),
        ["with four characters of eight bytes"] = (m => m.ShortText = "é👍é👍", []),
        ["with a present text that is empty"] = (m => m.PresentText = "", ["present_text MIN_LEN"]),
        ["with a text off its pattern"] = (m => m.PatternText = "Ab", ["pattern_text PATTERN"]),
        ["with a line feed after its pattern"] = (m => m.PatternText = "ab\n", ["pattern_text PATTERN"]),
        ["with a number at its lower bound"] = (m => m.AmountPence = 0, ["amount_pence GT"]),
        ["with a number at its upper bound"] = (m => m.AmountPence = 100, ["amount_pence LT"]),
        ["with a number below"] = (m => m.Minutes = -1, ["minutes GTE"]),
        ["with a number above"] = (m => m.Minutes = 61, ["minutes LTE"]),
        ["with numbers at inclusive bounds"] = (m => m.Minutes = 60, []),
        ["with an enum value that is not taken"] = (m => m.Colour = Colour.Blue, ["colour ENUM_NOT_IN"]),
        ["with too few items"] = (m => m.List.Clear(), ["list MIN_ITEMS"]),
        ["with too many items"] = (m => m.List.AddRange(["b", "c", "d"]), ["list MAX_ITEMS"]),
        ["with an item twice"] = (m => m.List.Add("a"), ["list UNIQUE"]),
        ["with an item too long"] = (m => m.List.Add("abcd"), ["list[1] MAX_LEN"]),
        ["with faults in the second of several messages"] = (m => m.Parts.AddRange([new() { Name = "x" }, new() { AmountPence = -1 }]), ["parts[1].amount_pence GTE", "parts[1].name REQUIRED"]),
        ["with an upper-case UUID"] = (m => m.Uuid = "0196F3D2-6E5B-7C5E-9B1A-0123456789AB", ["uuid UUID"]),
        ["with a UUID without hyphens"] = (m => m.Uuid = "0196f3d26e5b7c5e9b1a0123456789ab", ["uuid UUID"]),
        ["with a UUID"] = (m => m.Uuid = "0196f3d2-6e5b-7c5e-9b1a-0123456789ab", []),
        ["with a date that does not exist"] = (m => m.Date = "2025-02-29", ["date DATE"]),
        ["with a leap day"] = (m => m.Date = "2024-02-29", []),
        ["with a date too early"] = (m => m.Date = "1899-12-31", ["date DATE"]),
        ["with a date too late"] = (m => m.Date = "2200-01-01", ["date DATE"]),
        ["with a date in other digits"] = (m => m.Date = "٢٠٢٥-01-01", ["date DATE"]),
        ["with a date in another order"] = (m => m.Date = "01-02-2025", ["date DATE"]),
        ["with a good NHS number"] = (m => m.NhsNumber = "9990000018", []),
        ["with a wrong check digit"] = (m => m.NhsNumber = "9990000019", ["nhs_number NHS_NUMBER_CHECK_DIGIT"]),
        ["with an NHS number of one digit"] = (m => m.NhsNumber = "4444444444", ["nhs_number NHS_NUMBER_ONE_DIGIT"]),
        ["with a spaced NHS number"] = (m => m.NhsNumber = "999 000 0018", ["nhs_number NHS_NUMBER"]),
        ["with an organisation code"] = (m => m.Organisation = "E10000011", []),
        ["with a lower-case organisation code"] = (m => m.Organisation = "rx1", ["organisation ORGANISATION_CODE"]),
        ["with a sort code with hyphens"] = (m => m.SortCode = "12-34-56", ["sort_code SORT_CODE"]),
        ["with an account number of seven digits"] = (m => m.AccountNumber = "1234567", ["account_number ACCOUNT_NUMBER"]),
        ["with a code of 64 characters"] = (m => m.Code = new string('A', 64), ["code CODE"]),
        ["with an instant past the year 9999"] = (m => m.At = new Timestamp { Seconds = 253402300800 }, ["at INSTANT"]),
        ["with negative nanoseconds"] = (m => m.At = new Timestamp { Nanos = -1 }, ["at INSTANT"]),
        ["with NUL in a free text"] = (m => m.FreeText = "a\0b", ["free_text CHARACTER"]),
        ["with a malformed etag"] = (m => m.Etag = "W/\"3\"", ["etag ETAG"]),
        ["with many faults"] = (m =>
        {
            m.RequiredText = "";
            m.Minutes = 99;
            m.Date = "never";
        }, ["required_text REQUIRED", "minutes LTE", "date DATE"]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void has_every_fault_found_at_its_place(string name)
    {
        var message = Whole();
        Cases[name].Change(message);

        var faults = MessageValidator.Check(message);

        Assert.Equal(Cases[name].Faults, faults.Select(fault => $"{fault.FieldPath} {fault.Reason}"));
    }

    // A limit on a pattern's time would count the waits of a busy machine, and be a failure of the service.
    [Fact]
    public void is_checked_whole_however_busy_the_machine_is()
    {
        var failures = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        var threads = Enumerable.Range(0, 200).Select(_ => new Thread(() =>
        {
            try
            {
                var message = Whole();
                message.PatternText = new string('a', 1_000_000);
                Assert.Empty(MessageValidator.Check(message));
            }
            catch (Exception failure)
            {
                failures.Enqueue(failure);
            }
        })).ToList();

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.Empty(failures);
    }

    [Fact]
    public void loses_what_only_the_server_gives()
    {
        var message = Whole();
        message.ServerText = "abc";

        Assert.Empty(MessageValidator.Check(message));
        Assert.Empty(message.ServerText);
    }

    [Fact]
    public void that_lacks_only_its_etag_is_told_so()
    {
        var message = new RenameSampleRequest { SampleId = Guid.NewGuid().ToString(), Title = "x", RequestId = Guid.NewGuid().ToString() };
        Assert.Equal("ETAG_REQUIRED", Assert.Throws<Refusal>(() => MessageValidator.Require(message)).Reason);

        message.Title = "";
        Assert.Equal(["title", "etag"], Assert.Throws<Refusal>(() => MessageValidator.Require(message)).Violations.Select(fault => fault.FieldPath));
    }

    [Fact]
    public void has_no_value_repeated_in_the_answer()
    {
        var message = Whole();
        message.NhsNumber = "9990000019";

        Assert.DoesNotContain("9990000019", MessageValidator.Check(message)[0].Text);
    }

    [Fact]
    public void has_its_faults_on_the_wire_with_their_reasons()
    {
        var violation = new Violation("plan.lines[2].amount_pence", "GTE", "Must be at least 0.");

        Assert.Equal(violation, FieldViolations.FromMessage(FieldViolations.ToMessage(violation)));
    }

    private static Everything Whole() => new()
    {
        RequiredText = "x", RequiredColour = Colour.Red, RequiredPart = new() { Name = "x" }, RequiredList = { "x" }, AmountPence = 1, List = { "a" },
    };
}
