using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests.Support;

/// <summary>A simulator, and a home in which <c>acme</c> of it and <c>demo</c> are connected and synced; for the tests of a class.</summary>
public abstract class SyncedHome : IAsyncLifetime
{
    private readonly SimulatorOptions _options;
    private readonly int _days;
    private readonly DateTimeOffset? _now;

    protected SyncedHome(SimulatorOptions options, int days, DateTimeOffset? now = null)
    {
        _options = options;
        _days = days;
        _now = now;
    }

    /// <summary>The API behind <c>acme</c>.</summary>
    public SimulatorServer Simulator { get; private set; } = null!;

    /// <summary>The session.</summary>
    internal ModuleSession Session { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        Simulator = await Api.StartAsync(_options, _now);
        Session = new ModuleSession(Simulator.ApiKey);
        Session.Do("$null = Connect-ElevenLabsCost acme -BaseUri $args[0]; $null = Connect-ElevenLabsCost -Demo", Simulator.BaseUri);
        if (_days > 0)
        {
            Session.Do("$null = Sync-ElevenLabsUsage * -Days $args[0]", _days);
        }
    }

    public async Task DisposeAsync()
    {
        Session.Dispose();
        await Simulator.DisposeAsync();
    }
}
