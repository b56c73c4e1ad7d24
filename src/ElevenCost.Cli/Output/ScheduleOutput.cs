using ElevenCost.Cli.Options;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Export;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Output;

/// <summary>Writes schedules, what they need, and runs.</summary>
internal static class ScheduleOutput
{
    public static Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<SyncSchedule> schedules, CancellationToken cancellationToken) =>
        Rows.WriteAsync(screen, format, ResultTables.Schedules, ScheduleColumns.Schedules, schedules.AsAsync(), cancellationToken);

    public static Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<ScheduleCheck> checks, CancellationToken cancellationToken) =>
        Rows.WriteAsync(screen, format, ResultTables.ScheduleChecks, ScheduleColumns.Checks, checks.AsAsync(), cancellationToken);

    public static async Task WriteAsync(Screen screen, OutputFormat format, IReadOnlyList<SyncJobStep> steps, CancellationToken cancellationToken)
    {
        await Rows.WriteAsync(screen, format, ResultTables.SyncJobSteps, ScheduleColumns.Steps, steps.AsAsync(), cancellationToken);
        WriteFailures(screen, steps);
    }

    /// <summary>Writes each step that failed or needs attention, with its remedy.</summary>
    public static void WriteFailures(Screen screen, IEnumerable<SyncJobStep> steps)
    {
        foreach (SyncJobStep step in steps.Where(step => step.ExitCode != ExitCode.Done))
        {
            Failures.Report(screen, step.ToString(), step.Remedy);
        }
    }

    /// <summary>Writes what would be changed, each change in full.</summary>
    public static async Task WriteChangesAsync(Screen screen, IReadOnlyList<string> changes, CancellationToken cancellationToken)
    {
        foreach (string change in changes)
        {
            await screen.Output.WriteAsync(System.Text.Encoding.UTF8.GetBytes(SafeText.Escape(KeyText.Mask(change), keepLines: true) + "\n"), cancellationToken);
        }

        if (changes.Count == 0)
        {
            screen.WriteMessage("Nothing would change.");
        }
    }
}
