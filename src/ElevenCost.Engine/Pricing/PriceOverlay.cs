using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Pricing;

/// <summary>The user's own prices, which win over the catalogue. Immutable.</summary>
/// <param name="entries">The entries in the order in which they were set: without overlap for the same tier, connection and period.</param>
internal sealed class PriceOverlay(IReadOnlyList<PriceEntry> entries)
{
    /// <summary>No price of the user's own.</summary>
    public static PriceOverlay Empty { get; } = new([]);

    /// <summary>The entries in the order in which they were set.</summary>
    public IReadOnlyList<PriceEntry> Entries { get; } = entries;

    /// <summary>The entry that holds, the most specific first; null if none does.</summary>
    /// <remarks>
    /// A connection's name before a wildcard before none; then a named billing period before any; then the latest start; then the
    /// order in which they were set, which only decides between two wildcards.
    /// </remarks>
    public PriceEntry? Find(string tier, string connection, string billingPeriod, DateOnly day) => Entries
        .Where(entry => entry.IsOf(tier)
            && entry.HoldsOn(day)
            && (entry.BillingPeriod is null || entry.BillingPeriod == billingPeriod)
            && (entry.Connection is null || entry.Connection.IsMatch(connection)))
        .OrderByDescending(entry => entry.Connection switch { null => 0, { IsLiteral: false } => 1, _ => 2 })
        .ThenByDescending(entry => entry.BillingPeriod is not null)
        .ThenByDescending(entry => entry.From ?? DateOnly.MinValue)
        .FirstOrDefault();
}

/// <summary>How the user's own prices are stored.</summary>
internal sealed class PriceKind : DefinitionKind<PriceEntry>
{
    private PriceKind()
    {
    }

    /// <summary>The only one there is.</summary>
    public static PriceKind Instance { get; } = new();

    /// <inheritdoc/>
    public override string Name => "prices";

    /// <inheritdoc/>
    public override string NameOf(PriceEntry definition) => definition.Name;

    /// <inheritdoc/>
    public override IEnumerable<KeyValuePair<string, string>> FieldsOf(PriceEntry definition) => PriceEntryReader.FieldsOf(definition);

    /// <inheritdoc/>
    public override PriceEntry? Read(IReadOnlyDictionary<string, string> fields, List<string> mistakes) => PriceEntryReader.Read(fields, mistakes);
}
