using System.Globalization;
using System.Text;
using ElevenCost.Engine;
using ElevenCost.Engine.Charts;
using ElevenCost.Engine.Tables;

namespace ElevenCost.Cli.Terminal;

/// <summary>What a command reads and writes: data alone to the output, everything for a person to the error stream. Safe for several threads.</summary>
internal sealed class Screen
{
    private const int DefaultWidth = 80;
    private const int LeastWidth = 40;
    private const int Utf8 = 65001;

    private readonly object _gate = new();
    private int _transient;

    /// <summary>The standard output, as bytes.</summary>
    public required Stream Output { get; init; }

    /// <summary>The standard error.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Whether the standard error is a terminal, where a line can be written over.</summary>
    public bool ErrorIsTerminal { get; init; }

    /// <summary>The standard input; null if it is a terminal.</summary>
    public TextReader? Input { get; init; }

    /// <summary>The values of environment variables.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The columns of the terminal that the output is shown on; null if it is none.</summary>
    public int? TerminalWidth { get; init; }

    /// <summary>The columns of the terminal: what <c>COLUMNS</c> says, else the terminal's but never fewer than 80, else 80.</summary>
    public int Width => Columns is { } columns ? Math.Max(columns, LeastWidth) : Math.Max(TerminalWidth ?? DefaultWidth, DefaultWidth);

    /// <summary>The columns to fit tables into; null if the output is no terminal: what reads it next should miss nothing.</summary>
    public int? TableWidth => TerminalWidth is null ? null : Width;

    /// <summary>Whether what reads the output takes it for UTF-8.</summary>
    public bool IsUtf8 { get; init; } = true;

    /// <summary>What charts are drawn for: as wide as the terminal, and in its colors; without any if the output is none.</summary>
    public ChartTerminal Charts => new(
        Columns ?? TerminalWidth ?? DefaultWidth, TerminalWidth is null ? ChartColors.None : ChartTerminal.ColorsOf(Environment), IsUtf8);

    private int? Columns => int.TryParse(Environment("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out int columns) && columns > 0 ? columns : null;

    /// <summary>That of this process.</summary>
    /// <param name="streams">Which of its standard streams it has.</param>
    public static Screen FromProcess(StandardStreams streams)
    {
        if (OperatingSystem.IsWindows() && !Console.IsOutputRedirected)
        {
            Console.OutputEncoding = Encoding.UTF8;
        }

        return new Screen
        {
            Output = streams.HasOutput ? Console.OpenStandardOutput() : new ClosedOutput(),
            Error = streams.HasError ? Console.Error : TextWriter.Null,
            ErrorIsTerminal = streams.HasError && !Console.IsErrorRedirected,
            Input = !streams.HasInput ? TextReader.Null : Console.IsInputRedirected ? Console.In : null,
            Environment = System.Environment.GetEnvironmentVariable,
            IsUtf8 = Console.OutputEncoding.CodePage == Utf8,
            TerminalWidth = !streams.HasOutput || Console.IsOutputRedirected ? null : Console.WindowWidth,
        };
    }

    /// <summary>Writes a line for a person.</summary>
    public void WriteMessage(string line)
    {
        WriteError(() =>
        {
            EraseTransient();
            Error.WriteLine(SafeText.Escape(KeyText.Mask(line)));
            Error.Flush();
        });
    }

    /// <summary>Writes a warning.</summary>
    public void Warn(Warning warning)
    {
        string sync = warning is { Connection: { } connection, Days: { } days }
            ? string.Create(CultureInfo.InvariantCulture,
                $" Fetch them with: elevencost sync --connection {connection} --from {days.Start:yyyy-MM-dd} --to {days.End:yyyy-MM-dd}")
            : "";
        WriteMessage($"warning: {warning.Message}{sync}");
    }

    /// <summary>Shows a line that the next one takes the place of; only for a terminal.</summary>
    public void ShowTransient(string line)
    {
        WriteError(() =>
        {
            string text = SafeText.Escape(line);
            text = DisplayWidth.Shorten(text, Math.Max(LeastWidth, Width - 1));
            int width = DisplayWidth.Of(text);
            Error.Write("\r" + text + new string(' ', Math.Max(0, _transient - width)));
            Error.Flush();
            _transient = width;
        });
    }

    /// <summary>Removes the line that was shown last.</summary>
    public void ClearTransient()
    {
        WriteError(() =>
        {
            EraseTransient();
            Error.Flush();
        });
    }

    /// <summary>Writes to the standard error, where that is possible: a full disk or a closed stream there must not end the work, and the exit code tells all the same.</summary>
    private void WriteError(Action write)
    {
        lock (_gate)
        {
            try
            {
                write();
            }
            catch (Exception e) when (e is IOException or ObjectDisposedException or UnauthorizedAccessException)
            {
                _transient = 0;
            }
        }
    }

    private void EraseTransient()
    {
        if (_transient > 0)
        {
            Error.Write("\r" + new string(' ', _transient) + "\r");
            _transient = 0;
        }
    }
}
