using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace ElevenCost.Engine.Pricing;

/// <summary>Reads <c>prices.json</c> strictly: a price that is silently left out would show as a wrong cost.</summary>
internal static class PriceFile
{
    /// <summary>How many mistakes a message lists.</summary>
    private const int MostMistakes = 10;

    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];

    /// <summary>The prices of the file.</summary>
    /// <param name="bytes">The file: JSON in UTF-8; comments and trailing commas are allowed.</param>
    /// <param name="path">Where it is, for the messages.</param>
    /// <exception cref="ElevenCostException"><c>PriceFileNotValid</c>; its message lists every mistake on a line of its own, up to 10.</exception>
    public static PriceOverlay Parse(byte[] bytes, string path)
    {
        ReadOnlySpan<byte> json = bytes.AsSpan().StartsWith(ByteOrderMark) ? bytes.AsSpan(ByteOrderMark.Length) : bytes;
        if (!Utf8.IsValid(json))
        {
            throw NotValid(path, [new PriceMistake(1, "the file is not UTF-8 text; save it as UTF-8")]);
        }

        var mistakes = new List<PriceMistake>();
        var reader = new PriceFileReader(json, mistakes);
        try
        {
            reader.ReadFile();
        }
        catch (JsonException e)
        {
            // Its own text counts lines from 0.
            string what = e.Message.Split(" LineNumber:")[0].TrimEnd('.');
            mistakes.Add(new PriceMistake((int)(e.LineNumber ?? 0) + 1, $"the file is not valid JSON: {what}"));
        }

        AddOverlaps(reader.Entries, mistakes);
        return mistakes.Count == 0 ? new PriceOverlay([.. reader.Entries.Select(entry => entry.Entry)]) : throw NotValid(path, mistakes);
    }

    private static void AddOverlaps(List<(PriceEntry Entry, int Line)> entries, List<PriceMistake> mistakes)
    {
        for (int later = 1; later < entries.Count; later++)
        {
            (PriceEntry entry, int line) = entries[later];
            int earlier = entries.FindIndex(0, later, other => IsOfSameKind(other.Entry, entry) && other.Entry.Overlaps(entry));
            if (earlier >= 0)
            {
                mistakes.Add(new PriceMistake(line, $"\"tier\" is \"{entry.Tier}\", and its days ({Days(entry)}) overlap those of line " +
                    $"{entries[earlier].Line} ({Days(entries[earlier].Entry)}); expected one price a day for a tier, connection and billing period"));
            }
        }
    }

    private static bool IsOfSameKind(PriceEntry left, PriceEntry right) =>
        left.IsOf(right.Tier)
        && left.BillingPeriod == right.BillingPeriod
        && string.Equals(left.Connection?.ToString(), right.Connection?.ToString(), StringComparison.OrdinalIgnoreCase);

    private static string Days(PriceEntry entry) => (entry.From, entry.Until) switch
    {
        (null, null) => "always",
        ({ } from, null) => string.Create(CultureInfo.InvariantCulture, $"from {from:yyyy-MM-dd}"),
        (null, { } until) => string.Create(CultureInfo.InvariantCulture, $"until {until:yyyy-MM-dd}"),
        ({ } from, { } until) => string.Create(CultureInfo.InvariantCulture, $"from {from:yyyy-MM-dd} until {until:yyyy-MM-dd}"),
    };

    private static ElevenCostException NotValid(string path, List<PriceMistake> mistakes)
    {
        IEnumerable<string> lines = mistakes.OrderBy(mistake => mistake.Line).Take(MostMistakes).Select(mistake =>
        {
            string end = mistake.What.EndsWith('?') ? "" : ".";
            return string.Create(CultureInfo.InvariantCulture, $"{path}, line {mistake.Line}: {mistake.What}{end}");
        });
        if (mistakes.Count > MostMistakes)
        {
            lines = lines.Append(string.Create(CultureInfo.InvariantCulture, $"{path}: {mistakes.Count - MostMistakes} more."));
        }

        return new ElevenCostException("PriceFileNotValid", FailureCategory.Configuration,
            string.Join('\n', lines), "Correct the file, or remove it to use the price catalogue alone.");
    }
}

/// <summary>Something in the price file that is not as it must be.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="What">The field, its value, and what is expected; without a full stop.</param>
internal readonly record struct PriceMistake(int Line, string What);
