using System.Management.Automation;
using ElevenCost.Engine;
using ElevenCost.Engine.Attribution;
using ElevenCost.Engine.Tables;
using ElevenCost.PowerShell.Binding;
using ElevenCost.PowerShell.Completion;
using ElevenCost.PowerShell.Views;

namespace ElevenCost.PowerShell.Commands;

/// <summary>The rules of cost centers in the order in which they are tried and what each took, or which rule took a key.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsCostCenter", HelpUri = HelpAddress + "Get-ElevenLabsCostCenter.md", DefaultParameterSetName = LastSet)]
[OutputType(typeof(CostCenterRule), ParameterSetName = [LastSet, DatesSet, TimeframeSet])]
[OutputType(typeof(CostCenterMatch), ParameterSetName = [ExplainLastSet, ExplainDatesSet, ExplainTimeframeSet])]
public sealed class GetElevenLabsCostCenterCommand : DaysCommand
{
    private const string ExplainLastSet = "ExplainLast";
    private const string ExplainDatesSet = "ExplainDates";
    private const string ExplainTimeframeSet = "ExplainTimeframe";

    private readonly List<Connection> _connections = [];

    // Not where a pipeline of connections turns out to be empty, or where what there is cannot be read.
    private bool _isAsked;

    /// <summary>Only rules of these names.</summary>
    [Parameter(ParameterSetName = LastSet, Position = 0), Parameter(ParameterSetName = DatesSet, Position = 0), Parameter(ParameterSetName = TimeframeSet, Position = 0)]
    [ArgumentCompleter(typeof(CostCenterRuleCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    /// <summary>Shows which rule matched the usage of each API key, or of another dimension.</summary>
    [Parameter(ParameterSetName = ExplainLastSet, Mandatory = true), Parameter(ParameterSetName = ExplainDatesSet, Mandatory = true), Parameter(ParameterSetName = ExplainTimeframeSet, Mandatory = true)]
    public SwitchParameter Explain { get; set; }

    /// <summary>Explains these products.</summary>
    [Parameter(ParameterSetName = ExplainLastSet), Parameter(ParameterSetName = ExplainDatesSet), Parameter(ParameterSetName = ExplainTimeframeSet)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Product { get; set; } = [];

    /// <summary>Explains these models.</summary>
    [Parameter(ParameterSetName = ExplainLastSet), Parameter(ParameterSetName = ExplainDatesSet), Parameter(ParameterSetName = ExplainTimeframeSet)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Model { get; set; } = [];

    /// <summary>Explains these API keys, by name or ID.</summary>
    [Parameter(ParameterSetName = ExplainLastSet), Parameter(ParameterSetName = ExplainDatesSet), Parameter(ParameterSetName = ExplainTimeframeSet)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ApiKey { get; set; } = [];

    /// <summary>Explains these voices.</summary>
    [Parameter(ParameterSetName = ExplainLastSet), Parameter(ParameterSetName = ExplainDatesSet), Parameter(ParameterSetName = ExplainTimeframeSet)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Voice { get; set; } = [];

    /// <summary>Explains these users, by name or ID.</summary>
    [Parameter(ParameterSetName = ExplainLastSet), Parameter(ParameterSetName = ExplainDatesSet), Parameter(ParameterSetName = ExplainTimeframeSet)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>Explains these groups.</summary>
    [Parameter(ParameterSetName = ExplainLastSet), Parameter(ParameterSetName = ExplainDatesSet), Parameter(ParameterSetName = ExplainTimeframeSet)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Group { get; set; } = [];

    /// <summary>Explains these sources.</summary>
    [Parameter(ParameterSetName = ExplainLastSet), Parameter(ParameterSetName = ExplainDatesSet), Parameter(ParameterSetName = ExplainTimeframeSet)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Source { get; set; } = [];

    /// <summary>Explains these regions.</summary>
    [Parameter(ParameterSetName = ExplainLastSet), Parameter(ParameterSetName = ExplainDatesSet), Parameter(ParameterSetName = ExplainTimeframeSet)]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Region { get; set; } = [];

    /// <inheritdoc/>
    private protected override bool AsksLedger => true;

    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ConnectionNames]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public override string[]? Connection { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = LastSet), Parameter(ParameterSetName = ExplainLastSet)]
    [ArgumentCompleter(typeof(LastCompleter))]
    [ValidateNotNullOrEmpty]
    public override string? Last { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = DatesSet, Mandatory = true), Parameter(ParameterSetName = ExplainDatesSet, Mandatory = true)]
    [Alias("From")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day]
    public override DateTime? StartDate { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = DatesSet), Parameter(ParameterSetName = ExplainDatesSet)]
    [Alias("To")]
    [ArgumentCompleter(typeof(DayCompleter))]
    [Day]
    public override DateTime? EndDate { get; set; }

    /// <inheritdoc/>
    [Parameter(ParameterSetName = TimeframeSet, Mandatory = true), Parameter(ParameterSetName = ExplainTimeframeSet, Mandatory = true)]
    public override Timeframe? Timeframe { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        bool isFirst = false;
        if (Connection is null && !Explain)
        {
            // Rules may be written before there is a connection whose usage they could take.
            if (!Try(null, () => isFirst = Session.KnownConnections.ReadAll().Count == 0))
            {
                return;
            }
        }

        _isAsked = true;
        _connections.AddRange(isFirst ? [] : FindConnections(allByDefault: !Explain));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        if (!_isAsked || (_connections.Count == 0 && (Explain || LacksConnection)))
        {
            return;
        }

        if (Explain)
        {
            Try(null, ExplainValues);
        }
        else
        {
            Try(null, List);
        }
    }

    private void List()
    {
        IReadOnlyList<CostCenterRule> all = _connections.Count == 0
            ? Wait(Session.CostCenterReview.InOrderAsync(StopToken))
            : Wait(Session.CostCenterReview.CheckAsync(_connections, Days(), QueueWarning, StopToken));
        var chosen = new HashSet<CostCenterRule>();
        foreach (string name in Name)
        {
            Try(name, () => chosen.UnionWith(CostCenterStore.Find(all, name)));
        }

        CostCenterRule[] rules = [.. all.Where(rule => Name.Length == 0 || chosen.Contains(rule))];
        PointOut(rules);
        ResultView view = new ResultView(ResultTables.CostCenters(rules), typeof(CostCenterRule), rules).Register(Host);
        foreach (CostCenterRule rule in rules)
        {
            WriteObject(view.Present(CostCenterRow.Of(rule)));
        }
    }

    private void ExplainValues()
    {
        (Dimension Dimension, string[] Patterns)[] asked = [.. Values().Where(value => value.Patterns.Length > 0)];
        if (asked.Length > 1)
        {
            throw CommandErrors.SeveralDimensions(asked.Select(value => value.Dimension));
        }

        (Dimension dimension, string[] patterns) = asked.Length == 1 ? asked[0] : (Dimension.ApiKey, []);
        DateRange days = Days();
        IReadOnlyList<CostCenterMatch> matches = Wait(Session.CostCenterReview.ExplainAsync(_connections, days, dimension, patterns, QueueWarning, StopToken));
        if (patterns.Length == 0)
        {
            PointOut(Wait(Session.CostCenterReview.CheckAsync(_connections, days, QueueWarning, StopToken)));
        }

        ResultTable table = ResultTables.CostCenterMatches.WithoutConnection(matches.Select(match => match.Connection).Distinct().Count() == 1);
        WriteRows(table, matches);
    }

    /// <summary>Before the rows: who takes the first few only is to know it, too.</summary>
    private void PointOut(IEnumerable<CostCenterRule> rules)
    {
        WriteQueuedWarnings();
        foreach (Warning idle in CostCenterReview.Idle(rules))
        {
            WriteWarningOnce(idle);
        }
    }

    private DateRange Days()
    {
        DateRange days = Wait(Session.Ranges.ResolveAsync(Range(), _connections, StopToken));
        WriteVerbose($"Usage of {string.Join(", ", _connections.Select(connection => connection.Name))}, {days}.");
        return days;
    }

    private IEnumerable<(Dimension Dimension, string[] Patterns)> Values() =>
    [
        (Dimension.Product, Product), (Dimension.Model, Model), (Dimension.ApiKey, ApiKey), (Dimension.Voice, Voice),
        (Dimension.User, User), (Dimension.Group, Group), (Dimension.Source, Source), (Dimension.Region, Region),
    ];
}
