using System.Text;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Schedules;

/// <summary>One thing that registering or removing a schedule does: what is shown is what is done.</summary>
internal abstract record SchedulerChange
{
    /// <summary>The change in full, of one or more lines.</summary>
    public abstract string Text { get; }

    /// <summary>Does it.</summary>
    /// <exception cref="ElevenCostException"><c>SchedulerFailed</c>.</exception>
    public abstract Task ApplyAsync(Platform platform, CancellationToken cancellationToken);

    /// <summary>A text of several lines below another.</summary>
    private protected static string Indented(string text) => string.Join('\n', text.TrimEnd('\n').Split('\n').Select(line => "    " + line));
}

/// <summary>Writes a file whole, readable by its owner alone.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Content">What stands in it.</param>
/// <param name="IsUtf16">Whether it is UTF-16 with a byte order mark, and not UTF-8 without.</param>
internal sealed record WriteFileChange(string Path, string Content, bool IsUtf16 = false) : SchedulerChange
{
    /// <inheritdoc/>
    public override string Text => $"Write the file {Path}:\n{Indented(Content)}";

    private byte[] Bytes => IsUtf16 ? [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Content)] : Encoding.UTF8.GetBytes(Content);

    /// <summary>Whether the file is there with this content.</summary>
    public bool IsDone()
    {
        try
        {
            return File.Exists(Path) && HomeFile.Read(Path).AsSpan().SequenceEqual(Bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public override async Task ApplyAsync(Platform platform, CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            byte[] bytes = Bytes;
            using var file = AtomicFile.Stage(Path, stream => stream.Write(bytes));
            await file.CommitAsync(platform.Time);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ElevenCostException)
        {
            throw ScheduleErrors.FileFailed(Path, e.InnerException ?? e);
        }
    }
}

/// <summary>Deletes a file.</summary>
/// <param name="Path">The absolute path.</param>
internal sealed record DeleteFileChange(string Path) : SchedulerChange
{
    /// <inheritdoc/>
    public override string Text => $"Delete the file {Path}";

    /// <inheritdoc/>
    public override Task ApplyAsync(Platform platform, CancellationToken cancellationToken)
    {
        try
        {
            File.Delete(Path);
            return Task.CompletedTask;
        }
        catch (DirectoryNotFoundException)
        {
            return Task.CompletedTask;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ScheduleErrors.FileFailed(Path, e);
        }
    }
}

/// <summary>Runs a program of the platform.</summary>
/// <param name="Command">The program and its arguments.</param>
/// <param name="Input">What is written to its standard input; null for nothing.</param>
/// <param name="MayFail">Whether it is no failure if it fails: it takes away what may not be there.</param>
internal sealed record RunChange(JobCommand Command, string? Input = null, bool MayFail = false) : SchedulerChange
{
    /// <inheritdoc/>
    public override string Text => Input is null ? $"Run: {Command}"
        : $"Run: {Command}, with the input:\n{Indented(Input)}";

    /// <inheritdoc/>
    public override async Task ApplyAsync(Platform platform, CancellationToken cancellationToken)
    {
        ProgramResult result = await platform.RunAsync(Command, Input, cancellationToken);
        if (result.ExitCode != 0 && !MayFail)
        {
            throw ScheduleErrors.Failed(Command.ToString(), result.Error.Length > 0 ? result.Error : result.Output.Length > 0 ? result.Output : $"it exited with {result.ExitCode}");
        }
    }
}
