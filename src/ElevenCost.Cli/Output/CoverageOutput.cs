using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;

namespace ElevenCost.Cli.Output;

/// <summary>Writes coverage as a table: runs of days that are alike, for a row a day says the same ninety times.</summary>
internal static class CoverageOutput
{
    private static readonly TableColumn[] Columns =
    [
        new("Connection", CanShorten: true), new("From"), new("To"), new("Days", IsNumber: true), new("State"), new("Records", IsNumber: true),
        new("Credits", IsNumber: true), new("Reason", CanShorten: true),
    ];

    public static Task WriteTableAsync(Screen screen, IAsyncEnumerable<CoverageRecord> days, CancellationToken cancellationToken) =>
        new TextTable(Columns, screen.Width).WriteAsync(screen.Output, null, RunsAsync(days, cancellationToken), () => [], cancellationToken);

    private static async IAsyncEnumerable<string[]> RunsAsync(
        IAsyncEnumerable<CoverageRecord> days, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var run = new List<CoverageRecord>();
        await foreach (CoverageRecord day in days.WithCancellation(cancellationToken))
        {
            if (run.Count > 0 && (day.Connection, day.State, day.Source, day.Reason) != (run[0].Connection, run[0].State, run[0].Source, run[0].Reason))
            {
                yield return Row(run);
                run.Clear();
            }

            run.Add(day);
        }

        if (run.Count > 0)
        {
            yield return Row(run);
        }
    }

    private static string[] Row(List<CoverageRecord> run) =>
    [
        run[0].Connection, Figures.Day(run[0].Date), Figures.Day(run[^1].Date), Figures.Count(run.Count), Words.Of(run[0].State),
        Figures.Count(run.All(day => day.Records is null) ? null : run.Sum(day => (long)(day.Records ?? 0))),
        Figures.Count(run.All(day => day.Credits is null) ? null : run.Sum(day => day.Credits ?? 0)),
        run[0].Reason ?? "",
    ];
}
