using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>A real PostgreSQL for the tests of this process: its own data folder and port, ended with the process.</summary>
/// <remarks>The server's programs come from Debian's package postgresql; root may not run them, so they run as its user postgres.</remarks>
internal sealed class PostgresServer
{
    private static readonly Lazy<PostgresServer?> Started = new(Start);

    private readonly string _folder;
    private readonly Process _server;

    private PostgresServer(string folder, int port, Process server)
    {
        _folder = folder;
        _server = server;
        Port = port;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Stop();
    }

    /// <summary>Why there is none.</summary>
    public const string Missing = "PostgreSQL is not installed (Debian: apt-get install postgresql), so the ledger on PostgreSQL is NOT TESTED";

    public int Port { get; }

    /// <summary>The server; null where none is installed.</summary>
    public static PostgresServer? Find() => Started.Value;

    private static PostgresServer? Start()
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
        int port = FreePort();
        ProcessStartInfo start = Command([Path.Combine(programs, "postgres"), "-D", data, "-p", port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={folder}", "-c", "fsync=off", "-c", "max_connections=200"]);
        start.RedirectStandardError = true;
        Process server = Process.Start(start)!;
        server.ErrorDataReceived += static (_, _) => { };
        server.BeginErrorReadLine();
        var postgres = new PostgresServer(folder, port, server);
        for (int attempt = 0; attempt < 300; attempt++)
        {
            try
            {
                using var probe = new TcpClient();
                probe.Connect(IPAddress.Loopback, port);
                using var connection = new Npgsql.NpgsqlConnection($"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres;Pooling=false");
                connection.Open();
                return postgres;
            }
            catch (Exception e) when (e is SocketException or Npgsql.NpgsqlException && !server.HasExited)
            {
                Thread.Sleep(100);
            }
        }

        throw new InvalidOperationException($"PostgreSQL did not start in '{folder}'.");
    }

    private void Stop()
    {
        if (!_server.HasExited)
        {
            // The postmaster ends its children at once on SIGQUIT; the data goes with the folder. Behind runuser it is the child.
            using Process kill = Process.Start(Command(["sh", "-c", $"kill -QUIT $(head -1 '{_folder}/data/postmaster.pid')"]))!;
            kill.WaitForExit();
            _server.WaitForExit(5000);
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
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
