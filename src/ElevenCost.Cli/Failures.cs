using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;

namespace ElevenCost.Cli;

/// <summary>Reports failures, and the exit code of each.</summary>
internal static class Failures
{
    private const string DebugVariable = "ELEVENCOST_DEBUG";

    /// <summary>Everything but what ends the process anyway: what nobody catches would abort it.</summary>
    public static bool CanReport(Exception e) => e is not (StackOverflowException or AccessViolationException);

    public static int Report(Exception failure, Screen screen, CancellationToken cancellationToken = default)
    {
        switch (failure)
        {
            case ElevenCostException expected:
                Report(screen, expected.Message, expected.Remedy);
                return ExitCode.Of(expected.Category);
            case OperationCanceledException when cancellationToken.IsCancellationRequested:
                screen.WriteMessage("Cancelled.");
                return ExitCode.Cancelled;
            case OverflowException overflow:
                Trace(failure, screen);
                return Report(EngineErrors.Overflow(overflow), screen, cancellationToken);
            case OutOfMemoryException:
                Report(screen, "there is not enough memory.", "Use fewer days at a time.");
                return ExitCode.Unexpected;
            case IOException full:
                // The engine names its own files' failures; what is left is the output.
                Report(screen, $"the output cannot be written: {full.Message}", null);
                Trace(failure, screen);
                return ExitCode.Ledger;
            default:
                Report(screen, $"an unexpected error, please report it: {failure.GetType().Name}: {failure.Message}",
                    $"Set {DebugVariable}=1 to see where.");
                Trace(failure, screen);
                return ExitCode.Unexpected;
        }
    }

    /// <summary>Reports what failed while the work went on; the highest code counts.</summary>
    public static int Report(IEnumerable<ElevenCostException> failures, Screen screen) =>
        failures.Select(failure => Report(failure, screen)).DefaultIfEmpty(ExitCode.Done).Max();

    public static void Report(Screen screen, string message, string? remedy)
    {
        // Several mistakes come in one message, a line each.
        foreach (string line in message.Split('\n'))
        {
            screen.WriteMessage($"error: {line}");
        }

        if (remedy is not null)
        {
            screen.WriteMessage($"  {remedy}");
        }
    }

    private static void Trace(Exception failure, Screen screen)
    {
        if (screen.Environment(DebugVariable) == "1")
        {
            foreach (string line in failure.ToString().Split('\n'))
            {
                screen.WriteMessage(line);
            }
        }
    }
}
