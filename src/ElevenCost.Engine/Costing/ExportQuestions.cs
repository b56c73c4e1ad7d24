using ElevenCost.Engine.Export;

namespace ElevenCost.Engine.Costing;

/// <summary>What to ask so that an export can write the answer.</summary>
public static class ExportQuestions
{
    /// <summary>The question, with the groups and the length of buckets that the format and the split need.</summary>
    /// <param name="options">Where to, and how.</param>
    /// <param name="query">What was asked.</param>
    /// <param name="hasGranularity">Whether the length of a bucket was given, and is not that which a question usually has.</param>
    /// <exception cref="ElevenCostException"><c>ExportFormatNotKnown</c>.</exception>
    public static CostQuery Ask(this CostExportOptions options, CostQuery query, bool hasGranularity)
    {
        Granularity granularity = hasGranularity ? query.Granularity : options.UsualGranularity() ?? query.Granularity;
        return query with { Granularity = granularity, GroupBy = options.GroupBy(query.GroupBy, granularity) };
    }
}
