using System.Diagnostics;

namespace ElevenCost.Bench;

/// <summary>Processes of .NET that the bench starts; their errors go where its own go.</summary>
internal static class ChildProcess
{
    /// <summary>Starts a program that was built beside the bench.</summary>
    /// <param name="assembly">Its assembly.</param>
    /// <param name="withInput">Whether the bench writes to its standard input.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process Start(string assembly, bool withInput, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardInput = withInput };
        // Built for .NET 8; whatever later one the machine has will do.
        start.Environment["DOTNET_ROLL_FORWARD"] = "Major";
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, assembly));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
    }
}
