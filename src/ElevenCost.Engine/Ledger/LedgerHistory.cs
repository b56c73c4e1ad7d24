using System.Globalization;
using System.Text.Json;

namespace ElevenCost.Engine.Ledger;

/// <summary>What was changed of prices, cost centers and other definitions, and when. Knows no kind: a new one shows here by itself.</summary>
/// <param name="ledger">The ledger.</param>
public sealed class LedgerHistory(IUsageLedger ledger)
{
    /// <summary>The changes in order of kind and time.</summary>
    /// <param name="kinds">Wildcards, without regard to case: any of them matches the kind; empty for every kind.</param>
    /// <param name="names">Wildcards, without regard to case: any of them matches the name; empty for every name.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="ElevenCostException"><c>WildcardNotValid</c>, or the ledger can't be read.</exception>
    public async Task<IReadOnlyList<LedgerChange>> ReadAsync(IReadOnlyList<string> kinds, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        WildcardPattern[] kindPatterns = [.. kinds.Select(kind => WildcardPattern.Parse(kind))];
        WildcardPattern[] namePatterns = [.. names.Select(name => WildcardPattern.Parse(name))];
        return
        [
            .. (await ledger.ReadDefinitionChangesAsync(cancellationToken))
                .Where(change => IsAny(kindPatterns, change.Kind) && IsAny(namePatterns, change.Name))
                .Select(Shown),
        ];
    }

    private static bool IsAny(WildcardPattern[] patterns, string text) => patterns.Length == 0 || patterns.Any(pattern => pattern.IsMatch(text));

    private static LedgerChange Shown(DefinitionChange change)
    {
        IReadOnlyList<KeyValuePair<string, string>> before = Fields(change.Before);
        IReadOnlyList<KeyValuePair<string, string>> after = Fields(change.After);
        LedgerChangeAction action = (change.Before, change.After) switch
        {
            (null, _) => LedgerChangeAction.Added,
            (_, null) => LedgerChangeAction.Removed,
            _ when change.Before == change.After => LedgerChangeAction.Moved,
            _ => LedgerChangeAction.Changed,
        };
        (string? was, string? now) = action switch
        {
            LedgerChangeAction.Moved => (Place(change.PlaceBefore), Place(change.PlaceAfter)),

            // Of many fields only those that differ.
            LedgerChangeAction.Changed => (Text(before.Except(after)), Text(after.Except(before))),
            _ => (Text(before), Text(after)),
        };
        return new LedgerChange
        {
            Kind = change.Kind,
            Number = change.Number,
            ChangedAt = change.ChangedAt,
            Name = change.Name,
            Action = action,
            Before = was,
            After = now,
        };
    }

    private static IReadOnlyList<KeyValuePair<string, string>> Fields(string? document)
    {
        try
        {
            return document is null ? [] : [.. DefinitionFields.Of(document)];
        }
        catch (JsonException)
        {
            // A document that someone damaged is shown as it is.
            return [new KeyValuePair<string, string>("Document", document!)];
        }
    }

    private static string? Text(IEnumerable<KeyValuePair<string, string>> fields) =>
        string.Join("; ", fields.Select(field => $"{field.Key}: {field.Value}")) is { Length: > 0 } text ? text : null;

    private static string? Place(int? place) => place?.ToString("'place' 0", CultureInfo.InvariantCulture);
}
