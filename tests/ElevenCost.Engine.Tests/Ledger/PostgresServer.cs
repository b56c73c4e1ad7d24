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

    /// <summary>The folder of its data.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>A new schema on the server, which no other test uses.</summary>
    public LedgerAddress NewAddress() => new("127.0.0.1", Port, "postgres", "postgres", "t_" + Guid.NewGuid().ToString("N"));

    /// <summary>The server; null where none is installed.</summary>
    public static PostgresServer? Find() => Started.Value;

    /// <summary>Makes and starts a server; null where none is installed. Its test may kill it, which it must not do to the one that all share.</summary>
    public static PostgresServer? Start() => StartAt(NewFolder());

    /// <summary>Makes and starts a server in a folder; null where none is installed.</summary>
    /// <param name="folder">The folder, which is made, and removed with the server.</param>
    /// <param name="initialize">More arguments of <c>initdb</c>.</param>
    public static PostgresServer? StartAt(string folder, params string[] initialize)
    {
        string? programs = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .OrderByDescending(bin => bin, StringComparer.Ordinal).FirstOrDefault()
            : null;
        if (programs is null)
        {
            return null;
        }

        GiveToServer(folder);
        AsPostgres([Path.Combine(programs, "initdb"), "-D", Path.Combine(folder, "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", .. initialize]);
        var postgres = new PostgresServer(programs, folder, FreePort());
        postgres.Run();
        return postgres;
    }

    /// <summary>Makes and starts a copy that receives each commit before it returns, so that none is lost if this server is.</summary>
    public PostgresServer StartStandby()
    {
        string folder = NewFolder();
        GiveToServer(folder);
        AsPostgres(Path.Combine(_programs, "pg_basebackup"), "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres",
            "-D", Path.Combine(folder, "data"), "-R", "-X", "stream", "-c", "fast", "--no-sync");
        var standby = new PostgresServer(_programs, folder, FreePort());
        standby.Run();
        Execute("ALTER SYSTEM SET synchronous_standby_names = '*'");
        Execute("SELECT pg_reload_conf()");
        for (int attempt = 0; !Equals(Execute("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"), 1L); attempt++)
        {
            Assert.True(attempt < 300, "The standby does not follow.");
            Thread.Sleep(100);
        }

        return standby;
    }

    /// <summary>Makes the server of a standby, once the one that it followed is gone.</summary>
    public void Promote()
    {
        Assert.Equal(true, Execute("SELECT pg_promote()"));

        // The copy has the setting, and no standby of its own: it would wait for one.
        Execute("ALTER SYSTEM RESET synchronous_standby_names");
        Execute("SELECT pg_reload_conf()");
    }

    /// <summary>Executes a statement as the administrator.</summary>
    /// <returns>The first column of the first row; null if there is none.</returns>
    public object? Execute(string sql)
    {
        using var connection = new Npgsql.NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Pooling=false");
        connection.Open();
        using var command = new Npgsql.NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    /// <summary>Lets nobody into a database without a password.</summary>
    public void RequirePassword(string database)
    {
        // The first line that fits is the one that counts.
        string rules = Path.Combine(_folder, "data", "pg_hba.conf");
        File.WriteAllText(rules, $"host {database} all 127.0.0.1/32 scram-sha-256\n{File.ReadAllText(rules)}");
        Execute("SELECT pg_reload_conf()");
    }

    /// <summary>Ends the sessions of a database, as an administrator or a firewall between can at any time.</summary>
    public void Disconnect(string database) => Execute($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");

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

    /// <summary>Makes a folder of the server, which runs as another user if this is root.</summary>
    private static void GiveToServer(string folder)
    {
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", "postgres", folder);
        }
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

    private static string NewFolder() => Path.Combine(Path.GetTempPath(), "elevencost-postgres-" + Guid.NewGuid().ToString("N"));

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
