using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;

namespace ElevenCost.Cli;

/// <summary>What commands have from outside.</summary>
/// <param name="Screen">Where they read and write.</param>
/// <param name="Time">The clock.</param>
/// <param name="FindHome">Finds the home; only asked where a command needs it.</param>
/// <param name="Stopping">Cancelled by Ctrl+C.</param>
internal sealed record CommandContext(Screen Screen, TimeProvider Time, Func<Home> FindHome, CancellationToken Stopping = default)
{
    /// <summary>The engine over the home.</summary>
    public CommandServices Open() => new(FindHome(), Screen, Time, Stopping);

    /// <summary>The engine over a home that an option names; over the usual one if it is null.</summary>
    public CommandServices Open(string? home) => home is null ? Open() : new(new Home(Path.GetFullPath(home)), Screen, Time, Stopping);
}
