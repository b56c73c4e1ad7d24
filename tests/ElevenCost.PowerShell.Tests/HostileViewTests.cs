using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using System.Text.RegularExpressions;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.PowerShell.Tests;

/// <summary>A home whose every name attacks a terminal: values of each dimension, and what a user named as far as that can be set.</summary>
public sealed class HostileHome : IDisposable
{
    public HostileHome()
    {
        Session.Do("$null = Connect-ElevenLabsCost try -Demo; $null = Sync-ElevenLabsUsage -Days 40");
        HostileLedger.Rename(Path.Combine(Session.Home, "ledger.db"));
        Session.Run("""
            foreach ($n in $args[0]) {
                Set-ElevenLabsBudget $n -Amount 5 -ApiKey $n -Confirm:$false
                Set-ElevenLabsCostCenter $n -Shares $n -ApiKey $n
                Set-ElevenLabsAlert $n Slack -Variable ELEVENCOST_ALERT_X
                Set-ElevenLabsPrice $n -MonthlyPrice 5 -MonthlyCredits 1000 -Note $n
            }
            """, [Names]);
        Session.TakeShown();
    }

    internal static string[] Names { get; } = [.. HostileNames.All.Values];

    internal ModuleSession Session { get; } = new();

    public void Dispose() => Session.Dispose();
}

/// <summary>Hostile names through each cmdlet that shows names, and each question and preview of one that changes something. Objects keep names whole; what is looked at is what a terminal gets.</summary>
public sealed partial class HostileViewTests(HostileHome home) : IClassFixture<HostileHome>
{
    private static readonly string[] s_dimensions = ["Product", "Model", "ApiKey", "Voice", "User", "Group", "Source", "Region", "CostCenter"];

    /// <summary>What asks each cmdlet that shows something; once, or with <c>$n</c> for each name.</summary>
    private static readonly Dictionary<string, string[]> s_reading = new()
    {
        ["Compare-ElevenLabsCost"] = [.. ByDimension("Compare-ElevenLabsCost -Last 15d -GroupBy ")],
        ["Compare-ElevenLabsPlan"] = ["Compare-ElevenLabsPlan", "Compare-ElevenLabsPlan -Plan $n"],
        ["Find-ElevenLabsCostAnomaly"] = [.. ByDimension("Find-ElevenLabsCostAnomaly -Last 20d -MinimumAmount 0 -GroupBy ")],
        ["Get-ElevenLabsAlert"] = ["Get-ElevenLabsAlert", "Get-ElevenLabsAlert $n", "Get-ElevenLabsAlert | Format-List"],
        ["Get-ElevenLabsBudget"] = ["Get-ElevenLabsBudget", "Get-ElevenLabsBudget $n"],
        ["Get-ElevenLabsConnection"] = ["Get-ElevenLabsConnection", "Get-ElevenLabsConnection $n"],
        ["Get-ElevenLabsCost"] =
        [
            .. ByDimension("Get-ElevenLabsCost -Last 30d -GroupBy "), "Get-ElevenLabsCost -Last 3d -Model $n -ApiKey $n", "Get-ElevenLabsCost -Connection $n",
            "Get-ElevenLabsCost -Last 3d -GroupBy Product, Model | Format-List",
        ],
        ["Get-ElevenLabsCostCenter"] = ["Get-ElevenLabsCostCenter", "Get-ElevenLabsCostCenter $n", "Get-ElevenLabsCostCenter -Explain"],
        ["Get-ElevenLabsCostForecast"] = [.. ByDimension("Get-ElevenLabsCostForecast -GroupBy ")],
        ["Get-ElevenLabsCoverage"] = ["Get-ElevenLabsCoverage -Last 10d", "Get-ElevenLabsCoverage $n"],
        ["Get-ElevenLabsKeyLimit"] = ["Get-ElevenLabsKeyLimit", "Get-ElevenLabsKeyLimit $n"],
        ["Get-ElevenLabsLedger"] = ["Get-ElevenLabsLedger"],
        ["Get-ElevenLabsLedgerChange"] = ["Get-ElevenLabsLedgerChange", "Get-ElevenLabsLedgerChange $n"],
        ["Get-ElevenLabsPrice"] = ["Get-ElevenLabsPrice", "Get-ElevenLabsPrice $n"],
        ["Get-ElevenLabsQuota"] = ["Get-ElevenLabsQuota", "Get-ElevenLabsQuota $n"],
        ["Get-ElevenLabsRequest"] = ["Get-ElevenLabsRequest -Limit 5", "Get-ElevenLabsRequest -Connection $n"],
        ["Get-ElevenLabsSyncSchedule"] = ["Get-ElevenLabsSyncSchedule"],
        ["Get-ElevenLabsUsage"] = [.. ByDimension("Get-ElevenLabsUsage -Last 30d -GroupBy "), "Get-ElevenLabsUsage -Last 3d", "Get-ElevenLabsUsage -Last 3d -Voice $n"],
        ["Get-ElevenLabsWebhook"] = ["Get-ElevenLabsWebhook", "Get-ElevenLabsWebhook $n"],
        ["Show-ElevenLabsCost"] = [.. ByDimension("Show-ElevenLabsCost -Last 30d -GroupBy "), "Show-ElevenLabsCost $n"],
        ["Test-ElevenLabsBudget"] = ["Test-ElevenLabsBudget", "Test-ElevenLabsBudget $n"],
        ["Test-ElevenLabsConnection"] = ["Test-ElevenLabsConnection", "Test-ElevenLabsConnection $n"],
        ["Test-ElevenLabsCost"] = ["Test-ElevenLabsCost", "Test-ElevenLabsCost $n"],
    };

    /// <summary>What each cmdlet is to change, with <c>$n</c> for each name and <c>@w</c> for -WhatIf or -Confirm.</summary>
    private static readonly Dictionary<string, string> s_changing = new()
    {
        ["Connect-ElevenLabsCost"] = "Connect-ElevenLabsCost $n -Demo @w",
        ["Copy-ElevenLabsLedger"] = "Copy-ElevenLabsLedger -To (Join-Path $PWD ($n + '.db')) @w",
        ["Disconnect-ElevenLabsCost"] = "Disconnect-ElevenLabsCost $n @w",
        ["Export-ElevenLabsCost"] = "Export-ElevenLabsCost -Path ($n + '.csv') @w",
        ["Invoke-ElevenLabsSync"] = "Invoke-ElevenLabsSync $n @w",
        ["New-ElevenLabsCostReport"] = "New-ElevenLabsCostReport -Path ($n + '.html') @w",
        ["Register-ElevenLabsSyncSchedule"] = "Register-ElevenLabsSyncSchedule -Connection $n -EnvironmentFile $n -Scheduler Cron -SkipCheck @w",
        ["Remove-ElevenLabsAlert"] = "Remove-ElevenLabsAlert $n @w",
        ["Remove-ElevenLabsBudget"] = "Remove-ElevenLabsBudget $n @w",
        ["Remove-ElevenLabsCostCenter"] = "Remove-ElevenLabsCostCenter $n @w",
        ["Remove-ElevenLabsPrice"] = "Remove-ElevenLabsPrice $n @w",
        ["Send-ElevenLabsAlert"] = "Send-ElevenLabsAlert $n -WhatIf",
        ["Set-ElevenLabsAlert"] = "Set-ElevenLabsAlert $n Slack -Variable ELEVENCOST_ALERT_X @w",
        ["Set-ElevenLabsBudget"] = "Set-ElevenLabsBudget $n -Amount 5 -ApiKey $n @w",
        ["Set-ElevenLabsConnection"] = "Set-ElevenLabsConnection $n -NoBalance @w",
        ["Set-ElevenLabsCostCenter"] = "Set-ElevenLabsCostCenter $n -Shares $n -ApiKey $n @w",
        ["Set-ElevenLabsLedger"] = "Set-ElevenLabsLedger ('postgresql://127.0.0.1:9/' + $n) @w",
        ["Set-ElevenLabsPrice"] = "Set-ElevenLabsPrice $n -MonthlyPrice 5 -MonthlyCredits 1000 @w",
        ["Sync-ElevenLabsUsage"] = "Sync-ElevenLabsUsage $n @w",
        ["Unregister-ElevenLabsSyncSchedule"] = "Unregister-ElevenLabsSyncSchedule @w",
    };

    // One by one: PowerShell's own list of rows whose columns differ from those of the first ones shows them raw.
    private static IEnumerable<string> ByDimension(string question) => s_dimensions.Select(dimension => question + dimension);

    public static IEnumerable<object[]> Reading => s_reading.SelectMany(cmdlet => cmdlet.Value.Select(script => new object[] { cmdlet.Key, script }));

    public static IEnumerable<object[]> Changing => s_changing.Select(cmdlet => new object[] { cmdlet.Key, cmdlet.Value });

    [Theory]
    [MemberData(nameof(Reading))]
    public void What_a_cmdlet_shows_is_plain(string cmdlet, string script)
    {
        string text = Show(script, "");
        CheckPlain(text, script);
        // There is no schedule, and not in every dimension something unusual.
        Assert.False(string.IsNullOrWhiteSpace(text) && cmdlet is not ("Get-ElevenLabsSyncSchedule" or "Find-ElevenLabsCostAnomaly"), script);
    }

    [Theory]
    [MemberData(nameof(Changing))]
    public void What_a_cmdlet_previews_and_asks_is_plain(string cmdlet, string script)
    {
        string before = home.Session.State();
        string preview = Show(script, "WhatIf");
        CheckPlain(preview, $"{script} WhatIf");
        CheckPlain(Show(script, "Confirm"), $"{script} Confirm");
        Assert.Equal(before, home.Session.State());

        // Some reject every hostile name; of the others the preview must have been there to be looked at.
        Assert.True(cmdlet is not ("Set-ElevenLabsBudget" or "Set-ElevenLabsPrice" or "Export-ElevenLabsCost" or "New-ElevenLabsCostReport" or "Copy-ElevenLabsLedger")
            || preview.Contains("What if:", StringComparison.Ordinal), preview);
    }

    [Fact]
    public void Every_cmdlet_that_shows_names_or_changes_something_is_looked_at()
    {
        string[] cmdlets = home.Session.Lines("(Get-Command -Module ElevenCost -CommandType Cmdlet).Name | Sort-Object");
        Assert.Equal(cmdlets.Where(name => ReadingVerb().IsMatch(name)), s_reading.Keys.Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(
            home.Session.Lines("(Get-Command -Module ElevenCost -CommandType Cmdlet | Where-Object { $_.Parameters.ContainsKey('WhatIf') }).Name | Sort-Object"),
            s_changing.Keys.Order(StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void No_cmdlet_writes_past_the_methods_that_make_a_text_fit_for_a_terminal()
    {
        string[] raw = ["ShouldProcess", "ShouldContinue", "WriteWarning", "WriteVerbose", "WriteDebug", "WriteInformation"];
        using var file = new PEReader(File.OpenRead(home.Session.Line("(Get-Command Get-ElevenLabsCost).ImplementingType.Assembly.Location")));
        MetadataReader metadata = file.GetMetadataReader();
        byte[][] tokens =
        [
            .. metadata.MemberReferences.Where(handle => metadata.GetMemberReference(handle) is { Parent.Kind: HandleKind.TypeReference } member
                && raw.Contains(metadata.GetString(member.Name))
                && metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Namespace) == "System.Management.Automation")
                .Select(handle => BitConverter.GetBytes(MetadataTokens.GetToken(handle))),
        ];
        string[] callers =
        [
            .. metadata.MethodDefinitions.Select(metadata.GetMethodDefinition)
                .Where(method => method.RelativeVirtualAddress != 0
                    && file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() is { } code && tokens.Any(token => code.AsSpan().IndexOf(token) >= 0))
                .Select(method => metadata.GetString(metadata.GetTypeDefinition(method.GetDeclaringType()).Name)).Distinct(),
        ];
        Assert.Equal(["ElevenCostCommand"], callers);
    }

    /// <summary>What a terminal of 120 columns would get of a script on every stream, and of the host.</summary>
    private string Show(string script, string question)
    {
        // With OutputRendering PlainText or Host PowerShell would take the attack away itself, as it does for a terminal without colors.
        Outcome outcome = home.Session.Run("""
            $script, $names, $question = $args
            $rendering = $PSStyle.OutputRendering
            $PSStyle.OutputRendering = 'Ansi'
            $VerbosePreference = 'Continue'
            $w = if ($question) { @{ $question = $true } } else { @{} }
            $body = [scriptblock]::Create("param(`$n, `$w)`n$script")
            foreach ($n in $script -match '\$n\b' ? $names : @('')) {
                $written = @(try { & $body $n $w *>&1 } catch { $_ })
                $written | Out-String -Width 120
                foreach ($one in $written) { if ($one -is [Management.Automation.ErrorRecord]) { "$one"; $one.ErrorDetails.RecommendedAction } }
            }
            $PSStyle.OutputRendering = $rendering
            """, script, HostileHome.Names, question);
        return string.Join('\n',
            [
                .. outcome.Lines, .. outcome.Errors.Select(error => error.ToString()), .. outcome.Warnings, .. outcome.Verbose,
                .. outcome.Progress.SelectMany(progress => new[] { progress.Activity, progress.StatusDescription, progress.CurrentOperation ?? "" }), home.Session.TakeShown(),
            ]);
    }

    private static void CheckPlain(string text, string script)
    {
        // Colors are PowerShell's own, and no hostile name consists of one.
        string[] found = TerminalText.Unsafe(Color().Replace(text, "").Replace("\r\n", "\n", StringComparison.Ordinal));
        Assert.True(found.Length == 0, $"{script} writes U+{string.Join(", U+", found)}: {JsonSerializer.Serialize(text)}");
    }

    [GeneratedRegex("^(Get|Find|Compare|Show|Test)-")]
    private static partial Regex ReadingVerb();

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Color();
}
