using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ElevenCost.Engine.Alerts;

/// <summary>Runs a program, without a shell and without arguments, and writes the message as JSON to its standard input.</summary>
internal sealed class ProgramDelivery : IAlertDelivery
{
    private static readonly TimeSpan RunPatience = TimeSpan.FromSeconds(60);

    // What the program has no use for, and could show.
    private static readonly string[] SecretVariables = [Connections.KeyReader.Variable, "PGPASSWORD"];

    /// <inheritdoc/>
    public async Task DeliverAsync(AlertTarget target, AlertAddress address, AlertMessage message, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(address.Program!)
        {
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        foreach (string variable in start.Environment.Keys.Where(name => SecretVariables.Contains(name) || name.StartsWith(AlertTargetReader.VariablePrefix, StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(variable);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(RunPatience);
        using Process process = Start(target, start);
        try
        {
            // What it prints is read, or a full pipe would stop it, and left: it could hold anything. A child of its own may hold the pipes for longer.
            Drain(process.StandardOutput.BaseStream, patience.Token);
            Drain(process.StandardError.BaseStream, patience.Token);
            await WriteAsync(process, message.ToJson() + "\n", patience.Token);
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw AlertErrors.NotDelivered(target, "the program did not exit within 60 seconds and was stopped.", "Make it exit within that time.", e);
        }

        if (process.ExitCode != 0)
        {
            throw AlertErrors.NotDelivered(target, string.Create(CultureInfo.InvariantCulture, $"the program exited with {process.ExitCode}."), "Run it by hand to see why.");
        }
    }

    private static void Drain(Stream output, CancellationToken cancellationToken) => output.CopyToAsync(Stream.Null, cancellationToken)
        .ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static Process Start(AlertTarget target, ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            throw AlertErrors.NotDelivered(target, "the program cannot be started.", "Check that you may run it.", e);
        }
    }

    private static async Task WriteAsync(Process process, string json, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(json.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading all of it: its exit code says whether that is a failure.
        }
    }
}
