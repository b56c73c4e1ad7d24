using Microsoft.Win32.SafeHandles;

namespace ElevenCost.Engine;

/// <summary>Files that the user names. They may be named pipes that another program writes to.</summary>
internal static class GivenFile
{
    /// <summary>How long to wait for a pipe: the program that writes to it may prompt for a passphrase.</summary>
    public static readonly TimeSpan PipePatience = TimeSpan.FromSeconds(60);

    /// <summary>Reads a file to its end, or one byte more than allowed: whether it is too large shows then, whatever length a pipe or device claims.</summary>
    /// <param name="path">The file.</param>
    /// <param name="largest">The most bytes that it may have.</param>
    /// <param name="opened">Receives the open file, on another thread; null for nothing.</param>
    /// <param name="time">The clock for waiting.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="TimeoutException">It is a pipe or a device that did not end within <see cref="PipePatience"/>.</exception>
    /// <exception cref="IOException">It is absent, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static Task<byte[]> ReadAsync(string path, int largest, Action<SafeFileHandle>? opened, TimeProvider time, CancellationToken cancellationToken) =>
        Task.Run(() => Read(path, largest, opened), cancellationToken).WaitAsync(PipePatience, time, cancellationToken);

    /// <summary>Opening a pipe that nobody writes to waits, and can't be cancelled: for a thread that may be left behind.</summary>
    private static byte[] Read(string path, int largest, Action<SafeFileHandle>? opened)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        opened?.Invoke(stream.SafeFileHandle);
        byte[] bytes = new byte[largest + 1];
        return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }
}
