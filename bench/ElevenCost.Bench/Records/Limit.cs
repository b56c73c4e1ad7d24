namespace ElevenCost.Bench.Records;

/// <summary>What ElevenCost on SQLite is measured against, and how many times its time it may take.</summary>
internal enum Limit
{
    /// <summary>Faster than DuckDB on Parquet.</summary>
    AheadOfParquet,

    /// <summary>At most three times DuckDB on Parquet.</summary>
    ThreeTimesParquet,

    /// <summary>No slower than SQL on the rows.</summary>
    Rows,
}
