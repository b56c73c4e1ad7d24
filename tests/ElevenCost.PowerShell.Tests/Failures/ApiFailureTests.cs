using System.Management.Automation;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests.Failures;

/// <summary>A connection whose API fails as each test has it, and the demo, which goes on.</summary>
public sealed class ApiFailureHome : IAsyncLifetime
{
    public SimulatorServer Simulator { get; private set; } = null!;

    internal ModuleSession Session { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Simulator = await Api.StartAsync(new SimulatorOptions { Days = 10 });
        Session = new ModuleSession(Simulator.ApiKey);
        Session.Do("$null = Connect-ElevenLabsCost bad -BaseUri $args[0]; $null = Connect-ElevenLabsCost good -Demo", Simulator.BaseUri);
    }

    public async Task DisposeAsync()
    {
        Session.Dispose();
        await Simulator.DisposeAsync();
    }
}

/// <summary>Every failure of the API that the simulator can play: by Sync-, Test- and Connect-, with id, category, words and remedy.</summary>
public sealed class ApiFailureTests(ApiFailureHome home) : IClassFixture<ApiFailureHome>, IDisposable
{
    /// <summary>Fault, id, category, words of the message, words of the remedy.</summary>
    public static TheoryData<string, string, ErrorCategory, string, string> Cases => new()
    {
        { "needs-authorization", "ApiKeyMissing", ErrorCategory.AuthenticationError, "without an API key", "proxy" },
        { "invalid-api-key", "ApiKeyInvalid", ErrorCategory.AuthenticationError, "mistyped, revoked", "API keys" },
        { "invalid-authorization-header", "AuthorizationHeaderRefused", ErrorCategory.AuthenticationError, "authorization header", "proxy" },
        { "api-key-id-used-as-api-key", "ApiKeyIdUsed", ErrorCategory.AuthenticationError, "the ID of an API key", "sk_" },
        { "quota-exceeded", "QuotaExceeded", ErrorCategory.LimitsExceeded, "no credits left", "limit" },
        { "detected-unusual-activity", "AccountSuspended", ErrorCategory.AuthenticationError, "suspended", "support" },
        { "payment-required", "PaymentRequired", ErrorCategory.AuthenticationError, "HTTP 402", "subscription" },
        { "workspace-not-found", "WorkspaceNotFound", ErrorCategory.ObjectNotFound, "another region", "region" },
        { "validation", "RequestRejected", ErrorCategory.ConnectionError, "HTTP 422", "Update ElevenCost" },
        { "html", "ProxyAnswered", ErrorCategory.ConnectionError, "a proxy, firewall or sign-in page", "HTTPS_PROXY" },
        { "html:403", "ProxyAnswered", ErrorCategory.ConnectionError, "a proxy, firewall or sign-in page", "HTTPS_PROXY" },
        { "malformed", "ResponseNotValid", ErrorCategory.InvalidResult, "not what the API documents", "report" },
        { "redirect:http://127.0.0.1:9/", "RedirectRefused", ErrorCategory.ConnectionError, "redirects", "base address" },
        { "rate-limit:100000,retry-after=3600", "RateLimited", ErrorCategory.LimitsExceeded, "HTTP 429", "later" },
        { "server-error:100000,403", "AccessDenied", ErrorCategory.PermissionDenied, "HTTP 403", "permission" },
    };

    public void Dispose() => home.Simulator.Faults.Clear();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sync_says_what_failed_in_error_and_result_and_the_other_connection_goes_on(string fault, string id, ErrorCategory category, string words, string remedy)
    {
        // A stream that is not JSON cannot be told from one that broke off.
        (id, words, remedy) = fault == "malformed" ? ("ResponseIncomplete", "broke off", "again") : (id, words, remedy);
        Fail(fault);
        Outcome outcome = home.Session.Run("Sync-ElevenLabsUsage * -Days 3 -Force");
        Says(outcome, $"{id},ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand", category, words, remedy);
        Assert.DoesNotContain("Exception", outcome.Errors[0].Exception.Message, StringComparison.Ordinal);
        dynamic bad = outcome.Output[0]!;
        dynamic good = outcome.Output[1]!;
        Assert.Equal($"bad False {id}", $"{bad.Connection} {bad.Succeeded} {bad.ErrorId}");
        Assert.Contains(words, (string)bad.Error, StringComparison.Ordinal);
        Assert.Contains(remedy, (string)bad.Remedy, StringComparison.Ordinal);
        Assert.Equal("good True 3", $"{good.Connection} {good.Succeeded} {good.DaysSynced}");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Test_has_a_row_that_did_not_pass(string fault, string id, ErrorCategory category, string words, string remedy)
    {
        _ = (category, words);
        Fail(fault);
        dynamic row = Assert.Single(home.Session.Do("Test-ElevenLabsConnection bad | Where-Object Name -EQ Key").Output)!;
        Assert.Equal($"False {id}", $"{row.Passed} {row.ErrorId}");
        Assert.Contains(remedy, (string)row.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Connect_remembers_nothing(string fault, string id, ErrorCategory category, string words, string remedy)
    {
        _ = words;
        Fail(fault);
        string before = home.Session.State();
        Outcome outcome = home.Session.Run("Connect-ElevenLabsCost late -BaseUri $args[0]", home.Simulator.BaseUri);
        Assert.Empty(outcome.Output);
        Says(outcome, $"{id},ElevenCost.PowerShell.Commands.ConnectElevenLabsCostCommand", category, "'late'", remedy);
        Assert.Equal(before, home.Session.State());
    }

    [Theory]
    [InlineData("rate-limit:2,retry-after-ms=50@/v1/workspace/analytics")]
    [InlineData("server-error:1,502@/v1/workspace/analytics")]
    public void A_failure_that_passes_is_no_error(string fault)
    {
        Api.Misbehave(home.Simulator, fault);
        Assert.Equal("True", home.Session.Line("(Sync-ElevenLabsUsage bad -Days 3 -Force).Succeeded"));
    }

    /// <summary>One error, with these words and this advice.</summary>
    internal static void Says(Outcome outcome, string id, ErrorCategory category, string words, string remedy)
    {
        Assert.Equal(id, outcome.ErrorId);
        Assert.Equal(category, outcome.Errors[0].CategoryInfo.Category);
        Assert.Contains(words, outcome.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, outcome.Remedy, StringComparison.Ordinal);
    }

    private void Fail(string fault) => Api.Misbehave(home.Simulator, $"{fault}@/v1/models", $"{fault}@/v1/workspace/analytics", $"{fault}@/v1/usage");
}
