using ElevenCost.Engine.Api;
using ElevenLabs.Simulator;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>A simulated workspace on a loopback socket, and a connection to it. The clock stands still until a test sets it.</summary>
internal sealed class SimulatedConnection : IAsyncDisposable
{
    /// <summary>A Friday; four days of it are provisional by default, 17 to 20 November.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 30, 0, TimeSpan.Zero);

    public static readonly DateOnly Today = new(2026, 11, 20);

    public static readonly SimulatorOptions Small = new() { Keys = 6, Days = 120, RecordsPerKeyDay = 2, Voices = 6 };

    public static readonly Dimension[] AllDimensions =
        [Dimension.Product, Dimension.Model, Dimension.ApiKey, Dimension.Voice, Dimension.User, Dimension.Source, Dimension.Region];

    private readonly List<IElevenLabsApi> _opened = [];

    private SimulatedConnection(SimulatorServer server, FixedTime clock, string zone)
    {
        Server = server;
        Clock = clock;
        Connection = Describe("acme", server.BaseUri, zone);
    }

    public SimulatorServer Server { get; }

    public FixedTime Clock { get; }

    public Connection Connection { get; }

    /// <summary>Delays so short that no test waits.</summary>
    public static ApiOptions Quick { get; } = new() { BaseDelay = TimeSpan.FromMilliseconds(1), SilenceTimeout = TimeSpan.FromSeconds(30) };

    public static async Task<SimulatedConnection> StartAsync(SimulatorOptions? options = null, string zone = "UTC", DateTimeOffset? now = null, params string[] faults)
    {
        var clock = new FixedTime(now ?? Now);
        SimulatorServer server = await SimulatorServer.StartAsync(options ?? Small, clock);
        foreach (string fault in faults)
        {
            server.Faults.Add(fault);
        }

        return new SimulatedConnection(server, clock, zone);
    }

    public static Connection Describe(string name, Uri baseUri, string zone = "UTC") => new()
    {
        Name = name,
        BaseUri = baseUri,
        TimeZone = zone,
        Scope = ConnectionScope.Workspace,
        KeySource = KeySource.Environment,
        Dimensions = AllDimensions,
        CreatedAt = Now.UtcDateTime,
    };

    public IElevenLabsApi Open(ApiOptions? options = null, string? key = null)
    {
        IElevenLabsApi api = ElevenLabsApi.Open(Connection, key ?? Server.ApiKey, Clock, options ?? Quick);
        _opened.Add(api);
        return api;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IElevenLabsApi api in _opened)
        {
            api.Dispose();
        }

        await Server.DisposeAsync();
    }
}
