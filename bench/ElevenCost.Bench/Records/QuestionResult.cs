namespace ElevenCost.Bench.Records;

/// <summary>What one question came to.</summary>
/// <param name="Question">The question.</param>
/// <param name="Rows">How many rows its answer has.</param>
internal sealed record QuestionResult(Question Question, int Rows)
{
    public Timing Sqlite { get; } = new();

    /// <summary>The most memory that a process holds which asks ElevenCost on SQLite this question alone, twice.</summary>
    public double PeakMegabytes { get; set; }

    public Timing SqliteRows { get; } = new();

    public Timing Parquet { get; } = new();

    public Timing DuckDbFile { get; } = new();

    public Timing Postgres { get; } = new();

    public Timing SameSql { get; } = new();

    public Timing PostgresRows { get; } = new();
}
