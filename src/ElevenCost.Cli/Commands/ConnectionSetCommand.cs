using System.CommandLine;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Connections;

namespace ElevenCost.Cli.Commands;

/// <summary><c>connection set</c>: how an account is billed, and its prepaid balance.</summary>
[SubcommandOf<ConnectionCommand>]
[HelpPlace(10)]
internal sealed class ConnectionSetCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly OutputOption _output;
    private readonly Argument<string> _name = new("NAME") { Description = "The connection." };
    private readonly Option<BillingChoice?> _billing = ParsedOption.Word<BillingChoice>("--billing",
        "How use beyond the plan is paid: usage-based (overage on the invoice), pay-as-you-go (a prepaid balance), or auto for what ElevenLabs reports.");

    private readonly Option<DateOnly?> _from = ParsedOption.Day("--from", "The first day of --billing: earlier days keep what was set before. Default: every day.");
    private readonly Option<string?> _balance = ParsedOption.Text("--balance", "amount", "The prepaid balance that ElevenLabs shows, with a point: 50.00. The API gives none.");
    private readonly Option<string?> _currency = ParsedOption.Text("--currency", "code", "The currency of the balance. Default: the plan's when last seen, else USD.");
    private readonly Option<DateOnly?> _asOf = ParsedOption.Day("--as-of", "The day of the balance; later use is subtracted from it. Default: today.");
    private readonly Option<ConnectionScope?> _scope = ParsedOption.Word<ConnectionScope>("--scope",
        "The usage to read: of the whole workspace, or of the key's account alone. Change it before the first sync: days of two scopes must not mix.");

    private readonly Option<bool> _forget = new("--no-balance") { Description = "Remove the balance." };

    public ConnectionSetCommand(CommandContext context)
        : base("set", "Set how a connection's account is billed, its prepaid balance, and whether it reads the workspace or one account.",
            "elevencost connection set acme --billing pay-as-you-go --from 2026-11-05",
            "elevencost connection set acme --balance 50.00 --as-of 2026-11-20",
            "elevencost connection set acme --billing auto",
            "elevencost connection set acme --scope account")
    {
        _context = context;
        Add(_name);
        Add(_billing);
        Add(_from);
        Add(_balance);
        Add(_currency);
        Add(_asOf);
        Add(_forget);
        Add(_scope);
        _output = new OutputOption(this);
        Validators.Add(result =>
        {
            if (result.GetResult(_from) is not null && result.GetResult(_billing) is null)
            {
                result.AddError("Option '--from' is the first day of '--billing': use both.");
            }

            if ((result.GetResult(_currency) is not null || result.GetResult(_asOf) is not null) && result.GetResult(_balance) is null)
            {
                result.AddError("Options '--currency' and '--as-of' need '--balance'.");
            }

            if (result.GetResult(_forget) is { Implicit: false } && result.GetResult(_balance) is not null)
            {
                result.AddError("Use '--balance' or '--no-balance'.");
            }
        });
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        var settings = new ConnectionSettings
        {
            Billing = parsed.GetValue(_billing),
            From = parsed.GetValue(_from),
            Balance = parsed.GetValue(_balance),
            BalanceCurrency = parsed.GetValue(_currency),
            AsOf = parsed.GetValue(_asOf),
            ForgetBalance = parsed.GetValue(_forget),
            Scope = parsed.GetValue(_scope),
        };
        Connection changed = await services.Setup.SetAsync(parsed.GetRequiredValue(_name), settings, cancellationToken);
        await ConnectionOutput.WriteSettingsAsync(_context.Screen, _output.Read(parsed), changed, cancellationToken);
        return ExitCode.Done;
    }
}
