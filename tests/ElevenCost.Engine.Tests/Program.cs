using ElevenCost.Engine.Tests.EndToEnd;

namespace ElevenCost.Engine.Tests;

/// <summary>This assembly as a program: one of the processes of <see cref="ManyProcessesTests"/>, or that of <see cref="HungFlush"/>. The test host does not run it.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is ["hung-flush", { } home])
        {
            return await HungFlush.RunAsync(home);
        }

        if (arguments.Length != 1)
        {
            await Console.Error.WriteLineAsync("These are tests: run them with `dotnet test`.");
            return 64;
        }

        return await LedgerWorker.RunAsync(arguments[0]);
    }
}
