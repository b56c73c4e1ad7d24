#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }
BeforeAll { Import-Module (Join-Path $PSScriptRoot 'Harness.psm1') }

Describe 'Sync-ElevenLabsUsage' {
    BeforeAll {
        $script:simulator = Open-Simulator -Days 120
        $script:box = Open-TestHome
        $environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
        $script:run = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri } {
            $r = [ordered]@{}
            $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
            $null = Connect-ElevenLabsCost -Demo
            $today = [datetime]::UtcNow.Date
            $before = (Get-ChildItem $env:ELEVENCOST_HOME -Recurse -File | Get-FileHash).Hash -join ' '
            $r.WhatIf = @(Sync-ElevenLabsUsage -WhatIf)
            $r.WhatIfUntouched = $before -eq ((Get-ChildItem $env:ELEVENCOST_HOME -Recurse -File | Get-FileHash).Hash -join ' ')
            $r.Days = Sync-ElevenLabsUsage acme -Days 5
            $r.UpToDate = Sync-ElevenLabsUsage acme -Days 5
            $r.NoLookback = Sync-ElevenLabsUsage acme -Days 5 -Lookback 0
            $r.NoLookbackAgain = Sync-ElevenLabsUsage acme -Days 5 -Lookback 0
            $r.Forced = Sync-ElevenLabsUsage acme -Days 5 -Force
            $r.Dates = Sync-ElevenLabsUsage -Name acme -StartDate $today.AddDays(-20) -EndDate $today.AddDays(-11)
            $r.Texts = Sync-ElevenLabsUsage acme -From $today.AddDays(-30).ToString('yyyy-MM-dd') -To $today.AddDays(-25).ToString('yyyy-MM-dd')
            $r.All = @(Sync-ElevenLabsUsage -Days 3)
            $r.Wildcard = @(Sync-ElevenLabsUsage d*o -Days 3).Connection
            $r.Piped = @(Get-ElevenLabsConnection | Sync-ElevenLabsUsage -Days 3).Connection
            $r.ByName = @('demo', 'acme' | Sync-ElevenLabsUsage -Days 3).Connection
            $r.ByProperty = @($r.All | Sync-ElevenLabsUsage -Days 3).Connection
            $r.First = Sync-ElevenLabsUsage acme
            $r.Mistakes = foreach ($arguments in @{ Days = 0 }, @{ Days = 3661 }, @{ Lookback = 61 }, @{ Days = 3; StartDate = '2026-01-01' }, @{ EndDate = '2026-01-01' }, @{ StartDate = '01.02.2026' }) {
                $Error.Clear()
                try { $made = @(Sync-ElevenLabsUsage @arguments -ErrorAction SilentlyContinue) } catch { $made = @() }
                [pscustomobject]@{ Made = $made.Count; Id = "$($Error[0].FullyQualifiedErrorId)"; Message = "$($Error[0])" }
            }
            Sync-ElevenLabsUsage nobody -ErrorAction SilentlyContinue -ErrorVariable missing
            $r.Missing = @($missing | ConvertTo-ErrorRow)
            $r.Reversed = @(Sync-ElevenLabsUsage acme -From '2026-02-02' -To '2026-02-01' -ErrorAction SilentlyContinue -ErrorVariable reversed).Count
            $r.ReversedError = @($reversed | ConvertTo-ErrorRow)
            $r.Verbose = @(Sync-ElevenLabsUsage acme -Days 3 -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message)
            $r.After = Get-ElevenLabsConnection acme
            [pscustomobject]$r
        }
        $script:r = $run.Value[0]
        $script:today = [datetime]::UtcNow.Date
    }

    AfterAll {
        Close-Simulator $simulator
        Close-TestHome $box
    }

    It 'changes nothing with -WhatIf' {
        $r.WhatIf | Should -BeNullOrEmpty
        $r.WhatIfUntouched | Should -BeTrue
    }

    It 'goes back -Days, today included' {
        $r.Days.Succeeded | Should -BeTrue
        $r.Days.DaysAsked | Should -Be 5
        $r.Days.DaysSynced | Should -Be 5
        $r.Days.From | Should -Be $today.AddDays(-4)
        $r.Days.To | Should -Be $today
        $r.Days.Credits | Should -BeGreaterThan 0
        $r.Days.Source | Should -Be 'Analytics'
    }

    It 'asks once more for days that may change, for none that are final, and for all with -Force' {
        $r.UpToDate.DaysAsked | Should -Be 4
        $r.NoLookback.DaysAsked | Should -Be 4 -Because 'they were kept as provisional'
        $r.NoLookbackAgain.DaysAsked | Should -Be 1 -Because 'no day but today may change any more'
        $r.Forced.DaysAsked | Should -Be 5
    }

    It 'takes whole days, both included, as dates and as text, under both names' {
        $r.Dates.From, $r.Dates.To, $r.Dates.DaysSynced | Should -Be $today.AddDays(-20), $today.AddDays(-11), 10
        $r.Texts.From, $r.Texts.To, $r.Texts.DaysSynced | Should -Be $today.AddDays(-30), $today.AddDays(-25), 6
    }

    It 'takes all connections by default, names, wildcards, the pipeline and other objects'' Connection' {
        $r.All.Connection | Should -Be 'acme', 'demo'
        $r.Wildcard | Should -Be 'demo'
        $r.Piped | Should -Be 'acme', 'demo'
        $r.ByName | Should -Be 'demo', 'acme'
        $r.ByProperty | Should -Be 'acme', 'demo'
    }

    It 'fills 90 days where nothing is said' {
        $r.First.Succeeded | Should -BeTrue
        $r.First.From | Should -Be $today.AddDays(-89)
    }

    It 'refuses what it cannot mean' {
        $r.Mistakes.Made | Should -Be (@(0) * 6)
        $r.Mistakes[0..2].Id | Should -Match '^ParameterArgumentValidationError'
        $r.Mistakes[3].Id | Should -Match '^AmbiguousParameterSet'
        $r.Mistakes[4].Id | Should -Match '^(MissingMandatoryParameter|AmbiguousParameterSet|RangeNotValid)'
        $r.Mistakes[5].Message | Should -Match 'year-month-day'
    }

    It 'names a connection that there is not' {
        $r.Missing.Count | Should -Be 1
        $r.Missing[0].Id | Should -Be 'ConnectionNotFound,ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand'
        $r.Missing[0].Message | Should -Match "'nobody'"
    }

    It 'refuses a range that ends before it starts' {
        $r.ReversedError.Count | Should -Be 1
        $r.ReversedError[0].Id | Should -Be 'RangeNotValid,ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand'
        $r.ReversedError[0].Category | Should -Be 'InvalidArgument'
    }

    It 'helps with -Verbose: what is asked for, and what came of it' {
        $r.Verbose | Should -Contain "acme: Sync 3 days of usage ($($today.AddDays(-2).ToString('yyyy-MM-dd')) to $($today.ToString('yyyy-MM-dd')))."
        $r.Verbose[-1] | Should -Match '^acme: 3 days, [1-9]\d* records in \d+\.\d s, [1-9]\d* requests\.$'
    }

    It 'tells the connection''s health, plan and last sync afterwards' {
        $r.After.Health.Value | Should -Be 'Healthy'
        $r.After.Plan | Should -Be 'creator'
        $r.After.LastSyncAt.Kind | Should -Be 'Utc'
        $r.After.LastSyncAt | Should -BeGreaterThan $today
    }

    It 'writes nothing but what was asked for' { $run.Error.Trim() | Should -BeNullOrEmpty }
}

Describe 'Progress' {
    BeforeAll {
        $script:simulator = Open-Simulator -Days 60
        $script:broken = Open-Simulator -Days 60 -Fault 'invalid-api-key@/v1/workspace/analytics#2-', 'invalid-api-key@/v1/usage'
        $script:hanging = Open-Simulator -Days 60 -Fault 'hang@/v1/workspace/analytics#2-'
        $script:box = Open-TestHome
        $given = @{ Good = $simulator.Uri; Broken = $broken.Uri; Hanging = $hanging.Uri }
        $script:r = (Invoke-ModuleScript $box -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $simulator.Key } -Parameter $given {
            $null = Connect-ElevenLabsCost good -BaseUri $p.Good
            $null = Connect-ElevenLabsCost broken -BaseUri $p.Broken
            $null = Connect-ElevenLabsCost hanging -BaseUri $p.Hanging
            $results = @{}
            foreach ($case in @{ name = 'good'; of = 'good' }, @{ name = 'broken'; of = 'broken' }, @{ name = 'thrown'; of = 'good'; more = ' -Force -ProgressAction Stop' }, @{ name = 'stopped'; of = 'hanging' }) {
                $shell = [powershell]::Create().AddScript("Import-Module `$env:ELEVENCOST_TEST_MODULE; Sync-ElevenLabsUsage $($case.of) -Days 40$($case.more)")
                $handle = $shell.BeginInvoke()
                if ($case.name -eq 'stopped') {
                    while ($shell.Streams.Progress.Count -eq 0) { Start-Sleep -Milliseconds 20 }
                    $shell.Stop()
                }
                try { $synced = @($shell.EndInvoke($handle)) } catch { $synced = @() }
                $results[$case.name] = [pscustomobject]@{
                    State     = "$($shell.InvocationStateInfo.State)"; Succeeded = $synced.Succeeded; Activities = @($shell.Streams.Progress.Activity | Select-Object -Unique)
                    Types     = @($shell.Streams.Progress | ForEach-Object { "$($_.RecordType)" }); Ids = @($shell.Streams.Progress.ActivityId | Select-Object -Unique)
                    Percent   = @($shell.Streams.Progress.PercentComplete); Status = @($shell.Streams.Progress.StatusDescription)
                    Reason    = "$($shell.InvocationStateInfo.Reason.GetType().Name)"
                }
                $shell.Dispose()
            }
            $results
        }).Value[0]
    }

    AfterAll {
        $simulator, $broken, $hanging | ForEach-Object { Close-Simulator $_ }
        Close-TestHome $box
    }

    It 'tells days and records, never goes back, and ends' {
        $r.good.State, $r.good.Succeeded | Should -Be 'Completed', $true
        $r.good.Activities | Should -Be 'Syncing the usage of good'
        $r.good.Status[-1] | Should -Match '^40 of 40 days, [\d,]+ records, '
        $r.good.Percent[0..($r.good.Percent.Count - 2)] | Should -Be ($r.good.Percent[0..($r.good.Percent.Count - 2)] | Sort-Object)
        $r.good.Percent[-2] | Should -Be 100
        $r.good.Types | Should -Contain 'Processing'
    }

    It 'ends once, the last of all, where the sync <_>' -ForEach 'good', 'broken', 'thrown' {
        @($r.$_.Types -eq 'Completed') | Should -HaveCount 1
        $r.$_.Types[-1] | Should -Be 'Completed'
        $r.$_.Ids | Should -HaveCount 1
    }

    It 'does not hide how the sync ended' {
        $r.broken.State, $r.broken.Succeeded | Should -Be 'Completed', $false
        $r.thrown.State, $r.thrown.Reason | Should -Be 'Failed', 'ActionPreferenceStopException'
        $r.stopped.State, $r.stopped.Reason | Should -Be 'Stopped', 'PipelineStoppedException'
        $r.stopped.Types | Should -Not -Contain 'Completed'
    }
}

Describe 'Several connections, one of them bad' {
    BeforeAll {
        $script:good = Open-Simulator -Days 10
        $script:bad = Open-Simulator -Days 10 -Fault 'invalid-api-key@/v1/workspace/analytics#2-', 'invalid-api-key@/v1/usage#2-'
        $script:box = Open-TestHome
        $environment = @{ ELEVENLABS_API_KEY = $good.Key }
        $null = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Good = $good.Uri; Bad = $bad.Uri } {
            $null = Connect-ElevenLabsCost first -BaseUri $p.Good
            $null = Connect-ElevenLabsCost bad -BaseUri $p.Bad
            $null = Connect-ElevenLabsCost last -BaseUri $p.Good
        }
        $script:r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment {
            $r = [ordered]@{}
            $r.Failed = @(Get-ElevenLabsConnection | Sync-ElevenLabsUsage -Days 3 -ErrorAction SilentlyContinue -ErrorVariable problems | Where-Object Succeeded -eq $false)
            $r.Errors = @($problems | ConvertTo-ErrorRow)
            $r.All = @(Sync-ElevenLabsUsage -Days 3 -ErrorAction SilentlyContinue)
            $r.Success = $?
            $r.Connections = @(Get-ElevenLabsConnection)
            try { $r.Stopped = @(Sync-ElevenLabsUsage -Days 3 -ErrorAction Stop) } catch { $r.Thrown = $_ | ConvertTo-ErrorRow }
            $r.Quiet = @('first', 'bad', 'last' | Test-ElevenLabsConnection -Quiet)
            $r.QuietGood = @(Test-ElevenLabsConnection first, last -Quiet)
            $r.Tested = @(Get-ElevenLabsConnection | Test-ElevenLabsConnection)
            $r.Default = @(Test-ElevenLabsConnection)
            [pscustomobject]$r
        }).Value[0]
    }

    AfterAll {
        Close-Simulator $good
        Close-Simulator $bad
        Close-TestHome $box
    }

    It 'finds the bad one with Where-Object, and syncs the others' {
        $r.Failed.Count | Should -Be 1
        $r.Failed[0].Connection | Should -Be 'bad'
        $r.Failed[0].ErrorId | Should -Be 'ApiKeyInvalid'
        $r.Failed[0].Remedy | Should -Not -BeNullOrEmpty
        $r.All.Connection | Should -Be 'first', 'bad', 'last'
        $r.All.Succeeded | Should -Be $true, $false, $true
    }

    It 'writes one error for it, and says that it failed' {
        $r.Errors.Count | Should -Be 1
        $r.Errors[0].Id | Should -Be 'ApiKeyInvalid,ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand'
        $r.Errors[0].Message | Should -Match 'bad'
        $r.Errors[0].Target | Should -Match 'bad'
        $r.Success | Should -BeFalse
    }

    It 'stops with -ErrorAction Stop' { $r.Thrown.Id | Should -Match '^ApiKeyInvalid,' }

    It 'shows it as failing' {
        ($r.Connections | Where-Object Name -EQ bad).Health.Value | Should -Be 'KeyRefused'
        ($r.Connections | Where-Object Name -EQ last).Health.Value | Should -Be 'Healthy'
    }

    It 'gives one row a capability, and what to do' {
        $r.Tested.Count | Should -Be 27
        $closed = $r.Tested | Where-Object { $_.Connection -eq 'bad' -and $_.Name -eq 'Analytics' }
        $closed.Passed | Should -BeFalse
        $closed.Required | Should -BeTrue
        $closed.ErrorId | Should -Be 'ApiKeyInvalid'
        $closed.Remedy | Should -Not -BeNullOrEmpty
        $r.Default.Connection | Sort-Object -Unique | Should -Be 'first'
    }

    It 'says all of it in one boolean with -Quiet' {
        $r.Quiet.Count | Should -Be 1
        $r.Quiet[0] | Should -BeFalse
        $r.QuietGood.Count | Should -Be 1
        $r.QuietGood[0] | Should -BeTrue
    }
}

Describe 'A scheduled sync' {
    BeforeAll {
        $script:simulator = Open-Simulator -Days 5
        $script:box = Open-TestHome
        Add-TestVault $box -Secret @{ ElevenLabs = $simulator.Key }
        $null = Invoke-ModuleScript $box -NonInteractive -Parameter @{ Uri = $simulator.Uri } { $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri -SecretName ElevenLabs }
        $script:command = "Import-Module '$(Get-ModuleManifestPath)'; Sync-ElevenLabsUsage"
    }

    AfterAll {
        Close-Simulator $simulator
        Close-TestHome $box
    }

    It 'syncs with the key from SecretStore, prompts for nothing, and ends with 0' {
        $run = Invoke-Pwsh $box -ArgumentList '-NonInteractive', '-NoProfile', '-Command', $command
        $run.ExitCode | Should -Be 0 -Because ($run.Output + $run.Error)
        $run.Error.Trim() | Should -BeNullOrEmpty
        $run.Output | Should -Match 'acme'
    }

    It 'finds the module by its name where it is installed' {
        $installed = Split-Path (Split-Path (Split-Path (Get-ModuleManifestPath)))
        $run = Invoke-Pwsh $box -ArgumentList '-NonInteractive', '-NoProfile', '-Command', 'Import-Module ElevenCost; Sync-ElevenLabsUsage' -Environment @{ PSModulePath = "$installed$([IO.Path]::PathSeparator)$env:PSModulePath" }
        $run.ExitCode | Should -Be 0 -Because ($run.Output + $run.Error)
    }

    It 'ends with 1 where a connection fails, and says why' {
        $broken = Switch-Simulator $simulator 'invalid-api-key'
        try {
            $run = Invoke-Pwsh $box -ArgumentList '-NonInteractive', '-NoProfile', '-Command', $command
            $run.ExitCode | Should -Be 1
            $run.Output + $run.Error | Should -Match 'refuses the API key'
            $run.Output + $run.Error | Should -Not -Match ([regex]::Escape($simulator.Key.Substring(3)))
        }
        finally { $script:simulator = Switch-Simulator $broken }
    }

    It 'ends with 1 where the failing connection is not the last' {
        $closed = Get-ClosedPort
        $null = Invoke-ModuleScript $box -NonInteractive { $null = Connect-ElevenLabsCost zz -Demo; $null = Sync-ElevenLabsUsage zz -Days 1 }
        $file = Join-Path $box.Home 'connections.json'
        (Get-Content $file -Raw).Replace(":$($simulator.Port)/", ":$closed/") | Set-Content $file -NoNewline
        $run = Invoke-Pwsh $box -ArgumentList '-NonInteractive', '-NoProfile', '-Command', $command
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match 'zz'
        $run.Output + $run.Error | Should -Match 'cannot be reached'
    }
}
