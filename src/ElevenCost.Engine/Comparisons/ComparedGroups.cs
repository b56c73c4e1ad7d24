using ElevenCost.Engine.Trends;

namespace ElevenCost.Engine.Comparisons;

/// <summary>The groups of two results.</summary>
internal sealed class ComparedGroups
{
    private readonly IReadOnlyList<Dimension> _groupBy;
    private readonly Dictionary<(GroupLabels Labels, string Currency), ComparedGroup> _groups = [];
    private readonly ILookup<GroupLabels, string> _currencies;
    private readonly string[] _all;

    /// <summary>Finds the currencies.</summary>
    /// <param name="groupBy">What rows are grouped by.</param>
    /// <param name="rows">The rows of both results.</param>
    public ComparedGroups(IReadOnlyList<Dimension> groupBy, IReadOnlyList<CostRecord> rows)
    {
        _groupBy = groupBy;
        _currencies = rows.Where(row => row.Currency is not null).ToLookup(row => GroupLabels.Of(row, groupBy), row => row.Currency!);
        _all = [.. rows.Select(row => row.Currency).OfType<string>().Distinct()];
    }

    /// <summary>Whether any day of the range before is known: else what it lacks is unknown, and not 0.</summary>
    public bool IsPreviousKnown { get; init; } = true;

    /// <summary>Every group that was met.</summary>
    public IEnumerable<ComparedGroup> All => _groups.Values;

    /// <summary>
    /// The group of a row. What has no price in one range joins the one currency of both, else the one of its group: it is not nothing beside an
    /// amount in the other range.
    /// </summary>
    public ComparedGroup Of(CostRecord row)
    {
        var labels = GroupLabels.Of(row, _groupBy);
        string? currency = row.Currency ?? (_all.Length == 1 ? _all[0] : _currencies[labels].Distinct().ToArray() is [var only] ? only : null);
        if (!_groups.TryGetValue((labels, currency ?? ""), out ComparedGroup? group))
        {
            _groups.Add((labels, currency ?? ""), group = new ComparedGroup(labels, currency, IsPreviousKnown));
        }

        return group;
    }
}
