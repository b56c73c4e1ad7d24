using System.Text;

namespace ElevenCost.Engine.Alerts;

/// <summary>Reads the address of a target from the environment or a file. No message holds any part of one.</summary>
/// <param name="environment">The value of an environment variable.</param>
/// <param name="warn">Receives a warning if other users can read the file.</param>
public sealed class AlertAddressReader(Func<string, string?> environment, Action<Warning>? warn = null)
{
    private const int LargestAddress = 4096;

    private static readonly TimeSpan PipePatience = TimeSpan.FromSeconds(60);

    /// <summary>Reads the address as it is stored.</summary>
    /// <exception cref="ElevenCostException"><c>AlertAddressNotFound</c>, <c>AlertAddressNotSupported</c> for a vault.</exception>
    public async Task<string> ReadAsync(AlertTarget target, CancellationToken cancellationToken) => target.AddressSource switch
    {
        AlertAddressSource.Environment => environment(target.Variable!) is { } value && !string.IsNullOrWhiteSpace(value) ? value : throw AlertErrors.VariableNotSet(target),
        AlertAddressSource.File => await ReadFileAsync(target, cancellationToken),
        _ => throw AlertErrors.VaultNotSupported(target),
    };

    private async Task<string> ReadFileAsync(AlertTarget target, CancellationToken cancellationToken)
    {
        try
        {
            // One byte more than allowed tells whether it is too large, whatever length a pipe or device claims.
            byte[] bytes = new byte[LargestAddress + 1];
            int count = await Task.Run(() => Read(target, bytes), cancellationToken).WaitAsync(PipePatience, cancellationToken);
            string[] lines = [.. Encoding.UTF8.GetString(bytes, 0, count).TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
            return count > LargestAddress ? throw AlertErrors.FileNotReadable(target, "it is larger than 4 KiB.", null)
                : lines.Length != 1 ? throw AlertErrors.FileNotReadable(target, lines.Length == 0 ? "it is empty." : "it holds more than one line.", null)
                : lines[0];
        }
        catch (TimeoutException e)
        {
            throw AlertErrors.FileNotReadable(target, "it is a pipe or a device that gave nothing within 60 seconds.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw AlertErrors.FileNotReadable(target, e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : e.Message, e);
        }
    }

    /// <summary>Opening a pipe that nobody writes to waits, and can't be cancelled: for a thread that may be left behind.</summary>
    private int Read(AlertTarget target, byte[] bytes)
    {
        using var stream = new FileStream(target.Path!, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        WarnIfOthersRead(stream, target);
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
    }

    private void WarnIfOthersRead(FileStream stream, AlertTarget target)
    {
        if (HomeFile.CanOthersRead(stream.SafeFileHandle))
        {
            warn?.Invoke(new Warning(AlertWarnings.AlertFileReadableByOthers,
                $"The file '{target.Path}' with the address of the alert '{target.Name}' can be read by other users of this machine. Run: chmod 600 '{target.Path}'"));
        }
    }
}
