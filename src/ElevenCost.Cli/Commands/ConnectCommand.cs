using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Api;
using ElevenCost.Engine.Connections;

namespace ElevenCost.Cli.Commands;

/// <summary><c>connect</c>: validates a key, tests its permissions, and stores the connection.</summary>
[HelpPlace(10)]
internal sealed class ConnectCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly OutputOption _output;

    private readonly Argument<string> _name = new("NAME")
    {
        Description = "The connection's name: letters, digits, '-', '_' and '.'. If the name exists, the connection is updated; options that you leave out keep their value.",
    };

    private readonly Option<string?> _keyFile = ParsedOption.Text("--api-key-file", "file|-",
        "A file that contains only the API key, or - for standard input, from which every command then reads it. Default: unchanged, or ELEVENLABS_API_KEY for a new connection.");

    private readonly Option<string?> _baseUri = ParsedOption.Text("--base-uri", "uri", "The address of the API.");
    private readonly Option<string?> _region = ParsedOption.Text("--region", "name", $"The workspace's region, instead of an address: {string.Join(", ", Regions.Names)}. Default: global.");
    private readonly Option<string?> _timeZone = ParsedOption.Text("--time-zone", "zone", "IANA name of the zone whose midnights bound the days, such as Europe/Berlin. Default: UTC.");
    private readonly Option<ConnectionScope?> _scope = ParsedOption.Word<ConnectionScope>("--scope", "The usage to read: of the whole workspace (default) or of the key's account.");
    private readonly Option<BillingChoice?> _billing = ParsedOption.Word<BillingChoice>("--billing",
        "How use beyond the plan is paid, if ElevenLabs does not report it: overage on the invoice, or a prepaid balance. Default: as it was, or what is reported.");

    private readonly Option<bool> _demo = new("--demo") { Description = "Connect to a made-up workspace: no key, no network." };

    public ConnectCommand(CommandContext context)
        : base("connect", "Validate an API key, test its permissions, and store the location of the key, never the key.",
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
        Add(_billing);
        Add(_demo);
        _output = new OutputOption(this);
        _region.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !Regions.Names.Contains(result.Tokens[0].Value, StringComparer.OrdinalIgnoreCase))
            {
                result.AddError($"Option '--region' cannot be '{result.Tokens[0].Value}'. Use one of {string.Join(", ", Regions.Names)}.");
            }
        });
        Validators.Add(result =>
        {
            if (result.GetResult(_baseUri) is not null && result.GetResult(_region) is not null)
            {
                result.AddError("Set the address once: with '--base-uri' or with '--region'.");
            }

            if (result.GetResult(_demo) is not null
                && new Option[] { _keyFile, _baseUri, _region }.Any(option => result.GetResult(option) is not null))
            {
                result.AddError("Option '--demo' cannot be combined with '--api-key-file', '--base-uri' or '--region'.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        ConnectionSetup setup = services.Setup;
        Connection connection = await setup.DescribeAsync(Request(parsed, setup.Find(parsed.GetRequiredValue(_name))), cancellationToken);
        using (IElevenLabsApi api = await services.OpenApiAsync(connection, cancellationToken))
        {
            connection = ConnectionSetup.Accept(connection, await KeyProbe.RunAsync(_context, connection, api, cancellationToken));
        }

        bool replaced = await services.Connections.PutAsync(connection, cancellationToken);
        IReadOnlyList<Capability> capabilities = connection.Capabilities;
        await CapabilityOutput.WriteAsync(_context.Screen, _output.Read(parsed), capabilities, cancellationToken);
        CapabilityOutput.WriteFailures(_context.Screen, ConnectionProbe.Failures(connection));
        if (ConnectionProbe.MissingFromResults(connection) is { } missing)
        {
            _context.Screen.Warn(missing);
        }

        _context.Screen.WriteMessage(replaced
            ? $"'{connection.Name}' is reconnected. Its ledger is kept."
            : $"'{connection.Name}' is connected.");
        _context.Screen.WriteMessage($"Next: elevencost sync --connection {connection.Name}; elevencost cost --connection {connection.Name} --group-by model");
        return ProbeExitCode.Of(capabilities);
    }

    private ConnectionRequest Request(ParseResult parsed, Connection? known)
    {
        (KeySource? source, string? path) = FindKey(parsed, known);
        return new ConnectionRequest
        {
            Name = parsed.GetRequiredValue(_name),
            KeySource = source,
            KeyPath = path,
            BaseUri = parsed.GetValue(_baseUri),
            Region = parsed.GetValue(_region),
            TimeZone = parsed.GetValue(_timeZone),
            Scope = parsed.GetValue(_scope),
            Billing = parsed.GetValue(_billing),
        };
    }

    private (KeySource? Source, string? Path) FindKey(ParseResult parsed, Connection? known)
    {
        if (parsed.GetValue(_demo))
        {
            return (KeySource.Demo, null);
        }

        return parsed.GetValue(_keyFile) switch
        {
            "-" => (KeySource.StandardInput, null),
            { } path => (KeySource.File, Path.GetFullPath(path)),
            null when known?.KeySource is KeySource.File or KeySource.StandardInput => (null, null),
            null => (KeySource.Environment, null),
        };
    }
}
