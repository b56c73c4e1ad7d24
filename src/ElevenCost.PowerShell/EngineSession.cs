using System.Collections.Concurrent;
using System.Management.Automation;
using System.Management.Automation.Host;
using ElevenCost.Engine;
using ElevenCost.Engine.Alerts;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Schedules;
using ElevenCost.PowerShell.Commands;
using ElevenCost.PowerShell.Secrets;

namespace ElevenCost.PowerShell;

/// <summary>The engine for one cmdlet, over the home of this moment: keys come from vaults, too, which open on the pipeline's thread alone.</summary>
internal sealed class EngineSession : EngineHost
{
    // Of the process, so that a second question is answered from memory, in whichever runspace it is asked.
    private static readonly EngineMemory Memory = new();

    private readonly PSHost _host;
    private readonly KeyReader _keys;
    private readonly Action<string>? _log;
    private readonly ConcurrentDictionary<string, Task<string?>> _read = new(StringComparer.Ordinal);
    private readonly AlertAddressReader _addressReader;
    private readonly ConcurrentDictionary<string, Task<string>> _addresses = new(StringComparer.Ordinal);

    static EngineSession() => Advice.Front = Front.PowerShell;

    /// <param name="host">The session's host, which a vault may prompt on.</param>
    /// <param name="warn">Receives warnings about damaged files, from any thread.</param>
    /// <param name="log">Receives a message before each retry of the API client, from any thread; null for no messages.</param>
    /// <param name="stopping">Cancelled when the pipeline stops.</param>
    /// <exception cref="ElevenCostException"><c>HomeNotFound</c>.</exception>
    public EngineSession(PSHost host, Action<Warning> warn, Action<string>? log, CancellationToken stopping)
        : this(Home.Resolve(), host, warn, log, stopping)
    {
    }

    // Cmdlets and completers ask for the ledger on the pipeline's thread, where vaults open.
    private EngineSession(Home home, PSHost host, Action<Warning> warn, Action<string>? log, CancellationToken stopping)
        : base(home, Time, Memory, Environment.GetEnvironmentVariable, settings => ReadLedgerPassword(host, settings), stopping, warn)
    {
        _host = host;
        _keys = new KeyReader(input: null, warn: warn);
        _addressReader = new AlertAddressReader(Environment.GetEnvironmentVariable, warn);
        _log = log;
    }

    public static TimeProvider Time => TimeProvider.System;

    /// <summary>The password of a shared ledger, from the vault that its settings name; null if they name none. For the pipeline's thread.</summary>
    /// <exception cref="ElevenCostException">The secret can't be read.</exception>
    public static string? ReadLedgerPassword(PSHost host, LedgerSettings settings) =>
        settings.SecretName is { } secret ? SecretVault.Read(host, secret, settings.Vault).ToText() : null;

    /// <summary>Reads the keys of connections, for <see cref="OpenApiAsync"/>. A key that can't be read fails its connection when that is opened.</summary>
    public void ReadKeys(IEnumerable<Connection> connections, CancellationToken cancellationToken)
    {
        foreach (Connection connection in connections)
        {
            try
            {
                _read[connection.Name] = Task.FromResult(ReadKey(connection, cancellationToken));
            }
            catch (ElevenCostException failure)
            {
                _read[connection.Name] = Task.FromException<string?>(failure);
            }
        }
    }

    /// <summary>The key of a connection; null for the demo, which needs none.</summary>
    /// <exception cref="ElevenCostException">The key can't be read, or can't be one.</exception>
    public string? ReadKey(Connection connection, CancellationToken cancellationToken) => ConnectionKey.Read(_host, connection, _keys, cancellationToken);

    /// <summary>Opens the API of a connection with a key.</summary>
    public IElevenLabsApi OpenApi(Connection connection, string? key) =>
        ElevenLabsApi.Open(connection, key, Time, Environment.GetEnvironmentVariable, _log);

    /// <inheritdoc/>
    /// <remarks><see cref="ReadKeys"/> comes before.</remarks>
    public override async Task<IElevenLabsApi> OpenApiAsync(Connection connection, CancellationToken cancellationToken) =>
        OpenApi(connection, await _read[connection.Name]);

    /// <summary>Reads the addresses of alert targets, for <see cref="ReadAlertAddressAsync"/>. One that can't be read fails its target alone.</summary>
    public void ReadAlertAddresses(IEnumerable<AlertTarget> targets, CancellationToken cancellationToken)
    {
        foreach (AlertTarget target in targets)
        {
            try
            {
                _addresses[target.Name] = Task.FromResult(target.AddressSource == AlertAddressSource.Vault
                    ? SecretVault.Read(_host, target.SecretName!, target.Vault).ToText()
                    : _addressReader.ReadAsync(target, cancellationToken).GetAwaiter().GetResult());
            }
            catch (ElevenCostException failure)
            {
                _addresses[target.Name] = Task.FromException<string>(failure);
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks><see cref="ReadAlertAddresses"/> comes before.</remarks>
    public override Task<string> ReadAlertAddressAsync(AlertTarget target, CancellationToken cancellationToken) => _addresses[target.Name];

    /// <inheritdoc/>
    /// <remarks>A session of its own, as a scheduler starts it: no profile, nothing that could prompt, and this module by its path.</remarks>
    protected override JobCommands JobCommandsOf(Home home, ScheduleRequest request)
    {
        string module = Path.Combine(Path.GetDirectoryName(typeof(EngineSession).Assembly.Location)!, "ElevenCost.psd1");
        string begin = $"$env:{Home.Variable} = {JobCommand.PowerShellLiteral(home.Path)}; Import-Module {JobCommand.PowerShellLiteral(module)} -ErrorAction Stop; ";
        string connections = string.Concat(request.Connections.Count > 0 ? " -Connection " + string.Join(", ", request.Connections.Select(JobCommand.PowerShellLiteral)) : "");
        string file = request.EnvironmentFile is { } path ? $" -EnvironmentFile {JobCommand.PowerShellLiteral(path)}" : "";
        return new JobCommands(
            PowerShellOf($"{begin}exit (Invoke-ElevenLabsSync -Scheduled).ExitCode"),
            PowerShellOf($"{begin}Invoke-ElevenLabsSync -Check{connections}{file} | ConvertTo-Json -AsArray -Compress -EnumsAsStrings"));
    }

    /// <summary>The PowerShell of this process, or the one that it belongs to if it is hosted by another program, or as a .NET tool.</summary>
    private static JobCommand PowerShellOf(string script)
    {
        string[] arguments = ["-NoProfile", "-NonInteractive", "-Command", script];
        string folder = Path.GetDirectoryName(typeof(PSObject).Assembly.Location)!;
        string program = Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh");
        string library = Path.Combine(folder, "pwsh.dll");
        return File.Exists(program) ? new JobCommand(program, arguments)
            : File.Exists(library) && Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? new JobCommand(host, [library, .. arguments])
            : new JobCommand(OnPath() ?? throw CommandErrors.NoPowerShell(folder), arguments);
    }

    private static string? OnPath() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh")).FirstOrDefault(File.Exists);
}
