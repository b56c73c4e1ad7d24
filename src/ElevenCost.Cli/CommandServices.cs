using ElevenCost.Cli.Terminal;
using ElevenCost.Engine;
using ElevenCost.Engine.Alerts;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Schedules;

namespace ElevenCost.Cli;

/// <summary>The engine for one command: keys come from files, standard input and the environment.</summary>
internal sealed class CommandServices : EngineHost
{
    private readonly KeyReader _keys;
    private readonly AlertAddressReader _addresses;
    private readonly TimeProvider _time;
    private readonly Func<string, string?> _environment;
    private readonly EngineMemory _memory;

    public CommandServices(Home home, Screen screen, TimeProvider time, CancellationToken stopping)
        : this(home, screen, time, new EngineMemory(), screen.Environment, stopping)
    {
    }

    // No vault opens here: a password that the settings put into one comes from PGPASSWORD or a pass file.
    private CommandServices(Home home, Screen screen, TimeProvider time, EngineMemory memory, Func<string, string?> ledgerEnvironment, CancellationToken stopping)
        : base(home, time, memory, ledgerEnvironment, static _ => null, stopping, screen.Warn)
    {
        _keys = new KeyReader(screen.Input, screen.Environment, screen.Warn);
        _addresses = new AlertAddressReader(screen.Environment, screen.Warn);
        _time = time;
        _environment = screen.Environment;
        _memory = memory;
    }

    /// <summary>The engine over a home that is thrown away: its ledger is its own, whatever the environment says.</summary>
    public static CommandServices OfThrowawayHome(Home home, Screen screen, TimeProvider time, CancellationToken stopping) =>
        new(home, screen, time, new EngineMemory(), static _ => null, stopping);

    /// <inheritdoc/>
    public override async Task<IElevenLabsApi> OpenApiAsync(Connection connection, CancellationToken cancellationToken) =>
        ElevenLabsApi.Open(connection, await _keys.ReadAsync(connection, cancellationToken), _time, _environment);

    /// <inheritdoc/>
    public override Task<string> ReadAlertAddressAsync(AlertTarget target, CancellationToken cancellationToken) => _addresses.ReadAsync(target, cancellationToken);

    /// <inheritdoc/>
    protected override JobCommands JobCommandsOf(Home home, ScheduleRequest request)
    {
        string program = Environment.ProcessPath!;
        string[] own = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(CommandServices).Assembly.Location] : [];
        string[] file = request.EnvironmentFile is { } path ? ["--environment-file", path] : [];
        string[] connections = [.. request.Connections.SelectMany(connection => new[] { "--connection", connection })];
        return new JobCommands(
            new JobCommand(program, [.. own, "run", "--scheduled", "--home", home.Path]),
            new JobCommand(program, [.. own, "run", "--check", "--home", home.Path, .. file, .. connections, "--output", "json"]));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        _memory.Dispose();
    }
}
