using System.Collections.Concurrent;
using System.Management.Automation;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Query;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>A cmdlet that groups and filters usage.</summary>
public abstract class UsageQueryCommand : DaysCommand
{
    private readonly ConcurrentQueue<ConnectionFailure> _failures = new();

    /// <summary>What rows are grouped by, in that order.</summary>
    [Parameter]
    [ValidateSet(
        nameof(Dimension.Product), nameof(Dimension.Model), nameof(Dimension.ApiKey), nameof(Dimension.Voice), nameof(Dimension.User),
        nameof(Dimension.Group), nameof(Dimension.Source), nameof(Dimension.Region), nameof(Dimension.CostCenter),
        nameof(Dimension.Connection))]
    [ValidateNotNull]
    public virtual Dimension[] GroupBy { get; set; } = [];

    /// <summary>The length of a bucket; null for the whole range if rows are grouped, else for a day.</summary>
    [Parameter]
    [ValidateSet(
        nameof(ElevenCost.Granularity.Hour), nameof(ElevenCost.Granularity.Day), nameof(ElevenCost.Granularity.Week), nameof(ElevenCost.Granularity.Month),
        nameof(ElevenCost.Granularity.Quarter), nameof(ElevenCost.Granularity.Year), nameof(ElevenCost.Granularity.Total))]
    public virtual Granularity? Granularity { get; set; }

    /// <summary>Only these products.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Product { get; set; } = [];

    /// <summary>Only these models.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Model { get; set; } = [];

    /// <summary>Only these API keys, by name or ID.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ApiKey { get; set; } = [];

    /// <summary>Only these voices.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Voice { get; set; } = [];

    /// <summary>Only these users, by name or ID.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] User { get; set; } = [];

    /// <summary>Only these groups.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Group { get; set; } = [];

    /// <summary>Only these sources.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Source { get; set; } = [];

    /// <summary>Only these regions.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Region { get; set; } = [];

    /// <summary>Only these cost centers.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CostCenterCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] CostCenter { get; set; } = [];

    /// <summary>All but these products.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeProduct { get; set; } = [];

    /// <summary>All but these models.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeModel { get; set; } = [];

    /// <summary>All but these API keys, by name or ID.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeApiKey { get; set; } = [];

    /// <summary>All but these voices.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeVoice { get; set; } = [];

    /// <summary>All but these users, by name or ID.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeUser { get; set; } = [];

    /// <summary>All but these groups.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeGroup { get; set; } = [];

    /// <summary>All but these sources.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeSource { get; set; } = [];

    /// <summary>All but these regions.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DimensionCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeRegion { get; set; } = [];

    /// <summary>All but these cost centers.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(CostCenterCompleter))]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] ExcludeCostCenter { get; set; } = [];

    /// <summary>Reads the keys of connections if their usage is read live, by the hour, and not from the ledger.</summary>
    private protected void ReadKeysForHours(IReadOnlyList<Connection> connections)
    {
        if (Granularity == ElevenCost.Granularity.Hour)
        {
            Session.ReadKeys(connections, StopToken);
        }
    }

    /// <summary>Whether rows are grouped or filtered by dimensions.</summary>
    private protected bool IsNarrowed => GroupBy.Length > 0 || Filters().Any();

    /// <summary>The query over some connections.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="cumulative">Whether each row holds the sum of its group from the start of the range.</param>
    private protected CostQuery Query(IReadOnlyList<Connection> connections, bool cumulative = false) =>
        Query(Wait(Session.Ranges.ResolveAsync(Range(), connections, StopToken)), cumulative);

    /// <summary>The query over some days.</summary>
    /// <param name="range">The days.</param>
    /// <param name="cumulative">Whether each row holds the sum of its group from the start of the range.</param>
    internal CostQuery Query(DateRange range, bool cumulative) => new()
    {
        Range = range,
        GroupBy = Groups(),
        Granularity = Granularity ?? CostQuery.UsualGranularity(GroupBy, cumulative),
        Cumulative = cumulative,
        Filters = [.. Filters()],
    };

    /// <summary>Queues the failure of one of several connections, from any thread, until <see cref="WriteFailures"/>: the others are to answer.</summary>
    private protected void FailLater(Connection connection, ElevenCostException failure) => _failures.Enqueue(new ConnectionFailure(connection, failure));

    /// <summary>Writes the queued failures, each as an error of its connection.</summary>
    private protected void WriteFailures()
    {
        while (_failures.TryDequeue(out ConnectionFailure? failed))
        {
            WriteError(failed.Failure.ToErrorRecord(failed.Connection.Name));
        }
    }

    /// <summary>Each dimension once, in the order in which they are first named.</summary>
    private protected List<Dimension> Groups()
    {
        var groups = new List<Dimension>(GroupBy.Length);
        foreach (Dimension dimension in GroupBy)
        {
            if (!groups.Contains(dimension))
            {
                groups.Add(dimension);
            }
        }

        return groups;
    }

    private protected IEnumerable<DimensionFilter> Filters() => ((DimensionFilter[])
    [
        new(Dimension.Product, Product), new(Dimension.Model, Model), new(Dimension.ApiKey, ApiKey), new(Dimension.Voice, Voice), new(Dimension.User, User),
        new(Dimension.Group, Group), new(Dimension.Source, Source), new(Dimension.Region, Region), new(Dimension.CostCenter, CostCenter),
        new(Dimension.Product, ExcludeProduct, Exclude: true), new(Dimension.Model, ExcludeModel, Exclude: true), new(Dimension.ApiKey, ExcludeApiKey, Exclude: true),
        new(Dimension.Voice, ExcludeVoice, Exclude: true), new(Dimension.User, ExcludeUser, Exclude: true), new(Dimension.Group, ExcludeGroup, Exclude: true),
        new(Dimension.Source, ExcludeSource, Exclude: true), new(Dimension.Region, ExcludeRegion, Exclude: true),
        new(Dimension.CostCenter, ExcludeCostCenter, Exclude: true),
    ]).Where(filter => filter.Patterns.Count > 0);

    private sealed record ConnectionFailure(Connection Connection, ElevenCostException Failure);
}
