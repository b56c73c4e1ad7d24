using System.CommandLine;
using System.Globalization;
using ElevenCost.Cli.Options;
using ElevenCost.Cli.Output;
using ElevenCost.Engine.Attribution;

namespace ElevenCost.Cli.Commands;

/// <summary><c>cost-center set</c>: a rule.</summary>
[SubcommandOf<CostCenterCommand>]
[HelpPlace(20)]
internal sealed class CostCenterSetCommand : DocumentedCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _name = new("name") { Description = "The rule's own name; a rule of that name is replaced." };
    private readonly Option<string?> _shares = ParsedOption.Text("--shares", "shares",
        "The cost centers that bear it: Acme, or with weights 'Acme:60; Beta:40'. Each bears its weight over their sum.");

    private readonly Dictionary<Dimension, Option<string?>> _criteria = [];
    private readonly Option<int?> _priority = ParsedOption.Number("--priority", "Rules of a higher priority are tried first. Default: 0.", 0, 1_000_000);
    private readonly Option<DateOnly?> _from = ParsedOption.Day("--from", "The first day of usage that it matches. Default: the beginning.");
    private readonly Option<DateOnly?> _to = ParsedOption.Day("--to", "The last day of usage that it matches, included. Default: no end.");
    private readonly Option<FeeSplit?> _fee = ParsedOption.Word<FeeSplit>("--fee-split",
        "Match no usage; instead split the plan's fee on the basis amortized: by usage, evenly between the cost centers that rules name, or fixed by --shares.");

    private readonly Option<string?> _note = ParsedOption.Text("--note", "text", "A note to store with it.");
    private readonly OutputOption _output;

    public CostCenterSetCommand(CommandContext context)
        : base("set", "Set a rule. Usage belongs to the first rule that matches it in all criteria; usage that matches no rule is Unattributed.",
            "elevencost cost-center set acme-keys --shares Acme --api-key 'acme-*'",
            "elevencost cost-center set shared --shares 'Acme:60; Beta:40' --group Support --from 2026-11-15",
            "elevencost cost-center set rest --shares Overhead --api-key '*' --priority 0",
            "elevencost cost-center set fee --fee-split fixed --shares 'Acme:70; Beta:30' --connection acme")
    {
        _context = context;
        Add(_name);
        Add(_shares);
        foreach (Dimension dimension in Enum.GetValues<Dimension>().Where(dimension => dimension != Dimension.CostCenter))
        {
            string word = Words.Of(dimension);
            Option<string?> option = ParsedOption.Text($"--{word}", "pattern", $"The {word.Replace('-', ' ')} by name or ID; a wildcard matches several. A name still matches after a rename that a sync has seen.");
            _criteria.Add(dimension, option);
            Add(option);
        }

        Add(_from);
        Add(_to);
        Add(_priority);
        Add(_fee);
        Add(_note);
        _output = new OutputOption(this);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        using CommandServices services = _context.Open();
        var rule = new CostCenterRule
        {
            Name = parsed.GetValue(_name)!,
            Shares = parsed.GetValue(_shares),
            Priority = parsed.GetValue(_priority) ?? 0,
            Connection = Criterion(Dimension.Connection),
            Product = Criterion(Dimension.Product),
            Model = Criterion(Dimension.Model),
            ApiKey = Criterion(Dimension.ApiKey),
            Voice = Criterion(Dimension.Voice),
            User = Criterion(Dimension.User),
            Group = Criterion(Dimension.Group),
            Source = Criterion(Dimension.Source),
            Region = Criterion(Dimension.Region),
            From = parsed.GetValue(_from)?.ToDateTime(TimeOnly.MinValue),
            To = parsed.GetValue(_to)?.ToDateTime(TimeOnly.MinValue),
            FeeSplit = parsed.GetValue(_fee),
            Note = parsed.GetValue(_note),
        };
        CostCenterChange change = await services.CostCenters.SetAsync(rule, cancellationToken);
        await CostCenterOutput.WriteAsync(_context.Screen, _output.Read(parsed), [change.Rule!], cancellationToken);
        if (change.Replaced is { } replaced)
        {
            _context.Screen.WriteMessage(string.Create(CultureInfo.InvariantCulture, $"note: replaced {CostCenterOutput.Describe(replaced)}."));
        }

        return ExitCode.Done;

        string? Criterion(Dimension dimension) => parsed.GetValue(_criteria[dimension]);
    }
}
