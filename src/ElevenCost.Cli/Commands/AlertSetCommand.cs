using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Alerts;

namespace ElevenCost.Cli.Commands;

/// <summary><c>alert set</c>: sets where alerts go.</summary>
[SubcommandOf<AlertCommand>]
[HelpPlace(20)]
internal sealed class AlertSetCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _name = new("name") { Description = "The name of the alert. If there is one of this name, it is replaced." };
    private readonly Option<AlertTargetKind?> _kind = ParsedOption.Word<AlertTargetKind>("--kind", "Where alerts go.");
    private readonly Option<string?> _variable = ParsedOption.Text("--address-variable", "variable",
        "The environment variable that holds the address. Its name begins with ELEVENCOST_ALERT_. Default: ELEVENCOST_ALERT_ and the name in capitals.");
    private readonly Option<string?> _file = ParsedOption.Text("--address-file", "path", "The file that holds the address, instead of an environment variable.");
    private readonly Option<IReadOnlyList<AlertTopic>> _topics = ParsedOption.WordList<AlertTopic>("--topics", "The topics to send. Default: all.");
    private readonly Option<string?> _connection = ParsedOption.Text("--connection", "pattern", "A connection, or a wildcard, to send alerts for. Default: every connection.");
    private readonly Option<string?> _from = ParsedOption.Text("--from", "address", "The sender of mail.");
    private readonly Option<string?> _to = ParsedOption.Text("--to", "address,...", "The recipients of mail.");
    private readonly Option<string?> _note = ParsedOption.Text("--note", "text", "A note to store with it.");
    private readonly OutputOption _output;

    public AlertSetCommand(CommandContext context)
        : base("set", "Set where alerts go. The address, which can be a secret, stays in an environment variable or a file; ElevenCost stores only its location.",
            "elevencost alert set ops --kind slack",
            "elevencost alert set billing --kind mail --from elevencost@example.com --to billing@example.com --topics budget,digest",
            "elevencost alert set hook --kind webhook --address-file ~/hook.txt")
    {
        _kind.Required = true;
        _context = context;
        Add(_name);
        foreach (Option option in new Option[] { _kind, _variable, _file, _topics, _connection, _from, _to, _note })
        {
            Add(option);
        }

        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        var setting = new AlertSetting
        {
            Name = parsed.GetValue(_name)!,
            Kind = parsed.GetValue(_kind)!.Value,
            Variable = parsed.GetValue(_variable),
            Path = parsed.GetValue(_file) is { Length: > 0 } file ? Path.GetFullPath(file) : null,
            Topics = parsed.GetValue(_topics) ?? [],
            Connection = parsed.GetValue(_connection),
            From = parsed.GetValue(_from),
            To = parsed.GetValue(_to),
            Note = parsed.GetValue(_note),
        };
        AlertTarget target = AlertStore.Parse(setting);
        string? value = target.Variable is { } name ? _context.Screen.Environment(name) : null;
        if (!string.IsNullOrWhiteSpace(value))
        {
            AlertStore.CheckAddress(target, value);
        }

        target = await services.Alerts.SetAsync(setting, cancellationToken);
        await AlertOutput.WriteAsync(_context.Screen, _output.Read(parsed), [target], cancellationToken);
        if (target.Variable is not null && string.IsNullOrWhiteSpace(value))
        {
            _context.Screen.WriteMessage($"note: set the environment variable {target.Variable} to the address, for each session or job that sends alerts.");
        }

        return ExitCode.Done;
    }
}
