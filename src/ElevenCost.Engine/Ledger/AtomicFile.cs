namespace ElevenCost.Engine.Ledger;

/// <summary>A file that is about to replace another: written in full beside it, on disk, and not yet in its place.</summary>
/// <remarks>Only for whoever holds the folder's lock.</remarks>
internal sealed class AtomicFile : IDisposable
{
    private const string TemporaryExtension = ".tmp";

    // On Windows a file cannot be replaced while a reader or a virus scanner has it open, which is a matter of milliseconds.
    private const int WindowsAttempts = 40;
    private static readonly TimeSpan WindowsPause = TimeSpan.FromMilliseconds(50);

    private readonly string _path;
    private string? _temporary;

    private AtomicFile(string path, string temporary)
    {
        _path = path;
        _temporary = temporary;
    }

    /// <summary>Writes the content beside <paramref name="path"/> and flushes it to disk.</summary>
    /// <exception cref="ElevenCostException"><c>LedgerNotWritable</c>.</exception>
    public static AtomicFile Stage(string path, Action<Stream> write)
    {
        string temporary = Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}{TemporaryExtension}");
        var staged = new AtomicFile(path, temporary);
        try
        {
            using (var stream = new FileStream(temporary, Private(FileMode.CreateNew, FileAccess.Write, FileShare.None)))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            return staged;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            staged.Dispose();
            throw LedgerErrors.NotWritable(path, e);
        }
        catch
        {
            staged.Dispose();
            throw;
        }
    }

    /// <summary>Puts the file into its place, in one step.</summary>
    /// <exception cref="ElevenCostException"><c>LedgerNotWritable</c>; the old file is still there.</exception>
    public async Task CommitAsync(TimeProvider time)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(_temporary!, _path, overwrite: true);
                _temporary = null;
                FolderFlush.Run(Path.GetDirectoryName(_path)!);
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (!OperatingSystem.IsWindows() || attempt == WindowsAttempts || Directory.Exists(_path))
                {
                    throw LedgerErrors.NotWritable(_path, e);
                }
            }

            // Not to be cancelled: other files of the same replacement may be in place already.
            await Task.Delay(WindowsPause, time, CancellationToken.None);
        }
    }

    /// <summary>Removes the content if it was not put into place.</summary>
    public void Dispose()
    {
        if (_temporary is { } path)
        {
            _temporary = null;
            TryDelete(path);
        }
    }

    /// <summary>Options of a file that its owner alone can read.</summary>
    public static FileStreamOptions Private(FileMode mode, FileAccess access, FileShare share)
    {
        // Our writers buffer on their own.
        var options = new FileStreamOptions { Mode = mode, Access = access, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    // A leftover that cannot be deleted does no harm; the next writer tries again.
    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
