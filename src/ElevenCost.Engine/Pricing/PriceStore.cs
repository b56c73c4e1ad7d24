using System.Globalization;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Pricing;

/// <summary>Lists every price there is, and changes the user's own, which the ledger stores with their history. Safe for several processes.</summary>
/// <param name="ledger">The ledger.</param>
/// <param name="time">The clock: a price that is set without a first day begins today.</param>
public sealed class PriceStore(IUsageLedger ledger, TimeProvider time)
{
    private readonly DefinitionStore<PriceEntry> _own = new(ledger, PriceKind.Instance);

    /// <summary>The prices of the catalogue, then the user's own in the order in which they were set.</summary>
    /// <exception cref="ElevenCostException"><c>WildcardNotValid</c>, or the ledger can't be read.</exception>
    public async Task<IReadOnlyList<Price>> ListAsync(PriceQuery query, CancellationToken cancellationToken)
    {
        WildcardPattern[] tiers = [.. query.Tiers.Select(tier => WildcardPattern.Parse(tier))];
        IReadOnlyList<PriceEntry> own = await _own.ReadAsync(cancellationToken);
        return
        [
            .. PriceCatalog.Entries.Concat(own)
                .Where(entry => query.Source is not { } source || entry.IsFromCatalog == (source == PriceSource.Catalog))
                .Where(entry => query.On is not { } day || entry.HoldsOn(day))
                .Where(entry => tiers.Length == 0 || tiers.Any(tier => tier.IsMatch(entry.Tier) || tier.IsMatch(entry.PlanName)))
                .Select(entry => entry.ToPrice()),
        ];
    }

    /// <summary>
    /// Sets a price. One of the same tier, connection and period that holds on its first day ends the day before, so that what it priced until
    /// then stays as it was; where the new price has a last day, the old one holds again afterwards.
    /// </summary>
    /// <param name="setting">The price.</param>
    /// <param name="known">The connections there are: they tell what day today is, and whether the price is for any.</param>
    /// <param name="cancellationToken">Ends the work, and leaves the prices as they were.</param>
    /// <exception cref="ElevenCostException">
    /// <c>PriceNotValid</c>, <c>PriceOverlaps</c>, or the ledger can't be read or written.
    /// </exception>
    public async Task<PriceChange> SetAsync(PriceSetting setting, IReadOnlyList<Connection> known, CancellationToken cancellationToken)
    {
        PriceEntry price = Check(setting);
        IReadOnlyList<Connection> priced = [.. known.Where(connection => price.Connection?.IsMatch(connection.Name) ?? true)];
        DateOnly from = setting.From ?? priced.Select(connection => DayZone.Find(connection.TimeZone)).Append(priced.Count == 0 ? TimeZoneInfo.Utc : null)
            .OfType<TimeZoneInfo>().Max(zone => zone.Today(time));
        price = Check(setting with { From = from });
        DatedPlacement<PriceEntry> placement = await _own.ChangeAsync(own =>
        {
            DatedPlacement<PriceEntry> placed = EffectiveDates.Place(own, price, from, oldHoldsAgain: setting.To is not null);
            return placed.Overlapped is not { } next
                ? (placed.All, placed)
                : throw PriceErrors.Overlaps(price, placed.Placed.Days, next);
        }, time, cancellationToken);
        bool isSame = placement.Replaced is { } replaced && PriceEntryReader.FieldsOf(replaced).SequenceEqual(PriceEntryReader.FieldsOf(placement.Placed));
        return new PriceChange(
            placement.Placed.ToPrice(), isSame ? null : placement.Replaced?.ToPrice(), [.. placement.Changed.Select(entry => entry.ToPrice())], Doubts(placement.Placed, known, priced));
    }

    /// <summary>Removes prices; the catalogue, or a less specific price, holds again.</summary>
    /// <returns>The prices that are gone.</returns>
    /// <exception cref="ElevenCostException"><c>PriceNotFound</c>, <c>PriceNotUnique</c>, or the ledger can't be read or written.</exception>
    public Task<IReadOnlyList<Price>> RemoveAsync(PriceRemoval removal, CancellationToken cancellationToken) => _own.ChangeAsync(own =>
    {
        PriceEntry[] ofTier = [.. own.Where(other => other.IsOf(removal.Tier))];
        PriceEntry[] found =
        [
            .. ofTier.Where(other => string.Equals(other.Connection?.ToString(), removal.Connection, StringComparison.OrdinalIgnoreCase)
                && other.BillingPeriod == BillingPeriodWords.Of(removal.BillingPeriod)
                && (removal.From is null || other.From == removal.From)
                && (removal.Version is null || other.Version == removal.Version)),
        ];
        if (found.Length == 0)
        {
            throw PriceErrors.NoOwnPrice(removal, ofTier);
        }

        if (found.Length > 1 && !removal.All)
        {
            throw PriceErrors.NotUnique(removal.Tier, found);
        }

        return ((IReadOnlyList<PriceEntry>)[.. own.Except(found)], (IReadOnlyList<Price>)[.. found.Select(entry => entry.ToPrice())]);
    }, time, cancellationToken);

    /// <summary>The price of a setting, put to the same checks as one that the ledger stores.</summary>
    private static PriceEntry Check(PriceSetting setting)
    {
        if (setting.To < setting.From)
        {
            throw PriceErrors.EndsBeforeItBegins(setting.From, setting.To);
        }

        var mistakes = new List<string>();
        Dictionary<string, string> fields = FieldReader.Given(
            (nameof(Price.Tier), setting.Tier),
            (nameof(Price.Connection), setting.Connection),
            (nameof(Price.From), FieldReader.Text(setting.From)),
            (nameof(Price.To), FieldReader.Text(setting.To)),
            (nameof(Price.MonthlyPrice), setting.MonthlyPrice),
            (nameof(Price.MonthlyCredits), setting.MonthlyCredits.ToString(CultureInfo.InvariantCulture)),
            (nameof(Price.Currency), setting.Currency),
            (nameof(Price.BillingPeriod), BillingPeriodWords.Of(setting.BillingPeriod)),
            (nameof(Price.OveragePer1000Credits), setting.OveragePer1000Credits),
            (nameof(Price.Billing), setting.Billing?.ToString()),
            (nameof(Price.Note), setting.Note));
        return PriceEntryReader.Read(fields, mistakes) ?? throw PriceErrors.NotValid(mistakes);
    }

    private static List<Warning> Doubts(PriceEntry price, IReadOnlyList<Connection> known, IReadOnlyList<Connection> priced)
    {
        var warnings = new List<Warning>();
        string[] tiers = [.. PriceCatalog.Entries.Select(entry => entry.Tier).Distinct(StringComparer.Ordinal)];
        if (!tiers.Contains(price.Tier, StringComparer.OrdinalIgnoreCase))
        {
            warnings.Add(new Warning(PriceWarnings.TierNotKnown, $"ElevenLabs documents no tier '{price.Tier}'; the price applies to subscriptions of that tier." +
                (NearestName.Of(price.Tier, tiers) is { } near ? $" Did you mean '{near}'?" : "")));
        }

        if (price.Connection is { } pattern && priced.Count == 0)
        {
            warnings.Add(new Warning(PriceWarnings.ConnectionNotKnown, $"No connection is called '{pattern}' yet." +
                (known.Count == 0 ? "" : $" Available: {string.Join(", ", known.Select(connection => connection.Name))}.")));
        }

        return warnings;
    }
}
