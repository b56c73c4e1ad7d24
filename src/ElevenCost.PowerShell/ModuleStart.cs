using System.Management.Automation;
using ElevenCost.Engine.Costing;
using ElevenCost.Engine.Tables;
using ElevenCost.PowerShell.Commands;
using ElevenCost.PowerShell.Secrets;
using ElevenCost.PowerShell.Views;

namespace ElevenCost.PowerShell;

/// <summary>Makes ready for the first question while a person still types it, and while a script goes on to it.</summary>
public sealed class ModuleStart : IModuleAssemblyInitializer
{
    /// <summary>How long an import waits at most: what is left of its own time, by bench/Measure-Module.ps1, is more.</summary>
    private const int PatienceMilliseconds = 20;

    private static int _isStarted;

    /// <summary>Runs at each import; what it makes ready is of the process, and so is done once.</summary>
    public void OnImport()
    {
        // Where there is one processor, whatever is compiled beside the import would only delay it.
        if (Environment.ProcessorCount > 1 && Interlocked.Exchange(ref _isStarted, 1) == 0)
        {
            // What fails here fails again, and is told, where the answer is not made up.
            Task rehearsal = Task.Run(WarmUpAsync);
            ResultView.Prepare();

            // A script that asks at once would compile the same beside it, and wait for it all the more.
            _ = Task.WaitAny([rehearsal], PatienceMilliseconds);
        }
    }

    private static async Task WarmUpAsync()
    {
        using var command = new GetElevenLabsCostCommand { GroupBy = [Dimension.Model], Granularity = Granularity.Month };
        CostQuery? query = null;
        CostResult result = await StartupWarmup.RunAsync(range => query = command.Query(range, cumulative: false), EngineSession.Time, CancellationToken.None);
        new ResultView(ResultTables.Cost(result, query!), typeof(CostRecord), result.Rows).WarmUp();
        using var session = new EngineSession(new SilentHost(), static _ => { }, null, CancellationToken.None);
        _ = session.Costs;
    }
}
