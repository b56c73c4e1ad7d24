using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Sync;

namespace ElevenCost.Cli.Commands;

/// <summary><c>connect</c>: validates a key, finds out what it may do, and remembers the connection.</summary>
internal sealed class ConnectCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly OutputOption _output;

    private readonly Argument<string> _name = new("NAME")
    {
        Description = "What to call it: letters, digits, '-', '_' and '.'. A name that is taken is connected anew; what is left out stays as it was.",
    };

    private readonly Option<string?> _keyFile = ParsedOption.Text("--api-key-file", "file|-",
        "The file that holds the API key and nothing else, or - for standard input, from which every command then reads it. Left out: as it was, or ELEVENLABS_API_KEY for a new connection.");

    private readonly Option<string?> _baseUri = ParsedOption.Text("--base-uri", "uri", "The address of the API.");
    private readonly Option<string?> _region = ParsedOption.Text("--region", "name", $"The workspace's region, instead of an address: {string.Join(", ", Regions.Names)}. Default: global.");
    private readonly Option<string?> _timeZone = ParsedOption.Text("--time-zone", "zone", "IANA name of the zone whose midnights bound the days, such as Europe/Berlin. Default: UTC.");
    private readonly Option<ConnectionScope?> _scope = ParsedOption.Word<ConnectionScope>("--scope", "Whose usage: the whole workspace's (default), or that of the key's account.");
    private readonly Option<bool> _demo = new("--demo") { Description = "Connect to a made-up workspace: no key, no network." };

    public ConnectCommand(CommandContext context)
        : base("connect", "Validate an API key, find out what it may do, and remember where it is; never the key itself.",
            "elevencost connect acme --api-key-file ~/.secrets/elevenlabs",
            "ELEVENLABS_API_KEY=... elevencost connect acme --time-zone Europe/Berlin",
            "elevencost connect acme-eu --region eu --api-key-file - < key.txt",
            "elevencost connect try --demo")
    {
        _context = context;
        Add(_name);
        Add(_keyFile);
        Add(_baseUri);
        Add(_region);
        Add(_timeZone);
        Add(_scope);
        Add(_demo);
        _output = new OutputOption(this);
        _region.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !Regions.Names.Contains(result.Tokens[0].Value, StringComparer.OrdinalIgnoreCase))
            {
                result.AddError($"Option '--region' cannot be '{result.Tokens[0].Value}'. It takes one of {string.Join(", ", Regions.Names)}.");
            }
        });
        Validators.Add(result =>
        {
            if (result.GetResult(_baseUri) is not null && result.GetResult(_region) is not null)
            {
                result.AddError("Give the address once: by '--base-uri' or by '--region'.");
            }

            if (result.GetResult(_demo) is not null
                && new Option[] { _keyFile, _baseUri, _region }.Any(option => result.GetResult(option) is not null))
            {
                result.AddError("Option '--demo' takes no '--api-key-file', '--base-uri' or '--region'.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        string name = parsed.GetRequiredValue(_name);
        ConnectionName.Check(name);
        Connection? known = services.Connections.ReadAll()
            .FirstOrDefault(connection => connection.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        Connection connection = Describe(parsed, known);
        DayZone.Find(connection.TimeZone);
        await RefuseAnotherLedgerAsync(services, connection, known, cancellationToken);

        IReadOnlyList<Capability> capabilities;
        using (IElevenLabsApi api = await services.OpenApiAsync(connection, cancellationToken))
        {
            capabilities = await ConnectionProbe.RunAsync(connection, api, _context.Time, cancellationToken);
        }

        if (ProbeOutcome.KeyFailure(capabilities) is { } failed)
        {
            throw new ElevenCostException(failed.ErrorId ?? "KeyRefused", ProbeOutcome.CategoryOf(failed),
                $"'{name}' is not connected: {failed.Message}", failed.Remedy);
        }

        bool replaced = await services.Connections.PutAsync(connection with { Capabilities = capabilities }, cancellationToken);
        await CapabilityOutput.WriteAsync(_context.Screen, _output.Read(parsed), capabilities, cancellationToken);
        _context.Screen.Tell(replaced
            ? $"'{connection.Name}' is connected anew; its ledger stays."
            : $"'{connection.Name}' is connected.");
        _context.Screen.Tell($"Next: elevencost sync --connection {connection.Name}; elevencost cost --connection {connection.Name} --group-by model");
        return ProbeOutcome.ExitCodeOf(capabilities);
    }

    private static async Task RefuseAnotherLedgerAsync(
        CommandServices services, Connection connection, Connection? known, CancellationToken cancellationToken)
    {
        if (known is null)
        {
            return;
        }

        bool otherZone = known.TimeZone != connection.TimeZone;
        bool otherUsage = (known.KeySource == KeySource.Demo) != (connection.KeySource == KeySource.Demo);
        bool otherWorkspace = known.Scope != connection.Scope || known.BaseUri != connection.BaseUri;
        if (!otherZone && !otherUsage && !otherWorkspace)
        {
            return;
        }

        IReadOnlyList<DayEntry> kept = await services.Ledger.ReadDaysAsync(known.Name, null, cancellationToken);
        if (kept.Count == 0)
        {
            return;
        }

        throw otherZone
            ? new ElevenCostException("LedgerTimeZoneMismatch", FailureCategory.Configuration,
                $"The ledger of '{known.Name}' holds days of {known.TimeZone}, which are not those of {connection.TimeZone}.",
                $"Leave the time zone out to keep it, or connect under another name for {connection.TimeZone}.")
            : otherWorkspace && !otherUsage
            ? new ElevenCostException("LedgerOfAnotherWorkspace", FailureCategory.Configuration,
                $"The ledger of '{known.Name}' holds usage of scope {known.Scope.ToString().ToLowerInvariant()} at {known.BaseUri.Host}, which must not mix with other.",
                "Leave scope, region and base address out to keep them, or connect under another name.")
            : new ElevenCostException("LedgerOfDemo", FailureCategory.Configuration,
                $"The ledger of '{known.Name}' holds {(known.KeySource == KeySource.Demo ? "made-up usage of the demo" : "real usage")}, which must not mix with other.",
                "Connect under another name.");
    }

    private Connection Describe(ParseResult parsed, Connection? known)
    {
        (KeySource source, string? path) = FindKey(parsed, known);
        Uri? address = parsed.GetValue(_baseUri) is { } text ? BaseAddress.Parse(text)
            : parsed.GetValue(_region) is { } region ? Regions.BaseUriOf(region)
            : known?.BaseUri;
        return new Connection
        {
            Name = known?.Name ?? parsed.GetRequiredValue(_name),
            BaseUri = address ?? Regions.BaseUriOf(Regions.Global),
            TimeZone = parsed.GetValue(_timeZone) ?? known?.TimeZone ?? "UTC",
            Scope = parsed.GetValue(_scope) ?? known?.Scope ?? ConnectionScope.Workspace,
            KeySource = source,
            KeyPath = path,
            Dimensions = known?.Dimensions ?? UsageTable.RecordDimensions,
            CreatedAt = known?.CreatedAt ?? _context.Time.GetUtcNow().UtcDateTime,
        };
    }

    private (KeySource Source, string? Path) FindKey(ParseResult parsed, Connection? known)
    {
        if (parsed.GetValue(_demo))
        {
            return (KeySource.Demo, null);
        }

        return parsed.GetValue(_keyFile) switch
        {
            "-" => (KeySource.StandardInput, null),
            { } path => (KeySource.File, Path.GetFullPath(path)),
            null when known?.KeySource is KeySource.File or KeySource.StandardInput => (known.KeySource, known.KeyPath),
            null => (KeySource.Environment, null),
        };
    }
}
