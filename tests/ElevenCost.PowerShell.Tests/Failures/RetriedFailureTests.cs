using System.Management.Automation;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests.Failures;

/// <summary>A connection a fault, all synced at the same time: each is tried again and again before it is told.</summary>
public sealed class RetriedFailureHome : IAsyncLifetime
{
    private static readonly string[] Faults =
    [
        "rate-limit:100000,none", "server-error:100000,500", "server-error:100000,503", "server-error:100000,408", "server-error:100000,409", "truncated:chunked",
        "truncated:length",
    ];

    private readonly List<SimulatorServer> _simulators = [];

    /// <summary>What became of each fault's connection: its result, its error and the demo's result, as lines.</summary>
    internal Dictionary<string, PSObject> Results { get; } = [];

    public async Task InitializeAsync()
    {
        foreach (string _ in Faults)
        {
            _simulators.Add(await Api.StartAsync(new SimulatorOptions { Days = 10 }));
        }

        using var session = new ModuleSession(_simulators[0].ApiKey);
        for (int i = 0; i < Faults.Length; i++)
        {
            session.Do("$null = Connect-ElevenLabsCost $args[0] -BaseUri $args[1]; $null = Connect-ElevenLabsCost \"$($args[0])-demo\" -Demo", $"c{i}", _simulators[i].BaseUri);
            Api.Misbehave(_simulators[i], $"{Faults[i]}@/v1/workspace/analytics");
        }

        Outcome outcome = session.Do("""
            $manifest = $args[1]
            0..($args[0] - 1) | ForEach-Object -ThrottleLimit 8 -Parallel {
                Import-Module $using:manifest
                $synced = @(Sync-ElevenLabsUsage "c$_", "c$_-demo" -Days 3 -ErrorAction SilentlyContinue -ErrorVariable problem)
                [pscustomobject]@{ Number = $_; Synced = "$($synced.Succeeded)"; Requests = $synced[0].Requests; Count = $problem.Count; Error = $problem[0] }
            }
            """, Faults.Length, Repository.Module);
        foreach (PSObject? row in outcome.Output)
        {
            Results[Faults[LanguagePrimitives.ConvertTo<int>(row!.Properties["Number"].Value)]] = row;
        }
    }

    public async Task DisposeAsync()
    {
        foreach (SimulatorServer simulator in _simulators)
        {
            await simulator.DisposeAsync();
        }
    }
}

/// <summary>Failures that may pass, and do not.</summary>
public sealed class RetriedFailureTests(RetriedFailureHome home) : IClassFixture<RetriedFailureHome>
{
    [Theory]
    [InlineData("rate-limit:100000,none", "RateLimited", ErrorCategory.LimitsExceeded, "HTTP 429")]
    [InlineData("server-error:100000,500", "ServerError", ErrorCategory.ConnectionError, "HTTP 500")]
    [InlineData("server-error:100000,503", "ServerError", ErrorCategory.ConnectionError, "HTTP 503")]
    [InlineData("server-error:100000,408", "ServerError", ErrorCategory.ConnectionError, "HTTP 408")]
    [InlineData("server-error:100000,409", "ServerError", ErrorCategory.ConnectionError, "HTTP 409")]
    [InlineData("truncated:chunked", "ResponseIncomplete", ErrorCategory.InvalidResult, "broke off")]
    [InlineData("truncated:length", "ResponseIncomplete", ErrorCategory.InvalidResult, "broke off")]
    public void It_tries_again_then_says_so_and_the_other_connection_goes_on(string fault, string id, ErrorCategory category, string words)
    {
        dynamic result = home.Results[fault];
        Assert.Equal("False True 1", $"{result.Synced} {result.Count}");
        Assert.True((int)result.Requests > 4);
        var error = (ErrorRecord)result.Error;
        Assert.Equal($"{id},ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand", error.FullyQualifiedErrorId);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Contains(words, error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("again", error.ErrorDetails.RecommendedAction, StringComparison.Ordinal);
    }
}
