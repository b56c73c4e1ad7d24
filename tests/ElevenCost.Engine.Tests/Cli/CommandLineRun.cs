using System.Text;
using ElevenCost.Cli;
using ElevenCost.Cli.Terminal;
using ElevenCost.Engine.Tests.Connections;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Cli;

/// <summary>Runs the command line in this process, over a home of its own and a clock that stands still.</summary>
internal sealed class CommandLineRun : IDisposable
{
    private readonly TemporaryHome _home = new();

    public Dictionary<string, string> Variables { get; } = [];

    public string? Input { get; init; }

    /// <summary>The columns of the terminal; null for none.</summary>
    public int? Columns { get; set; }

    public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 6, 0, 0, TimeSpan.Zero);

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public Home Home => _home.Home;

    public async Task<int> RunAsync(params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        using StringReader? input = Input is null ? null : new StringReader(Input);
        var screen = new Screen { Output = output, Error = error, Input = input, Environment = name => Variables.GetValueOrDefault(name), TerminalWidth = Columns };
        var clock = new FixedClock(Now);
        int code = await CommandLine.RunAsync(arguments, new CommandContext(screen, clock, () => Home), default);
        Output = Encoding.UTF8.GetString(output.ToArray());
        Error = error.ToString();
        return code;
    }

    public void Dispose() => _home.Dispose();
}
