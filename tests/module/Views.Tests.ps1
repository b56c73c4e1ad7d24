#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# Every public type at 80 and 120 columns, against texts that a person has looked at (approved/NAME.COLUMNS.txt).
# ELEVENCOST_APPROVE=1 writes them anew; look at the difference before you commit it.
BeforeDiscovery {
    $script:names = 'cost', 'cost-by-model', 'cost-by-key-and-model', 'cost-by-everything', 'cost-by-month', 'cost-in-total', 'cost-at-plan-rate', 'cost-cumulative',
        'cost-of-two-connections', 'cost-partial', 'cost-unpriced', 'cost-list', 'usage', 'usage-by-user', 'usage-list', 'coverage', 'coverage-failed', 'sync', 'sync-failed',
        'connection', 'connection-list', 'connect', 'capability', 'capability-failed', 'restatement', 'cost-center', 'cost-center-dated', 'cost-center-explain', 'cost-by-center',
        'cost-by-hour', 'usage-by-hour', 'series', 'series-by-hour', 'price', 'quota', 'request', 'request-summary', 'webhook', 'reconciliation'

    # At a real terminal, whose width the tables are fitted to.
    $script:typed = foreach ($columns in 80, 120) {
        @{ columns = $columns; commands = @(
                @{ name = 'terminal-cost-by-key-and-model'; command = 'Get-ElevenLabsCost demo -StartDate 2025-03-03 -EndDate 2025-03-09 -GroupBy ApiKey, Model -Granularity Week' }
                @{ name = 'terminal-cost-by-everything'; command = 'Get-ElevenLabsCost demo -StartDate 2025-03-03 -EndDate 2025-03-03 -Granularity Day -GroupBy Connection, Product, Model, ApiKey, Voice, User, Group, Source, Region | Select-Object -First 5' }
                @{ name = 'terminal-usage'; command = 'Get-ElevenLabsUsage demo -StartDate 2025-03-03 -EndDate 2025-03-03 | Select-Object -First 8' }
                @{ name = 'terminal-usage-by-user'; command = 'Get-ElevenLabsUsage demo -StartDate 2025-03-03 -EndDate 2025-03-09 -GroupBy User, Model -Granularity Week' }
            ) }
    }
    $script:cases = foreach ($name in $names) { foreach ($columns in 80, 120) { @{ name = $name; columns = $columns } } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:approved = Join-Path $PSScriptRoot 'approved'

    # A fixed day of the workspace; its days have long been final.
    $script:simulator = Open-Simulator -Days 60 -Time '2025-03-15T12:00:00Z'
    $script:narrow = Open-Simulator -Days 60 -Time '2025-03-15T12:00:00Z' -Fault 'analytics-forbidden', 'row-cap:3'
    $script:capped = Open-Simulator -Days 60 -Time '2025-03-15T12:00:00Z' -Fault 'row-cap:3'
    $script:unknown = Open-Simulator -Days 60 -Time '2025-03-15T12:00:00Z' -Tier galaxy_2027
    $script:box = Open-TestHome
    $given = @{ Uri = $simulator.Uri; Narrow = $narrow.Uri; Capped = $capped.Uri; Unknown = $unknown.Uri; Closed = Get-ClosedPort }
    $script:texts = (Invoke-ModuleScript $box -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $simulator.Key } -Parameter $given {
        $WarningPreference = 'SilentlyContinue'
        $objects = [ordered]@{}
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
        $objects.request = Get-ElevenLabsRequest acme -StartDate 2025-03-10 -EndDate 2025-03-10 -Limit 6
        $objects.'request-summary' = Get-ElevenLabsRequest acme -StartDate 2025-03-10 -EndDate 2025-03-10 -Summary -Granularity Day
        $objects.webhook = Get-ElevenLabsWebhook acme
        $objects.reconciliation = Test-ElevenLabsCost acme -StartDate 2025-03-09 -EndDate 2025-03-09
        $texts = @{}
        foreach ($columns in 80, 120) {
            foreach ($name in $objects.Keys) { $texts["$name.$columns"] = $objects[$name] | Out-String -Width $columns }
        }
        $texts
    }).Value[0]

    # What differs from run to run: ports, and days and moments of now; what is kept, and the prices that come with it, are older.
    function Get-ScrubbedText([string] $Text) {
        $now = '\b20(?:26-1[0-2]|2[7-9]-\d\d|[3-9]\d-\d\d)-\d\d\b'
        $Text = $Text -replace '127\.0\.0\.1:\d+', '127.0.0.1:PORT' -replace "$now[ T]\d\d:\d\d(:\d\d(\.\d+)?)?", 'NOW        HH:MM' -replace $now, 'NOW       '
        ($Text -split "`r?`n" | ForEach-Object TrimEnd) -join "`n"
    }
}

AfterAll {
    $simulator, $narrow, $capped, $unknown | ForEach-Object { Close-Simulator $_ }
    Close-TestHome $box
}

Describe 'View' {
    It '<name> at <columns> columns' -ForEach $cases {
        $actual = Get-ScrubbedText $texts["$name.$columns"]
        $file = Join-Path $approved "$name.$columns.txt"
        if ($env:ELEVENCOST_APPROVE -eq '1') { [IO.File]::WriteAllText($file, $actual.Trim("`n") + "`n") }
        $file | Should -Exist
        $actual.Trim("`n") | Should -BeExactly (Get-Content $file -Raw).Replace("`r`n", "`n").Trim("`n")
        foreach ($line in $texts["$name.$columns"] -split "`r?`n") { $line.TrimEnd().Length | Should -BeLessOrEqual $columns }
    }

    It 'of cost and usage at a terminal of <columns> columns' -Skip:$IsWindows -ForEach $typed {
        $terminal = Open-Terminal $box -Columns $columns
        try {
            $null = Wait-Terminal $terminal 'PS [^>]*> $'
            Send-Terminal $terminal 'Import-Module $env:ELEVENCOST_TEST_MODULE; "im" + "ported"'
            $null = Wait-Terminal $terminal '(?m)^imported'
            foreach ($case in $commands) {
                $file = Join-Path $box.Work "$($case.name).ps1"
                Set-Content $file $case.command
                Send-Terminal $terminal "'be' + 'gins'; . '$file'; 'en' + 'ds'"
                $shown = Wait-Terminal $terminal '(?s)begins\r?\n.*\nends\r?\n'
                $text = [regex]::Match($shown, '(?s)begins\r?\n(.*)\nends').Groups[1].Value.Replace("`r", '')
                foreach ($line in $text -split "`n") { $line.TrimEnd().Length | Should -BeLessOrEqual $columns }
                $actual = (Get-ScrubbedText $text).Trim("`n")
                $approvedFile = Join-Path $approved "$($case.name).$columns.txt"
                if ($env:ELEVENCOST_APPROVE -eq '1') { [IO.File]::WriteAllText($approvedFile, "$actual`n") }
                $approvedFile | Should -Exist
                $actual | Should -BeExactly (Get-Content $approvedFile -Raw).Replace("`r`n", "`n").Trim("`n")
            }
        }
        finally { Close-Terminal $terminal }
    }

    It 'is approved for nothing else' -ForEach @{ typed = $typed } {
        $expected = @(foreach ($name in $texts.Keys) { "$name.txt" }) + @($typed | ForEach-Object { $columns = $_.columns; $_.commands | ForEach-Object { "$($_.name).$columns.txt" } })
        (Get-ChildItem $approved -Filter *.txt).Name | Sort-Object | Should -Be ($expected | Sort-Object)
    }

    It 'is there for every public type that a cmdlet writes' {
        $types = Select-Xml -Path (Join-Path (Split-Path (Get-ModuleManifestPath)) 'ElevenCost.Format.ps1xml') -XPath '//TypeName' | ForEach-Object { $_.Node.InnerText }
        $written = (Invoke-ModuleScript $box -NonInteractive {
            # What cmdlets say that they write, and the records in it.
            $declared = @(Get-Command -Module ElevenCost | ForEach-Object OutputType | ForEach-Object Type | Where-Object { $_ })
            $all = [Collections.Generic.HashSet[type]]::new()
            $next = [Collections.Generic.Queue[type]]::new([type[]]$declared)
            while ($next.Count) {
                $type = $next.Dequeue()
                foreach ($inner in $type.GetGenericArguments()) { $next.Enqueue($inner) }
                if ($type.Assembly -ne [ElevenCost.CostRecord].Assembly -or $type.IsEnum -or $type.IsGenericType -or -not $all.Add($type)) { continue }
                foreach ($property in $type.GetProperties()) { $next.Enqueue($property.PropertyType) }
            }
            $public = [ElevenCost.CostRecord].Assembly.GetExportedTypes() | Where-Object { -not $_.IsEnum -and -not $_.IsAbstract -and -not $_.IsGenericType -and -not $_.IsSubclassOf([Exception]) -and $_.GetMethod('<Clone>$') }
            [pscustomobject]@{ Written = @($all.FullName | Sort-Object); Public = @($public.FullName | Sort-Object) }
        }).Value[0]
        $written.Written.Count | Should -BeGreaterThan 15
        foreach ($type in $written.Written) { $types | Should -Contain $type }
        foreach ($type in $types -notlike 'Deserialized.*') { $written.Written | Should -Contain $type -Because 'a view is of what is written' }

        # The records that users hold are those that cmdlets write.
        $written.Public | Should -Be $written.Written
    }
}
