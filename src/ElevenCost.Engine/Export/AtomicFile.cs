using System.Security.Cryptography;

namespace ElevenCost.Engine.Export;

/// <summary>A file that appears whole or not at all: it is written beside its place, and moved there when it is complete.</summary>
internal sealed class AtomicFile : IDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly string _temporary;
    private readonly bool _overwrite;
    private bool _isInPlace;

    private AtomicFile(string path, string temporary, bool overwrite, FileStream stream)
    {
        Path = path;
        _temporary = temporary;
        _overwrite = overwrite;
        Stream = stream;
    }

    /// <summary>The place of the file.</summary>
    public string Path { get; }

    /// <summary>What is written so far. It can be read and sought.</summary>
    public FileStream Stream { get; }

    /// <summary>Begins a file.</summary>
    /// <param name="path">The absolute path. A symbolic link stays one: the file that it leads to is replaced.</param>
    /// <param name="overwrite">Whether a file there is replaced.</param>
    /// <exception cref="ElevenCostException"><c>ExportFileExists</c>, <c>ExportPathNotAFile</c> or <c>ExportNotWritable</c>.</exception>
    public static AtomicFile Create(string path, bool overwrite)
    {
        try
        {
            string place = new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)!.FullName;
            if (Directory.Exists(place) || (File.Exists(place) && !HomeFile.IsRegular(place)))
            {
                throw ExportErrors.NotAFile(path);
            }

            if (!overwrite && File.Exists(place))
            {
                throw ExportErrors.FileExists(path);
            }

            // A short name: that of the file may be as long as the file system permits.
            string temporary = System.IO.Path.Combine(
                System.IO.Path.GetDirectoryName(place) ?? place, $".elevencost-{Convert.ToHexString(RandomNumberGenerator.GetBytes(6))}.tmp");
            return new AtomicFile(place, temporary, overwrite, new FileStream(temporary, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = BufferSize,
            }));
        }
        catch (Exception e) when (IsOfFile(e) || e is ArgumentException or NotSupportedException)
        {
            // The last two are of a path that no file can have.
            throw ExportErrors.NotWritable(path, e);
        }
    }

    /// <summary>Whether an exception means that a file cannot be written.</summary>
    /// <remarks>.NET turns EFBIG, a file that is larger than its user may write, into a wrong argument of that name.</remarks>
    public static bool IsOfFile(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException { ParamName: "value" };

    /// <summary>Puts the file in its place, after all of it is on the disk.</summary>
    /// <exception cref="ElevenCostException"><c>ExportFileExists</c>: a file was made there meanwhile; <c>ExportNotWritable</c>.</exception>
    public void Commit()
    {
        try
        {
            Stream.Flush(flushToDisk: true);
            Stream.Dispose();
            if (!OperatingSystem.IsWindows() && _overwrite && File.Exists(Path))
            {
                // Who could read the file before can read it now, and nobody else.
                File.SetUnixFileMode(_temporary, File.GetUnixFileMode(Path));
            }

            File.Move(_temporary, Path, _overwrite);
            _isInPlace = true;
            FolderFlush.Run(System.IO.Path.GetDirectoryName(Path) ?? Path);
        }
        catch (IOException) when (!_overwrite && File.Exists(Path))
        {
            throw ExportErrors.FileExists(Path);
        }
        catch (Exception e) when (IsOfFile(e))
        {
            throw ExportErrors.NotWritable(Path, e);
        }
    }

    /// <summary>Removes what was written, unless it is in its place.</summary>
    public void Dispose()
    {
        if (_isInPlace)
        {
            return;
        }

        try
        {
            Stream.Dispose();
        }
        catch (Exception e) when (IsOfFile(e))
        {
            // The disk is full: what is buffered is not wanted any more, and the failure that led here is told already.
        }

        try
        {
            File.Delete(_temporary);
        }
        catch (Exception e) when (IsOfFile(e))
        {
            // The folder is gone or closed: nothing can be removed from it.
        }
    }
}
