using System.Text;
using Microsoft.Win32.SafeHandles;

namespace ElevenCost.Engine.Alerts;

/// <summary>Reads the address of a target from the environment or a file. No message holds any part of one.</summary>
/// <param name="environment">The value of an environment variable.</param>
/// <param name="warn">Receives a warning if other users can read the file.</param>
public sealed class AlertAddressReader(Func<string, string?> environment, Action<Warning>? warn = null)
{
    private const int LargestAddress = 4096;

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
            byte[] bytes = await GivenFile.ReadAsync(target.Path!, LargestAddress, file => WarnIfOthersRead(file, target), TimeProvider.System, cancellationToken);
            string[] lines = [.. Encoding.UTF8.GetString(bytes).TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
            return bytes.Length > LargestAddress ? throw AlertErrors.FileNotReadable(target, "it is larger than 4 KiB.", null)
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

    private void WarnIfOthersRead(SafeFileHandle file, AlertTarget target)
    {
        if (HomeFile.CanOthersRead(file))
        {
            warn?.Invoke(new Warning(AlertWarnings.AlertFileReadableByOthers,
                $"The file '{target.Path}' with the address of the alert '{target.Name}' can be read by other users of this machine. Run: chmod 600 '{target.Path}'"));
        }
    }
}
