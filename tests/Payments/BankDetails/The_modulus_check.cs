using PersonalBudgets.Payments.BankDetails;

namespace PersonalBudgets.Payments.Tests.BankDetails;

public sealed class The_modulus_check
{
    [Theory]
    [InlineData("089999", "66374958")]
    [InlineData("107999", "88837491")]
    [InlineData("871427", "46238510")]
    [InlineData("872427", "46238510")]
    [InlineData("871427", "99123496")]
    [InlineData("820000", "73688637")]
    [InlineData("827999", "73988638")]
    [InlineData("134020", "63849203")]
    [InlineData("118765", "64371389")]
    [InlineData("938600", "42368003")]
    [InlineData("938063", "55065200")]
    [InlineData("086090", "06774744")]
    [InlineData("309070", "02355688")]
    [InlineData("309070", "12345677")]
    [InlineData("309070", "99345694")]
    [InlineData("074456", "12345112")]
    [InlineData("074456", "11104102")]
    public void passes_an_account_that_can_exist(string sortCode, string account) => Assert.Equal(ModulusResult.Passed, Check(sortCode, account));

    [Theory]
    [InlineData("938063", "15764273")]
    [InlineData("938063", "15764264")]
    [InlineData("118765", "64371388")]
    [InlineData("203099", "66831036")]
    [InlineData("107999", "88837493")]
    public void fails_an_account_that_cannot(string sortCode, string account) => Assert.Equal(ModulusResult.Failed, Check(sortCode, account));

    [Fact]
    public void accepts_an_account_in_foreign_currency_unchecked() => Assert.Equal(ModulusResult.Unchecked, Check("200915", "41011166"));

    [Fact]
    public void accepts_a_sort_code_of_no_range_unchecked() => Assert.Equal(ModulusResult.Unchecked, Check("000000", "12345678"));

    [Fact]
    public void accepts_every_account_unchecked_without_tables() =>
        Assert.Equal(ModulusResult.Unchecked, new ModulusCheck(ModulusTables.None).Check("107999", "88837493"));

    [Fact]
    public void says_which_line_of_a_table_it_cannot_read()
    {
        var folder = Directory.CreateTempSubdirectory("modulus");
        File.WriteAllText(Path.Combine(folder.FullName, "valacdos.txt"), "010004 016715 MOD11 0 0 0 0 0 0 8 7 6 5 4 3 2 1\n010005 MOD9\n");
        File.WriteAllText(Path.Combine(folder.FullName, "scsubtab.txt"), "938173 938017\n");

        var fault = Assert.Throws<FormatException>(() => ModulusTables.Read(folder.FullName));

        Assert.Equal("valacdos.txt, line 2, is not of the published form.", fault.Message);
        folder.Delete(recursive: true);
    }

    private static ModulusResult Check(string sortCode, string account) => new ModulusCheck(Tables.Published()).Check(sortCode, account);
}
