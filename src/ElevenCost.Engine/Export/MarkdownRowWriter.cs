using System.Buffers;
using System.Globalization;
using System.Text;

namespace ElevenCost.Engine.Export;

/// <summary>Writes cost as a table of GitHub Flavored Markdown, which job summaries of CI systems show.</summary>
/// <param name="stream">Where to.</param>
internal sealed class MarkdownRowWriter(Stream stream) : RowWriter<CostRecord>
{
    private readonly ArrayBufferWriter<byte> _buffer = new(ExportBuffer.Size);
    private readonly RunningTotals _totals = new();
    private IReadOnlyList<FileColumn<CostRecord>>? _columns;
    private bool _mayChange;

    /// <inheritdoc/>
    public override ValueTask AddAsync(CostRecord row, CancellationToken cancellationToken)
    {
        _columns ??= Begin(CostColumns.For(row));
        if (!CostColumns.Fit(_columns, row))
        {
            throw ExportErrors.RowsDiffer(ExportFormat.Markdown);
        }

        _totals.Add(row);
        _mayChange |= row.Completeness != Completeness.Final;
        WriteLine(_columns.Select(column => CostColumns.NameOfOthers(column, row) ?? Cell(column.ToExportColumn().Value(row))));
        return ExportBuffer.DrainAsync(_buffer, stream, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task CompleteAsync(CancellationToken cancellationToken)
    {
        _columns ??= Begin(CostColumns.All);
        foreach (RunningTotal total in _totals.All)
        {
            WriteLine(_columns.Select((column, index) => index == 0 ? "**Total**" : TotalOf(total, column.Name)));
        }

        if (_mayChange)
        {
            _buffer.Write("\nProvisional figures may still change; partial ones are a lower bound.\n"u8);
        }

        return ExportBuffer.FlushAsync(_buffer, stream, cancellationToken);
    }

    private static string TotalOf(RunningTotal total, string column) => column switch
    {
        nameof(CostRecord.Credits) => Bold(ExportValue.Of(total.Credits)),
        nameof(CostRecord.Minutes) => Bold(ExportValue.Of(total.Minutes)),
        nameof(CostRecord.Requests) => Bold(ExportValue.Of(total.Requests)),
        nameof(CostRecord.Cost) => Bold(ExportValue.Of(total.Cost)),
        nameof(CostRecord.Currency) => Bold(ExportValue.Of(total.Currency)),
        nameof(CostRecord.CostBasis) => Bold(ExportValue.OfName<CostBasis>(total.CostBasis)),
        nameof(CostRecord.UnpricedCredits) => Bold(ExportValue.Of(total.UnpricedCredits)),
        _ => "",
    };

    private static string Bold(ExportValue value) => value.ToString() is { Length: > 0 } text ? $"**{text}**" : "";

    private static string Cell(ExportValue value) => value.IsText ? Escape(value.ToCell()) : value.ToString();

    /// <summary>A name as a cell shows it: no markup, no link, no line break, and nothing that a terminal or an editor would act on.</summary>
    private static string Escape(string text)
    {
        var safe = new StringBuilder(text.Length + 8);
        for (int place = 0; place < text.Length; place++)
        {
            char letter = text[place];
            if (char.IsSurrogate(letter) && place + 1 < text.Length && char.IsSurrogatePair(letter, text[place + 1]))
            {
                safe.Append(letter).Append(text[++place]);
            }
            else if (IsUnsafe(letter))
            {
                safe.Append(CultureInfo.InvariantCulture, $@"\\u{(int)letter:x4}");
            }
            else if (letter == ':' || letter == '.')
            {
                // Addresses become links by themselves, which a backslash does not prevent.
                safe.Append(IsOfLink(text, place) ? $"&#{(int)letter};" : letter.ToString());
            }
            else if (char.IsAscii(letter) && (char.IsPunctuation(letter) || char.IsSymbol(letter)) && letter is not (',' or '-' or '/' or '(' or ')' or '\'' or ';' or '%' or '?'))
            {
                safe.Append('\\').Append(letter);
            }
            else
            {
                safe.Append(letter);
            }
        }

        return safe.ToString();
    }

    private static bool IsUnsafe(char letter) => letter is not ('\u200c' or '\u200d') && char.GetUnicodeCategory(letter) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate;

    private static bool IsOfLink(string text, int place) => text[place] == ':'
        ? string.CompareOrdinal(text, place + 1, "//", 0, 2) == 0
        : place >= 3 && text.AsSpan(place - 3, 3).Equals("www", StringComparison.OrdinalIgnoreCase);

    private IReadOnlyList<FileColumn<CostRecord>> Begin(IReadOnlyList<FileColumn<CostRecord>> columns)
    {
        WriteLine(columns.Select(column => column.Name));
        WriteLine(columns.Select(column => column.Type is FileColumnType.Count or FileColumnType.Amount ? "---:" : "---"));
        return columns;
    }

    private void WriteLine(IEnumerable<string> cells) => Encoding.UTF8.GetBytes($"| {string.Join(" | ", cells)} |\n", _buffer);
}
