using System.Management.Automation;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Series;
using ElevenCost.Engine.Tables;
using ElevenCost.PowerShell.Completion;
using ElevenCost.PowerShell.Views;

namespace ElevenCost.PowerShell.Commands;

/// <summary>Usage as it was synced, by the hour as it is, or as a series.</summary>
[Cmdlet(VerbsCommon.Get, "ElevenLabsUsage", HelpUri = HelpAddress + "Get-ElevenLabsUsage.md", DefaultParameterSetName = LastSet)]
[OutputType(typeof(UsageRecord), typeof(SeriesRecord))]
public sealed class GetElevenLabsUsageCommand : UsageQueryCommand
{
    /// <summary>Sums each group from the start of the range to each bucket's end.</summary>
    [Parameter]
    public SwitchParameter Cumulative { get; set; }

    /// <summary>A series instead of records: characters, concurrency, time to first byte.</summary>
    [Parameter]
    public SeriesMetric? Metric { get; set; }

    /// <summary>What the series is broken down by; null for its total.</summary>
    [Parameter]
    public SeriesBreakdown? Breakdown { get; set; }

    /// <summary>Only these keys of the breakdown.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SeriesKeyCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Key { get; set; } = [];

    /// <inheritdoc/>
    private protected override bool AsksLedger => true;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        IReadOnlyList<Connection> connections = FindConnections();
        if (connections.Count > 0)
        {
            Try(connections[0].Name, () =>
            {
                if (Metric is { } metric)
                {
                    AnswerSeries(connections, metric);
                }
                else
                {
                    Answer(connections);
                }
            });
        }
    }

    private void Answer(IReadOnlyList<Connection> connections)
    {
        if (Breakdown is not null || Key.Length > 0)
        {
            throw CommandErrors.NoMetric();
        }

        CostQuery query = Query(connections, Cumulative);
        WriteVerbose($"Usage of {string.Join(", ", connections.Select(connection => connection.Name))}, {query.Range}.");
        ResultView view = new ResultView(ResultTables.Usage(query, connections.Count > 1 || MyInvocation.ExpectingInput), typeof(UsageRecord)).Register(Host);
        ReadKeysForHours(connections);
        Action<Connection, ElevenCostException>? failed = connections.Count > 1 ? FailLater : null;
        foreach (UsageRecord record in Pull(Session.Usage.ReadAsync(connections, query, QueueWarning, failed, StopToken)))
        {
            WriteQueuedWarnings();
            WriteFailures();
            WriteObject(view.Present(record));
        }

        WriteFailures();
    }

    private void AnswerSeries(IReadOnlyList<Connection> connections, SeriesMetric metric)
    {
        List<Dimension> groups = Groups();
        if (Filters().Any() || SeriesQuery.BreakdownOf(groups, Breakdown) is not { } breakdown)
        {
            throw SeriesErrors.NotGrouped("-GroupBy", "Use one dimension with -GroupBy, or use -Breakdown; filter with -Key.");
        }

        if (Cumulative)
        {
            throw SeriesErrors.NotCumulative("-Cumulative", "-Metric");
        }

        var query = new SeriesQuery
        {
            Range = Wait(Session.Ranges.ResolveAsync(Range(), connections, StopToken)),
            Metric = metric,
            Breakdown = breakdown,
            Granularity = Granularity ?? SeriesQuery.UsualGranularity(metric, groups),
            Keys = Key,
        };
        Session.ReadKeys(connections, StopToken);
        foreach (SeriesRecord record in Pull(Session.Series.ReadAsync(connections, query, QueueWarning, FailLater, StopToken)))
        {
            WriteQueuedWarnings();
            WriteFailures();
            WriteObject(record);
        }

        WriteQueuedWarnings();
        WriteFailures();
    }
}
