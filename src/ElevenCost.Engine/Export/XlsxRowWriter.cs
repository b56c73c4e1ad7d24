using System.Buffers;
using System.Globalization;
using System.Text;
using SpreadCheetah;
using SpreadCheetah.Styling;
using SpreadCheetah.Worksheets;

namespace ElevenCost.Engine.Export;

/// <summary>Writes cost as an Excel workbook: a sheet of the rows with a frozen header and a filter, and one of the totals by basis and currency.</summary>
/// <remarks>
/// The totals have a sheet of their own: under the rows they would be filtered, sorted and summed with them. Excel reads a number as binary
/// floating point of 15 digits, so a figure of more digits is the nearest such number.
/// </remarks>
/// <param name="stream">Where to; it must be able to read and seek.</param>
internal sealed class XlsxRowWriter(Stream stream) : RowWriter<CostRecord>
{
    /// <summary>The most rows of a sheet, the header's not counted.</summary>
    internal const int MostRows = 1_048_575;

    private const string RowsSheet = "Cost";
    private const string TotalsSheet = "Totals";
    private const double TextWidth = 22;
    private const double NumberWidth = 14;

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static readonly string[] TotalsHeader =
        [nameof(CostRecord.CostBasis), nameof(CostRecord.Currency), nameof(CostRecord.Cost), nameof(CostRecord.Credits), nameof(CostRecord.Requests), nameof(CostRecord.Minutes), nameof(CostRecord.UnpricedCredits), "Rows"];

    private readonly RunningTotals _totals = new();
    private Spreadsheet? _workbook;
    private Styles? _styles;
    private IReadOnlyList<FileColumn<CostRecord>> _columns = CostColumns.All;
    private Cell[] _cells = [];
    private int _rows;

    /// <inheritdoc/>
    public override async ValueTask AddAsync(CostRecord row, CancellationToken cancellationToken)
    {
        if (_workbook is null)
        {
            await BeginAsync(CostColumns.For(row), cancellationToken);
        }

        if (_rows == MostRows)
        {
            throw ExportErrors.TooManyRows(ExportFormat.Xlsx, MostRows);
        }

        if (!CostColumns.Fit(_columns, row))
        {
            throw ExportErrors.RowsDiffer(ExportFormat.Xlsx);
        }

        _rows++;
        _totals.Add(row);
        for (int column = 0; column < _columns.Count; column++)
        {
            _cells[column] = CellOf(CostColumns.NameOfOthers(_columns[column], row) ?? _columns[column].Value(row));
        }

        await _workbook!.AddRowAsync(_cells, cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task CompleteAsync(CancellationToken cancellationToken)
    {
        if (_workbook is null)
        {
            await BeginAsync(CostColumns.All, cancellationToken);
        }

        await StartSheetAsync(TotalsSheet, [TextWidth, .. Enumerable.Repeat(NumberWidth, TotalsHeader.Length - 1)], null, cancellationToken);
        await _workbook!.AddHeaderRowAsync(TotalsHeader, _styles!.Header, cancellationToken);
        foreach (RunningTotal total in _totals.All)
        {
            object?[] values =
                [total.CostBasis.ToString(), total.Currency, total.Cost, total.Credits, total.Requests, total.Minutes, total.UnpricedCredits, total.Rows];
            await _workbook.AddRowAsync(values.Select(CellOf).ToArray(), cancellationToken);
        }

        await _workbook.FinishAsync(cancellationToken);
        ZipTimes.Clear(stream);
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        if (_workbook is not null)
        {
            await _workbook.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    /// <summary>
    /// A text as SpreadsheetML holds it: what XML has no place for, and a carriage return, which XML turns into a line feed, is written as
    /// <c>_x001B_</c> (ECMA-376 part 1, 22.9.2.19, ST_Xstring), and so is an underscore that would begin such a word.
    /// </summary>
    private static string TextOf(string text)
    {
        StringBuilder? safe = null;
        for (int place = 0; place < text.Length; place++)
        {
            char letter = text[place];
            bool isPair = char.IsHighSurrogate(letter) && place + 1 < text.Length && char.IsLowSurrogate(text[place + 1]);
            if (!isPair && (letter is '\r' or (< ' ' and not ('\t' or '\n')) or '\ufffe' or '\uffff' || char.IsSurrogate(letter) || IsEscape(text, place)))
            {
                safe ??= new StringBuilder(text, 0, place, text.Length + 16);
                safe.Append(CultureInfo.InvariantCulture, $"_x{(int)letter:X4}_");
            }
            else if (isPair)
            {
                safe?.Append(letter).Append(text[place + 1]);
                place++;
            }
            else
            {
                safe?.Append(letter);
            }
        }

        return safe?.ToString() ?? text;
    }

    private static bool IsEscape(string text, int place) => text[place] == '_' && place + 6 < text.Length && text[place + 1] == 'x'
        && text[place + 6] == '_' && text.AsSpan(place + 2, 4).IndexOfAnyExcept(HexDigits) < 0;

    private Cell CellOf(object? value) => value switch
    {
        null => default,
        long count => new Cell(count, _styles!.Count),
        decimal amount => new Cell(amount, _styles!.Amount),
        DateTime { Kind: DateTimeKind.Utc } or DateTime { TimeOfDay.Ticks: > 0 } => new Cell((DateTime)value, _styles!.Time),
        DateTime day => new Cell(day, _styles!.Day),
        var text => new Cell(TextOf((string)text)),
    };

    private async Task BeginAsync(IReadOnlyList<FileColumn<CostRecord>> columns, CancellationToken cancellationToken)
    {
        _columns = columns;
        _cells = new Cell[columns.Count];

        // Without properties of the document: they would hold the time of the export.
        _workbook = await Spreadsheet.CreateNewAsync(stream, new SpreadCheetahOptions { DocumentProperties = null, PreserveStringWhitespace = true }, cancellationToken);
        _styles = new Styles(
            _workbook.AddStyle(new Style { Font = new SpreadCheetah.Styling.Font { Bold = true } }),
            _workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy\\-mm\\-dd") }),
            _workbook.AddStyle(new Style { Format = NumberFormat.Custom("yyyy\\-mm\\-dd\\ hh:mm") }),
            _workbook.AddStyle(new Style { Format = NumberFormat.Custom("#,##0") }),
            _workbook.AddStyle(new Style { Format = NumberFormat.Custom("#,##0.00########") }));
        await StartSheetAsync(RowsSheet, columns.Select(column => column.Type == FileColumnType.Text ? TextWidth : NumberWidth),
            new AutoFilterOptions(string.Create(CultureInfo.InvariantCulture, $"A1:{SpreadsheetUtility.GetColumnName(columns.Count)}{MostRows + 1}")), cancellationToken);
        await _workbook.AddHeaderRowAsync(columns.Select(column => column.Name).ToArray(), _styles.Header, cancellationToken);
    }

    private async Task StartSheetAsync(string name, IEnumerable<double> widths, AutoFilterOptions? filter, CancellationToken cancellationToken)
    {
        var options = new WorksheetOptions { FrozenRows = 1, AutoFilter = filter };
        int column = 0;
        foreach (double width in widths)
        {
            options.Column(++column).Width = width;
        }

        await _workbook!.StartWorksheetAsync(name, options, cancellationToken);
    }

    private sealed record Styles(StyleId Header, StyleId Day, StyleId Time, StyleId Count, StyleId Amount);
}
