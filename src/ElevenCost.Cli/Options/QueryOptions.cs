using System.CommandLine;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Query;

namespace ElevenCost.Cli.Options;

/// <summary>The options of grouping and filters.</summary>
internal sealed class QueryOptions
{
    private readonly Option<IReadOnlyList<Dimension>> _groupBy;
    private readonly Option<Granularity?> _granularity = ParsedOption.Word<Granularity>("--granularity",
        "The length of a bucket; by default the whole range with --group-by, a day without it and with --cumulative. Hours are read live, 31 days at most, and have a cost on the basis consumed alone.");

    private readonly List<(Dimension Dimension, bool Exclude, Option<string[]> Option)> _filters = [];

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="groupByDescription">What <c>--group-by</c> does; null for a command without it.</param>
    /// <param name="hasGranularity">Whether there is <c>--granularity</c>.</param>
    public QueryOptions(Command command, string? groupByDescription, bool hasGranularity = true)
    {
        _groupBy = ParsedOption.WordList<Dimension>("--group-by", groupByDescription ?? "");
        if (groupByDescription is not null)
        {
            command.Add(_groupBy);
        }

        if (hasGranularity)
        {
            command.Add(_granularity);
        }

        // Connections are chosen by --connection.
        foreach (Dimension dimension in Enum.GetValues<Dimension>().Where(dimension => dimension != Dimension.Connection))
        {
            string word = Words.Of(dimension);
            Add(command, dimension, exclude: false, $"--{word}", $"Only the {word}s that a wildcard matches by name or ID; repeat it for any of several.");
            Add(command, dimension, exclude: true, $"--exclude-{word}", $"All but the {word}s that a wildcard matches.");
        }
    }

    /// <summary>What rows are grouped by.</summary>
    public IReadOnlyList<Dimension> GroupBy(ParseResult parsed) => parsed.GetValue(_groupBy) ?? [];

    /// <summary>What is kept or left out.</summary>
    public IReadOnlyList<DimensionFilter> Filters(ParseResult parsed) =>
    [
        .. _filters.Select(filter => new DimensionFilter(filter.Dimension, parsed.GetValue(filter.Option) ?? [], filter.Exclude))
            .Where(filter => filter.Patterns.Count > 0),
    ];

    /// <summary>Whether the length of a bucket was given.</summary>
    public bool HasGranularity(ParseResult parsed) => parsed.GetValue(_granularity) is not null;

    public CostQuery Read(ParseResult parsed, DateRange range, bool cumulative = false) => new()
    {
        Range = range,
        GroupBy = parsed.GetValue(_groupBy) ?? [],
        Granularity = parsed.GetValue(_granularity) ?? CostQuery.UsualGranularity(parsed.GetValue(_groupBy) ?? [], cumulative),
        Cumulative = cumulative,
        Filters = Filters(parsed),
    };

    /// <summary>Whether grouping or buckets were asked for.</summary>
    public bool IsSummed(ParseResult parsed) => parsed.GetResult(_groupBy) is { Implicit: false } || parsed.GetValue(_granularity) is not (null or Granularity.Day);

    private void Add(Command command, Dimension dimension, bool exclude, string name, string description)
    {
        Option<string[]> option = ParsedOption.Patterns(name, description);
        _filters.Add((dimension, exclude, option));
        command.Add(option);
    }
}
