using System.Globalization;
using System.Text;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Schedules;

/// <summary>The log of scheduled runs: a line for each event, in UTC, readable by its owner alone. It rotates: 1 MiB a file, three older ones beside it.</summary>
/// <param name="path">The file.</param>
/// <param name="time">The clock.</param>
public sealed class JobLog(string path, TimeProvider time)
{
    private const long LargestFile = 1024 * 1024;
    private const int OlderFiles = 3;

    /// <summary>Writes a line. A log that can't be written does not end the run: the exit code and the kept result say how it ended.</summary>
    /// <param name="level">How serious it is: <c>info</c>, <c>warning</c> or <c>error</c>.</param>
    /// <param name="message">What happened. Line breaks become blanks, and whatever looks like a key is masked.</param>
    public void Write(string level, string message)
    {
        string line = string.Create(CultureInfo.InvariantCulture,
            $"{time.GetUtcNow().UtcDateTime:yyyy-MM-dd'T'HH:mm:ss'Z'} {level} {string.Concat(KeyText.Mask(message).Select(character => char.IsControl(character) ? ' ' : character))}\n");
        try
        {
            // Opening a named pipe to write would wait for a reader.
            if (!Directory.Exists(Path.GetDirectoryName(path)) || (File.Exists(path) && !HomeFile.IsRegular(path)))
            {
                return;
            }

            Rotate();
            using var stream = new FileStream(path, AtomicFile.Private(FileMode.Append, FileAccess.Write, FileShare.Read));
            stream.Write(Encoding.UTF8.GetBytes(line));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Writes a step of a run.</summary>
    public void Write(SyncJobStep step) => Write(
        step.State switch { SyncJobState.Succeeded => "info", SyncJobState.NeedsAttention => "warning", _ => "error" }, $"{step} {step.Remedy}".TrimEnd());

    private void Rotate()
    {
        if (!File.Exists(path) || new FileInfo(path).Length < LargestFile)
        {
            return;
        }

        for (int older = OlderFiles; older > 0; older--)
        {
            string from = older == 1 ? path : string.Create(CultureInfo.InvariantCulture, $"{path}.{older - 1}");
            if (File.Exists(from))
            {
                File.Move(from, string.Create(CultureInfo.InvariantCulture, $"{path}.{older}"), overwrite: true);
            }
        }
    }
}
