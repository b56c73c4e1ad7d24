using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Query;

/// <summary>What a dimension's values are lately, for whoever completes or lists them. Reads the ledger only.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="time">The clock.</param>
public sealed class KnownValues(IUsageLedger ledger, TimeProvider time)
{
    // Two months or three are what people ask about, and read fast in a large workspace.
    private const int Days = 62;

    /// <summary>The values of a dimension in the last two months, each once by ID, in order of label.</summary>
    /// <exception cref="ElevenCostException">The ledger cannot be read.</exception>
    public async Task<IReadOnlyList<KnownValue>> ReadAsync(
        IReadOnlyList<Connection> connections, Dimension dimension, CancellationToken cancellationToken)
    {
        int column = UsageTable.IndexOf(dimension);
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Connection connection in connections)
        {
            DateOnly today = DayZone.Find(connection.TimeZone).Today(time);
            NameBook names = await ledger.ReadNamesAsync(connection.Name, cancellationToken);
            await foreach (UsageMonth month in ledger.ReadUsageAsync(connection.Name, new DateRange(today.AddDays(1 - Days), today), cancellationToken))
            {
                foreach (string id in month.Table.Dimensions[column].Values)
                {
                    found[id] = DimensionLabel.Of(dimension, id, names)!;
                }
            }
        }

        return [.. found.Select(value => new KnownValue(value.Key, value.Value))
            .OrderBy(value => value.Label, StringComparer.OrdinalIgnoreCase).ThenBy(value => value.Id, StringComparer.Ordinal)];
    }
}

/// <summary>A value of a dimension.</summary>
/// <param name="Id">The ID that usage is stored by; empty for usage without one.</param>
/// <param name="Label">What it is called: the latest known name, else the ID.</param>
public sealed record KnownValue(string Id, string Label);
