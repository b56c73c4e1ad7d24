using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes coverage as a table: runs of days that are alike, for a row a day says the same ninety times.</summary>
internal static class CoverageOutput
{
    private static readonly ResultTable Runs = new(
    [
        new("Connection"), new("From", ColumnStyle.Day), new("To", ColumnStyle.Day), new("Days", ColumnStyle.Count), new("State", ColumnStyle.Word),
        new("Records", ColumnStyle.Count), new("Credits", ColumnStyle.Count), new("Reason", ColumnStyle.Phrase) { Unknown = "" },
    ]);

    public static Task WriteTableAsync(Screen screen, IAsyncEnumerable<CoverageRecord> days, CancellationToken cancellationToken) =>
        Rows.TableAsync(screen, Runs, RunsAsync(days, cancellationToken), cancellationToken);

    private static async IAsyncEnumerable<Run> RunsAsync(
        IAsyncEnumerable<CoverageRecord> days, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = new List<CoverageRecord>();
        await foreach (CoverageRecord day in days.WithCancellation(cancellationToken))
        {
            if (run.Count > 0 && (day.Connection, day.State, day.Source, day.Reason) != (run[0].Connection, run[0].State, run[0].Source, run[0].Reason))
            {
                yield return Of(run);
                run.Clear();
            }

            run.Add(day);
        }

        if (run.Count > 0)
        {
            yield return Of(run);
        }
    }

    private static Run Of(List<CoverageRecord> run) => new(
        run[0].Connection, run[0].Date, run[^1].Date, run.Count, run[0].State,
        run.All(day => day.Records is null) ? null : run.Sum(day => (long)(day.Records ?? 0)),
        run.All(day => day.Credits is null) ? null : run.Sum(day => day.Credits ?? 0),
        run[0].Reason);

    private sealed record Run(string Connection, DateTime From, DateTime To, int Days, DayState State, long? Records, long? Credits, string? Reason);
}
