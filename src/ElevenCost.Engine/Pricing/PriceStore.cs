using System.Globalization;
using System.Text.Json;
using ElevenCost.Engine.Calendar;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Pricing;

/// <summary>Lists every price there is, and changes the user's own, <c>prices.json</c> of the home. Safe for several processes.</summary>
/// <param name="home">The folder.</param>
/// <param name="time">The clock: a price that is set without a first day begins today.</param>
public sealed class PriceStore(Home home, TimeProvider time)
{
    /// <summary>The file of the user's own prices.</summary>
    public string FilePath { get; } = Path.Combine(home.Path, PriceOverlay.FileName);

    /// <summary>The prices of the catalogue, then the user's own in the order of the file.</summary>
    /// <exception cref="ElevenCostException"><c>WildcardNotValid</c>, <c>PriceFileNotValid</c>, <c>PriceFileNotReadable</c>.</exception>
    public async Task<IReadOnlyList<Price>> ListAsync(PriceQuery query, CancellationToken cancellationToken)
    {
        WildcardPattern[] tiers = [.. query.Tiers.Select(tier => WildcardPattern.Parse(tier))];
        IEnumerable<PriceEntry> own = (await ReadAsync(cancellationToken))?.Entries.Select(entry => entry.Price) ?? [];
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
    /// Puts a price into the file. One of the same tier, connection and period that holds on its first day ends the day before, so that what
    /// it priced until then stays as it was; where the new price has a last day, the old one holds again afterwards. What else is in the file
    /// stays as it is written, comments too.
    /// </summary>
    /// <param name="setting">The price.</param>
    /// <param name="known">The connections there are: they tell what day today is, and whether the price is for any.</param>
    /// <param name="cancellationToken">Ends the work, and leaves the file as it was.</param>
    /// <exception cref="ElevenCostException">
    /// <c>PriceNotValid</c>, <c>PriceOverlaps</c>, or the file cannot be read or written.
    /// </exception>
    public async Task<PriceChange> SetAsync(PriceSetting setting, IReadOnlyList<Connection> known, CancellationToken cancellationToken)
    {
        PriceEntry checkedOnce = Check(setting, null);
        IReadOnlyList<Connection> priced = [.. known.Where(connection => checkedOnce.Connection?.IsMatch(connection.Name) ?? true)];
        DateOnly from = setting.From ?? priced.Select(connection => DayZone.Find(connection.TimeZone)).Append(priced.Count == 0 ? TimeZoneInfo.Utc : null)
            .OfType<TimeZoneInfo>().Max(zone => zone.Today(time));
        using IDisposable held = await LockAsync(cancellationToken);
        PriceFileContent? content = await ReadAsync(cancellationToken);
        PlacedPrice[] same = [.. (content?.Entries ?? []).Where(other => other.Price.IsOfSameKind(checkedOnce)).OrderBy(other => other.Price.From)];
        PriceEntry? next = same.FirstOrDefault(other => other.Price.From > from)?.Price;
        PriceEntry price = Check(setting with { From = from }, setting.To is { } to && to < DateOnly.MaxValue ? to.AddDays(1) : next?.From);
        if (next is not null && (price.Until ?? DateOnly.MaxValue) > next.From)
        {
            throw new ElevenCostException("PriceOverlaps", FailureCategory.Usage,
                $"The price of tier '{price.Tier}' ({PriceFile.Days(price)}) would overlap the one that follows, {next.Version} ({PriceFile.Days(next)}).",
                "Let it end before that one begins, or remove that one first.");
        }

        var edit = new PriceFileEdit(content);
        PlacedPrice? current = same.FirstOrDefault(other => other.Price.HoldsOn(from));
        PlacedPrice? replaced = current?.Price.From == from ? current : null;
        var changed = new List<PriceEntry>();
        if (replaced is not null)
        {
            edit.Replace(replaced, price);
        }
        else
        {
            edit.Add(price);
            if (current is not null)
            {
                edit.End(current, from);
                changed.Add(current.Price with { Until = from });
            }
        }

        if (current is not null && price.Until is { } again && (current.Price.Until ?? DateOnly.MaxValue) > again && setting.To is not null)
        {
            PriceEntry rest = current.Price with
            {
                From = again,
                Version = PriceOverlay.VersionOf(price.Tier, price.Connection, price.BillingPeriod, again),
            };
            edit.Add(rest);
            changed.Add(rest);
        }

        await WriteAsync(edit.Apply());
        return new PriceChange(price.ToPrice(), replaced?.Price.ToPrice(), [.. changed.Select(entry => entry.ToPrice())], Doubts(price, known, priced));
    }

    /// <summary>Takes prices out of the file; the catalogue, or a less specific price, holds again. What else is in the file stays as it is written.</summary>
    /// <returns>The prices that are gone.</returns>
    /// <exception cref="ElevenCostException"><c>PriceNotFound</c>, <c>PriceNotUnique</c>, or the file cannot be read or written.</exception>
    public async Task<IReadOnlyList<Price>> RemoveAsync(PriceRemoval removal, CancellationToken cancellationToken)
    {
        using IDisposable held = await LockAsync(cancellationToken);
        PriceFileContent? content = await ReadAsync(cancellationToken);
        PlacedPrice[] ofTier = [.. (content?.Entries ?? []).Where(other => other.Price.IsOf(removal.Tier))];
        PlacedPrice[] found =
        [
            .. ofTier.Where(other => string.Equals(other.Price.Connection?.ToString(), removal.Connection, StringComparison.OrdinalIgnoreCase)
                && other.Price.BillingPeriod == BillingPeriodWords.Of(removal.BillingPeriod)
                && (removal.From is null || other.Price.From == removal.From)
                && (removal.Version is null || other.Price.Version == removal.Version)),
        ];
        if (found.Length == 0)
        {
            throw NotFound(removal, ofTier);
        }

        if (found.Length > 1 && !removal.All)
        {
            throw new ElevenCostException("PriceNotUnique", FailureCategory.Usage,
                $"There are {found.Length} prices of tier '{removal.Tier}' in '{FilePath}': {List(found)}.",
                "Say from which day the one to remove holds, or remove all of them.");
        }

        foreach (PriceEntry price in found.Select(placed => placed.Price))
        {
            // Each time anew, for a removal moves what comes after it.
            PriceFileContent now = PriceFile.Read((await ReadAsync(cancellationToken))!.Bytes, FilePath);
            var edit = new PriceFileEdit(now);
            edit.Remove(now.Entries.Single(placed => placed.Price.Version == price.Version && placed.Price.IsOfSameKind(price)));
            await WriteAsync(edit.Apply());
        }

        return [.. found.Select(placed => placed.Price.ToPrice())];
    }

    private static string List(IEnumerable<PlacedPrice> prices) => string.Join(", ", prices.Select(placed => placed.Price.Version));

    /// <summary>The price of a setting, put to the same checks as one that is written by hand.</summary>
    private static PriceEntry Check(PriceSetting setting, DateOnly? until)
    {
        if (setting.To < setting.From)
        {
            // The file has the first day after it, which whoever sets a price has not written.
            throw new ElevenCostException("PriceNotValid", FailureCategory.Usage,
                string.Create(CultureInfo.InvariantCulture, $"The price is not valid: its last day, {setting.To:yyyy-MM-dd}, is before its first, {setting.From:yyyy-MM-dd}."),
                "Correct it; nothing was changed.");
        }

        var mistakes = new List<PriceMistake>();
        var reader = new PriceEntryReader(mistakes, 1);
        Add("tier", setting.Tier);
        Add("connection", setting.Connection);
        Add("from", setting.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("until", until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("monthlyPrice", setting.MonthlyPrice);
        reader.Add(new PriceField("monthlyCredits", 1, JsonTokenType.Number, setting.MonthlyCredits.ToString(CultureInfo.InvariantCulture)));
        Add("currency", setting.Currency);
        Add("billingPeriod", BillingPeriodWords.Of(setting.BillingPeriod));
        Add("overagePer1000Credits", setting.OveragePer1000Credits);
        Add("billing", setting.Billing?.ToString());
        Add("note", setting.Note);
        return reader.Read() ?? throw new ElevenCostException("PriceNotValid", FailureCategory.Usage,
            "The price is not valid: " + string.Join("; ", mistakes.Select(mistake => mistake.What)) + ".", "Correct it; nothing was changed.");

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                reader.Add(new PriceField(name, 1, JsonTokenType.String, value));
            }
        }
    }

    private static List<Warning> Doubts(PriceEntry price, IReadOnlyList<Connection> known, IReadOnlyList<Connection> priced)
    {
        var warnings = new List<Warning>();
        string[] tiers = [.. PriceCatalog.Entries.Select(entry => entry.Tier).Distinct(StringComparer.Ordinal)];
        if (!tiers.Contains(price.Tier, StringComparer.OrdinalIgnoreCase))
        {
            warnings.Add(new Warning("TierNotKnown", $"ElevenLabs documents no tier '{price.Tier}'; the price counts where a subscription is of that tier." +
                (NearestName.Of(price.Tier, tiers) is { } near ? $" Did you mean '{near}'?" : "")));
        }

        if (price.Connection is { } pattern && priced.Count == 0)
        {
            warnings.Add(new Warning("ConnectionNotKnown", $"No connection is called '{pattern}' yet." +
                (known.Count == 0 ? "" : $" There are: {string.Join(", ", known.Select(connection => connection.Name))}.")));
        }

        return warnings;
    }

    private ElevenCostException NotFound(PriceRemoval removal, PlacedPrice[] ofTier)
    {
        string which = $"tier '{removal.Tier}'"
            + (removal.Connection is { } connection ? $" for connection '{connection}'" : " for every connection")
            + (BillingPeriodWords.Of(removal.BillingPeriod) is { } period ? $" ({period})" : "")
            + (removal.From is { } from ? string.Create(CultureInfo.InvariantCulture, $" from {from:yyyy-MM-dd}") : "");
        return new ElevenCostException("PriceNotFound", FailureCategory.Configuration,
            $"'{FilePath}' holds no price of {which}." + (ofTier.Length > 0 ? $" It holds: {List(ofTier)}." : ""),
            PriceCatalog.Entries.Any(entry => entry.IsOf(removal.Tier))
                ? "Prices of the catalogue cannot be removed; set one of your own to override them."
                : "List your own prices to see what there is.");
    }

    private Task<IDisposable> LockAsync(CancellationToken cancellationToken) =>
        HomeLock.TakeAsync(home, "PriceFileLocked", FailureCategory.Ledger, "The prices", time, cancellationToken);

    private async Task<PriceFileContent?> ReadAsync(CancellationToken cancellationToken) =>
        await PriceFile.ReadBytesAsync(FilePath, cancellationToken) is { } bytes ? PriceFile.Read(bytes, FilePath) : null;

    private async Task WriteAsync(byte[] bytes)
    {
        // A file that is kept elsewhere, with a link to it in the home, stays where it is.
        var file = new FileInfo(FilePath);
        string target = file.LinkTarget is null ? FilePath : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        try
        {
            PriceFile.Read(bytes, FilePath);
        }
        catch (ElevenCostException e)
        {
            throw new InvalidOperationException("The price file would not have been valid after the change, so it was left as it is.", e);
        }

        try
        {
            using var staged = AtomicFile.Stage(target, stream => stream.Write(bytes));
            await staged.CommitAsync(time);
        }
        catch (ElevenCostException e) when (e.InnerException is { } cause)
        {
            throw new ElevenCostException("PriceFileNotWritable", FailureCategory.Ledger,
                $"The price file '{target}' cannot be written: {cause.Message}",
                $"Check that you may write it and that the disk has room, or set {Home.Variable} to another folder.", cause);
        }
    }
}
