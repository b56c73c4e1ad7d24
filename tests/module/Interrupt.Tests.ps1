#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }
BeforeAll { Import-Module (Join-Path $PSScriptRoot 'Harness.psm1') }

Describe 'Ending work early' {
    BeforeEach {
        # The first query of the analytics is the one that connecting probes with.
        $script:slow = Open-Simulator -Days 120 -Fault 'hang@/v1/workspace/analytics#2-'
        $script:box = Open-TestHome
        $script:environment = @{ ELEVENLABS_API_KEY = $slow.Key }
        $null = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $slow.Uri } {
            $null = Connect-ElevenLabsCost -Demo
            $null = Connect-ElevenLabsCost slow -BaseUri $p.Uri
        }
    }

    AfterEach {
        Close-Simulator $slow
        Close-TestHome $box
    }

    It 'Ctrl+C ends a sync at once: no request stays open, the prompt comes back, the next commands work' {
        $terminal = Open-Terminal $box -Environment $environment
        try {
            $null = Wait-Terminal $terminal 'PS [^>]*> $'
            Send-Terminal $terminal 'Import-Module $env:ELEVENCOST_TEST_MODULE; "im" + "ported"'
            $null = Wait-Terminal $terminal '(?m)^imported'
            Send-Terminal $terminal 'Sync-ElevenLabsUsage slow'
            Wait-Until { (Measure-OpenConnection $slow.Port) -gt 0 } -What 'requests under way' -Terminal $terminal
            Start-Sleep -Milliseconds 500
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Send-Terminal $terminal "$([char]3)" -NoEnter
            $terminal.Mark = $terminal.Seen.Length
            $shown = Wait-Terminal $terminal 'PS [^>]*> $' -TimeoutSeconds 5
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
            $shown | Should -Not -Match 'Exception'
            Wait-Until { (Measure-OpenConnection $slow.Port) -eq 0 } -TimeoutSeconds 5 -What 'no request under way' -Terminal $terminal
            Send-Terminal $terminal '"again " + (Sync-ElevenLabsUsage demo -Days 2).Succeeded'
            $null = Wait-Terminal $terminal 'again True[\s\S]*PS [^>]*> $'
            Send-Terminal $terminal 'exit 7'
            # Read on: until its questions are answered, the prompt reads no line.
            Wait-Until { $terminal.Process.HasExited } -TimeoutSeconds 20 -What 'the session''s end' -Terminal $terminal
            $terminal.Process.ExitCode | Should -Be 7
        }
        finally { Close-Terminal $terminal }
    }

    It 'Ctrl+C ends Connect- and Test- too' {
        $hanging = Open-Simulator -Fault 'hang@/v1/models'
        $terminal = Open-Terminal $box -Environment $environment
        try {
            $null = Wait-Terminal $terminal 'PS [^>]*> $'
            Send-Terminal $terminal 'Import-Module $env:ELEVENCOST_TEST_MODULE; "im" + "ported"'
            $null = Wait-Terminal $terminal '(?m)^imported'
            Send-Terminal $terminal "Connect-ElevenLabsCost late -BaseUri $($hanging.Uri)"
            Wait-Until { (Measure-OpenConnection $hanging.Port) -gt 0 } -What 'a request under way' -Terminal $terminal
            Send-Terminal $terminal "$([char]3)" -NoEnter
            $terminal.Mark = $terminal.Seen.Length
            $null = Wait-Terminal $terminal 'PS [^>]*> $' -TimeoutSeconds 5
            Wait-Until { (Measure-OpenConnection $hanging.Port) -eq 0 } -TimeoutSeconds 5 -What 'no request under way' -Terminal $terminal
            Send-Terminal $terminal 'Test-ElevenLabsConnection slow'
            Wait-Until { (Measure-OpenConnection $slow.Port) -gt 0 } -What 'a request under way' -Terminal $terminal
            Start-Sleep -Milliseconds 300
            Send-Terminal $terminal "$([char]3)" -NoEnter
            $terminal.Mark = $terminal.Seen.Length
            $null = Wait-Terminal $terminal 'PS [^>]*> $' -TimeoutSeconds 5
            Send-Terminal $terminal '"known: " + ((Get-ElevenLabsConnection).Name -join "+")'
            $null = Wait-Terminal $terminal 'known: demo\+slow'
        }
        finally {
            Close-Terminal $terminal
            Close-Simulator $hanging
        }
    }

    It 'SIGINT ends a session without a terminal' {
        $run = Open-ModuleScript $box -NonInteractive -Environment $environment -Script { Sync-ElevenLabsUsage slow }
        try {
            Wait-Until { (Measure-OpenConnection $slow.Port) -gt 0 } -What 'requests under way'
            kill -INT $run.Process.Id
            $run.Process.WaitForExit(5000) | Should -BeTrue
            Wait-Until { (Measure-OpenConnection $slow.Port) -eq 0 } -TimeoutSeconds 5 -What 'no request under way'
        }
        finally { Close-Process $run.Process }
    }

    It 'Select-Object -First ends a sync of several at once, and leaves the process free to end' {
        $run = Invoke-ModuleScript $box -NonInteractive -Environment $environment -TimeoutSeconds 30 {
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $first = @(Sync-ElevenLabsUsage demo, slow -Days 3 | Select-Object -First 1)
            $piped = @(Get-ElevenLabsConnection | Sync-ElevenLabsUsage -Days 3 | Select-Object -First 1)
            [pscustomobject]@{ First = $first; Piped = $piped; Seconds = $watch.Elapsed.TotalSeconds; Next = @(Get-ElevenLabsConnection).Count }
        }
        $run.Value[0].First.Connection | Should -Be 'demo'
        $run.Value[0].Piped.Connection | Should -Be 'demo'
        $run.Value[0].Seconds | Should -BeLessThan 10
        $run.Value[0].Next | Should -Be 2
        Measure-OpenConnection $slow.Port | Should -Be 0
    }

    It 'Select-Object -First ends reading at once, and a stopped pipeline ends the work' {
        $run = Invoke-ModuleScript $box -NonInteractive -Environment $environment -TimeoutSeconds 60 -Parameter @{ Port = $slow.Port } {
            $null = Sync-ElevenLabsUsage demo -Days 200
            $r = [ordered]@{}
            $r.Usage = @(Get-ElevenLabsUsage demo -Last 200d | Select-Object -First 1).Count
            $r.Cost = @(Get-ElevenLabsCost demo -Last 200d -GroupBy Model | Select-Object -First 1).Count
            $r.Coverage = @(Get-ElevenLabsCoverage demo | Select-Object -First 1).Count
            $open = { @([Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections() | Where-Object { $_.RemoteEndPoint.Port -eq $p.Port -and $_.State -eq 'Established' }).Count }
            $shell = [powershell]::Create().AddScript('Import-Module $env:ELEVENCOST_TEST_MODULE; Sync-ElevenLabsUsage slow')
            $null = $shell.BeginInvoke()
            $watch = [Diagnostics.Stopwatch]::StartNew()
            while ((& $open) -eq 0 -and $watch.Elapsed.TotalSeconds -lt 20) { Start-Sleep -Milliseconds 50 }
            $r.Opened = & $open
            $watch.Restart()
            $shell.Stop()
            $r.StopSeconds = $watch.Elapsed.TotalSeconds
            while ((& $open) -gt 0 -and $watch.Elapsed.TotalSeconds -lt 5) { Start-Sleep -Milliseconds 50 }
            $r.Left = & $open
            $r.State = "$($shell.InvocationStateInfo.State)"
            [pscustomobject]$r
        }
        $r = $run.Value[0]
        $r.Usage, $r.Cost, $r.Coverage | Should -Be 1, 1, 1
        $r.Opened | Should -BeGreaterThan 0
        $r.StopSeconds | Should -BeLessThan 3
        $r.Left | Should -Be 0
        $r.State | Should -Be 'Stopped'
    }
}

Describe 'Every cmdlet that reads over the network' {
    BeforeDiscovery {
        # What each asks ElevenLabs for; connecting asks for the analytics once, and for the subscription once.
        $script:live = @(
            @{ command = 'Sync-ElevenLabsUsage slow' }
            @{ command = 'Get-ElevenLabsUsage slow -Last 2d -Granularity Hour' }
            @{ command = 'Get-ElevenLabsCost slow -Last 2d -Granularity Hour' }
            @{ command = 'Get-ElevenLabsUsage slow -Metric Characters -Breakdown ApiKey -Last 5d' }
            @{ command = 'Get-ElevenLabsRequest slow -Last 2d' }
            @{ command = 'Get-ElevenLabsRequest slow -Last 2d -Summary' }
            @{ command = 'Get-ElevenLabsWebhook slow' }
            @{ command = 'Get-ElevenLabsQuota slow' }
            @{ command = 'Test-ElevenLabsConnection slow' }
            @{ command = 'Test-ElevenLabsCost slow -Last 5d' }
        )
    }

    BeforeAll {
        # The same API twice: one that answers, to connect with, and one that never does, at the same address.
        $script:silent = Open-Simulator -Days 30
        $script:box = Open-TestHome
        $script:environment = @{ ELEVENLABS_API_KEY = $silent.Key }
        $null = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $silent.Uri } {
            $null = Connect-ElevenLabsCost slow -BaseUri $p.Uri
            $null = Sync-ElevenLabsUsage slow -Days 10
        }
        $script:silent = Switch-Simulator $silent -Fault 'hang'
        $script:terminal = Open-Terminal $box -Environment $environment
        $null = Wait-Terminal $terminal 'PS [^>]*> $'
        Send-Terminal $terminal 'Import-Module $env:ELEVENCOST_TEST_MODULE; "im" + "ported"'
        $null = Wait-Terminal $terminal '(?m)^imported'
    }

    AfterAll {
        Close-Terminal $terminal
        Close-Simulator $silent
        Close-TestHome $box
    }

    It 'ends at once by Ctrl+C, and leaves no request open: <command>' -Skip:$IsWindows -ForEach $live {
        Send-Terminal $terminal $command
        Wait-Until { (Measure-OpenConnection $silent.Port) -gt 0 } -What 'a request under way' -Terminal $terminal
        $watch = [Diagnostics.Stopwatch]::StartNew()
        Send-Terminal $terminal "$([char]3)" -NoEnter
        $terminal.Mark = $terminal.Seen.Length
        $shown = Wait-Terminal $terminal 'PS [^>]*> $' -TimeoutSeconds 5
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 3
        $shown | Should -Not -Match 'Exception|Recommendation'
        Wait-Until { (Measure-OpenConnection $silent.Port) -eq 0 } -TimeoutSeconds 5 -What 'no request under way' -Terminal $terminal
    }

    It 'ends when its pipeline is stopped, and leaves no request open' -ForEach @{ live = $live } {
        $run = Invoke-ModuleScript $box -NonInteractive -Environment $environment -TimeoutSeconds 120 -Parameter @{ Port = $silent.Port; Commands = @($live.command) } {
            $open = { @([Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections() | Where-Object { $_.RemoteEndPoint.Port -eq $p.Port -and $_.State -eq 'Established' }).Count }
            foreach ($command in $p.Commands) {
                $shell = [powershell]::Create().AddScript("Import-Module `$env:ELEVENCOST_TEST_MODULE; $command")
                $null = $shell.BeginInvoke()
                $watch = [Diagnostics.Stopwatch]::StartNew()
                while ((& $open) -eq 0 -and $watch.Elapsed.TotalSeconds -lt 20) { Start-Sleep -Milliseconds 50 }
                $opened = & $open
                $watch.Restart()
                $shell.Stop()
                $seconds = $watch.Elapsed.TotalSeconds
                while ((& $open) -gt 0 -and $watch.Elapsed.TotalSeconds -lt 5) { Start-Sleep -Milliseconds 50 }
                [pscustomobject]@{ Command = $command; Opened = $opened; Seconds = $seconds; Left = & $open; State = "$($shell.InvocationStateInfo.State)" }
                $shell.Dispose()
            }
        }
        $run.Value.Command | Should -Be $live.command
        foreach ($stopped in $run.Value) {
            $stopped.Opened | Should -BeGreaterThan 0 -Because $stopped.Command
            $stopped.Seconds | Should -BeLessThan 3 -Because $stopped.Command
            $stopped.Left, $stopped.State | Should -Be 0, 'Stopped' -Because $stopped.Command
        }
    }
}

Describe 'Select-Object -First while more is to come' {
    BeforeAll {
        # The demo answers; the connection after it never does.
        $script:silent = Open-Simulator -Days 30
        $script:box = Open-TestHome
        $script:environment = @{ ELEVENLABS_API_KEY = $silent.Key }
        $null = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $silent.Uri } {
            $null = Connect-ElevenLabsCost -Demo
            $null = Connect-ElevenLabsCost slow -BaseUri $p.Uri
            $null = Sync-ElevenLabsUsage -Days 10
        }
        $script:silent = Switch-Simulator $silent -Fault 'hang'
    }

    AfterAll {
        Close-Simulator $silent
        Close-TestHome $box
    }

    It 'answers with the first row, ends the work, and leaves the session as it was' {
        $commands = @(
            'Sync-ElevenLabsUsage demo, slow'
            '"demo", "slow" | Get-ElevenLabsUsage -Last 2d -Granularity Hour'
            '"demo", "slow" | Get-ElevenLabsUsage -Metric Characters -Breakdown ApiKey -Last 5d'
            'Get-ElevenLabsRequest demo, slow -Last 2d'
            'Get-ElevenLabsRequest demo, slow -Last 2d -Summary'
            'Get-ElevenLabsWebhook demo, slow'
            'Test-ElevenLabsConnection demo, slow'
            'Test-ElevenLabsCost demo, slow -Last 5d'
        )
        $run = Invoke-ModuleScript $box -NonInteractive -Environment $environment -TimeoutSeconds 120 -Parameter @{ Commands = $commands; Port = $silent.Port } {
            $open = { @([Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections() | Where-Object { $_.RemoteEndPoint.Port -eq $p.Port -and $_.State -eq 'Established' }).Count }
            foreach ($command in $p.Commands) {
                $rows = @(& ([scriptblock]::Create($command)) | Select-Object -First 1)
                $watch = [Diagnostics.Stopwatch]::StartNew()
                while ((& $open) -gt 0 -and $watch.Elapsed.TotalSeconds -lt 5) { Start-Sleep -Milliseconds 50 }
                [pscustomobject]@{ Command = $command; Count = $rows.Count; Of = $rows[0].Connection; Left = & $open; Next = @(Get-ElevenLabsConnection).Count }
            }
        }
        $run.Value.Command | Should -Be $commands
        foreach ($ended in $run.Value) { $ended.Count, $ended.Of, $ended.Left, $ended.Next | Should -Be 1, 'demo', 0, 2 -Because $ended.Command }
    }
}
