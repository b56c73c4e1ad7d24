#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# Test-ElevenLabsCost: rows of the command line, a boolean, differences by name, and failures that are never taken for agreement.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:simulator = Open-Simulator -Days 60 -Keys 8 -Time ([datetime]::UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"))
    $script:box = Open-TestHome
    $script:environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
    $null = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri } {
        $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
        $null = Sync-ElevenLabsUsage -Days 14
    }
}

AfterAll {
    Close-Simulator $simulator
    Close-TestHome $box
}

Describe 'Test-ElevenLabsCost' {
    It 'gives what the command line gives' {
        $ours = (Invoke-ModuleScript $box -NonInteractive -Environment $environment {
            foreach ($row in Test-ElevenLabsCost acme -Last 10d) {
                $cells = foreach ($property in $row.PSObject.Properties | Where-Object MemberType -EQ Property) {
                    $text = switch ($property.Value) {
                        { $null -eq $_ } { ''; break }
                        { $_ -is [datetime] } { $_.ToString('yyyy-MM-dd'); break }
                        { $_ -is [decimal] } { "$($_ / 1.000000000000000000000000000000000d)"; break }
                        default { "$_" }
                    }
                    "$($property.Name)=$text"
                }
                ($cells | Sort-Object) -join '|'
            }
        }).Value
        $theirs = Invoke-CommandLine $box -Environment $environment -ArgumentList 'reconcile', '--connection', 'acme', '--last', '10d', '--output', 'json'
        $theirs.ExitCode | Should -Be 0 -Because "$($theirs.Output)$($theirs.Error)"
        $expected = @(foreach ($row in [Text.Json.JsonDocument]::Parse($theirs.Output).RootElement.EnumerateArray()) {
            $cells = foreach ($cell in $row.EnumerateObject()) {
                $text = switch ("$($cell.Value.ValueKind)") {
                    'Null' { '' }
                    'Number' { "$($cell.Value.GetDecimal() / 1.000000000000000000000000000000000d)" }
                    'String' { $cell.Value.GetString() }
                    default { "$($cell.Value.GetBoolean())" }
                }
                "$($cell.Name)=$text"
            }
            ($cells | Sort-Object) -join '|'
        })
        $expected.Count | Should -BeGreaterThan 100
        @($ours).Count | Should -Be $expected.Count
        for ($i = 0; $i -lt $expected.Count; $i++) { @($ours)[$i] | Should -BeExactly $expected[$i] }
    }

    It 'compares everything in each set of parameters, and -Quiet is one boolean' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment {
            $rows = @(Test-ElevenLabsCost -StartDate ([datetime]::UtcNow.Date.AddDays(-8)) -EndDate ([datetime]::UtcNow.Date.AddDays(-5)))
            [pscustomobject]@{
                Type = $rows[0].GetType().FullName; Checks = @($rows.Check | ForEach-Object { "$_" } | Select-Object -Unique | Sort-Object); Failed = @($rows | Where-Object Passed -EQ $false).Count
                Explained = @($rows | Where-Object { "$($_.Cause)" -ne 'None' -and -not $_.Explanation }).Count
                Quiet = @(Test-ElevenLabsCost acme -Timeframe Yesterday -Quiet); Piped = @(Get-ElevenLabsConnection | Test-ElevenLabsCost -Last 3d -Quiet)
                All = @([enum]::GetNames([ElevenCost.ReconciliationCheck]) | Sort-Object)
            }
        }).Value[0]
        $r.Type | Should -Be 'ElevenCost.ReconciliationRecord'
        $r.Checks | Should -Be $r.All
        $r.Failed | Should -Be 0
        $r.Explained | Should -Be 0
        $r.Quiet | Should -BeTrue
        $r.Quiet.Count | Should -Be 1
        $r.Piped.Count | Should -Be 1
        $r.Piped | Should -BeTrue
    }

    It 'names a difference by cause and size, and -Quiet is false where one is not explained' {
        $odd = Open-Simulator -Days 60 -Keys 8
        $fresh = Open-TestHome
        try {
            $null = Invoke-ModuleScript $fresh -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $odd.Key } -Parameter @{ Uri = $odd.Uri } {
                $null = Connect-ElevenLabsCost odd -BaseUri $p.Uri
                $null = Sync-ElevenLabsUsage -Days 14
            }
            $day = [datetime]::UtcNow.Date.AddDays(-8).ToString('yyyy-MM-dd')
            $odd = Switch-Simulator $odd -Fault "restate:$day,2"
            $restated = (Invoke-ModuleScript $fresh -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $odd.Key } -Parameter @{ Day = $day } {
                $rows = @(Test-ElevenLabsCost odd -StartDate $p.Day -EndDate $p.Day | Where-Object { "$($_.Check)" -eq 'LedgerAgainstAnalytics' -and $_.Unit -eq 'credits' })
                $kept = Get-ElevenLabsUsage odd -StartDate $p.Day -EndDate $p.Day -GroupBy Connection
                [pscustomobject]@{ Cause = "$($rows[0].Cause)"; Passed = $rows[0].Passed; Left = $rows[0].Left; Difference = $rows[0].Difference; Kept = $kept.Credits; Explanation = $rows[0].Explanation }
            }).Value[0]
            $odd = Switch-Simulator $odd -Fault 'row-cap:20'
            $broken = (Invoke-ModuleScript $fresh -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $odd.Key } -Parameter @{ Day = $day } {
                $rows = @(Test-ElevenLabsCost odd -StartDate $p.Day -EndDate $p.Day)
                [pscustomobject]@{ Failed = @($rows | Where-Object Passed -EQ $false | ForEach-Object { "$($_.Check) $($_.Cause)" } | Select-Object -Unique); Quiet = @(Test-ElevenLabsCost odd -StartDate $p.Day -EndDate $p.Day -Quiet) }
            }).Value[0]
        }
        finally {
            Close-Simulator $odd
            Close-TestHome $fresh
        }
        $restated.Cause | Should -Be 'Restated'
        $restated.Passed | Should -BeTrue
        $restated.Left | Should -Be $restated.Kept
        $restated.Difference | Should -BeLessThan 0
        $restated.Explanation | Should -Match 'ElevenLabs has changed the day'
        $broken.Failed | Should -Contain 'AnalyticsRows Unexplained'
        $broken.Quiet | Should -Be @($false)
    }

    It 'proves nothing of days that are not kept, says so, and how to fetch them' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment {
            $null = Connect-ElevenLabsCost fresh -Demo
            $none = @(Test-ElevenLabsCost fresh -StartDate 2025-01-01 -EndDate 2025-01-02 -Quiet -WarningAction SilentlyContinue -WarningVariable never)
            $rows = @(Test-ElevenLabsCost fresh -StartDate 2025-01-01 -EndDate 2025-01-02 -WarningAction SilentlyContinue -WarningVariable told)
            $some = @(Test-ElevenLabsCost acme -Last 20d -Quiet -WarningAction SilentlyContinue -WarningVariable partly)
            $kept = @(Test-ElevenLabsCost acme -Last 14d -Quiet -WarningVariable silent)
            $both = @(Test-ElevenLabsCost acme, fresh -Last 3d -Quiet -WarningAction SilentlyContinue)
            $nobody = @(@() | Test-ElevenLabsCost -Quiet)
            $null = Sync-ElevenLabsUsage fresh -Days 5
            [pscustomobject]@{
                None = $none; Never = @("$never"); Told = @("$told"); Failed = @($rows | Where-Object Passed -EQ $false).Count
                Ledger = @($rows | Where-Object Check -Match '^Ledger' | ForEach-Object { "$($_.Cause) $($_.Passed)" } | Select-Object -Unique)
                Some = $some; Partly = @("$partly"); Kept = $kept; Silent = @($silent).Count; Both = $both; Nobody = $nobody
                Synced = @(Test-ElevenLabsCost acme, fresh -Last 3d -Quiet)
            }
        }).Value[0]
        $r.None | Should -Be @($false)
        $r.Never | Should -Match '^fresh: no day of 2025-01-01\.\.2025-01-02 is kept in the ledger.* Fetch them with: Sync-ElevenLabsUsage -Connection fresh -StartDate 2025-01-01 -EndDate 2025-01-02$'
        $r.Told | Should -Be $r.Never
        $r.Failed | Should -Be 0
        $r.Ledger | Should -Be 'NotKept '
        $r.Some | Should -Be @($false)
        $r.Partly | Should -Match '^acme: 6 of 20 days are not kept .* Fetch them with: Sync-ElevenLabsUsage -Connection acme'
        $r.Kept | Should -Be @($true)
        $r.Silent | Should -Be 0
        $r.Both | Should -Be @($false)
        $r.Nobody | Should -Be @($false)
        $r.Synced | Should -Be @($true)
    }

    It 'leaves what is told as of now alone out of a range before the billing month that has begun' {
        $odd = Open-Simulator -Days 60 -Keys 8
        $fresh = Open-TestHome
        try {
            $null = Invoke-ModuleScript $fresh -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $odd.Key } -Parameter @{ Uri = $odd.Uri } {
                $null = Connect-ElevenLabsCost odd -BaseUri $p.Uri
                $null = Sync-ElevenLabsUsage -Days 50
            }
            $odd = Switch-Simulator $odd -Subscription @{ current_overage = @{ amount = '7'; currency = 'usd' } }
            $r = (Invoke-ModuleScript $fresh -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $odd.Key } {
                $day = [datetime]::UtcNow.Date.AddDays(-40)
                $rows = @(Test-ElevenLabsCost odd -StartDate $day -EndDate $day)
                [pscustomobject]@{
                    Before = @(Test-ElevenLabsCost odd -StartDate $day -EndDate $day -Quiet); Now = @(Test-ElevenLabsCost odd -Last 5d -Quiet)
                    OfNow = @($rows | Where-Object Check -In 'BillingMonthCredits', 'Overage', 'NextInvoice', 'OpenInvoices' | ForEach-Object { "$($_.Cause) $($_.Passed)" })
                }
            }).Value[0]
        }
        finally {
            Close-Simulator $odd
            Close-TestHome $fresh
        }
        $r.OfNow | Should -Be (@('NotReadable ') * 4)
        $r.Before | Should -Be @($true)
        $r.Now | Should -Be @($false)
    }

    It 'a failure is an error of its own, the others are compared, and -Quiet never takes it for agreement' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Closed = "http://127.0.0.1:$(Get-ClosedPort)/" } {
            $null = Connect-ElevenLabsCost -Demo
            $rows = @('nobody', 'demo', 'acme' | Test-ElevenLabsCost -Last 2d -ErrorAction SilentlyContinue -ErrorVariable problem)
            $missing = @(Test-ElevenLabsCost nobody, acme -Last 2d -Quiet -ErrorAction SilentlyContinue)
            $future = @(Test-ElevenLabsCost acme -StartDate ([datetime]::UtcNow.Date.AddDays(5)) -EndDate ([datetime]::UtcNow.Date.AddDays(6)) -Quiet)
            $env:ELEVENLABS_API_KEY = 'sk_00000000000000000000000000000000000000000000dead'
            $refused = @(Test-ElevenLabsCost acme -Last 2d -Quiet -ErrorAction SilentlyContinue -ErrorVariable bad)
            $env:ELEVENLABS_API_KEY = ''
            $keyless = @(Test-ElevenLabsCost acme -Last 2d -Quiet -ErrorAction SilentlyContinue -ErrorVariable none)
            $stopped = try { Test-ElevenLabsCost acme -Last 2d -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            $wrong = try { Test-ElevenLabsCost acme -StartDate 2026-02-02 -EndDate 2026-02-01 -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            [pscustomobject]@{
                Of = @($rows.Connection | Select-Object -Unique); Problem = @($problem | ConvertTo-ErrorRow).Id; Missing = $missing; Future = $future; Refused = $refused; Bad = @($bad | ConvertTo-ErrorRow).Id
                Keyless = $keyless; None = @($none | ConvertTo-ErrorRow).Id; Stopped = "$stopped"; Wrong = "$wrong"
            }
        }).Value[0]
        $r.Of | Should -Be 'demo', 'acme'
        $r.Problem | Should -Be 'ConnectionNotFound,ElevenCost.PowerShell.Commands.TestElevenLabsCostCommand'
        $r.Missing | Should -Be @($false)
        $r.Future | Should -Be @($false)
        $r.Refused | Should -Be @($false)
        $r.Bad | Should -Be 'ApiKeyInvalid,ElevenCost.PowerShell.Commands.TestElevenLabsCostCommand'
        $r.Keyless | Should -Be @($false)
        $r.None | Should -Be 'KeyNotFound,ElevenCost.PowerShell.Commands.TestElevenLabsCostCommand'
        $r.Stopped | Should -Match '^KeyNotFound,'
        $r.Wrong | Should -Match '^RangeNotValid,'
    }

    It 'shows check, difference and cause at <_> columns' -ForEach 80, 120 {
        $text = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Columns = $_ } { Test-ElevenLabsCost acme -Timeframe Yesterday | Out-String -Width $p.Columns }).Value -join "`n"
        $text | Should -Match 'LedgerAgainstAnalytics'
        $text | Should -Match 'ConsumedAgainstFee'
        foreach ($line in $text -split "`r?`n") { $line.TrimEnd().Length | Should -BeLessOrEqual $_ }
    }
}
