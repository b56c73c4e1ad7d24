using System.Globalization;
using System.Text;

namespace ElevenCost.Engine.Schedules;

/// <summary>A file with environment variables, a line <c>NAME=value</c> each, as of <c>EnvironmentFile=</c> of systemd: for what a scheduler does not pass on.</summary>
public static class EnvironmentFile
{
    private const int LargestFile = 64 * 1024;

    /// <summary>Sets the variables of a file in this process, for what the libraries read themselves, too, such as PGPASSWORD.</summary>
    /// <param name="path">The file; null for none.</param>
    /// <param name="warn">As of <see cref="Read"/>.</param>
    /// <exception cref="ElevenCostException">As of <see cref="Read"/>.</exception>
    public static void Apply(string? path, Action<Warning> warn)
    {
        if (path is null)
        {
            return;
        }

        foreach ((string name, string value) in Read(path, warn))
        {
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    /// <summary>Reads the variables. Empty lines, and lines that begin with <c>#</c>, say nothing; a value may stand in quotes.</summary>
    /// <param name="path">The file.</param>
    /// <param name="warn">Receives a warning if other users of the machine can read it.</param>
    /// <exception cref="ElevenCostException"><c>EnvironmentFileNotReadable</c>; no message shows a value.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path, Action<Warning> warn)
    {
        string text;
        try
        {
            byte[] bytes = HomeFile.Read(path);
            text = bytes.Length <= LargestFile ? new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\ufeff')
                : throw ScheduleErrors.EnvironmentFile(path, "it is larger than 64 KiB.");
            if (HomeFile.CanOthersRead(path))
            {
                warn(new Warning(ScheduleWarnings.EnvironmentFileReadableByOthers, $"The environment file '{path}' can be read by other users of this machine. Run: chmod 600 '{path}'"));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw ScheduleErrors.EnvironmentFile(path, e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : e is DecoderFallbackException ? "it is not UTF-8." : e.Message, e);
        }

        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        string[] lines = text.Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            int equals = line.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? "" : line[..equals];
            if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_'))
            {
                throw ScheduleErrors.EnvironmentFile(path, string.Create(CultureInfo.InvariantCulture, $"line {i + 1} is not NAME=value."));
            }

            string value = line[(equals + 1)..];
            variables[name] = value is ['"', .., '"'] or ['\'', .., '\''] ? value[1..^1] : value;
        }

        return variables;
    }
}
