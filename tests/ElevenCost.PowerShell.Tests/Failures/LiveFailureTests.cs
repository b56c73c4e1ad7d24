using System.Management.Automation;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests.Failures;

/// <summary>What the cmdlets that ask ElevenLabs at once say of a failure, and that the other connection goes on.</summary>
public sealed class LiveFailureTests : IAsyncLifetime
{
    /// <summary>The cmdlet's class without <c>Command</c>, and how it is called.</summary>
    private static readonly (string Cmdlet, string Call)[] Calls =
    [
        ("GetElevenLabsRequest", "Get-ElevenLabsRequest -Last 2d"),
        ("GetElevenLabsWebhook", "Get-ElevenLabsWebhook"),
        ("GetElevenLabsQuota", "Get-ElevenLabsQuota"),
        ("GetElevenLabsKeyLimit", "Get-ElevenLabsKeyLimit"),
        ("GetElevenLabsCost", "Get-ElevenLabsCost -Last 2d -Granularity Hour"),
        ("GetElevenLabsUsage", "Get-ElevenLabsUsage -Last 2d -Metric TtfbP95"),
        ("TestElevenLabsCost", "Test-ElevenLabsCost -Last 2d"),
    ];

    private SimulatorServer _simulator = null!;
    private ModuleSession _session = null!;

    public async Task InitializeAsync()
    {
        _simulator = await Api.StartAsync(new SimulatorOptions { Days = 5 });
        _session = new ModuleSession(_simulator.ApiKey);
        _session.Do("$null = Connect-ElevenLabsCost acme -BaseUri $args[0]; $null = Connect-ElevenLabsCost -Demo", _simulator.BaseUri);
    }

    public async Task DisposeAsync()
    {
        _session.Dispose();
        await _simulator.DisposeAsync();
    }

    [Theory]
    [InlineData("invalid-api-key", "ApiKeyInvalid", ErrorCategory.AuthenticationError, "mistyped, revoked", "API keys")]
    [InlineData("rate-limit:100000,retry-after=3600", "RateLimited", ErrorCategory.LimitsExceeded, "HTTP 429", "later")]
    [InlineData("server-error:100000,500", "ServerError", ErrorCategory.ConnectionError, "HTTP 500", "again")]
    public void Each_says_id_category_words_and_remedy(string fault, string id, ErrorCategory category, string words, string remedy)
    {
        Api.Misbehave(_simulator, fault);
        foreach ((string cmdlet, string call) in Calls)
        {
            Says(cmdlet, call, id, category, words, remedy);
        }
    }

    [Fact]
    public async Task A_host_that_is_gone_cannot_be_reached()
    {
        await _simulator.DisposeAsync();
        foreach ((string cmdlet, string call) in Calls)
        {
            Says(cmdlet, call, "NetworkUnavailable", ErrorCategory.ConnectionError, "cannot be reached: it rejected", "network");
        }
    }

    [Fact]
    public void A_missing_permission_is_named_and_where_only_analytics_are_closed_rows_say_what_was_not_compared()
    {
        Api.Misbehave(_simulator, "missing-permissions:workspace_admin@/");
        foreach ((string cmdlet, string call) in Calls.Where(item => item.Cmdlet != "TestElevenLabsCost"))
        {
            string id = cmdlet == "GetElevenLabsCost" ? "HoursNotReadable" : "MissingPermission";
            Says(cmdlet, call, id, ErrorCategory.PermissionDenied, "workspace_admin", "workspace_admin");
        }

        // What the ledger lacks, because nothing was synced, is another reason.
        string[] reasons = _session.Lines("""
            Test-ElevenLabsCost acme -Last 2d -WarningAction SilentlyContinue |
                Where-Object { "$($_.Cause)" -eq 'NotReadable' -and "$($_.Check)" -ne 'ConsumedAgainstFee' } | ForEach-Object Explanation
            """);
        Assert.NotEmpty(reasons);
        Assert.All(reasons, reason => Assert.Contains("workspace_admin", reason, StringComparison.Ordinal));
    }

    private void Says(string cmdlet, string call, string id, ErrorCategory category, string words, string remedy)
    {
        Outcome outcome = _session.Run($"'acme', 'demo' | {call} -WarningAction SilentlyContinue");
        Assert.All(outcome.Output, row => Assert.Equal("demo", row!.Properties["Connection"].Value));
        Assert.NotEmpty(outcome.Output);
        ApiFailureTests.Says(outcome, $"{id},ElevenCost.PowerShell.Commands.{cmdlet}Command", category, words, remedy);
        Assert.DoesNotContain("Exception", outcome.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal("acme", $"{outcome.Errors[0].TargetObject}");
    }
}
