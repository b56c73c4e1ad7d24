#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# Hours and series, read live: the figures of the command line, days of 23 and 25 hours, and refusals by id.
BeforeDiscovery {
    # The days on which the clocks last changed, each no longer ago than the simulator's usage; one of an hour more, one of an hour less.
    $find = {
        param([string] $Name, [int] $Hours)
        $zone = [TimeZoneInfo]::FindSystemTimeZoneById($Name)
        $day = [datetime]::SpecifyKind([datetime]::UtcNow.Date.AddDays(-2), 'Unspecified')
        while (([TimeZoneInfo]::ConvertTimeToUtc($day.AddDays(1), $zone) - [TimeZoneInfo]::ConvertTimeToUtc($day, $zone)).TotalHours -ne $Hours) { $day = $day.AddDays(-1) }
        @{ of = $Name -replace '.*/'; day = $day.ToString('yyyy-MM-dd'); hours = $Hours }
    }
    $script:changes = @(foreach ($name in 'Europe/Berlin', 'America/New_York') { & $find $name 23; & $find $name 25 })
    $day = [datetime]::UtcNow.Date.AddDays(-4).ToString('yyyy-MM-dd')
    $next = [datetime]::UtcNow.Date.AddDays(-3).ToString('yyyy-MM-dd')
    $script:queries = @(
        foreach ($change in $changes) {
            @{ command = 'cost'; cmdlet = @{ Connection = $change.of; StartDate = $change.day; EndDate = $change.day; Granularity = 'Hour'; GroupBy = 'Model' }
                line = '--connection', $change.of, '--from', $change.day, '--to', $change.day, '--granularity', 'hour', '--group-by', 'model' }
            @{ command = 'usage'; cmdlet = @{ Connection = $change.of; StartDate = $change.day; EndDate = $change.day; Granularity = 'Hour' }
                line = '--connection', $change.of, '--from', $change.day, '--to', $change.day, '--granularity', 'hour' }
        }
        @{ command = 'cost'; cmdlet = @{ Connection = 'Berlin'; Timeframe = 'Yesterday'; Granularity = 'Hour'; Cumulative = $true; ExcludeModel = '*v3*' }
            line = '--connection', 'Berlin', '--timeframe', 'yesterday', '--granularity', 'hour', '--cumulative', '--exclude-model', '*v3*' }
        @{ command = 'cost'; cmdlet = @{ Connection = 'demo'; Last = '2d'; Granularity = 'Hour'; GroupBy = 'ApiKey', 'Product' }
            line = '--connection', 'demo', '--last', '2d', '--granularity', 'hour', '--group-by', 'api-key,product' }
        foreach ($metric in 'Characters', 'Concurrency', 'ConcurrencyAverage', 'TtfbAverage', 'TtfbP95', 'Credits', 'Minutes', 'Requests', 'FiatUnits') {
            $word = ($metric -creplace '(?<=[a-z])(?=[A-Z])', '-').ToLowerInvariant()
            @{ command = 'usage'; cmdlet = @{ Connection = 'utc'; StartDate = $day; EndDate = $next; Metric = $metric; Breakdown = 'Model' }
                line = '--connection', 'utc', '--from', $day, '--to', $next, '--metric', $word, '--breakdown', 'model' }
        }
        foreach ($breakdown in 'Total', 'Product', 'ApiKey', 'ListedApiKey', 'HasApiKey', 'Voice', 'VoiceMultiplier', 'User', 'Group', 'Source', 'Region', 'Resource', 'Subresource', 'RequestQueue', 'ReportingWorkspace') {
            $word = ($breakdown -creplace '(?<=[a-z])(?=[A-Z])', '-').ToLowerInvariant()
            @{ command = 'usage'; cmdlet = @{ Connection = 'utc'; StartDate = $day; EndDate = $day; Metric = 'Requests'; Breakdown = $breakdown }
                line = '--connection', 'utc', '--from', $day, '--to', $day, '--metric', 'requests', '--breakdown', $word }
        }
        @{ command = 'usage'; cmdlet = @{ Connection = 'utc'; Last = '2w'; Metric = 'Characters'; Breakdown = 'Model'; Key = '*flash*', 'eleven_v3'; Granularity = 'Week' }
            line = '--connection', 'utc', '--last', '2w', '--metric', 'characters', '--breakdown', 'model', '--key', '*flash*', '--key', 'eleven_v3', '--granularity', 'week' }
        @{ command = 'usage'; cmdlet = @{ Connection = 'utc'; Timeframe = 'Yesterday'; Metric = 'Credits'; Breakdown = 'User'; Key = 'ada@*' }
            line = '--connection', 'utc', '--timeframe', 'yesterday', '--metric', 'credits', '--breakdown', 'user', '--key', 'ada@*' }
        @{ command = 'usage'; cmdlet = @{ Connection = 'Berlin'; StartDate = $changes[1].day; EndDate = $changes[1].day; Metric = 'TtfbP95'; Breakdown = 'Model'; Granularity = 'Hour' }
            line = '--connection', 'Berlin', '--from', $changes[1].day, '--to', $changes[1].day, '--metric', 'ttfb-p95', '--breakdown', 'model', '--granularity', 'hour' }
        @{ command = 'usage'; cmdlet = @{ Connection = 'utc', 'demo'; Last = '3d'; Metric = 'Concurrency'; Granularity = 'Total' }
            line = '--connection', 'utc', '--connection', 'demo', '--last', '3d', '--metric', 'concurrency', '--granularity', 'total' }
    )
    foreach ($query in $queries) { $query.name = "$($query.command) $($query.line -join ' ')" }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:simulator = Open-Simulator -Days 400 -Keys 6
    $script:box = Open-TestHome
    $script:environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
    $null = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri } {
        $null = Connect-ElevenLabsCost utc -BaseUri $p.Uri
        $null = Connect-ElevenLabsCost Berlin -BaseUri $p.Uri -TimeZone Europe/Berlin
        $null = Connect-ElevenLabsCost New_York -BaseUri $p.Uri -TimeZone America/New_York
        $null = Connect-ElevenLabsCost own -BaseUri $p.Uri -Scope Account
        $null = Connect-ElevenLabsCost -Demo
        $null = Sync-ElevenLabsUsage utc, demo -Days 6
    }

    # The rows of the command line's JSON, each by property.
    function ConvertFrom-Row([string] $Json) {
        foreach ($row in [Text.Json.JsonDocument]::Parse($Json).RootElement.EnumerateArray()) {
            $cells = @{}
            foreach ($cell in $row.EnumerateObject()) {
                $cells[$cell.Name] = switch ("$($cell.Value.ValueKind)") {
                    'Null' { '' }
                    'Number' { ($cell.Value.GetDecimal() / 1.000000000000000000000000000000000d).ToString([cultureinfo]::InvariantCulture) }
                    'String' { $cell.Value.GetString() }
                    default { $cell.Value.GetRawText() }
                }
            }
            $cells
        }
    }
}

AfterAll {
    Close-Simulator $simulator
    Close-TestHome $box
}

Describe 'Live figures are those of the command line' -ForEach @(@{ all = $queries }) {
    BeforeAll {
        $run = Open-ModuleScript $box -NonInteractive -Depth 4 -Environment $environment -Parameter @{ Queries = @($all | ForEach-Object { [pscustomobject]@{ Name = $_.name; Command = $_.command; Arguments = $_.cmdlet } }) } -Script {
            $results = @{}
            foreach ($query in $p.Queries) {
                $arguments = $query.Arguments
                $rows = $query.Command -eq 'cost' ? (Get-ElevenLabsCost @arguments -WarningAction SilentlyContinue) : (Get-ElevenLabsUsage @arguments -WarningAction SilentlyContinue)
                $results[$query.Name] = @(foreach ($row in $rows) {
                    $cells = @{}
                    foreach ($property in $row.PSObject.Properties | Where-Object MemberType -EQ Property) {
                        $cells[$property.Name] = switch ($property.Value) {
                            { $null -eq $_ } { ''; break }
                            { $_ -is [datetime] -and $_.Kind -eq 'Unspecified' -and $arguments.Granularity -eq 'Hour' } { $_.ToString("yyyy-MM-dd'T'HH:mm", [cultureinfo]::InvariantCulture); break }
                            { $_ -is [datetime] -and $_.Kind -eq 'Unspecified' } { $_.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture); break }
                            { $_ -is [datetime] } { $_.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", [cultureinfo]::InvariantCulture); break }
                            { $_ -is [decimal] } { ($_ / 1.000000000000000000000000000000000d).ToString([cultureinfo]::InvariantCulture); break }
                            default { [string]::Format([cultureinfo]::InvariantCulture, '{0}', $_) }
                        }
                    }
                    $cells
                })
            }
            $results
        }
        $script:theirs = @{}
        foreach ($query in $all) { $theirs[$query.name] = Invoke-CommandLine $box -Environment $environment -ArgumentList (@($query.command) + $query.line + '--output', 'json') }
        $script:ours = (Receive-ModuleScript $run -TimeoutSeconds 240).Value[0]
    }

    It '<name>' -ForEach $queries {
        $theirs[$name].ExitCode | Should -Be 0 -Because $theirs[$name].Error
        $expected = @(ConvertFrom-Row $theirs[$name].Output)
        $actual = @($ours[$name])
        $expected.Count | Should -BeGreaterThan 0
        $actual.Count | Should -Be $expected.Count
        for ($i = 0; $i -lt $expected.Count; $i++) {
            $keys = @($expected[$i].Keys | Sort-Object)
            @($actual[$i].Keys | Sort-Object) | Should -Be $keys
            ($keys | ForEach-Object { "$_=$($actual[$i][$_])" }) -join '|' | Should -BeExactly (($keys | ForEach-Object { "$_=$($expected[$i][$_])" }) -join '|')
        }
    }
}

Describe 'A day on which the clocks change' {
    It 'has <hours> hours in <of> on <day>, and they add up to the day' -ForEach $changes {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Of = $of; Day = $day } {
            $null = Sync-ElevenLabsUsage $p.Of -StartDate $p.Day -EndDate $p.Day
            $dates = @{ StartDate = $p.Day; EndDate = $p.Day }
            $hours = @(Get-ElevenLabsCost $p.Of @dates -Granularity Hour -WarningVariable warned)
            $usage = @(Get-ElevenLabsUsage $p.Of @dates -Granularity Hour)
            $whole = Get-ElevenLabsCost $p.Of @dates
            $sum = { param($rows, $name) $total = 0d; foreach ($row in $rows) { $total += $row.$name }; $total }
            [pscustomobject]@{
                Hours = $hours.Count; Instants = @($hours.StartedAt | Sort-Object -Unique).Count; Kinds = @($hours | ForEach-Object { "$($_.Date.Kind) $($_.StartedAt.Kind)" } | Select-Object -Unique)
                Named = @($hours.Date | Sort-Object -Unique).Count; Steps = @(for ($i = 1; $i -lt $hours.Count; $i++) { ($hours[$i].StartedAt - $hours[$i - 1].StartedAt).TotalHours }) | Select-Object -Unique
                Credits = & $sum $hours Credits; Cost = & $sum $hours Cost; Requests = & $sum $hours Requests; UsageCredits = & $sum $usage Credits
                DayCredits = $whole.Credits; DayCost = $whole.Cost; DayRequests = $whole.Requests; Warned = @($warned).Count
            }
        }).Value[0]
        $r.Hours | Should -Be $hours
        $r.Instants | Should -Be $hours
        $r.Kinds | Should -Be 'Unspecified Utc'
        $r.Named | Should -Be ([Math]::Min($hours, 24))
        $r.Steps | Should -Be 1
        $r.DayCredits | Should -BeGreaterThan 0
        $r.Credits, $r.Cost, $r.Requests, $r.UsageCredits | Should -Be $r.DayCredits, $r.DayCost, $r.DayRequests, $r.DayCredits
        $r.Warned | Should -Be 0
    }
}

Describe 'What hours and series refuse' {
    It 'by an id, <call>' -ForEach @(
        @{ call = 'Get-ElevenLabsCost utc -Last 32d -Granularity Hour'; id = 'HourRangeTooLong' }
        @{ call = 'Get-ElevenLabsUsage utc -Last 32d -Granularity Hour'; id = 'HourRangeTooLong' }
        @{ call = 'Get-ElevenLabsCost utc -Last 2d -Granularity Hour -GroupBy CostCenter'; id = 'DimensionNotByHour' }
        @{ call = 'Get-ElevenLabsCost utc -Last 2d -Granularity Hour -CostCenter Acme'; id = 'DimensionNotByHour' }
        @{ call = 'Get-ElevenLabsCost utc, Berlin -Last 2d -Granularity Hour'; id = 'TimeZonesDiffer' }
        @{ call = 'Get-ElevenLabsUsage utc -Last 2d -Breakdown Model'; id = 'SeriesNeedsMetric' }
        @{ call = 'Get-ElevenLabsUsage utc -Last 2d -Key eleven_v3'; id = 'SeriesNeedsMetric' }
        @{ call = 'Get-ElevenLabsUsage utc -Last 2d -Metric Credits -GroupBy Model'; id = 'SeriesNotGrouped' }
        @{ call = 'Get-ElevenLabsUsage utc -Last 2d -Metric Credits -Model eleven_v3'; id = 'SeriesNotGrouped' }
        @{ call = 'Get-ElevenLabsUsage utc -Last 2d -Metric Credits -ExcludeUser a*'; id = 'SeriesNotGrouped' }
        @{ call = 'Get-ElevenLabsUsage utc -Last 2w -Metric TtfbP95 -Granularity Week'; id = 'MetricNotCombined' }
        @{ call = 'Get-ElevenLabsUsage Berlin -Last 2d -Metric TtfbAverage'; id = 'MetricNotByDay' }
        @{ call = 'Get-ElevenLabsUsage own -Last 2d -Metric Credits -Breakdown User'; id = 'BreakdownNotAllowed' }
        @{ call = 'Get-ElevenLabsUsage utc -Last 40d -Metric Credits -Granularity Hour'; id = 'HourRangeTooLong' }
        @{ call = "Get-ElevenLabsUsage utc -Last 2d -Metric Credits -Breakdown Model -Key '[a'"; id = 'WildcardNotValid' }
        @{ call = 'Get-ElevenLabsUsage nobody -Last 2d -Metric Credits'; id = 'ConnectionNotFound' }
        @{ call = 'Get-ElevenLabsUsage utc -Metric Colour'; id = 'CannotConvertArgumentNoMessage' }
    ) {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Call = $call } {
            $made = @()
            try { $made = @(. ([scriptblock]::Create("$($p.Call) -ErrorAction SilentlyContinue -ErrorVariable problem"))) } catch { $problem = @($_) }
            [pscustomobject]@{ Made = $made.Count; Problem = @($problem | ConvertTo-ErrorRow) }
        }).Value[0]
        $r.Made | Should -Be 0
        @($r.Problem).Count | Should -Be 1
        $cmdlet = $call -replace '^(\w+)-(\w+).*', '$1$2Command'
        $r.Problem[0].Id | Should -Be "$id,ElevenCost.PowerShell.Commands.$cmdlet"
    }

    It 'a key without the analytics is told for hours, and a key that is refused for both; nothing comes out of the ledger instead' {
        $closed = Open-Simulator -Days 20 -Fault 'analytics-forbidden'
        $fresh = Open-TestHome
        try {
            $r = (Invoke-ModuleScript $fresh -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $closed.Key } -Parameter @{ Uri = $closed.Uri } {
                $null = Connect-ElevenLabsCost narrow -BaseUri $p.Uri -WarningAction SilentlyContinue
                $null = Sync-ElevenLabsUsage -Days 3 -WarningAction SilentlyContinue
                $rows = @(
                    Get-ElevenLabsCost -Last 2d -Granularity Hour -ErrorAction SilentlyContinue -ErrorVariable hours
                    $env:ELEVENLABS_API_KEY = 'sk_00000000000000000000000000000000000000000000dead'
                    Get-ElevenLabsUsage -Last 2d -Granularity Hour -ErrorAction SilentlyContinue -ErrorVariable +refused
                    Get-ElevenLabsUsage -Last 2d -Metric Credits -Breakdown Model -ErrorAction SilentlyContinue -ErrorVariable +refused
                    $env:ELEVENLABS_API_KEY = ''
                    Get-ElevenLabsUsage -Last 2d -Metric Credits -Breakdown Model -ErrorAction SilentlyContinue -ErrorVariable keyless
                )
                [pscustomobject]@{ Rows = $rows.Count; Hours = @($hours | ConvertTo-ErrorRow); Refused = @($refused | ConvertTo-ErrorRow).Id; Keyless = @($keyless | ConvertTo-ErrorRow).Id }
            }).Value[0]
        }
        finally {
            Close-Simulator $closed
            Close-TestHome $fresh
        }
        $r.Rows | Should -Be 0
        $r.Hours.Id | Should -Be 'HoursNotReadable,ElevenCost.PowerShell.Commands.GetElevenLabsCostCommand'
        $r.Hours[0].Message | Should -Match 'workspace_analytics_full_read'
        $r.Hours[0].Remedy | Should -Not -BeNullOrEmpty
        $r.Refused | Should -Be (@('ApiKeyInvalid,ElevenCost.PowerShell.Commands.GetElevenLabsUsageCommand') * 2)
        $r.Keyless | Should -Be 'KeyNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsUsageCommand'
    }
}

Describe 'Series' {
    It 'are SeriesRecord, tell where they come from, and warn of units that are not known' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment {
            $kept = @(Get-ElevenLabsUsage utc -Timeframe Yesterday -Metric Characters -Breakdown Model -WarningVariable none)
            $live = @(Get-ElevenLabsUsage utc -Timeframe Yesterday -Metric TtfbP95 -WarningVariable unit -WarningAction SilentlyContinue)
            $all = @(Get-ElevenLabsUsage utc -Timeframe Yesterday -Metric Characters -Breakdown Model -Key *)
            [pscustomobject]@{
                Type = $kept[0].GetType().FullName; Source = "$($kept[0].Source) $($live[0].Source)"; Unit = "$($kept[0].Unit) $($live[0].Unit)"; Key = "$($live[0].Key)"
                None = @($none).Count; Warned = "$unit"; Values = @($kept | ForEach-Object { $_.Value -is [decimal] } | Select-Object -Unique); Same = $all.Count -eq $kept.Count
                First = @(Get-ElevenLabsUsage utc -Last 5d -Metric Requests -Breakdown Voice | Select-Object -First 1).Count
            }
        }).Value[0]
        $r.Type | Should -Be 'ElevenCost.SeriesRecord'
        $r.Source | Should -Be 'Ledger Live'
        $r.Unit | Should -Be 'characters '
        $r.Key | Should -BeNullOrEmpty
        $r.None | Should -Be 0
        $r.Warned | Should -Match 'does not document the unit of TtfbP95'
        $r.Values | Should -BeTrue
        $r.Same | Should -BeTrue
        $r.First | Should -Be 1
    }
}
