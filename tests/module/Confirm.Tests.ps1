#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# -Confirm at a real prompt: No leaves every file as it was, Yes does what was asked.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:simulator = Open-Simulator -Days 20
}

AfterAll { Close-Simulator $simulator }

Describe '-Confirm at a prompt' -Skip:$IsWindows {
    BeforeAll {
        $script:box = Open-TestHome
        $environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
        $null = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri } {
            $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
            $null = Connect-ElevenLabsCost gone -Demo
            $null = Connect-ElevenLabsCost other -Demo
            $null = Sync-ElevenLabsUsage acme -Days 3
            $null = Set-ElevenLabsPrice enterprise -MonthlyPrice 1200 -MonthlyCredits 10000000
            Set-ElevenLabsCostCenter old -Shares Old -ApiKey 'a*'
        }
        if (Test-VaultModule) {
            Add-TestVault $box
            $null = Invoke-ModuleScript $box -NonInteractive -Parameter @{ Uri = $simulator.Uri; Key = $simulator.Key } {
                $null = Connect-ElevenLabsCost kept -BaseUri $p.Uri -ApiKey (ConvertTo-Secret $p.Key)
            }
        }
        $script:terminal = Open-Terminal $box -Environment $environment
        $null = Wait-Terminal $terminal 'PS [^>]*> $'
        Send-Terminal $terminal 'Import-Module $env:ELEVENCOST_TEST_MODULE; "im" + "ported"'
        $null = Wait-Terminal $terminal '(?m)^imported'
    }

    AfterAll {
        Close-Terminal $terminal
        Close-TestHome $box
    }

    It '<command>' -ForEach @(
        @{ command = 'Disconnect-ElevenLabsCost gone -Confirm'; what = 'Remove the connection'; after = '@(Get-ElevenLabsConnection gone -ErrorAction Ignore).Count'; before = 1; then = 0 }
        @{ command = 'Remove-ElevenLabsPrice enterprise -Confirm'; what = 'Remove the price'; after = '@(Get-ElevenLabsPrice -Source Override).Count'; before = 1; then = 0 }
        @{ command = 'Set-ElevenLabsPrice creator -MonthlyPrice 22 -MonthlyCredits 100000 -Confirm'; what = 'price'; after = '@(Get-ElevenLabsPrice creator -Source Override).Count'; before = 0; then = 1 }
        @{ command = 'Sync-ElevenLabsUsage acme -Days 9 -Confirm'; what = 'Sync 9 days'; after = '@(Get-ElevenLabsCoverage acme -Last 9d -State Missing).Count'; before = 6; then = 0 }
        @{ command = "Set-ElevenLabsCostCenter new -Shares 'A:60; B:40' -ApiKey 'z*' -Confirm"; what = 'new'; after = '@(Get-ElevenLabsCostCenter new).Count'; before = 0; then = 1 }
        @{ command = 'Remove-ElevenLabsCostCenter old -Confirm'; what = 'old'; after = '@(Get-ElevenLabsCostCenter old).Count'; before = 1; then = 0 }
        @{ command = 'Connect-ElevenLabsCost new -Demo -Confirm'; what = 'new'; after = '@(Get-ElevenLabsConnection new -ErrorAction Ignore).Count'; before = 0; then = 1 }
    ) {
        $state = Get-HomeState $box
        foreach ($answer in 'n', 'l', 'y') {
            Send-Terminal $terminal $command
            $asked = Wait-Terminal $terminal '\(default is "Y"\): ?$'
            $asked | Should -Match $what
            Send-Answer $terminal $answer
            $null = Wait-Terminal $terminal 'PS [^>]*> $' -TimeoutSeconds 60
            Get-TerminalText $terminal | Should -Not -Match 'Exception|is not recognized'
            if ($answer -ne 'y') { Get-HomeState $box | Should -Be $state -Because "the answer was $answer" }
            Send-Terminal $terminal "`"count: `" + $after"
            $null = Wait-Terminal $terminal "(?m)^count: $($answer -eq 'y' ? $then : $before)\b"
        }
    }

    It 'Disconnect-ElevenLabsCost -RemoveSecret -Confirm asks for the secret and for the connection' -Tag Vault {
        $state = Get-HomeState $box
        foreach ($answer in 'n', 'y') {
            Send-Terminal $terminal 'Disconnect-ElevenLabsCost kept -RemoveSecret -Confirm'
            $asked = foreach ($question in 1, 2) {
                Wait-Terminal $terminal '\(default is "Y"\): ?$'
                Send-Answer $terminal $answer
            }
            $null = Wait-Terminal $terminal 'PS [^>]*> $'
            @($asked -match 'secret') | Should -HaveCount 1
            @($asked -match 'Remove the connection') | Should -HaveCount 1
            if ($answer -eq 'n') { Get-HomeState $box | Should -Be $state }
            Send-Terminal $terminal '"count: " + @(Get-ElevenLabsConnection kept -ErrorAction Ignore).Count + " " + @(Get-SecretInfo ElevenCost-kept).Count'
            $null = Wait-Terminal $terminal "(?m)^count: $($answer -eq 'y' ? '0 0' : '1 1')\b"
        }
    }

    It 'No leaves one out, Yes to All asks no more, over the pipeline' {
        Send-Terminal $terminal '"acme", "other" | Sync-ElevenLabsUsage -Days 12 -Confirm | ForEach-Object { "syn" + "ced " + $_.Connection }'
        $null = Wait-Terminal $terminal '"acme"\.[^"]*\(default is "Y"\): ?$'
        Send-Answer $terminal 'n'
        $null = Wait-Terminal $terminal '"other"\.[^"]*\(default is "Y"\): ?$'
        Send-Answer $terminal 'a'
        Wait-Terminal $terminal 'PS [^>]*> $' -TimeoutSeconds 60 | Should -Match 'synced other'
        Get-TerminalText $terminal -All | Should -Not -Match '(?m)^synced acme'
    }
}
