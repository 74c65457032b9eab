using System.Security.Cryptography;
using System.Text;
using PersonalBudgets.Payments.BankDetails;
using SettingsOf = Microsoft.Extensions.Options.Options;

namespace PersonalBudgets.Payments.Tests.BankDetails;

public sealed class The_vault
{
    private static readonly BankAccount Account = new("R Example", "089999", "66374958");
    private readonly Guid _row = Guid.CreateVersion7();

    [Fact]
    public void gives_back_what_it_was_given()
    {
        var vault = VaultWith(NewKey());

        Assert.Equal(Account, vault.OpenAccount(vault.Seal(Account, "north", _row), "north", _row));
    }

    [Fact]
    public void shows_nothing_of_the_account_and_never_the_same_bytes_twice()
    {
        var vault = VaultWith(NewKey());

        var first = vault.Seal(Account, "north", _row);
        var second = vault.Seal(Account, "north", _row);

        Assert.NotEqual(first.Content, second.Content);
        Assert.DoesNotContain(Account.Number, Encoding.Latin1.GetString(first.Content), StringComparison.Ordinal);
    }

    [Fact]
    public void opens_nothing_that_was_moved_to_another_row_or_programme_or_changed()
    {
        var vault = VaultWith(NewKey());
        var box = vault.Seal(Account, "north", _row);
        var changed = box with { Content = [.. box.Content[..^1], (byte)(box.Content[^1] ^ 1)] };

        Assert.ThrowsAny<CryptographicException>(() => vault.OpenAccount(box, "north", Guid.CreateVersion7()));
        Assert.ThrowsAny<CryptographicException>(() => vault.OpenAccount(box, "south", _row));
        Assert.ThrowsAny<CryptographicException>(() => vault.OpenAccount(changed, "north", _row));
    }

    [Fact]
    public void opens_what_a_previous_key_closed_and_nothing_of_a_key_that_is_gone()
    {
        var (old, current) = (NewKey(), NewKey());
        var box = VaultWith(old).Seal(Account, "north", _row);

        Assert.Equal(Account, VaultWith(current, old).OpenAccount(box, "north", _row));
        Assert.ThrowsAny<CryptographicException>(() => VaultWith(current).OpenAccount(box, "north", _row));
    }

    [Fact]
    public void knows_equal_accounts_by_their_fingerprint_whatever_their_name()
    {
        var vault = VaultWith(NewKey());

        Assert.Equal(vault.FingerprintOf(Account), vault.FingerprintOf(Account with { Name = "Somebody Else" }));
        Assert.NotEqual(vault.FingerprintOf(Account), vault.FingerprintOf(Account with { Number = "66374959" }));
        Assert.NotEqual(vault.FingerprintOf(Account), VaultWith(NewKey()).FingerprintOf(Account));
    }

    [Fact]
    public void masks_all_but_two_digits_and_the_first_letters()
    {
        Assert.Equal(("R*** E***", "****99", "******58"), (Account.MaskedName, Account.MaskedSortCode, Account.MaskedNumber));
        Assert.Equal("bank account", $"{Account}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("secret")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("changeme-changeme-changeme-changeme-0123456789")]
    public void takes_no_key_that_is_none(string key) =>
        Assert.NotEmpty(new BankDetailsSettings { Key = key }.Validate(new(new object())));

    [Fact]
    public void takes_any_long_secret() => Assert.Empty(new BankDetailsSettings { Key = NewKey(), PreviousKeys = [NewKey()] }.Validate(new(new object())));

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static Vault VaultWith(string key, params string[] previous) =>
        new(SettingsOf.Create(new BankDetailsSettings { Key = key, PreviousKeys = previous }));
}
