using System.Globalization;
using System.Text;
using ElevenCost.Cli.Output;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Engine.Tests.Cli;

public class TextTableTests
{
    private static readonly ResultColumn[] Columns = [new("Name"), new("Credits", ColumnStyle.Count), new("State", ColumnStyle.Word)];

    [Fact]
    public async Task Texts_are_left_and_numbers_right_and_a_total_ends_it() => Assert.Equal(
        """
        T

        Name   Credits  State
        -----  -------  -----------
        a            5  final
        bb       1,234  provisional
        -----  -------  -----------
        Total    1,239

        """.ReplaceLineEndings("\n"),
        await WriteAsync(80, "T", [["a", "5", "final"], ["bb", "1,234", "provisional"]], ["Total", "1,239", ""]));

    [Fact]
    public async Task One_row_needs_no_total_and_none_writes_nothing()
    {
        Assert.DoesNotContain("Total", await WriteAsync(80, null, [["a", "5", "final"]], ["Total", "5", ""]), StringComparison.Ordinal);
        Assert.Empty(await WriteAsync(80, "T", []));
    }

    [Fact]
    public async Task Names_give_way_in_the_middle_and_numbers_never()
    {
        string text = await WriteAsync(40, null, [[new string('a', 50) + "END", "123,456,789,012", "final"]]);

        Assert.All(text.Split('\n'), line => Assert.True(line.Length <= 40, line));
        Assert.Contains("aaaaaaaa…aaaaEND  123,456,789,012", text, StringComparison.Ordinal);

        string crowded = await WriteAsync(20, null, [["abcdefghij", "123,456,789,012", "provisional"]]);
        Assert.Contains("123,456,789,012  provisional", crowded, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wide_letters_take_two_columns()
    {
        string[] lines = (await WriteAsync(80, null, [["日本語", "5", "final"], ["e\u0301tude", "6", "final"], ["👍🏽", "7", "final"]])).Split('\n');

        Assert.Equal("日本語        5  final", lines[2]);
        Assert.Equal("e\u0301tude         6  final", lines[3]);
        Assert.Equal("👍🏽            7  final", lines[4]);
    }

    [Fact]
    public async Task Control_characters_never_reach_the_terminal()
    {
        string text = await WriteAsync(80, "t\u001b]0;x\u0007", [["a\u001b[2J\r\nb\u202e\u009b", "5", "final"]]);

        Assert.Contains("a\\u001b[2J\\u000d\\u000ab\\u202e\\u009b", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => c != '\n' && char.IsControl(c));
    }

    [Theory]
    [InlineData("\u001b]52;c;Zm9v\u0007", "\\u001b]52;c;Zm9v\\u0007")]
    [InlineData("\0a", "\\u0000a")]
    [InlineData("\u009b2J", "\\u009b2J")]
    [InlineData("\u2066a\u2069", "\\u2066a\\u2069")]
    [InlineData("\U000E0041", "\\udb40\\udc41")]
    [InlineData("東京ホテル ✅ 👩‍💻", "東京ホテル ✅ 👩‍💻")]
    public void Text_from_elsewhere_cannot_steer_a_terminal(string text, string safe) => Assert.Equal(safe, SafeText.Escape(text));

    [Fact]
    public void A_line_break_stays_in_a_text_of_lines_and_a_lone_carriage_return_does_not() =>
        Assert.Equal("a\nb\r\nc\\u000dd\\u000d", SafeText.Escape("a\nb\r\nc\rd\r", keepLines: true));

    // Attributes hold UTF-8, which has no half of a pair.
    [Fact]
    public void Half_of_a_pair_cannot_steer_a_terminal() => Assert.Equal("\\ud800 \\udc00a", SafeText.Escape("\ud800 \udc00a"));

    [Theory]
    [InlineData("東京ホテル", 10)]
    [InlineData("✅", 2)]
    [InlineData("👩‍💻", 2)]
    [InlineData("e\u0301", 1)]
    public void Widths_are_those_of_terminals(string text, int width) => Assert.Equal(width, DisplayWidth.Of(text));

    [Fact]
    public async Task Nothing_is_cut_where_there_is_no_terminal() => Assert.Contains(new string('a', 200), await WriteAsync(null, null, [[new string('a', 200), "5", "final"]]), StringComparison.Ordinal);

    [Fact]
    public async Task Nothing_is_cut_of_rows_that_come_after_the_measured_ones() => Assert.EndsWith(
        new string('b', 200) + "        5  final\n",
        await WriteAsync(null, null, [.. Enumerable.Repeat<string[]>(["a", "5", "final"], 5000), [new string('b', 200), "5", "final"]]), StringComparison.Ordinal);

    [Fact]
    public async Task An_optional_column_gives_way_before_names_do()
    {
        ResultColumn[] columns = [new("Name"), new("Records", ColumnStyle.Count) { IsOptional = true }, new("Credits", ColumnStyle.Count)];
        using var stream = new MemoryStream();
        await new TextTable(columns, 24).WriteAsync(stream, null, new[] { new[] { "orchid-hotels", "12", "1,250" } }.AsAsync(), () => [], default);

        Assert.Equal("Name           Credits\n-------------  -------\norchid-hotels    1,250\n", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Theory]
    [InlineData(45, true)]
    [InlineData(40, false)]
    public async Task Optional_columns_of_a_group_give_way_together(int width, bool areShown)
    {
        ResultColumn[] columns =
        [
            new("Name"), new("Low95", ColumnStyle.Amount) { IsOptional = true, OptionalGroup = "95" }, new("High95", ColumnStyle.Amount) { IsOptional = true, OptionalGroup = "95" },
            new("Credits", ColumnStyle.Count),
        ];
        using var stream = new MemoryStream();
        await new TextTable(columns, width).WriteAsync(stream, null, new[] { new[] { "orchid-hotels", "1,000.00", "1,200.00", "1,250,000" } }.AsAsync(), () => [], default);

        string text = Encoding.UTF8.GetString(stream.ToArray());
        Assert.Equal(areShown, text.Contains("Low95", StringComparison.Ordinal));
        Assert.Equal(areShown, text.Contains("High95", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sentence_continues_in_further_lines_of_a_terminal()
    {
        ResultColumn[] columns = [new("Passed", ColumnStyle.Word), new("Message", ColumnStyle.Phrase)];
        string[][] rows = [["no", "The key may not read the members of the workspace."], ["yes", "Fine."]];
        using var terminal = new MemoryStream();
        await new TextTable(columns, 30).WriteAsync(terminal, null, rows.AsAsync(), () => [], default);
        Assert.Equal(
            """
            Passed  Message
            ------  ----------------------
            no      The key may not read
                    the members of the
                    workspace.
            yes     Fine.

            """.ReplaceLineEndings("\n"),
            Encoding.UTF8.GetString(terminal.ToArray()));

        using var piped = new MemoryStream();
        await new TextTable(columns, null).WriteAsync(piped, null, rows.AsAsync(), () => [], default);
        Assert.Contains("no      The key may not read the members of the workspace.\n", Encoding.UTF8.GetString(piped.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_gives_way_at_its_end()
    {
        using var stream = new MemoryStream();
        await new TextTable([new ResultColumn("Path", ColumnStyle.Path), new ResultColumn("Status", ColumnStyle.Word)], 40)
            .WriteAsync(stream, null, new[] { new[] { "/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM/stream", "500" } }.AsAsync(), () => [], default);

        Assert.Contains("/v1/text-to-speech/21m00Tcm4Tlv…  500", Encoding.UTF8.GetString(stream.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_long_table_streams_and_keeps_its_widths()
    {
        string text = await WriteAsync(80, null, [.. Enumerable.Range(0, 6000).Select(row => new[] { $"n{row}", "5", "final" })], ["Total", "30,000", ""]);

        Assert.Equal(6000 + 4 + 1, text.Split('\n').Length);
        Assert.EndsWith("Total   30,000\n", text);
    }

    [Theory]
    [InlineData("abcdefgh", 8, "abcdefgh")]
    [InlineData("abcdefgh", 5, "ab…gh")]
    [InlineData("abcdefgh", 2, "a…")]
    [InlineData("abcdefgh", 1, "…")]
    [InlineData("日本語日本語", 7, "日本…語")]
    public void A_name_is_shortened_to_its_columns(string text, int width, string expected)
    {
        Assert.Equal(expected, DisplayWidth.Shorten(text, width));
        Assert.True(DisplayWidth.Of(expected) <= width);
    }

    [Theory]
    [InlineData(null, "-")]
    [InlineData("0", "0.00")]
    [InlineData("0.000001", "<0.01")]
    [InlineData("0.0099", "<0.01")]
    [InlineData("0.01", "0.01")]
    [InlineData("0.08", "0.08")]
    [InlineData("-0.001", ">-0.01")]
    [InlineData("1234567.891", "1,234,567.89")]
    public void Money_has_two_decimals_in_every_culture(string? amount, string expected)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("de-DE");
        try
        {
            Assert.Equal(expected, Figures.Money(amount is null ? null : decimal.Parse(amount, CultureInfo.InvariantCulture)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static async Task<string> WriteAsync(int? width, string? title, string[][] rows, string[]? total = null)
    {
        using var stream = new MemoryStream();
        await new TextTable(Columns, width).WriteAsync(stream, title, rows.AsAsync(), () => total is null ? [] : [total], default);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
