namespace ElevenCost.Engine.Export;

/// <summary>Where cost is written to, and how. Immutable.</summary>
public sealed record CostExportOptions
{
    private static readonly Dimension[] FocusGroups = [Dimension.Product, Dimension.Model, Dimension.CostCenter];

    /// <summary>The absolute path of the file.</summary>
    public required string Path { get; init; }

    /// <summary>The format; null for that of the extension.</summary>
    public ExportFormat? Format { get; init; }

    /// <summary>The version of FOCUS; of <see cref="ExportFormat.Focus"/> alone.</summary>
    public FocusVersion FocusVersion { get; init; } = FocusVersion.V12;

    /// <summary>Whether files that exist are replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Whether each cost center gets a file of its own, with its name in the file's.</summary>
    public bool SplitByCostCenter { get; init; }

    /// <summary>Whether columns without any value are left out: of <see cref="ExportFormat.Csv"/> alone.</summary>
    public bool OmitEmptyColumns { get; init; }

    /// <summary>The format that is written.</summary>
    /// <exception cref="ElevenCostException"><c>ExportFormatNotKnown</c>.</exception>
    public ExportFormat ResolveFormat() => (Format, System.IO.Path.GetExtension(Path).ToLowerInvariant()) switch
    {
        (ExportFormat.Focus, not (".csv" or ".parquet")) => throw ExportErrors.FocusFormNotKnown(Path),
        ({ } format, _) => format,
        (null, ".csv") => ExportFormat.Csv,
        (null, ".json") => ExportFormat.Json,
        (null, ".md" or ".markdown") => ExportFormat.Markdown,
        (null, ".xlsx") => ExportFormat.Xlsx,
        (null, ".parquet") => ExportFormat.Parquet,
        (null, ".prom") => ExportFormat.OpenMetrics,
        _ => throw ExportErrors.FormatNotKnown(Path),
    };

    /// <summary>The dimensions to group by, so that the rows can be written: those of the question, and what the format or the split needs.</summary>
    /// <param name="asked">Those of the question.</param>
    /// <param name="granularity">The length of a bucket: hours are not attributed to cost centers.</param>
    /// <exception cref="ElevenCostException"><c>ExportFormatNotKnown</c>.</exception>
    public IReadOnlyList<Dimension> GroupBy(IReadOnlyList<Dimension> asked, Granularity granularity)
    {
        IEnumerable<Dimension> groups = asked;
        if (ResolveFormat() == ExportFormat.Focus)
        {
            groups = (asked.Count > 0 ? asked : FocusGroups.Where(dimension => granularity != Granularity.Hour || dimension != Dimension.CostCenter)).Append(Dimension.Connection);
        }

        return [.. (SplitByCostCenter ? groups.Append(Dimension.CostCenter) : groups).Distinct()];
    }

    /// <summary>The length of a bucket where none was given; null for that which the question usually has.</summary>
    /// <exception cref="ElevenCostException"><c>ExportFormatNotKnown</c>.</exception>
    public Granularity? UsualGranularity() => ResolveFormat() switch
    {
        ExportFormat.Focus => Granularity.Day,

        // A series for each day would never end.
        ExportFormat.OpenMetrics => Granularity.Total,
        _ => null,
    };
}
