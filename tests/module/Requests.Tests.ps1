#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# The request log and webhooks, live, over connections of which some work.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:simulator = Open-Simulator -Days 40 -Keys 40
    $script:box = Open-TestHome
    $script:environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
    $null = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri } {
        $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
        $null = Connect-ElevenLabsCost -Demo
        $null = Sync-ElevenLabsUsage -Days 10
    }

    # Values as the command line's JSON has them.
    $script:asJson = {
        param($rows)
        @(foreach ($row in $rows) {
            $cells = foreach ($property in $row.PSObject.Properties | Where-Object MemberType -EQ Property) {
                $text = switch ($property.Value) {
                    { $null -eq $_ } { ''; break }
                    { $_ -is [datetime] -and $_.Kind -eq 'Unspecified' } { $_.ToString('yyyy-MM-dd'); break }
                    { $_ -is [datetime] } { $_.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"); break }
                    { $_ -is [decimal] } { "$($_ / 1.000000000000000000000000000000000d)"; break }
                    default { "$_" }
                }
                "$($property.Name)=$text"
            }
            $cells -join '|'
        })
    }

    function ConvertTo-RowText([string] $Json) {
        foreach ($row in [Text.Json.JsonDocument]::Parse($Json).RootElement.EnumerateArray()) {
            $cells = foreach ($cell in $row.EnumerateObject()) {
                $text = switch ("$($cell.Value.ValueKind)") {
                    'Null' { '' }
                    'Number' { "$($cell.Value.GetDecimal() / 1.000000000000000000000000000000000d)" }
                    'String' { $cell.Value.GetString() }
                    default { "$($cell.Value.GetBoolean())" }
                }
                "$($cell.Name)=$text"
            }
            $cells -join '|'
        }
    }
}

AfterAll {
    Close-Simulator $simulator
    Close-TestHome $box
}

Describe 'Get-ElevenLabsRequest' {
    BeforeDiscovery {
        $day = [datetime]::UtcNow.Date.AddDays(-2).ToString('yyyy-MM-dd')
        $early = [datetime]::UtcNow.Date.AddDays(-30).ToString('yyyy-MM-dd')
        $script:cases = @(
            @{ given = @{ StartDate = $day; EndDate = $day }; line = '--from', $day, '--to', $day }
            @{ given = @{ From = "${day}T06:00"; To = "${day}T18:30:00Z"; Path = '/v1/text-to-speech/{id}' }; line = '--from', "${day}T06:00", '--to', "${day}T18:30:00Z", '--path', '/v1/text-to-speech/{id}' }
            @{ of = 'demo'; given = @{ StartDate = $early; EndDate = $day; Status = '4xx', '500' }; line = '--from', $early, '--to', $day, '--status', '4xx', '--status', '500' }
            @{ given = @{ Timeframe = 'Yesterday'; Status = '2*' }; line = '--timeframe', 'yesterday', '--status', '2*' }
            @{ given = @{ Timeframe = 'Yesterday'; Model = 'eleven_*'; ApiKey = '*a*'; User = '*e*'; Limit = 7 }; line = '--timeframe', 'yesterday', '--model', 'eleven_*', '--api-key', '*a*', '--user', '*e*', '--limit', '7' }
            @{ given = @{ StartDate = $day; EndDate = $day; Summary = $true }; line = '--from', $day, '--to', $day, '--summary' }
            @{ given = @{ Timeframe = 'Yesterday'; Summary = $true; Granularity = 'Day' }; line = '--timeframe', 'yesterday', '--summary', '--granularity', 'day' }
        )
        foreach ($case in $cases) {
            # The simulator's log holds requests that succeeded alone.
            if (-not $case.of) { $case.of = 'acme' }
            $case.name = "$($case.of) $($case.line -join ' ')"
        }
    }

    It 'gives what the command line gives: <name>' -ForEach $cases {
        $ours = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Of = $of; Given = $given; AsJson = "$asJson" } {
            $splat = $p.Given
            & ([scriptblock]::Create($p.AsJson)) @(Get-ElevenLabsRequest $p.Of @splat)
        }).Value
        $theirs = Invoke-CommandLine $box -Environment $environment -ArgumentList (@('requests', '--connection', $of) + $line + '--output', 'json')
        $theirs.ExitCode | Should -Be 0 -Because $theirs.Error
        $expected = @(ConvertTo-RowText $theirs.Output)
        $expected.Count | Should -BeGreaterThan 0
        @($ours).Count | Should -Be $expected.Count
        for ($i = 0; $i -lt $expected.Count; $i++) { @($ours)[$i] | Should -BeExactly $expected[$i] }
    }

    It 'takes a DateTime as the instant that it is' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment ($environment + @{ TZ = 'America/New_York' }) {
            $start = [datetime]::UtcNow.Date.AddDays(-3).AddHours(5)
            $text = $start.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")
            $count = { param($from, $to) @(Get-ElevenLabsRequest acme -StartDate $from -EndDate $to).Count }
            $end = $start.AddHours(6)
            & $count $text $end.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'")
            & $count $start $end
            & $count $start.ToLocalTime() $end.ToLocalTime()
            & $count ([datetimeoffset]$start) ([datetimeoffset]$end)
            & $count ([datetime]::SpecifyKind($start, 'Unspecified')) ([datetime]::SpecifyKind($end, 'Unspecified'))
        }).Value
        $r[0] | Should -BeGreaterThan 0
        $r | Should -Be (@($r[0]) * 5)
    }

    It 'ends with Select-Object -First after the first page' {
        # The second page never comes.
        $slow = Open-Simulator -Days 40 -Keys 60 -Fault 'hang@/v1/workspace/analytics/requests#2-'
        $fresh = Open-TestHome
        try {
            $run = Invoke-ModuleScript $fresh -NonInteractive -TimeoutSeconds 60 -Environment @{ ELEVENLABS_API_KEY = $slow.Key } -Parameter @{ Uri = $slow.Uri } {
                $null = Connect-ElevenLabsCost slow -BaseUri $p.Uri
                $rows = @(Get-ElevenLabsRequest slow -Last 30d | Select-Object -First 5)
                [pscustomobject]@{ Count = $rows.Count; InOrder = -not (Compare-Object $rows.At @($rows.At | Sort-Object -Descending) -SyncWindow 0); Next = @(Get-ElevenLabsConnection).Count }
            }
            Measure-OpenConnection $slow.Port | Should -Be 0
        }
        finally {
            Close-Simulator $slow
            Close-TestHome $fresh
        }
        $run.Value[0].Count, $run.Value[0].InOrder, $run.Value[0].Next | Should -Be 5, $true, 1
    }

    It 'a bad connection is an error of its own, and the others are answered' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment @{ ELEVENLABS_API_KEY = 'sk_00000000000000000000000000000000000000000000dead' } {
            $rows = @('acme', 'nobody', 'demo' | Get-ElevenLabsRequest -Last 3d -ErrorAction SilentlyContinue -ErrorVariable problem)
            [pscustomobject]@{ Of = @($rows.Connection | Select-Object -Unique); Ids = @($problem | ForEach-Object FullyQualifiedErrorId); Targets = @($problem | ForEach-Object { "$($_.TargetObject)" }) }
        }).Value[0]
        $r.Of | Should -Be 'demo'
        $r.Ids | Should -Be 'ApiKeyInvalid,ElevenCost.PowerShell.Commands.GetElevenLabsRequestCommand', 'ConnectionNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsRequestCommand'
        $r.Targets | Should -Be 'acme', 'nobody'
    }

    It 'refuses what makes no sense, by an id' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment {
            foreach ($call in { Get-ElevenLabsRequest demo -Granularity Day }, { Get-ElevenLabsRequest demo -Status abc }, { Get-ElevenLabsRequest demo -Status 9xx }, { Get-ElevenLabsRequest demo -StartDate 07.05.2026 },
                { Get-ElevenLabsRequest demo -Last 5x }, { Get-ElevenLabsRequest demo -Path '[a' }, { Get-ElevenLabsRequest demo -StartDate 2026-02-01 -EndDate 2026-01-01 },
                { Get-ElevenLabsRequest demo -Summary -Granularity Week }, { Get-ElevenLabsRequest demo -Limit 0 }, { Get-ElevenLabsRequest demo -Last 1d -Timeframe Today }, { Get-ElevenLabsRequest demo -EndDate 2026-01-01 }) {
                try { $null = & { $ErrorActionPreference = 'Stop'; & $call }; 'nothing' } catch { $_.FullyQualifiedErrorId -replace ',.*' }
            }
        }).Value
        $r | Should -Be 'GranularityNeedsSummary', 'StatusNotValid', 'StatusNotValid', 'RangeNotValid', 'RangeNotValid', 'WildcardNotValid', 'RangeNotValid', 'ParameterArgumentValidationError',
            'ParameterArgumentValidationError', 'AmbiguousParameterSet', 'MissingMandatoryParameter'
    }

    It 'shows every figure at <_> columns' -ForEach 80, 120 {
        $r = (Invoke-ModuleScript $box -NonInteractive -Parameter @{ Columns = $_ } {
            $rows = @(Get-ElevenLabsRequest demo -Last 7d -Limit 5)
            $sums = @(Get-ElevenLabsRequest demo -Last 7d -Limit 50 -Summary)
            [pscustomobject]@{
                Rows = $rows | Out-String -Width $p.Columns; Figures = @($rows | ForEach-Object { '{0:yyyy-MM-dd HH:mm:ss} +{1} +{2:N0} +{3}' -f $_.At, $_.Status, $_.LatencyMs, [regex]::Escape($_.ApiKey) })
                Sums = $sums | Out-String -Width $p.Columns; Totals = @($sums | ForEach-Object { '{0:yyyy-MM-dd HH:mm} +{1} .*{2:N0} +{3:N0} +{4}' -f $_.StartsAt, $_.Requests, $_.P50LatencyMs, $_.P95LatencyMs, [regex]::Escape($_.Path) })
            }
        }).Value[0]
        foreach ($figures in $r.Figures) { $r.Rows | Should -Match $figures }
        foreach ($figures in $r.Totals) { $r.Sums | Should -Match $figures }
    }
}

Describe 'A long request log' {
    BeforeAll {
        # 100,000 requests of 200 seconds, and a second of 500 on the day before.
        $start = [datetime]'2025-03-14T06:00:00'
        $bursts = 0..199 | ForEach-Object { $start.AddSeconds($_).ToString("yyyy-MM-dd'T'HH:mm:ss'Z',500", [cultureinfo]::InvariantCulture) }
        $script:large = Open-Simulator -Days 3 -Keys 1 -Time '2025-03-15T12:00:00Z' -Burst ($bursts + '2025-03-13T06:00:00Z,500')
        $script:fresh = Open-TestHome
        $script:keyed = @{ ELEVENLABS_API_KEY = $large.Key }
        $null = Invoke-ModuleScript $fresh -NonInteractive -Environment $keyed -Parameter @{ Uri = $large.Uri } { $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri }

    }

    AfterAll {
        Close-Simulator $large
        Close-TestHome $fresh
    }

    It 'of a hundred thousand streams through a heap that could not hold it' {
        # 48 MB, of which the session takes a part: where the rows are kept, they do not fit.
        $run = Invoke-ModuleScript $fresh -NonInteractive -TimeoutSeconds 240 -Environment ($keyed + @{ DOTNET_GCHeapHardLimit = '0x3000000' }) {
            $count = 0
            $inOrder = $true
            $last = [datetime]::MaxValue
            Get-ElevenLabsRequest acme -StartDate 2025-03-14T06:00:00Z -EndDate 2025-03-14T06:03:20Z | ForEach-Object {
                $count++
                $inOrder = $inOrder -and $_.At -le $last
                $last = $_.At
            }
            [pscustomobject]@{ Count = $count; InOrder = $inOrder; Last = $last.ToString('s') }
        }
        $run.Value[0].Count | Should -BeGreaterOrEqual 100000
        $run.Value[0].InOrder, $run.Value[0].Last | Should -Be $true, '2025-03-14T06:00:00'
    }

    It 'loses and repeats none of five hundred at one instant' {
        $r = (Invoke-ModuleScript $fresh -NonInteractive -Environment $keyed {
            $rows = @(Get-ElevenLabsRequest acme -StartDate 2025-03-13T05:59:59Z -EndDate 2025-03-13T06:00:01Z | Where-Object At -EQ ([datetime]'2025-03-13T06:00:00'))
            $sums = @(Get-ElevenLabsRequest acme -StartDate 2025-03-13T06:00:00Z -EndDate 2025-03-13T06:00:01Z -Summary)
            [pscustomobject]@{
                Count = $rows.Count; Different = @($rows.RequestId | Sort-Object -Unique).Count; Limited = @(Get-ElevenLabsRequest acme -StartDate 2025-03-13T06:00:00Z -EndDate 2025-03-13T06:00:01Z -Limit 499).Count
                Failed = @($rows | Where-Object Status -GE 400).Count; Summed = ($sums | Measure-Object Requests -Sum).Sum
            }
        }).Value[0]
        $r.Count, $r.Different, $r.Limited, $r.Failed, $r.Summed | Should -Be 500, 500, 499, 200, 500
    }
}

Describe 'Get-ElevenLabsWebhook' {
    It 'gives what the command line gives, for connections from the pipeline' {
        $ours = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ AsJson = "$asJson" } {
            & ([scriptblock]::Create($p.AsJson)) @(Get-ElevenLabsConnection | Get-ElevenLabsWebhook)
        }).Value
        $theirs = Invoke-CommandLine $box -Environment $environment -ArgumentList 'webhooks', '--connection', '*', '--output', 'json'
        $expected = @(ConvertTo-RowText $theirs.Output)
        $expected.Count | Should -BeGreaterThan 3
        @($ours) | Should -BeExactly $expected
    }

    It 'a bad connection is an error of its own, and the others are answered' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment @{ ELEVENLABS_API_KEY = '' } {
            $rows = @(Get-ElevenLabsWebhook nobody, acme, demo -ErrorAction SilentlyContinue -ErrorVariable problem)
            [pscustomobject]@{ Of = @($rows.Connection | Select-Object -Unique); Ids = @($problem | ForEach-Object FullyQualifiedErrorId) }
        }).Value[0]
        $r.Of | Should -Be 'demo'
        $r.Ids | Should -Be 'ConnectionNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsWebhookCommand', 'KeyNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsWebhookCommand'
    }

    It 'ends with Select-Object -First' {
        (Invoke-ModuleScript $box -NonInteractive { @(Get-ElevenLabsWebhook demo | Select-Object -First 1).Count; @(Get-ElevenLabsConnection).Count }).Value | Should -Be 1, 2
    }

    It 'shows state, time and code whole at <_> columns' -ForEach 80, 120 {
        $text = (Invoke-ModuleScript $box -NonInteractive -Parameter @{ Columns = $_ } { Get-ElevenLabsWebhook demo | Out-String -Width $p.Columns }).Value -join "`n"
        $text | Should -Match 'hotline calls +AutoDisabled +\d{4}-\d\d-\d\d \d\d:\d\d +503'
        $text | Should -Not -Match '\u2026'
    }
}
