using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ElevenLabs.Simulator;

/// <summary>The simulated API on a loopback port.</summary>
public sealed class SimulatorServer : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly TimeProvider time;
    private readonly Router router;
    private readonly CancellationTokenSource stopping = new();
    private readonly object gate = new();
    private readonly List<Slot> requests = [];
    private readonly HashSet<Task> connections = [];
    private readonly ulong traceSeed;
    private Task accepting = Task.CompletedTask;
    private long counter;

    private SimulatorServer(SimulatorOptions options, TimeProvider time, int port)
    {
        Options = options;
        this.time = time;
        Workspace = new Workspace(options, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
        traceSeed = Mix.Of((ulong)(uint)options.Seed, "trace");
        UsageGenerator generator = new(Workspace);
        Truth = new Truth(generator, Faults, time);
        router = new Router(options, generator, Faults, time);
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start(512);
        BaseUri = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }

    /// <summary>Where it listens, with a trailing slash.</summary>
    public Uri BaseUri { get; }

    /// <summary>A valid key: the first of the workspace, the owner's.</summary>
    public string ApiKey => Workspace.Keys[0].Secret;

    /// <summary>The options it runs with.</summary>
    public SimulatorOptions Options { get; }

    /// <summary>The faults in effect; change them at any time.</summary>
    public FaultSet Faults { get; } = new();

    /// <summary>The people and keys of the workspace.</summary>
    public Workspace Workspace { get; }

    /// <summary>What the right answers are.</summary>
    public Truth Truth { get; }

    /// <summary>The requests received so far, a copy.</summary>
    public IReadOnlyList<SimulatedRequest> Requests
    {
        get
        {
            lock (gate)
            {
                return [.. requests.Select(r => r.Request)];
            }
        }
    }

    /// <summary>Starts a server; port 0 takes any free one.</summary>
    public static Task<SimulatorServer> StartAsync(SimulatorOptions options, TimeProvider time, int port = 0)
    {
        SimulatorServer server = new(options, time, port);
        server.accepting = Task.Run(server.AcceptAsync);
        return Task.FromResult(server);
    }

    /// <summary>Forgets the requests logged so far.</summary>
    public void ClearRequests()
    {
        lock (gate)
        {
            requests.Clear();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        Task[] open;
        lock (gate)
        {
            open = [.. connections];
        }

        await Task.WhenAll(open);
        stopping.Dispose();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                Socket socket = await listener.AcceptSocketAsync(stopping.Token);
                Task connection = Task.Run(() => ServeAsync(socket));
                lock (gate)
                {
                    connections.Add(connection);
                }

                _ = connection.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException
                || (e is InvalidOperationException && stopping.IsCancellationRequested))
            {
                // Stopping, perhaps before the first client was awaited, or the client gave up before it was accepted.
            }
        }
    }

    private void Forget(Task connection)
    {
        lock (gate)
        {
            connections.Remove(connection);
        }
    }

    [SuppressMessage("Design", "CA1031:Do not catch general exception types", Justification = "A connection ends as it ends; the listener goes on.")]
    private async Task ServeAsync(Socket socket)
    {
        using Socket owned = socket;
        owned.NoDelay = true;
        await using NetworkStream stream = new(owned, ownsSocket: false);
        HttpReader reader = new(stream);
        CancellationToken cancel = stopping.Token;
        try
        {
            while (await reader.ReadAsync(cancel) is HttpRequest request)
            {
                Slot slot = Record(request);
                ulong id = Mix.Of(traceSeed, Interlocked.Increment(ref counter));
                HttpReply reply = new(stream, status => SetStatus(slot, status), Mix.Hex(id, 20), Mix.Hex(Mix.Of(id), 32), cancel);
                await router.HandleAsync(request, reply, cancel);
                if (reply.Close || string.Equals(request.Header("Connection"), "close", StringComparison.OrdinalIgnoreCase))
                {
                    break;
                }
            }

            owned.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // The client or the server went away.
        }
        catch (Exception e)
        {
            // A defect of the simulator must not look like an answer of the API.
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"simulator: {e}"));
        }
    }

    private Slot Record(HttpRequest request)
    {
        Slot slot = new(new SimulatedRequest(
            request.Method, request.Path, request.Query, Encoding.UTF8.GetString(request.Body),
            request.Header("xi-api-key") is not null, time.GetUtcNow(), 0));
        lock (gate)
        {
            requests.Add(slot);
        }

        return slot;
    }

    private void SetStatus(Slot slot, int status)
    {
        lock (gate)
        {
            slot.Request = slot.Request with { Status = status };
        }
    }

    /// <summary>A place in the log: the status comes later than the request.</summary>
    private sealed class Slot(SimulatedRequest request)
    {
        public SimulatedRequest Request { get; set; } = request;
    }
}
