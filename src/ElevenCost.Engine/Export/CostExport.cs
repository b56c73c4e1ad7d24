using System.Diagnostics.CodeAnalysis;

namespace ElevenCost.Engine.Export;

/// <summary>Writes rows of cost into a file, or one for each cost center. Nothing is in its place before the export is complete.</summary>
public sealed class CostExport : IAsyncDisposable
{
    private readonly CostExportOptions _options;
    private readonly ExportFormat _format;
    private readonly SplitNames _names;
    private readonly SortedDictionary<string, OpenFile> _files = new(StringComparer.Ordinal);

    private CostExport(CostExportOptions options)
    {
        _options = options;
        _format = options.ResolveFormat();
        if (options.OmitEmptyColumns && _format != ExportFormat.Csv)
        {
            throw ExportErrors.ColumnsStay(_format);
        }

        _names = new SplitNames(options.Path);
    }

    /// <summary>What the user should know, when the export is complete.</summary>
    public IReadOnlyList<Warning> Warnings { get; private set; } = [];

    /// <summary>Begins an export.</summary>
    /// <exception cref="ElevenCostException">
    /// <c>ExportFormatNotKnown</c>, <c>ExportFileExists</c>, <c>ExportPathNotAFile</c>, <c>ExportNotWritable</c>.
    /// </exception>
    public static CostExport Open(CostExportOptions options)
    {
        var export = new CostExport(options);
        if (!options.SplitByCostCenter)
        {
            export.OpenAt("", options.Path);
        }

        return export;
    }

    /// <summary>Writes a row.</summary>
    /// <exception cref="ElevenCostException">As <see cref="Open"/>, or the format cannot hold the row; the message says why.</exception>
    public async ValueTask AddAsync(CostRecord row, CancellationToken cancellationToken)
    {
        string key = _options.SplitByCostCenter ? row.CostCenter ?? throw ExportErrors.CostCenterMissing() : "";
        if (!_files.TryGetValue(key, out OpenFile? file))
        {
            file = OpenAt(key, _names.For(key));
        }

        try
        {
            file.Writer ??= WriterTo(file.File.Stream, row);
            await file.Writer.AddAsync(row, cancellationToken);
        }
        catch (Exception e) when (AtomicFile.IsOfFile(e))
        {
            throw ExportErrors.NotWritable(file.File.Path, e);
        }
    }

    /// <summary>Completes the files, and then puts each in its place.</summary>
    /// <returns>Their paths; none if an export by cost center had no row.</returns>
    /// <exception cref="ElevenCostException">As <see cref="AddAsync"/>.</exception>
    public async Task<IReadOnlyList<string>> CompleteAsync(CancellationToken cancellationToken)
    {
        foreach (OpenFile file in _files.Values)
        {
            try
            {
                file.Writer ??= WriterTo(file.File.Stream, null);
                await file.Writer.CompleteAsync(cancellationToken);
                await file.File.Stream.FlushAsync(cancellationToken);
            }
            catch (Exception e) when (AtomicFile.IsOfFile(e))
            {
                throw ExportErrors.NotWritable(file.File.Path, e);
            }
        }

        Warnings = [.. _files.Values.Select(file => (file.Writer as FocusRowWriter)?.Warning).OfType<Warning>()];
        foreach (OpenFile file in _files.Values)
        {
            file.File.Commit();
        }

        return [.. _files.Values.Select(file => file.File.Path)];
    }

    /// <summary>Removes what is not complete.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (OpenFile file in _files.Values)
        {
            try
            {
                await (file.Writer?.DisposeAsync() ?? ValueTask.CompletedTask);
            }
            catch (Exception e) when (AtomicFile.IsOfFile(e))
            {
                // A writer that was given up writes its end to the same full disk: the failure that led here is told already.
            }

            file.File.Dispose();
        }

        _files.Clear();
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The files that are open own the file; DisposeAsync disposes of it.")]
    private OpenFile OpenAt(string key, string path)
    {
        var file = AtomicFile.Create(path, _options.Overwrite);
        var open = new OpenFile(file);
        _files.Add(key, open);
        return open;
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "FocusRowWriter owns the writer of its charges.")]
    private RowWriter<CostRecord> WriterTo(FileStream stream, CostRecord? first) => _format switch
    {
        ExportFormat.Csv when _options.OmitEmptyColumns => new FullColumnWriter<CostRecord>(ColumnsFor(first), columns => new CsvRowWriter<CostRecord>(stream, columns)),
        ExportFormat.Csv => new CsvRowWriter<CostRecord>(stream, ColumnsFor(first)),
        ExportFormat.Json => new JsonRowWriter<CostRecord>(stream, ColumnsFor(first)),
        ExportFormat.Markdown => new MarkdownRowWriter(stream),
        ExportFormat.Xlsx => new XlsxRowWriter(stream),
        ExportFormat.Parquet => new ParquetRowWriter<CostRecord>(stream, first is null ? CostColumns.All : [.. CostColumns.All, .. CostColumns.ListedWith(first)]),
        ExportFormat.OpenMetrics => new MetricsRowWriter(stream),
        _ => new FocusRowWriter(ChargeWriterTo(stream, FocusColumns.Of(_options.FocusVersion))),
    };

    private RowWriter<FocusRecord> ChargeWriterTo(FileStream stream, IReadOnlyList<FileColumn<FocusRecord>> columns) =>
        Path.GetExtension(_options.Path).Equals(".parquet", StringComparison.OrdinalIgnoreCase)
            ? new ParquetRowWriter<FocusRecord>(stream, columns)
            : new CsvRowWriter<FocusRecord>(stream, [.. columns.Select(column => column.ToExportColumn())]);

    /// <summary>The columns of rows that are listed like the first one.</summary>
    private static IReadOnlyList<ExportColumn<CostRecord>> ColumnsFor(CostRecord? first) => first is null ? ExportColumns.Cost : ExportColumns.CostOf(first);

    private sealed class OpenFile(AtomicFile file)
    {
        public AtomicFile File => file;

        /// <summary>What writes the rows, once there is one: it decides the columns.</summary>
        public RowWriter<CostRecord>? Writer { get; set; }
    }
}
