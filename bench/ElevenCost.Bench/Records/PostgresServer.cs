using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Bench.Records;

/// <summary>A PostgreSQL of the bench's own: its data in a folder, a free port, as it is installed but for what a throwaway server needs.</summary>
/// <remarks>The server's programs come from Debian's package postgresql; root may not run them, so they run as its user postgres.</remarks>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>Why there is none.</summary>
    public const string Missing = "PostgreSQL is not installed (Debian: apt-get install postgresql): NOT MEASURED";

    private const string Programs = "/usr/lib/postgresql";

    private readonly string _programs;
    private readonly string _folder;
    private readonly Process _server;

    private PostgresServer(string programs, string folder, int port, Process server) => (_programs, _folder, Port, _server) = (programs, folder, port, server);

    public int Port { get; }

    /// <summary>The ledger on the server.</summary>
    public LedgerAddress Address => new("127.0.0.1", Port, "postgres", "postgres", "bench");

    /// <summary>Starts a server on the data of a folder, which it makes if there are none; null if PostgreSQL is not installed.</summary>
    public static async Task<PostgresServer?> StartAsync(string folder)
    {
        string? programs = !Directory.Exists(Programs) ? null
            : Directory.GetDirectories(Programs).Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .OrderByDescending(bin => bin, StringComparer.Ordinal).FirstOrDefault();
        if (programs is null)
        {
            return null;
        }

        string data = Path.Combine(folder, "data");
        if (!Directory.Exists(data))
        {
            Directory.CreateDirectory(folder);
            if (Environment.IsPrivilegedProcess)
            {
                await RunAsync(new ProcessStartInfo("chown", ["postgres", folder]));
            }

            await RunAsync(AsPostgres(Path.Combine(programs, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"));
        }

        int port = FreePort();
        ProcessStartInfo start = AsPostgres(Path.Combine(programs, "postgres"), "-D", data, "-p", port.ToString(CultureInfo.InvariantCulture),
            "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={folder}", "-c", "fsync=off");
        start.RedirectStandardError = true;
        Process process = Process.Start(start)!;
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginErrorReadLine();
        var server = new PostgresServer(programs, folder, port, process);
        await server.WaitAsync();
        return server;
    }

    /// <summary>Starts psql.</summary>
    /// <param name="schema">The schema that tables are found in.</param>
    public Process StartPsql(string schema)
    {
        var start = new ProcessStartInfo(Path.Combine(_programs, "psql"),
            ["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", "postgres"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["PGOPTIONS"] = $"-c search_path={schema}";
        return Process.Start(start)!;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync(AsPostgres(Path.Combine(_programs, "pg_ctl"), "stop", "-D", Path.Combine(_folder, "data"), "-m", "fast", "-s"));
        await _server.WaitForExitAsync();
        _server.Dispose();
    }

    private async Task WaitAsync()
    {
        for (int attempt = 0; attempt < 600; attempt++)
        {
            if (_server.HasExited)
            {
                break;
            }

            try
            {
                await using var connection = new Npgsql.NpgsqlConnection($"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;Pooling=false");
                await connection.OpenAsync();
                return;
            }
            catch (Npgsql.NpgsqlException)
            {
                await Task.Delay(100);
            }
        }

        throw new InvalidOperationException($"PostgreSQL did not start in '{_folder}'.");
    }

    private static ProcessStartInfo AsPostgres(params string[] command) =>
        Environment.IsPrivilegedProcess ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", .. command]) : new ProcessStartInfo(command[0], command[1..]);

    private static async Task RunAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{start.FileName} {string.Join(' ', start.ArgumentList)} exits with {process.ExitCode}: {output}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
