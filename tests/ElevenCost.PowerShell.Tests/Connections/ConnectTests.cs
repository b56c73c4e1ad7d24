using System.Management.Automation;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests.Connections;

/// <summary>Connections made, listed, made anew and forgotten.</summary>
public sealed class ConnectTests : IAsyncLifetime
{
    private SimulatorServer _simulator = null!;
    private ModuleSession _session = null!;

    public async Task InitializeAsync()
    {
        _simulator = await Api.StartAsync(new SimulatorOptions { Days = 5, Keys = 3 });
        _session = new ModuleSession(_simulator.ApiKey);
    }

    public async Task DisposeAsync()
    {
        _session.Dispose();
        await _simulator.DisposeAsync();
    }

    [Fact]
    public void WhatIf_changes_nothing()
    {
        Assert.Empty(_session.Lines("Connect-ElevenLabsCost acme -BaseUri $args[0] -WhatIf", _simulator.BaseUri));
        Assert.Empty(_session.State());
        All();
        string before = _session.State();
        Assert.Empty(_session.Lines("Disconnect-ElevenLabsCost acme -WhatIf"));
        Assert.Equal(before, _session.State());
    }

    [Fact]
    public void Without_a_connection_the_error_says_how_to_begin()
    {
        Outcome outcome = _session.Run("Get-ElevenLabsCost");
        Assert.Equal("ConnectionNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsCostCommand", outcome.ErrorId);
        Assert.Contains("Connect-ElevenLabsCost", outcome.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_is_called_default_takes_the_key_of_the_environment_and_is_probed()
    {
        dynamic made = Assert.Single(_session.Do("Connect-ElevenLabsCost -BaseUri $args[0]", _simulator.BaseUri).Output)!;
        Assert.Equal($"default Environment UTC Workspace True {_simulator.BaseUri}", $"{made.Name} {made.KeySource} {made.TimeZone} {made.Scope} {made.IsDefault} {made.BaseUri}");
        Assert.Equal(["Key Subscription Billing Analytics UsageStatistics Groups Members ServiceAccounts", "True"], _session.Lines(
            "\"$((Get-ElevenLabsConnection).Capabilities.Name)\"; (Get-ElevenLabsConnection).Capabilities.Passed | Select-Object -Unique"));
        Assert.Equal(["NeverSynced|"], _session.Lines("Get-ElevenLabsConnection | ForEach-Object { \"$($_.Health)|$($_.LastSyncAt)\" }"));
    }

    [Theory]
    [InlineData("Connect-ElevenLabsCost acme -BaseUri $args[0]")]
    [InlineData("Test-ElevenLabsConnection acme")]
    public void A_bar_shows_which_permission_is_tested_of_how_many_from_the_first_request_on(string script)
    {
        _session.Do("Connect-ElevenLabsCost acme -BaseUri $args[0]", _simulator.BaseUri);
        IReadOnlyList<ProgressRecord> shown = _session.Do(script, _simulator.BaseUri).Progress;
        Assert.All(shown, record => Assert.Equal((0, "Testing the key of acme"), (record.ActivityId, record.Activity)));
        string[] names = ["Key", "Subscription", "Analytics", "UsageStatistics", "Groups", "Members", "ServiceAccounts"];
        Assert.Equal(
            ["-1 Starting", .. names.Select((name, done) => $"{100 * done / 7} {done} of 7 permissions, {name}")],
            shown.SkipLast(1).Select(record => $"{record.PercentComplete} {record.StatusDescription}"));
        Assert.Equal(ProgressRecordType.Completed, shown[^1].RecordType);
        Assert.All(shown.SkipLast(1), record => Assert.Equal(ProgressRecordType.Processing, record.RecordType));
    }

    [Fact]
    public void An_error_is_fit_for_a_terminal_in_each_of_its_texts()
    {
        Outcome outcome = _session.Run("Disconnect-ElevenLabsCost \"a`e]0;owned`a$([char]0x202e)b\"");
        ErrorRecord error = Assert.Single(outcome.Errors);
        foreach (string text in new[] { error.Exception.Message, error.ToString(), error.Exception.ToString(), error.ErrorDetails.Message })
        {
            Assert.DoesNotContain('\u001b', text);
            Assert.DoesNotContain('\u202e', text);
            Assert.Contains("\\u001b]0;owned", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Name_zone_scope_and_default_are_kept_and_the_demo_needs_no_key()
    {
        All();
        Assert.Equal(
            ["default Environment UTC Workspace False", "acme Environment Europe/Berlin Account False", "demo Demo UTC Workspace False", "trial Demo America/New_York Workspace True"],
            _session.Lines("Get-ElevenLabsConnection | ForEach-Object { \"$($_.Name) $($_.KeySource) $($_.TimeZone) $($_.Scope) $($_.IsDefault)\" }"));
    }

    [Theory]
    [InlineData("Get-ElevenLabsConnection 'dem*', TRIAL", "demo trial")]
    [InlineData("Get-ElevenLabsConnection -Name ACME", "acme")]
    [InlineData("'acme', 'demo' | Get-ElevenLabsConnection", "acme demo")]
    [InlineData("[pscustomobject]@{ Name = 'demo' } | Get-ElevenLabsConnection", "demo")]
    [InlineData("Get-ElevenLabsConnection 'zz*'", "")]
    public void Connections_are_listed_by_name_wildcard_pipeline_and_property(string script, string names)
    {
        All();
        Assert.Equal(names, _session.Line($"@(({script}).Name | Sort-Object) -join ' '"));
    }

    [Theory]
    [InlineData("Get-ElevenLabsConnection nobody", "GetElevenLabsConnection")]
    [InlineData("Disconnect-ElevenLabsCost nobody", "DisconnectElevenLabsCost")]
    public void A_name_that_there_is_not_is_an_error_that_names_it(string script, string cmdlet)
    {
        Outcome outcome = _session.Run(script);
        Assert.Equal($"ConnectionNotFound,ElevenCost.PowerShell.Commands.{cmdlet}Command", outcome.ErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, outcome.Errors[0].CategoryInfo.Category);
        Assert.Contains("'nobody'", outcome.Errors[0].Exception.Message, StringComparison.Ordinal);
        Assert.Equal("nobody", $"{outcome.Errors[0].TargetObject}");
        Assert.NotEmpty(outcome.Remedy);
    }

    [Fact]
    public void Made_anew_a_connection_keeps_what_is_left_out()
    {
        All();
        Assert.Equal([$"acme Asia/Tokyo Account Environment {_simulator.BaseUri}"], _session.Lines(
            "Connect-ElevenLabsCost ACME -TimeZone Asia/Tokyo | ForEach-Object { \"$($_.Name) $($_.TimeZone) $($_.Scope) $($_.KeySource) $($_.BaseUri)\" }"));
        Assert.Equal(["default", "acme", "demo", "trial"], _session.Lines("(Get-ElevenLabsConnection).Name"));
    }

    [Fact]
    public void Disconnected_a_connection_leaves_its_ledger_and_the_oldest_of_the_others_is_the_default()
    {
        All();
        Assert.Empty(_session.Lines("""
            Disconnect-ElevenLabsCost acme
            $null = Sync-ElevenLabsUsage trial -Days 2
            Get-ElevenLabsConnection tri* | Disconnect-ElevenLabsCost -Confirm:$false
            """));
        Assert.Equal(["default True", "demo False"], _session.Lines("Get-ElevenLabsConnection | ForEach-Object { \"$($_.Name) $($_.IsDefault)\" }"));
        Assert.NotEmpty(_session.Lines("$null = Connect-ElevenLabsCost trial -Demo -TimeZone America/New_York; Get-ElevenLabsUsage trial -Last 2d -WarningAction Ignore"));
    }

    [Theory]
    [InlineData("-Name x -BaseUri {0} -Region eu", "AddressGivenTwice", ErrorCategory.InvalidArgument, "eu")]
    [InlineData("-Name x -BaseUri http://example.com", "BaseUriNotValid", ErrorCategory.InvalidArgument, "example.com")]
    [InlineData("-Name x -BaseUri somewhere", "BaseUriNotValid", ErrorCategory.InvalidArgument, "absolute")]
    [InlineData("-Name a/b -BaseUri {0}", "ConnectionNameNotValid", ErrorCategory.InvalidArgument, "'a/b'")]
    [InlineData("-Name con -BaseUri {0}", "ConnectionNameNotValid", ErrorCategory.InvalidArgument, "'con'")]
    [InlineData("-Name x -BaseUri {0} -TimeZone Mars/Olympus", "TimeZoneNotFound", ErrorCategory.ObjectNotFound, "Mars/Olympus")]
    [InlineData("-Name x -Region mars", "RegionNotFound", ErrorCategory.InvalidArgument, "'mars'")]
    [InlineData("-Name x -BaseUri http://127.0.0.1:9", "NetworkUnavailable", ErrorCategory.ConnectionError, "127.0.0.1")]
    public void What_cannot_be_connected_is_named_with_a_remedy_and_not_remembered(string arguments, string id, ErrorCategory category, string words)
    {
        Outcome outcome = _session.Run($"Connect-ElevenLabsCost {arguments.Replace("{0}", _simulator.BaseUri.ToString(), StringComparison.Ordinal)}");
        Assert.Empty(outcome.Output);
        Failures.ApiFailureTests.Says(outcome, $"{id},ElevenCost.PowerShell.Commands.ConnectElevenLabsCostCommand", category, words, "");
        Assert.NotEmpty(outcome.Remedy);
        Assert.Empty(_session.Lines("Get-ElevenLabsConnection"));
    }

    [Theory]
    [InlineData("-Demo -Region eu")]
    [InlineData("-Demo -ApiKey ([securestring]::new())")]
    [InlineData("-Name x -SecretName s -ApiKey ([securestring]::new())")]
    public void What_excludes_each_other_does_not_bind(string arguments) =>
        Assert.StartsWith("AmbiguousParameterSet", _session.Run($"Connect-ElevenLabsCost {arguments}").ErrorId, StringComparison.Ordinal);

    [Theory]
    [InlineData("acme -TimeZone Europe/Berlin", "LedgerTimeZoneMismatch")]
    [InlineData("acme -Scope Account", "LedgerOfAnotherWorkspace")]
    [InlineData("acme -Demo", "LedgerOfDemo")]
    [InlineData("demo -BaseUri {0}", "LedgerOfDemo")]
    public void A_connection_whose_days_are_kept_keeps_its_zone_and_workspace(string arguments, string id)
    {
        _session.Do("$null = Connect-ElevenLabsCost acme -BaseUri $args[0]; $null = Connect-ElevenLabsCost -Demo; $null = Sync-ElevenLabsUsage -Days 2", _simulator.BaseUri);
        Outcome outcome = _session.Run($"Connect-ElevenLabsCost {arguments.Replace("{0}", _simulator.BaseUri.ToString(), StringComparison.Ordinal)}");
        Assert.Equal($"{id},ElevenCost.PowerShell.Commands.ConnectElevenLabsCostCommand", outcome.ErrorId);
        Assert.Contains("another name", outcome.Remedy, StringComparison.Ordinal);
        Assert.Equal(["UTC", "UTC"], _session.Lines("(Get-ElevenLabsConnection).TimeZone"));
    }

    private void All() => _session.Do("""
        $null = Connect-ElevenLabsCost -BaseUri $args[0]
        $null = Connect-ElevenLabsCost -Name acme -BaseUri $args[0] -TimeZone Europe/Berlin -Scope Account
        $null = Connect-ElevenLabsCost -Demo
        $null = Connect-ElevenLabsCost trial -Demo -TimeZone America/New_York -Default
        """, _simulator.BaseUri);
}
