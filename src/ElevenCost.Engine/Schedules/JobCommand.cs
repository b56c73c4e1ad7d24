namespace ElevenCost.Engine.Schedules;

/// <summary>A command that a scheduler starts: a program and its arguments, none of them a secret. Immutable.</summary>
/// <param name="Program">The absolute path of the program.</param>
/// <param name="Arguments">The arguments.</param>
public sealed record JobCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The program and its arguments.</summary>
    public IEnumerable<string> Words => Arguments.Prepend(Program);

    /// <summary>The command as it is typed in a shell of the platform's usual kind.</summary>
    public override string ToString() => string.Join(' ', Words.Select(Quote));

    /// <summary>A text as a string of PowerShell, for arguments that are scripts.</summary>
    public static string PowerShellLiteral(string text) => CommandText.OfPowerShell(text);

    // Plain words stay as they are; others are quoted as POSIX shells, cmd and PowerShell all understand in the usual cases.
    private static string Quote(string word) =>
        word.Length > 0 && word.All(character => char.IsAsciiLetterOrDigit(character) || "-_./:=+,@\\".Contains(character, StringComparison.Ordinal)) ? word
        : OperatingSystem.IsWindows() ? $"\"{word.Replace("\"", "\\\"", StringComparison.Ordinal)}\""
        : CommandText.OfShell(word);
}

/// <summary>The two ways in which a front's own command is started for a schedule.</summary>
/// <param name="Run">Runs the job.</param>
/// <param name="Check">Tests what the job needs, and writes a <see cref="ScheduleCheck"/> a line as JSON.</param>
public sealed record JobCommands(JobCommand Run, JobCommand Check);
