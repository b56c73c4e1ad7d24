using System.Text;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Terminal;

/// <summary>A table in plain text. Its widths are those of the first rows, so that a long one needs no memory.</summary>
/// <param name="columns">The columns.</param>
/// <param name="width">The columns of the terminal that it has to fit into, as far as names can give way; null if nothing may be shortened.</param>
/// <param name="isLive">Whether rows are shown before a further one is waited for; then the widths are those of the rows that came at once.</param>
internal sealed class TextTable(IReadOnlyList<ResultColumn> columns, int? width, bool isLive = false)
{
    private const int MeasuredRows = 5000;
    private const int LeastName = 6;
    private const int LeftOut = -1;
    private const string Gap = "  ";

    /// <summary>Writes header, rows and, where there is more than one row, totals.</summary>
    /// <param name="output">Where to, as UTF-8.</param>
    /// <param name="title">A sentence above it, in as many lines as it needs; null for none.</param>
    /// <param name="rows">One text a column each.</param>
    /// <param name="totals">The totals, asked for after the last row that is measured.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <returns>How many rows there were; where there were none, nothing was written.</returns>
    public async Task<long> WriteAsync(
        Stream output, string? title, IAsyncEnumerable<string[]> rows, Func<IReadOnlyList<string[]>> totals, CancellationToken cancellationToken)
    {
        long count = 0;
        var measured = new List<string[]>();
        int[]? widths = null;
        await using var writer = new StreamWriter(output, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        await using IAsyncEnumerator<string[]> enumerator = rows.GetAsyncEnumerator(cancellationToken);
        while (true)
        {
            ValueTask<bool> next = enumerator.MoveNextAsync();
            if (isLive && count > 0 && !next.IsCompleted)
            {
                widths ??= await BeginAsync(writer, title, measured, []);
                await writer.FlushAsync(cancellationToken);
                await output.FlushAsync(cancellationToken);
            }

            if (!await next)
            {
                break;
            }

            count++;
            string[] safe = [.. enumerator.Current.Select(text => SafeText.Escape(text))];
            if (widths is not null)
            {
                await WriteRowAsync(writer, safe, widths);
                continue;
            }

            measured.Add(safe);
            if (measured.Count == MeasuredRows)
            {
                widths = await BeginAsync(writer, title, measured, []);
            }
        }

        if (count == 0)
        {
            return 0;
        }

        IReadOnlyList<string[]> sums = count > 1 ? totals() : [];
        widths ??= await BeginAsync(writer, title, measured, sums);
        if (sums.Count > 0)
        {
            await writer.WriteLineAsync(Rule(widths));
            foreach (string[] sum in sums)
            {
                await WriteRowAsync(writer, [.. sum.Select(text => SafeText.Escape(text))], widths);
            }
        }

        return count;
    }

    private static string Rule(int[] widths) => string.Join(Gap, widths.Where(column => column != LeftOut).Select(column => new string('-', column)));

    private static int WidthOf(int[] widths) => widths.Where(column => column != LeftOut).Sum(column => column + Gap.Length) - Gap.Length;

    private async Task<int[]> BeginAsync(StreamWriter writer, string? title, List<string[]> rows, IReadOnlyList<string[]> totals)
    {
        int[] widths = Fit([.. columns.Select((column, index) =>
            rows.Concat(totals).Select(row => DisplayWidth.Of(row[index])).Append(DisplayWidth.Of(SafeText.Escape(column.Header))).Max())]);
        if (title is not null)
        {
            foreach (string line in Lines(SafeText.Escape(title), width))
            {
                await writer.WriteLineAsync(line);
            }

            await writer.WriteLineAsync();
        }

        await WriteRowAsync(writer, [.. columns.Select(column => SafeText.Escape(column.Header))], widths);
        await writer.WriteLineAsync(Rule(widths));
        foreach (string[] row in rows)
        {
            await WriteRowAsync(writer, row, widths);
        }

        rows.Clear();
        return widths;
    }

    /// <summary>A text in lines that fit, cut between words.</summary>
    private static IEnumerable<string> Lines(string text, int? width)
    {
        string line = "";
        foreach (string word in text.Split(' '))
        {
            if (line.Length > 0 && DisplayWidth.Of(line) + 1 + DisplayWidth.Of(word) > width)
            {
                yield return line;
                line = "";
            }

            line += line.Length == 0 ? word : " " + word;
        }

        yield return line;
    }

    /// <summary>Leaves optional columns out, the last first, then takes from the widest name again and again, until the table fits or nothing can give more.</summary>
    private int[] Fit(int[] widths)
    {
        int[] fitted = [.. widths.Select((needed, index) => width is not null && columns[index].MostWidth is { } most ? Math.Min(needed, most) : needed)];
        for (int index = fitted.Length - 1; index >= 0 && WidthOf(fitted) > width; index--)
        {
            if (columns[index].IsOptional)
            {
                LeaveOut(columns[index].OptionalGroup);
            }
        }

        while (WidthOf(fitted) > width)
        {
            int widest = -1;
            for (int index = 0; index < fitted.Length; index++)
            {
                if (columns[index].CanShorten && fitted[index] > Math.Max(LeastName, columns[index].Header.Length) && (widest < 0 || fitted[index] > fitted[widest]))
                {
                    widest = index;
                }
            }

            if (widest < 0)
            {
                break;
            }

            fitted[widest]--;
        }

        return fitted;

        void LeaveOut(string group)
        {
            for (int index = 0; index < fitted.Length; index++)
            {
                fitted[index] = columns[index].IsOptional && columns[index].OptionalGroup == group ? LeftOut : fitted[index];
            }
        }
    }

    /// <summary>Writes a row, in as many lines as its sentences need.</summary>
    private async Task WriteRowAsync(StreamWriter writer, string[] cells, int[] widths)
    {
        string[][] lines = [.. cells.Select((cell, index) => width is not null && columns[index].Style == ColumnStyle.Phrase ? [.. Lines(cell, widths[index])] : new[] { cell })];
        for (int line = 0; line < lines.Max(cell => cell.Length); line++)
        {
            await writer.WriteLineAsync(Line([.. lines.Select(cell => line < cell.Length ? cell[line] : "")], widths));
        }
    }

    private string Line(string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (int index = 0; index < cells.Length; index++)
        {
            if (widths[index] == LeftOut)
            {
                continue;
            }

            string cell = width is not null && columns[index].CanShorten
                ? DisplayWidth.Shorten(cells[index], widths[index], columns[index].Style is ColumnStyle.Path or ColumnStyle.Phrase || columns[index].MostWidth is not null) : cells[index];
            var padding = new string(' ', Math.Max(0, widths[index] - DisplayWidth.Of(cell)));
            line.Append(line.Length == 0 ? "" : Gap).Append(columns[index].IsNumber ? padding + cell : cell + padding);
        }

        return line.ToString().TrimEnd();
    }
}
