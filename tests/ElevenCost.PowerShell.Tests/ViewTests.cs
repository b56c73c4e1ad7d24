using System.Text.RegularExpressions;
using System.Xml.Linq;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests;

/// <summary>Every public type at 80 and 120 columns, on a fixed day of a workspace whose days have long been final.</summary>
public sealed class ViewHome : IAsyncLifetime
{
    /// <summary>What is shown, by name, in the order in which it is made.</summary>
    private const string Script = """
        $p = $args[0]
        $WarningPreference = 'SilentlyContinue'
        $objects = [ordered]@{}
        function FromJob($made) { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($made)) }
        $week = @{ StartDate = '2025-03-03'; EndDate = '2025-03-09' }
        $objects.connect = Connect-ElevenLabsCost acme -BaseUri $p.Uri -TimeZone Europe/Berlin
        $null = Connect-ElevenLabsCost -Demo
        $null = Connect-ElevenLabsCost narrow -BaseUri $p.Narrow
        $null = Connect-ElevenLabsCost capped -BaseUri $p.Capped
        $null = Connect-ElevenLabsCost unknown -BaseUri $p.Unknown
        $null = Connect-ElevenLabsCost never -Demo
        $objects.sync = Sync-ElevenLabsUsage acme, demo -StartDate 2025-02-01 -EndDate 2025-03-14
        $null = Sync-ElevenLabsUsage unknown @week
        $objects.'sync-failed' = Sync-ElevenLabsUsage capped -StartDate 2025-03-03 -EndDate 2025-03-05 -ErrorAction SilentlyContinue
        $objects.cost = Get-ElevenLabsCost demo @week
        $objects.'cost-by-model' = Get-ElevenLabsCost demo @week -GroupBy Model -Granularity Day | Select-Object -First 14
        $objects.'cost-by-key-and-model' = Get-ElevenLabsCost acme @week -GroupBy ApiKey, Model -Granularity Week
        $objects.'cost-by-everything' = Get-ElevenLabsCost demo -StartDate 2025-03-03 -EndDate 2025-03-03 -Granularity Day -GroupBy Connection, Product, Model, ApiKey, Voice, User, Group, Source, Region | Select-Object -First 5
        $objects.'cost-by-month' = Get-ElevenLabsCost demo -StartDate 2025-02-01 -EndDate 2025-03-14 -GroupBy Product -Granularity Month
        $objects.'cost-in-total' = Get-ElevenLabsCost demo @week -Granularity Total
        $objects.'cost-at-plan-rate' = Get-ElevenLabsCost demo @week -CostBasis PlanRate -GroupBy User -Granularity Week
        $objects.'cost-cumulative' = Get-ElevenLabsCost demo @week -Cumulative
        $objects.'cost-of-two-connections' = Get-ElevenLabsCost acme, demo @week -GroupBy Connection -Granularity Week
        $objects.'cost-partial' = Get-ElevenLabsCost demo -StartDate 2025-01-27 -EndDate 2025-02-09 -GroupBy Product -Granularity Week
        $objects.'cost-unpriced' = Get-ElevenLabsCost unknown @week -CostBasis PlanRate -GroupBy Product -Granularity Week
        $objects.'cost-list' = Get-ElevenLabsCost demo @week -GroupBy Model, ApiKey -Granularity Week | Select-Object -First 1 | Format-List
        $objects.usage = Get-ElevenLabsUsage demo -StartDate 2025-03-03 -EndDate 2025-03-03 | Select-Object -First 8
        $objects.'usage-by-user' = Get-ElevenLabsUsage acme @week -GroupBy User -Granularity Week
        $objects.'usage-list' = Get-ElevenLabsUsage demo -StartDate 2025-03-03 -EndDate 2025-03-03 | Select-Object -First 1 | Format-List
        $objects.coverage = Get-ElevenLabsCoverage demo -StartDate 2025-01-30 -EndDate 2025-02-03
        $objects.'coverage-failed' = Get-ElevenLabsCoverage capped -StartDate 2025-03-03 -EndDate 2025-03-05
        $objects.connection = Get-ElevenLabsConnection
        $objects.'connection-list' = Get-ElevenLabsConnection acme | Format-List
        $objects.capability = Test-ElevenLabsConnection acme
        $objects.'capability-failed' = Test-ElevenLabsConnection narrow
        $objects.restatement = [ElevenCost.Restatement]::new([datetime]'2025-03-03', $true, 1000, 1200, 1.5, 1.8), [ElevenCost.Restatement]::new([datetime]'2025-03-04', $false, 1000000, 900, $null, 1.25)
        Set-ElevenLabsCostCenter orchid -Shares 'Orchid Hotels' -ApiKey 'orchid-*'
        Set-ElevenLabsCostCenter games -Shares 'Kite Games:60; Orchid Hotels:40' -ApiKey 'kite-*'
        Set-ElevenLabsCostCenter hidden -Shares Nobody -ApiKey orchid-hotels-hotline -Priority -5
        Set-ElevenLabsCostCenter fee -FeeSplit Even -Connection demo
        $objects.'cost-center' = Get-ElevenLabsCostCenter -Connection demo @week
        $objects.'cost-center-explain' = Get-ElevenLabsCostCenter -Explain -Connection demo @week
        $objects.'cost-by-center' = Get-ElevenLabsCost demo @week -GroupBy CostCenter -Granularity Week
        Remove-ElevenLabsCostCenter hidden, fee
        Set-ElevenLabsCostCenter games -Shares Kite -ApiKey 'kite-*' -StartDate 2025-03-01 -EndDate 2025-12-31
        $objects.'cost-center-dated' = Get-ElevenLabsCostCenter -Connection demo @week
        $objects.'cost-by-hour' = Get-ElevenLabsCost acme -StartDate 2025-03-09 -EndDate 2025-03-09 -Granularity Hour | Select-Object -First 6
        $objects.'usage-by-hour' = Get-ElevenLabsUsage acme -StartDate 2025-03-09 -EndDate 2025-03-09 -Granularity Hour -GroupBy Model | Select-Object -First 6
        $objects.series = Get-ElevenLabsUsage acme -StartDate 2025-03-08 -EndDate 2025-03-09 -Metric Characters -Breakdown Model
        $objects.'series-by-hour' = Get-ElevenLabsUsage acme -StartDate 2025-03-09 -EndDate 2025-03-09 -Metric TtfbP95 -Breakdown Model -Granularity Hour | Select-Object -First 6
        $null = Set-ElevenLabsPrice enterprise -MonthlyPrice 1200.50 -MonthlyCredits 10000000 -OveragePer1000Credits 0.12345678 -StartDate 2025-01-01
        $objects.price = @(Get-ElevenLabsPrice enterprise) + @(Get-ElevenLabsPrice creator) + @(Get-ElevenLabsPrice free)
        $null = Set-ElevenLabsPrice creator -MonthlyPrice 19 -MonthlyCredits 121000 -Connection acme -StartDate 2025-03-01
        $objects.price += @(Get-ElevenLabsPrice creator -Source Override)
        Remove-ElevenLabsPrice enterprise
        Remove-ElevenLabsPrice creator -Connection acme
        $objects.quota = Get-ElevenLabsQuota acme, unknown
        $objects.'key-limit' = Get-ElevenLabsKeyLimit acme
        $objects.'billing-term' = [ElevenCost.BillingTerm]::new('UsageBased', $null), [ElevenCost.BillingTerm]::new('PayAsYouGo', [datetime]'2026-05-12')
        $objects.forecast = FromJob @([ElevenCost.CostForecast]@{ Connection = 'acme'; From = '2025-03-01'; To = '2025-03-31'; Actual = 1029.5; Expected = 2031.25; Low80 = 1900; High80 = 2160.5; Low95 = 1800; High95 = 2300; Currency = 'USD' }, [ElevenCost.CostForecast]@{ Connection = 'new'; From = '2025-03-01'; To = '2025-03-31'; Currency = 'EUR' })
        $null = Set-ElevenLabsBudget voices -Amount 500.00 -StartDate 2025-01-01
        $null = Set-ElevenLabsBudget flash -Credits 1000 -Model 'eleven_flash*' -Connection demo -Period Quarter -StartDate 2025-01-01
        $objects.budget = Get-ElevenLabsBudget
        $null = Set-ElevenLabsBudget voices -Amount 650.00 -StartDate 2025-02-01
        $objects.'ledger-change' = Get-ElevenLabsLedgerChange
        $objects.'budget-status' = FromJob @([ElevenCost.BudgetStatus]@{ Budget = 'voices'; State = 'AtRisk'; Amount = 500; Currency = 'USD'; Used = 310.25; UsedPercent = 62.1; Expected = 540.5; PassedOn = '2025-03-28'; Driver = 'kite-games' }, [ElevenCost.BudgetStatus]@{ Budget = 'flash'; State = 'Over'; Amount = 2000000; Used = 2100500; UsedPercent = 105; Expected = 4000000; PassedOn = '2025-02-27'; Driver = 'orchid-hotels-hotline' }, [ElevenCost.BudgetStatus]@{ Budget = 'new'; State = 'Unknown'; Amount = 10; Currency = 'EUR' })
        $objects.anomaly = FromJob @([ElevenCost.CostAnomaly]@{ Kind = 'Stopped'; ApiKey = 'campaign-08'; From = '2025-03-01'; To = '2025-03-14'; ExpectedCost = 1200.5; Currency = 'USD'; DriverVoice = '21m00Tcm4TlvDq8ikWAM' }, [ElevenCost.CostAnomaly]@{ Kind = 'Spike'; ApiKey = 'kite-games'; From = '2025-03-08'; To = '2025-03-08'; Cost = 201.25; ExpectedCost = 23.5; Currency = 'USD'; Score = 13.9; DriverModel = 'eleven_multilingual_v2'; DriverUser = 'mara@agency.example' })
        $objects.alert = [ElevenCost.AlertTarget]@{ Name = 'ops'; Kind = 'Slack'; AddressSource = 'Environment'; Variable = 'ELEVENCOST_ALERT_OPS' }, [ElevenCost.AlertTarget]@{ Name = 'billing'; Kind = 'Mail'; AddressSource = 'Vault'; SecretName = 'ElevenCost-Alert-billing'; Vault = 'team'; Topics = 'Budget,Digest'; Connection = 'acme*' }
        $objects.'alert-delivery' = [ElevenCost.AlertDelivery]@{ Target = 'ops'; Kind = 'Slack'; State = 'Sent'; Topic = 'Budget'; Severity = 'Critical'; Title = 'Budget voices: 100 % is used'; Text = 't'; Alert = 'a' }, [ElevenCost.AlertDelivery]@{ Target = 'billing'; Kind = 'Mail'; State = 'Failed'; Topic = 'Quota'; Severity = 'Warning'; Title = 'acme runs out of credits before the reset'; Text = 't'; Alert = 'b' }
        $objects.schedule = @([ElevenCost.SyncSchedule]@{ Name = 'elevencost-sync'; Frequency = 'Daily'; At = '06:00'; TimeZone = 'Europe/Berlin'; Scheduler = 'Systemd'; State = 'Failed'; LastRunAt = [datetime]::new(2025, 3, 15, 5, 0, 0, [DateTimeKind]::Utc); LastExitCode = 77; NextRunAt = [datetime]::new(2025, 3, 16, 5, 0, 0, [DateTimeKind]::Utc); Message = 'Sync acme: ElevenLabs rejects the key.'; TimeLimit = '02:00:00'; Command = 'elevencost'; LogPath = '/l'; RegisteredAt = [datetime]::new(2025, 3, 1, 0, 0, 0, [DateTimeKind]::Utc) })
        $objects.'schedule-check' = [ElevenCost.ScheduleCheck]::new('Ledger', '', $true, 'The ledger can be written.', $null, $null, $null), [ElevenCost.ScheduleCheck]::new('Key', 'acme', $false, 'There is no key.', 'Store it in a file.', 'KeyNotFound', 'Permission')
        $objects.'sync-job-step' = [ElevenCost.SyncJobStep]::new('Sync', 'acme', 0, '3 days, 120 records', $null, $null, $null), [ElevenCost.SyncJobStep]::new('Budget', 'voices', 2, 'Over. 520.00 of 500.00 USD are used.', $null, $null, $null)
        $objects.'sync-job' = @([ElevenCost.SyncJobResult]@{ StartedAt = [datetime]::new(2025, 3, 15, 5, 0, 0, [DateTimeKind]::Utc); Duration = '00:00:07'; ExitCode = 2; Steps = [ElevenCost.SyncJobStep[]]$objects.'sync-job-step' })
        $objects.'anomaly-by-key' = Find-ElevenLabsCostAnomaly demo -StartDate 2025-02-01 -EndDate 2025-03-14 -GroupBy ApiKey, Model -MinimumAmount 0.01
        $objects.comparison = Compare-ElevenLabsCost demo -StartDate 2025-03-01 -EndDate 2025-03-14 -GroupBy ApiKey, Model -Top 3
        $objects.'comparison-total' = Compare-ElevenLabsCost demo -StartDate 2025-03-01 -EndDate 2025-03-14
        $objects.plan = Compare-ElevenLabsPlan acme -StartDate 2025-02-10 -EndDate 2025-02-10
        $objects.request = Get-ElevenLabsRequest acme -StartDate 2025-03-10 -EndDate 2025-03-10 -Limit 6
        $objects.'request-summary' = Get-ElevenLabsRequest acme -StartDate 2025-03-10 -EndDate 2025-03-10 -Summary -Granularity Day
        $objects.'request-summary-total' = Get-ElevenLabsRequest acme -StartDate 2025-03-09 -EndDate 2025-03-10 -Summary
        $objects.webhook = Get-ElevenLabsWebhook acme
        $objects.reconciliation = Test-ElevenLabsCost acme -StartDate 2025-03-09 -EndDate 2025-03-09
        $objects.'reconciliation-detailed' = Test-ElevenLabsCost acme -StartDate 2025-03-09 -EndDate 2025-03-09 -Detailed
        foreach ($name in $objects.Keys) {
            foreach ($columns in 80, 120) { "$name.$columns"; $objects[$name] | Out-String -Width $columns }
        }
        """;

    private static readonly DateTimeOffset Noon = new(2025, 3, 15, 12, 0, 0, TimeSpan.Zero);

    private readonly List<SimulatorServer> _simulators = [];

    /// <summary>What was shown, by NAME.COLUMNS.</summary>
    public IReadOnlyDictionary<string, string> Texts { get; private set; } = new Dictionary<string, string>();

    /// <summary>The session.</summary>
    internal ModuleSession Session { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Uri uri = await StartAsync("creator");
        Session = new ModuleSession(_simulators[0].ApiKey);
        string[] shown = Session.Lines(Script, new System.Collections.Hashtable
        {
            ["Uri"] = uri,
            ["Narrow"] = await StartAsync("creator", "analytics-forbidden", "row-cap:3"),
            ["Capped"] = await StartAsync("creator", "row-cap:3"),
            ["Unknown"] = await StartAsync("galaxy_2027"),
        });
        Texts = shown.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    public async Task DisposeAsync()
    {
        Session.Dispose();
        foreach (SimulatorServer simulator in _simulators)
        {
            await simulator.DisposeAsync();
        }
    }

    private async Task<Uri> StartAsync(string tier, params string[] faults)
    {
        SimulatorServer simulator = await Api.StartAsync(new SimulatorOptions { Days = 60, Tier = tier }, Noon, faults);
        _simulators.Add(simulator);
        return simulator.BaseUri;
    }
}

/// <summary>
/// Views, against texts that a person has looked at: <c>approved/NAME.txt</c> if it is the same at 80 and 120 columns, else a file for each.
/// ELEVENCOST_APPROVE=1 writes them anew; look at the difference before you commit it.
/// </summary>
public sealed partial class ViewTests(ViewHome home) : IClassFixture<ViewHome>
{
    private static readonly string Approved = Path.Combine(Support.Repository.Folder, "tests", "ElevenCost.PowerShell.Tests", "approved");

    [Fact]
    public void Every_view_is_what_was_approved_and_no_wider_than_the_terminal()
    {
        string[] names = [.. home.Texts.Keys.Select(key => key[..key.LastIndexOf('.')]).Distinct()];
        SortedDictionary<string, string> files = new(StringComparer.Ordinal);
        foreach (string name in names)
        {
            string narrow = Scrubbed(home.Texts[$"{name}.80"]);
            string wide = Scrubbed(home.Texts[$"{name}.120"]);
            if (narrow == wide)
            {
                files[$"{name}.txt"] = narrow;
            }
            else
            {
                files[$"{name}.80.txt"] = narrow;
                files[$"{name}.120.txt"] = wide;
            }
        }

        if (Environment.GetEnvironmentVariable("ELEVENCOST_APPROVE") == "1")
        {
            Array.ForEach(Directory.GetFiles(Approved), File.Delete);
            foreach ((string file, string text) in files)
            {
                File.WriteAllText(Path.Combine(Approved, file), text + "\n");
            }
        }

        Assert.Equal(Directory.GetFiles(Approved).Select(Path.GetFileName).Order(StringComparer.Ordinal), files.Keys);
        Assert.All(files, file => Assert.Equal(File.ReadAllText(Path.Combine(Approved, file.Key)).Replace("\r\n", "\n", StringComparison.Ordinal).Trim('\n'), file.Value));
        Assert.All(home.Texts, text =>
        {
            int columns = text.Key.EndsWith(".80", StringComparison.Ordinal) ? 80 : 120;
            Assert.All(text.Value.Split('\n'), line => Assert.True(line.TrimEnd().Length <= columns, line));
        });
    }

    [Fact]
    public void There_is_a_view_for_every_public_type_that_a_cmdlet_writes_and_for_no_other()
    {
        string[] written = home.Session.Lines("""
            # What cmdlets say that they write, and the records in it.
            $all = [Collections.Generic.HashSet[type]]::new()
            $next = [Collections.Generic.Queue[type]]::new([type[]]@(Get-Command -Module ElevenCost -CommandType Cmdlet | ForEach-Object OutputType | ForEach-Object Type | Where-Object { $_ }))
            while ($next.Count) {
                $type = $next.Dequeue()
                foreach ($inner in $type.GetGenericArguments()) { $next.Enqueue($inner) }
                if ($type.Assembly -ne [ElevenCost.CostRecord].Assembly -or $type.IsEnum -or $type.IsGenericType -or -not $all.Add($type)) { continue }
                foreach ($property in $type.GetProperties()) { $next.Enqueue($property.PropertyType) }
            }
            $all.FullName | Sort-Object
            """);
        string[] views = [.. XDocument.Load(Path.Combine(Path.GetDirectoryName(Support.Repository.Module)!, "ElevenCost.Format.ps1xml")).Descendants("TypeName")
            .Select(name => name.Value.Replace("#Record", "", StringComparison.Ordinal))
            .Where(name => !name.StartsWith("Deserialized.", StringComparison.Ordinal)).Distinct().Order(StringComparer.OrdinalIgnoreCase)];
        Assert.True(written.Length > 15);
        Assert.Empty(written.Except(views));
        Assert.Empty(views.Except(written));

        // The records that users hold are those that cmdlets write.
        Assert.Equal(written, home.Session.Lines("""
            [ElevenCost.CostRecord].Assembly.GetExportedTypes() | Where-Object { -not $_.IsEnum -and -not $_.IsAbstract -and -not $_.IsGenericType -and -not $_.IsSubclassOf([Exception]) -and $_.GetMethod('<Clone>$') } |
                ForEach-Object FullName | Sort-Object
            """));
    }

    /// <summary>Without what differs from run to run: ports, and days and moments of now; what is kept, and the prices that come with it, are older.</summary>
    private static string Scrubbed(string text)
    {
        text = Now().Replace(Port().Replace(text, "127.0.0.1:PORT"), match => match.Groups["time"].Success ? "NOW        HH:MM" : "NOW       ");
        return string.Join('\n', text.Split('\n').Select(line => line.TrimEnd())).Trim('\n');
    }

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Port();

    [GeneratedRegex(@"\b20(?:26-1[0-2]|2[7-9]-\d\d|[3-9]\d-\d\d)-\d\d\b(?<time>[ T]\d\d:\d\d(:\d\d(\.\d+)?)?)?")]
    private static partial Regex Now();
}
