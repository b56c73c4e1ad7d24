using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Pricing;

/// <summary>Makes the price books of connections. Safe for several threads.</summary>
/// <param name="home">The folder that may hold the user's own prices, <c>prices.json</c>.</param>
public sealed class PriceBooks(Home home)
{
    private readonly string _path = Path.Combine(home.Path, PriceOverlay.FileName);

    // Compared by content, not by time: the file is small, and a time stamp misses a change within its resolution.
    private volatile ReadOverlay? _read;

    /// <summary>The prices of a connection as of now: later changes of the file or the ledger do not reach a book that was handed out.</summary>
    /// <exception cref="ElevenCostException">
    /// <c>PriceFileNotValid</c>, <c>PriceFileNotReadable</c>, <c>TimeZoneNotFound</c>, or what the ledger throws.
    /// </exception>
    public async Task<IPriceBook> ForAsync(Connection connection, IUsageLedger ledger, CancellationToken cancellationToken)
    {
        PriceOverlay overlay = await ReadOverlayAsync(cancellationToken);
        IReadOnlyList<SubscriptionSnapshot> snapshots = await ledger.ReadSnapshotsAsync(connection.Name, cancellationToken);
        return new PriceBook(connection.Name, DayZone.Find(connection.TimeZone), snapshots, overlay, _path);
    }

    private async Task<PriceOverlay> ReadOverlayAsync(CancellationToken cancellationToken)
    {
        byte[] bytes;
        try
        {
            bytes = await File.ReadAllBytesAsync(_path, cancellationToken);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return PriceOverlay.Empty;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ElevenCostException("PriceFileNotReadable", FailureCategory.Configuration,
                $"The price file '{_path}' cannot be read: {e.Message}", "Make it readable, or remove it to use the price catalogue alone.", e);
        }

        ReadOverlay? read = _read;
        if (read is null || !read.Bytes.AsSpan().SequenceEqual(bytes))
        {
            read = new ReadOverlay(bytes, PriceFile.Parse(bytes, _path));
            _read = read;
        }

        return read.Overlay;
    }

    private sealed record ReadOverlay(byte[] Bytes, PriceOverlay Overlay);
}
