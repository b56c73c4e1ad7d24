#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }
BeforeAll { Import-Module (Join-Path $PSScriptRoot 'Harness.psm1') }

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

Describe 'A scheduled sync' -Tag Vault {
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
            $run.Output + $run.Error | Should -Match 'rejects the API key'
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
