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

    /// <summary>The file as it is; null where there is none.</summary>
    /// <exception cref="ElevenCostException"><c>PriceFileNotReadable</c>.</exception>
    public static async Task<byte[]?> ReadBytesAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => HomeFile.Read(path), cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ElevenCostException("PriceFileNotReadable", FailureCategory.Configuration,
                $"The price file '{path}' cannot be read: {e.Message}", "Make it readable, or remove it to use the price catalogue alone.", e);
        }
    }

    /// <summary>The prices of the file.</summary>
    /// <param name="bytes">The file: JSON in UTF-8; comments and trailing commas are allowed.</param>
    /// <param name="path">Where it is, for the messages.</param>
    /// <exception cref="ElevenCostException"><c>PriceFileNotValid</c>; its message lists every mistake on a line of its own, up to 10.</exception>
    public static PriceOverlay Parse(byte[] bytes, string path) => new([.. Read(bytes, path).Entries.Select(entry => entry.Price)]);

    /// <summary>The same, with where each price stands.</summary>
    /// <exception cref="ElevenCostException"><c>PriceFileNotValid</c>.</exception>
    public static PriceFileContent Read(byte[] bytes, string path)
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
        return mistakes.Count == 0
            ? new PriceFileContent(bytes, bytes.Length - json.Length, reader.Entries, reader.PricesEnd)
            : throw NotValid(path, mistakes);
    }

    /// <summary>The days of a price in words.</summary>
    public static string Days(PriceEntry entry) => (entry.From, entry.Until) switch
    {
        (null, null) => "always",
        ({ } from, null) => string.Create(CultureInfo.InvariantCulture, $"from {from:yyyy-MM-dd}"),
        (null, { } until) => string.Create(CultureInfo.InvariantCulture, $"until {until:yyyy-MM-dd}"),
        ({ } from, { } until) => string.Create(CultureInfo.InvariantCulture, $"from {from:yyyy-MM-dd} until {until:yyyy-MM-dd}"),
    };

    private static void AddOverlaps(List<PlacedPrice> entries, List<PriceMistake> mistakes)
    {
        for (int later = 1; later < entries.Count; later++)
        {
            PriceEntry entry = entries[later].Price;
            int earlier = entries.FindIndex(0, later, other => other.Price.IsOfSameKind(entry) && other.Price.Overlaps(entry));
            if (earlier >= 0)
            {
                mistakes.Add(new PriceMistake(entries[later].Line, $"\"tier\" is \"{entry.Tier}\", and its days ({Days(entry)}) overlap those of line " +
                    $"{entries[earlier].Line} ({Days(entries[earlier].Price)}); expected one price a day for a tier, connection and billing period"));
            }
        }
    }

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

/// <summary>A price file that was read.</summary>
/// <param name="Bytes">The file as it is.</param>
/// <param name="Mark">How many bytes of it are a byte order mark; positions count after it.</param>
/// <param name="Entries">The prices in the order of the file.</param>
/// <param name="PricesEnd">Where the list of prices ends: the position of its closing bracket.</param>
internal sealed record PriceFileContent(byte[] Bytes, int Mark, IReadOnlyList<PlacedPrice> Entries, int PricesEnd);

/// <summary>A price and where it stands in the file.</summary>
/// <param name="Price">The price.</param>
/// <param name="Line">The line that it begins on, counted from 1.</param>
/// <param name="Start">The position of its opening brace.</param>
/// <param name="End">The position after its closing brace.</param>
/// <param name="Values">Where the value of each field begins, and the position after it.</param>
internal sealed record PlacedPrice(PriceEntry Price, int Line, int Start, int End, IReadOnlyDictionary<string, (int Start, int End)> Values);

/// <summary>Something in the price file that is not as it must be.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="What">The field, its value, and what is expected; without a full stop.</param>
internal readonly record struct PriceMistake(int Line, string What);
