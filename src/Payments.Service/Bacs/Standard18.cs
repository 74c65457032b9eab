namespace PersonalBudgets.Payments.Bacs;

/// <summary>
/// Writes a single-processing-day file of the Bacs Standard 18 form (DOMAIN 11.4): labels of 80 characters, data records of
/// 100, each ended by CR LF. Credits are balanced by one contra record that debits the originating account.
/// </summary>
public static class Standard18
{
    /// <summary>The largest amount of one payment that the scheme takes, in pence: £20 million.</summary>
    public const long LargestPaymentPence = 2_000_000_000;

    /// <summary>The largest sum of a file, in pence: what the eleven digits of the contra record hold.</summary>
    public const long LargestTotalPence = 99_999_999_999;

    private const int LabelLength = 80;
    private const int DataLength = 100;
    private const int Labels = 7;
    private const int LineEnd = 2;

    // The label may be overwritten from this many days after processing.
    private const int KeptDays = 7;

    /// <summary>The file's bytes, ASCII.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An amount that the form or the scheme cannot carry.</exception>
    public static byte[] Write(BacsFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentOutOfRangeException.ThrowIfZero(file.Credits.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(file.TotalPence, LargestTotalPence);

        var content = new byte[(Labels * (LabelLength + LineEnd)) + ((file.Credits.Count + 1) * (DataLength + LineEnd))];
        var lines = new LineWriter(content);
        Volume(ref lines, file);
        FirstLabel(ref lines, "HDR1", file);
        SecondLabel(ref lines, "HDR2");
        UserHeader(ref lines, file);
        foreach (var credit in file.Credits)
            Credit(ref lines, file, credit);
        Contra(ref lines, file);
        FirstLabel(ref lines, "EOF1", file);
        SecondLabel(ref lines, "EOF2");
        UserTrailer(ref lines, file);
        return content;
    }

    private static void Volume(ref LineWriter lines, BacsFile file)
    {
        var line = lines.Next(LabelLength);
        line.Text(1, 4, "VOL1");
        line.Number(5, 6, file.Serial);
        line.Text(42, 6, file.ServiceUserNumber);
        line.Text(80, 1, "1");
    }

    private static void FirstLabel(ref LineWriter lines, string label, BacsFile file)
    {
        var line = lines.Next(LabelLength);
        line.Text(1, 4, label);
        line.Text(5, 1, "A");
        line.Text(6, 6, file.ServiceUserNumber);
        line.Text(12, 1, "S");
        line.Text(15, 1, "1");
        line.Text(16, 6, file.ServiceUserNumber);
        line.Number(22, 6, file.Serial);
        line.Text(28, 8, "00010001");
        line.Day(42, file.CreationDate);
        line.Day(48, file.ProcessingDate.AddDays(KeptDays));
        line.Number(55, 6, 0);
    }

    private static void SecondLabel(ref LineWriter lines, string label)
    {
        var line = lines.Next(LabelLength);
        line.Text(1, 4, label);
        line.Text(5, 1, "F");
        line.Text(6, 10, "0200000100");
        line.Text(51, 2, "00");
    }

    private static void UserHeader(ref LineWriter lines, BacsFile file)
    {
        var line = lines.Next(LabelLength);
        line.Text(1, 4, "UHL1");
        line.Day(5, file.ProcessingDate);
        line.Text(11, 6, "999999");
        line.Text(21, 8, "00000000");
        line.Text(29, 9, "1 DAILY");
        line.Text(38, 3, "001");
    }

    private static void Credit(ref LineWriter lines, BacsFile file, BacsCredit credit)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(credit.AmountPence);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(credit.AmountPence, LargestPaymentPence);

        var line = lines.Next(DataLength);
        line.Text(1, 6, credit.SortCode);
        line.Text(7, 8, credit.AccountNumber);
        line.Text(15, 3, "099");
        Originator(line, file, credit.AmountPence);
        line.Text(47, BacsText.Length, file.AccountName);
        line.Text(65, BacsText.Length, credit.Reference);
        line.Text(83, BacsText.Length, credit.PayeeName);
    }

    private static void Contra(ref LineWriter lines, BacsFile file)
    {
        var line = lines.Next(DataLength);
        line.Text(1, 6, file.SortCode);
        line.Text(7, 8, file.AccountNumber);
        line.Text(15, 3, "017");
        Originator(line, file, file.TotalPence);
        line.Text(47, BacsText.Length, file.Narrative);
        line.Text(65, BacsText.Length, "CONTRA");
        line.Text(83, BacsText.Length, file.AccountName);
    }

    private static void Originator(Line line, BacsFile file, long amountPence)
    {
        line.Text(18, 6, file.SortCode);
        line.Text(24, 8, file.AccountNumber);
        line.Number(36, 11, amountPence);
    }

    private static void UserTrailer(ref LineWriter lines, BacsFile file)
    {
        var line = lines.Next(LabelLength);
        line.Text(1, 4, "UTL1");
        line.Number(5, 13, file.TotalPence);
        line.Number(18, 13, file.TotalPence);
        line.Number(31, 7, 1);
        line.Number(38, 7, file.Credits.Count);
    }

    /// <summary>Hands out the file line by line, each blank and ended.</summary>
    private ref struct LineWriter(Span<byte> content)
    {
        private Span<byte> _rest = content;

        public Line Next(int length)
        {
            var line = _rest[..length];
            line.Fill((byte)' ');
            "\r\n"u8.CopyTo(_rest[length..]);
            _rest = _rest[(length + LineEnd)..];
            return new Line(line);
        }
    }

    /// <summary>One line; positions count from 1, as the form's tables do.</summary>
    private readonly ref struct Line(Span<byte> line)
    {
        private readonly Span<byte> _line = line;

        /// <summary>Left-justified in the character set of Bacs; what is too long is cut, never shifted.</summary>
        public void Text(int position, int width, string text)
        {
            var field = _line.Slice(position - 1, width);
            for (var i = 0; i < width && i < text.Length; i++)
                field[i] = (byte)BacsText.Allowed(text[i]);
        }

        /// <summary>Right-justified with leading zeros.</summary>
        public void Number(int position, int width, long number)
        {
            var field = _line.Slice(position - 1, width);
            for (var i = width - 1; i >= 0; i--, number /= 10)
                field[i] = (byte)('0' + (number % 10));
            ArgumentOutOfRangeException.ThrowIfNotEqual(number, 0);
        }

        /// <summary>A day as a space, the year's last two digits and the day of the year.</summary>
        public void Day(int position, DateOnly day)
        {
            Number(position + 1, 2, day.Year % 100);
            Number(position + 3, 3, day.DayOfYear);
        }
    }
}
