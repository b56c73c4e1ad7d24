using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Connections;

namespace ElevenCost.Cli;

/// <summary>The engine for one command: keys come from files, standard input and the environment.</summary>
internal sealed class CommandServices : EngineHost
{
    private readonly KeyReader _keys;
    private readonly TimeProvider _time;
    private readonly Func<string, string?> _environment;
    private readonly EngineMemory _memory;

    public CommandServices(Home home, Screen screen, TimeProvider time)
        : this(home, screen, time, new EngineMemory())
    {
    }

    private CommandServices(Home home, Screen screen, TimeProvider time, EngineMemory memory)
        : base(home, time, memory)
    {
        _keys = new KeyReader(screen.Input, screen.Environment, screen.Warn);
        _time = time;
        _environment = screen.Environment;
        _memory = memory;
    }

    /// <inheritdoc/>
    public override async Task<IElevenLabsApi> OpenApiAsync(Connection connection, CancellationToken cancellationToken) =>
        ElevenLabsApi.Open(connection, await _keys.ReadAsync(connection, cancellationToken), _time, _environment);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _memory.Dispose();
    }
}
