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
        CliOutcome outcome = await RunAsync(arguments, () => Home, new FixedClock(Now), Input, Variables, Columns);
        Output = outcome.Output;
        Error = outcome.Error;
        return outcome.ExitCode;
    }

    /// <summary>What the program does, on streams in memory.</summary>
    /// <param name="arguments">What a user types after <c>elevencost</c>.</param>
    /// <param name="findHome">Finds the home.</param>
    /// <param name="time">The clock.</param>
    /// <param name="input">The standard input; null for a terminal.</param>
    /// <param name="variables">The environment; null for none.</param>
    /// <param name="columns">The columns of the terminal; null for none.</param>
    /// <param name="cancellationToken">Ends the command.</param>
    public static async Task<CliOutcome> RunAsync(
        string[] arguments, Func<Home> findHome, TimeProvider time, string? input = null, IReadOnlyDictionary<string, string>? variables = null, int? columns = null,
        CancellationToken cancellationToken = default)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        using StringReader? reader = input is null ? null : new StringReader(input);
        var screen = new Screen { Output = output, Error = error, Input = reader, Environment = name => variables?.GetValueOrDefault(name), TerminalWidth = columns };
        int code = await CommandLine.RunAsync(arguments, new CommandContext(screen, time, findHome), cancellationToken);
        return new CliOutcome(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    public void Dispose() => _home.Dispose();
}
