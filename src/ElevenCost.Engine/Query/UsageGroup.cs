using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;
using ElevenCost.Engine.Pricing;

namespace ElevenCost.Engine.Query;

/// <summary>How a day's usage is priced: rows of one day share it, rows of one group need not. Immutable.</summary>
/// <param name="ConsumedCurrency">The currency of the consumed costs; null if there is none.</param>
/// <param name="Price">What a credit costs; null if that is not known, or not asked for.</param>
/// <param name="State">The state of the day.</param>
internal sealed record PricedAs(string? ConsumedCurrency, UnitPrice? Price, DayState State);

/// <summary>The usage of one group that is priced alike. Immutable.</summary>
internal sealed class UsageGroup(UsageGroups groups, int group)
{
    private string?[]? _ids;
    private string?[]? _labels;

    /// <summary>Its days, or its hour.</summary>
    public Bucket Bucket => groups.Buckets[groups.NumberOf(group, UsageGroups.BucketLevel)];

    /// <summary>The connection; null if groups are not by it.</summary>
    public string? Connection => groups.Connections.Texts[groups.NumberOf(group, UsageGroups.ConnectionLevel)];

    /// <summary>The IDs by record dimension; null if not grouped by, or not known.</summary>
    public string?[] Ids => _ids ??= groups.IdsOf(group);

    /// <summary>What is shown for the IDs.</summary>
    /// <param name="names">The names of IDs, always the same.</param>
    public string?[] LabelsOf(NameBook names)
    {
        if (_labels is null)
        {
            _labels = new string?[Ids.Length];
            for (int dimension = 0; dimension < _labels.Length; dimension++)
            {
                _labels[dimension] = DimensionLabel.Of(UsageTable.RecordDimensions[dimension], Ids[dimension], names);
            }
        }

        return _labels;
    }

    /// <summary>How it is priced.</summary>
    public PricedAs PricedAs => groups.PricedAsOf(group);

    /// <summary>What it sums up to.</summary>
    public UsageSums Sums => groups.SumsOf(group);

    /// <summary>The number of what the rules of cost centers came to; null if usage is not attributed.</summary>
    public int? Attribution => groups.AttributionOf(group);
}
