namespace ElevenCost.Engine.Query;

/// <summary>What is asked about usage. Immutable.</summary>
public record UsageQuery
{
    /// <summary>The days, both ends included, in each connection's own zone.</summary>
    public required DateRange Range { get; init; }

    /// <summary>What rows are grouped by; empty for one row a bucket and currency.</summary>
    public IReadOnlyList<Dimension> GroupBy { get; init; } = [];

    /// <summary>The length of a bucket; a day by default. Hours are read live, 31 days at most.</summary>
    public Granularity Granularity { get; init; } = Granularity.Day;

    /// <summary>Whether each row holds the sum of its group from the start of the range to its bucket's end.</summary>
    public bool Cumulative { get; init; }

    /// <summary>What to keep or leave out; a row must pass all.</summary>
    public IReadOnlyList<DimensionFilter> Filters { get; init; } = [];

    /// <summary>
    /// What is meant where no length of buckets is given: the range as a whole if rows are grouped, so that
    /// "by model" gives a row a model; else its days, which running sums need as well.
    /// </summary>
    /// <param name="groupBy">What rows are grouped by.</param>
    /// <param name="cumulative">Whether sums run from the start of the range.</param>
    public static Granularity UsualGranularity(IReadOnlyCollection<Dimension> groupBy, bool cumulative) =>
        groupBy.Count > 0 && !cumulative ? Granularity.Total : Granularity.Day;

    /// <summary>What days that are missing mean for the answer, as the end of a warning's sentence.</summary>
    internal virtual string MissingDaysMean => "sums are a lower bound";

    /// <summary>Whether rows are grouped by a dimension.</summary>
    internal bool GroupsBy(Dimension dimension)
    {
        for (int place = 0; place < GroupBy.Count; place++)
        {
            if (GroupBy[place] == dimension)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether it groups or filters by cost center.</summary>
    internal bool AsksForCenters => GroupsBy(Dimension.CostCenter) || Filters.Any(filter => filter.Dimension == Dimension.CostCenter);

    /// <summary>Whether it leaves usage out, by anything but cost center.</summary>
    internal bool LeavesUsageOut => Filters.Any(filter => filter.Dimension != Dimension.CostCenter);

    /// <summary>Whether rows are grouped by what was used, and not at most by connection.</summary>
    internal bool GroupsByUsage => GroupBy.Count > (GroupsBy(Dimension.Connection) ? 1 : 0);
}

/// <summary>A wildcard filter on one dimension: any of <paramref name="Patterns"/> matches the ID or the name, without regard to case. Immutable.</summary>
/// <param name="Dimension">The dimension.</param>
/// <param name="Patterns">Patterns with <c>*</c>, <c>?</c> and <c>[a-z]</c>; a backtick makes the next character plain.</param>
/// <param name="Exclude">Whether what matches is left out instead of kept.</param>
public sealed record DimensionFilter(Dimension Dimension, IReadOnlyList<string> Patterns, bool Exclude = false);
