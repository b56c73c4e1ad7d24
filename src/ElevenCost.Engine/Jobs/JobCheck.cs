using ElevenCost.Engine.Api;
using ElevenCost.Engine.Connections;
using ElevenCost.Engine.Ledger;

namespace ElevenCost.Engine.Jobs;

/// <summary>Tests what a job needs, in the process that is started as the job will be.</summary>
/// <param name="parts">What a job needs of the engine.</param>
/// <param name="openLedger">Opens the ledger.</param>
/// <param name="readAddress">Reads the address of an alert.</param>
public sealed class JobCheck(SyncJobParts parts, Func<RelationalLedger> openLedger, Func<AlertTarget, CancellationToken, Task<string>> readAddress)
{
    /// <summary>Tests the home, the ledger, the key of each connection, whether ElevenLabs answers, and the address of each alert. Nothing is sent but what probes a key.</summary>
    /// <param name="connections">Names or wildcards of the connections; empty for every connection.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async Task<IReadOnlyList<ScheduleCheck>> RunAsync(IReadOnlyList<string> connections, CancellationToken cancellationToken)
    {
        var checks = new List<ScheduleCheck>
        {
            await TryAsync("Log", parts.Home.Path, () =>
            {
                WriteTest();
                return Task.FromResult("The home can be written.");
            }),
            await TryAsync("Ledger", "", async () =>
            {
                RelationalLedger ledger = openLedger();
                await ledger.CheckWritableAsync(cancellationToken);
                return $"The ledger can be written: {ledger.Location}";
            }),
        };
        IReadOnlyList<Connection> found = [];
        checks.Add(await TryAsync("Connections", string.Join(", ", connections), () =>
        {
            IConnectionSource source = parts.KeyedConnections();
            found = connections.Count > 0 ? source.Resolve(connections) : source.ReadAll();
            found = found.Count > 0 ? found : source.Resolve([]);
            return Task.FromResult($"To sync: {string.Join(", ", found.Select(connection => connection.Name))}.");
        }));
        foreach (Connection connection in found)
        {
            await AddAsync(checks, connection, cancellationToken);
        }

        // A ledger that can't be read was told already.
        IReadOnlyList<AlertTarget> targets = [];
        _ = await TryAsync("Alert", "", async () =>
        {
            targets = await parts.Alerts().ListAsync([], cancellationToken);
            return "";
        });
        foreach (AlertTarget target in targets)
        {
            checks.Add(await TryAsync("Alert", target.Name, async () =>
            {
                await readAddress(target, cancellationToken);
                return "The address can be read.";
            }));
        }

        return checks;
    }

    private async Task AddAsync(List<ScheduleCheck> checks, Connection connection, CancellationToken cancellationToken)
    {
        IElevenLabsApi? api = null;
        ScheduleCheck key = await TryAsync("Key", connection.Name, async () =>
        {
            api = await parts.OpenApi(connection, cancellationToken);
            return "The key can be read unattended.";
        });
        checks.Add(key.Passed || connection.KeySource != KeySource.Environment ? key : key with
        {
            Remedy = "A job does not have the variables of this session. "
                + Advice.Of($"Store the key in a vault: Connect-ElevenLabsCost {connection.Name}", $"Store the key in a file: elevencost connect {connection.Name} --api-key-file FILE")
                + $". Or write ELEVENLABS_API_KEY=... to a file that only you can read, and give it as {Advice.Of("-EnvironmentFile", "--environment-file")}.",
        });
        using (api)
        {
            if (api is null)
            {
                return;
            }

            Capability[] failed = [.. (await ConnectionProbe.RunAsync(connection, api, parts.Time, null, cancellationToken)).Where(capability => capability is { Passed: false, Required: true })];
            checks.Add(failed.Length == 0 ? new ScheduleCheck("Api", connection.Name, true, "ElevenLabs answers and accepts the key.")
                : new ScheduleCheck("Api", connection.Name, false, failed[0].Message, failed[0].Remedy, failed[0].ErrorId, failed[0].ErrorCategory));
        }
    }

    private void WriteTest()
    {
        try
        {
            Home.CreatePrivateFolder(parts.Home.Path);
            string path = Path.Combine(parts.Home.Path, $".check.{Guid.NewGuid():N}.tmp");
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            stream.WriteByte(0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw JobErrors.NoLog(parts.Home.Path, e);
        }
    }

    private static async Task<ScheduleCheck> TryAsync(string name, string target, Func<Task<string>> work)
    {
        try
        {
            return new ScheduleCheck(name, target, true, await work());
        }
        catch (ElevenCostException failure)
        {
            return new ScheduleCheck(name, target, false, failure.Message, failure.Remedy, failure.ErrorId, failure.Category);
        }
    }
}
