namespace ElevenCost;

/// <summary>What a file of cost is written as.</summary>
public enum ExportFormat
{
    /// <summary>CSV: RFC 4180, UTF-8, a header line.</summary>
    Csv,

    /// <summary>JSON: an array, one object a line.</summary>
    Json,

    /// <summary>A Markdown table, as job summaries of CI systems show it.</summary>
    Markdown,

    /// <summary>An Excel workbook.</summary>
    Xlsx,

    /// <summary>Apache Parquet, compressed with Snappy.</summary>
    Parquet,

    /// <summary>FOCUS, the FinOps Open Cost and Usage Specification, as CSV or Parquet.</summary>
    Focus,

    /// <summary>Metrics for the textfile collector of Prometheus' node_exporter.</summary>
    OpenMetrics,
}
