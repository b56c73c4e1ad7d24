using System.Collections.Concurrent;
using System.Management.Automation;
using ElevenCost.Engine.Costing;
using ElevenCost.PowerShell.Completion;

namespace ElevenCost.PowerShell.Commands;

/// <summary>A cmdlet that groups and filters usage.</summary>
public abstract class UsageQueryCommand : DaysCommand
{
    private readonly ConcurrentQueue<KeyValuePair<Connection, ElevenCostException>> _failures = new();

    /// <summary>What rows are told apart by, in that order.</summary>
    [Parameter]
    [ValidateSet(
        nameof(Dimension.Product), nameof(Dimension.Model), nameof(Dimension.ApiKey), nameof(Dimension.Voice), nameof(Dimension.User),
        nameof(Dimension.Group), nameof(Dimension.Source), nameof(Dimension.Region), nameof(Dimension.CostCenter),
        nameof(Dimension.Connection))]
    [ValidateNotNull]
    public Dimension[] GroupBy { get; set; } = [];

    /// <summary>The length of a bucket; null for the whole range where rows are told apart by something, else for a day.</summary>
    [Parameter]
    [ValidateSet(
        nameof(ElevenCost.Granularity.Hour), nameof(ElevenCost.Granularity.Day), nameof(ElevenCost.Granularity.Week), nameof(ElevenCost.Granularity.Month),
        nameof(ElevenCost.Granularity.Quarter), nameof(ElevenCost.Granularity.Year), nameof(ElevenCost.Granularity.Total))]
    public Granularity? Granularity { get; set; }

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

    /// <summary>Whether usage is read live, and not from the ledger.</summary>
    private protected bool IsByHour => Granularity == ElevenCost.Granularity.Hour;

    /// <summary>Whether rows are told apart or left out by dimensions.</summary>
    private protected bool IsNarrowed => GroupBy.Length > 0 || Kept().Concat(Excluded()).Any(filter => filter.Patterns.Length > 0);

    /// <summary>The query over some connections.</summary>
    /// <param name="connections">The connections.</param>
    /// <param name="cumulative">Whether each row holds the sum of its group from the start of the range.</param>
    private protected CostQuery Query(IReadOnlyList<Connection> connections, bool cumulative = false) => new()
    {
        Range = Wait(Session.Ranges.ResolveAsync(Range(), connections, StopToken)),
        GroupBy = [.. GroupBy.Distinct()],
        Granularity = Granularity ?? CostQuery.UsualGranularity(GroupBy, cumulative),
        Cumulative = cumulative,
        Filters =
        [
            .. Kept().Select(kept => new DimensionFilter(kept.Dimension, kept.Patterns)).Where(filter => filter.Patterns.Count > 0),
            .. Excluded().Select(left => new DimensionFilter(left.Dimension, left.Patterns, Exclude: true)).Where(filter => filter.Patterns.Count > 0),
        ],
    };

    /// <summary>Keeps the failure of one of several connections, from any thread, until <see cref="WriteFailures"/>: the others are to answer.</summary>
    private protected void FailLater(Connection connection, ElevenCostException failure) => _failures.Enqueue(KeyValuePair.Create(connection, failure));

    /// <summary>Writes the failures that were kept, each an error of its connection.</summary>
    private protected void WriteFailures()
    {
        while (_failures.TryDequeue(out KeyValuePair<Connection, ElevenCostException> failed))
        {
            WriteError(failed.Value.ToErrorRecord(failed.Key.Name));
        }
    }

    private IEnumerable<(Dimension Dimension, string[] Patterns)> Kept() =>
    [
        (Dimension.Product, Product), (Dimension.Model, Model), (Dimension.ApiKey, ApiKey), (Dimension.Voice, Voice),
        (Dimension.User, User), (Dimension.Group, Group), (Dimension.Source, Source), (Dimension.Region, Region),
        (Dimension.CostCenter, CostCenter),
    ];

    private IEnumerable<(Dimension Dimension, string[] Patterns)> Excluded() =>
    [
        (Dimension.Product, ExcludeProduct), (Dimension.Model, ExcludeModel), (Dimension.ApiKey, ExcludeApiKey), (Dimension.Voice, ExcludeVoice),
        (Dimension.User, ExcludeUser), (Dimension.Group, ExcludeGroup), (Dimension.Source, ExcludeSource), (Dimension.Region, ExcludeRegion),
        (Dimension.CostCenter, ExcludeCostCenter),
    ];
}
