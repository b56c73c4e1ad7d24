using System.Management.Automation;
using System.Management.Automation.Runspaces;
using Microsoft.PowerShell;

namespace ElevenCost.Module;

/// <summary>Runs a script with named parameters, <c>SCRIPT -Name VALUE ...</c>, in a PowerShell that comes with this program.</summary>
internal static class Program
{
    /// <summary>Returns 0 if the script ran without an error.</summary>
    public static int Main(string[] args)
    {
        var state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }

        using Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        using var shell = System.Management.Automation.PowerShell.Create(runspace);
        shell.AddCommand(Path.GetFullPath(args[0]));
        for (int i = 1; i + 1 < args.Length; i += 2)
        {
            shell.AddParameter(args[i].TrimStart('-'), args[i + 1]);
        }

        try
        {
            shell.Invoke();
        }
        catch (RuntimeException failure)
        {
            // MSBuild shows it as its own where it reads so.
            Console.Error.WriteLine($"{args[0]} : error : {failure.Message}");
            Console.Error.WriteLine(failure.ErrorRecord.ScriptStackTrace);
            return 1;
        }

        foreach (ErrorRecord error in shell.Streams.Error)
        {
            Console.Error.WriteLine($"{args[0]} : error : {error}");
        }

        return shell.HadErrors ? 1 : 0;
    }
}
