using ElevenCost.Cli.Terminal;

namespace ElevenCost.Cli;

/// <summary>Tells failures to a person, and what the command then ends with.</summary>
internal static class Failures
{
    private const string DebugVariable = "ELEVENCOST_DEBUG";

    /// <summary>Everything but what ends the process anyway: what nobody catches would abort it.</summary>
    public static bool CanTell(Exception e) => e is not (StackOverflowException or AccessViolationException);

    public static int Tell(Exception failure, Screen screen, CancellationToken cancellationToken = default)
    {
        switch (failure)
        {
            case ElevenCostException expected:
                Tell(screen, expected.Message, expected.Remedy);
                return ExitCode.Of(expected.Category);
            case OperationCanceledException when cancellationToken.IsCancellationRequested:
                screen.Tell("Cancelled.");
                return ExitCode.Cancelled;
            case OutOfMemoryException:
                Tell(screen, "there is not enough memory.", "Ask for fewer days at a time.");
                return ExitCode.Unexpected;
            case IOException full:
                // The engine names its own files' failures; what is left is the output.
                Tell(screen, $"the output cannot be written: {full.Message}", null);
                Trace(failure, screen);
                return ExitCode.Ledger;
            default:
                Tell(screen, $"an unexpected error, please report it: {failure.GetType().Name}: {failure.Message}",
                    $"Set {DebugVariable}=1 to see where.");
                Trace(failure, screen);
                return ExitCode.Unexpected;
        }
    }

    /// <summary>Tells what failed while the work went on; the highest code counts.</summary>
    public static int Tell(IEnumerable<ElevenCostException> failures, Screen screen) =>
        failures.Select(failure => Tell(failure, screen)).DefaultIfEmpty(ExitCode.Done).Max();

    public static void Tell(Screen screen, string message, string? remedy)
    {
        // Several mistakes come in one message, a line each.
        foreach (string line in message.Split('\n'))
        {
            screen.Tell($"error: {line}");
        }

        if (remedy is not null)
        {
            screen.Tell($"  {remedy}");
        }
    }

    private static void Trace(Exception failure, Screen screen)
    {
        if (screen.Environment(DebugVariable) == "1")
        {
            foreach (string line in failure.ToString().Split('\n'))
            {
                screen.Tell(line);
            }
        }
    }
}
