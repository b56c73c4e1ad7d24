using System.Text;

namespace ElevenCost.Engine.Schedules;

/// <summary>Commands as the files and command lines of schedulers take them.</summary>
internal static class CommandText
{
    /// <summary>A word of a POSIX shell. Without backslashes, which cron daemons read in different ways.</summary>
    public static string OfShell(string word) => $"'{word.Replace("'", "'\"'\"'", StringComparison.Ordinal)}'";

    /// <summary>A command of a crontab: as in a shell, and each percent sign escaped, which would end the command.</summary>
    public static string OfCron(JobCommand command) =>
        string.Join(' ', command.Words.Select(OfShell)).Replace("%", "\\%", StringComparison.Ordinal);

    /// <summary>
    /// A command of a systemd unit (systemd.service(5), "Command lines"): quoted, <c>%</c> doubled, which would be a specifier, and <c>$</c> doubled, which would be
    /// a variable. systemd takes no program whose path has quotes (252: "Executable name contains special characters"): a shell starts such a one.
    /// </summary>
    public static string OfSystemd(JobCommand command)
    {
        bool isPlain = command.Program.All(character => char.IsLetterOrDigit(character) || "/._-+ ".Contains(character, StringComparison.Ordinal));
        IEnumerable<string> words = isPlain ? command.Arguments : ["-c", "exec \"$0\" \"$@\"", command.Program, .. command.Arguments];
        return string.Join(' ', words.Select(word => Quoted(word).Replace("$", "$$", StringComparison.Ordinal)).Prepend(isPlain ? Quoted(command.Program) : "/bin/sh"));
    }

    /// <summary>Arguments of a Windows program, as CommandLineToArgvW reads them.</summary>
    public static string OfWindows(IEnumerable<string> arguments) => string.Join(' ', arguments.Select(OfWindows));

    /// <summary>A string of PowerShell in single quotes. Typographic quotes end such a string, too.</summary>
    public static string OfPowerShell(string text) => $"'{string.Concat(text.Select(character => character is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b' ? $"{character}{character}" : $"{character}"))}'";

    private static string Quoted(string word)
    {
        var quoted = new StringBuilder("\"");
        foreach (char character in word)
        {
            quoted.Append(character switch
            {
                '\\' => "\\\\",
                '"' => "\\\"",
                '%' => "%%",
                _ => character.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    private static string OfWindows(string argument)
    {
        if (argument.Length > 0 && !argument.Any(character => char.IsWhiteSpace(character) || character == '"'))
        {
            return argument;
        }

        // Backslashes count only before a quote, also the closing one: there each is doubled.
        var quoted = new StringBuilder("\"");
        int backslashes = 0;
        foreach (char character in argument)
        {
            if (character == '\\')
            {
                backslashes++;
                continue;
            }

            quoted.Append('\\', character == '"' ? (2 * backslashes) + 1 : backslashes).Append(character);
            backslashes = 0;
        }

        return quoted.Append('\\', 2 * backslashes).Append('"').ToString();
    }
}
