using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>A real PostgreSQL for the tests of this process: its own data folder and port, ended with the process.</summary>
/// <remarks>The server's programs come from Debian's package postgresql; root may not run them, so they run as its user postgres.</remarks>
internal sealed class PostgresServer
{
    private static readonly Lazy<PostgresServer?> Started = new(Start);

    private readonly string _programs;
    private readonly string _folder;
    private Process? _server;

    private PostgresServer(string programs, string folder, int port)
    {
        _programs = programs;
        _folder = folder;
        Port = port;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();
    }

    /// <summary>Why there is none.</summary>
    public const string Missing = "PostgreSQL is not installed (Debian: apt-get install postgresql), so the ledger on PostgreSQL is NOT TESTED";

    public int Port { get; }

    /// <summary>A new schema on the server, which no other test uses.</summary>
    public LedgerAddress NewAddress() => new("127.0.0.1", Port, "postgres", "postgres", "t_" + Guid.NewGuid().ToString("N"));

    /// <summary>The server; null where none is installed.</summary>
    public static PostgresServer? Find() => Started.Value;

    /// <summary>Makes and starts a server; null where none is installed. Its test may kill it, which it must not do to the one that all share.</summary>
    public static PostgresServer? Start()
    {
        string? programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(folder => File.Exists(Path.Combine(folder, "initdb")))
                .OrderByDescending(folder => folder, StringComparer.Ordinal).FirstOrDefault()
            : null;
        if (programs is null)
        {
            return null;
        }

        string folder = Directory.CreateTempSubdirectory("elevencost-postgres-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres", folder);
        }

        string data = Path.Combine(folder, "data");
        AsPostgres(Path.Combine(programs, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        var postgres = new PostgresServer(programs, folder, FreePort());
        postgres.Run();
        return postgres;
    }

    /// <summary>Kills the server and all its processes with SIGKILL, as a machine that runs out of memory does.</summary>
    public void Kill()
    {
        Signal("-KILL", withChildren: true);
        _server!.WaitForExit();
        _server.Dispose();
        _server = null;
    }

    /// <summary>Starts the server on its data, which it recovers if it was killed, and returns once it answers.</summary>
    public void Run()
    {
        for (int attempt = 0; attempt < 300; attempt++)
        {
            if (_server is not { HasExited: false })
            {
                // Where a child of a killed server is still ending, a new one says so and ends.
                _server?.Dispose();
                _server = Launch();
            }

            try
            {
                using var probe = new TcpClient();
                probe.Connect(IPAddress.Loopback, Port);
                using var connection = new Npgsql.NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Pooling=false");
                connection.Open();
                return;
            }
            catch (Exception e) when (e is SocketException or Npgsql.NpgsqlException)
            {
                Thread.Sleep(100);
            }
        }

        throw new InvalidOperationException($"PostgreSQL did not start in '{_folder}'.");
    }

    /// <summary>Ends the server and removes its data.</summary>
    public void Stop()
    {
        if (_server is { HasExited: false })
        {
            // The postmaster ends its children at once on SIGQUIT; the data goes with the folder.
            Signal("-QUIT", withChildren: false);
            _server.WaitForExit(5000);
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private Process Launch()
    {
        ProcessStartInfo start = Command([Path.Combine(_programs, "postgres"), "-D", Path.Combine(_folder, "data"), "-p", Port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder}", "-c", "fsync=off", "-c", "max_connections=200"]);
        start.RedirectStandardError = true;
        Process server = Process.Start(start)!;
        server.ErrorDataReceived += static (_, _) => { };
        server.BeginErrorReadLine();
        return server;
    }

    /// <summary>Sends a signal to the postmaster, which is the child of runuser, and to its children.</summary>
    private void Signal(string signal, bool withChildren)
    {
        string children = withChildren ? " $(pgrep -P $(head -1 \"$0\"))" : "";
        using Process kill = Process.Start(Command(["sh", "-c", $"kill {signal} $(head -1 \"$0\"){children}", Path.Combine(_folder, "data", "postmaster.pid")]))!;
        kill.WaitForExit();
    }

    private static void AsPostgres(params string[] command)
    {
        ProcessStartInfo start = Command(command);
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} exits with {process.ExitCode}: {output}");
        }
    }

    private static ProcessStartInfo Command(string[] command) =>
        Environment.IsPrivilegedProcess ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", .. command]) : new ProcessStartInfo(command[0], command[1..]);

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
