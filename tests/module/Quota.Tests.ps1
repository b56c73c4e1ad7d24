#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# Quotas, over connections of which some work: the figures of the command line, errors and warnings of their own, pools.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:simulator = Open-Simulator -Days 40 -Time '2026-03-18T12:00:00Z'
    $script:box = Open-TestHome
    $script:environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
    $given = @{ Uri = $simulator.Uri; Closed = "http://127.0.0.1:$(Get-ClosedPort)/" }
    $null = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter $given {
        $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
        $null = Connect-ElevenLabsCost -Demo
        $null = Sync-ElevenLabsUsage -Days 35
        $null = Connect-ElevenLabsCost twin -BaseUri $p.Uri
    }
}

AfterAll {
    Close-Simulator $simulator
    Close-TestHome $box
}

Describe 'Get-ElevenLabsQuota' {
    It 'gives what the command line gives' {
        $ours = (Invoke-ModuleScript $box -NonInteractive -Environment $environment {
            Get-ElevenLabsQuota acme -WarningAction SilentlyContinue | ForEach-Object {
                $row = [ordered]@{}
                foreach ($property in $_.PSObject.Properties | Where-Object MemberType -EQ Property) {
                    $row[$property.Name] = switch ($property.Value) {
                        { $_ -is [datetime] -and $_.Kind -eq 'Unspecified' } { $_.ToString('yyyy-MM-dd'); break }
                        { $_ -is [datetime] } { $_.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'"); break }
                        { $_ -is [enum] } { "$_"; break }
                        default { $_ }
                    }
                }
                [pscustomobject]$row
            }
        }).Value[0]
        $line = Invoke-CommandLine $box -Environment $environment -ArgumentList 'quota', '--connection', 'acme', '--output', 'json'
        $theirs = [Text.Json.JsonDocument]::Parse($line.Output).RootElement[0]
        $names = @($theirs.EnumerateObject() | ForEach-Object Name)
        $names | Should -Be @($ours.PSObject.Properties.Name)

        # The moment of reading differs, and so does what is reckoned from it, down to the second.
        foreach ($name in $names | Where-Object { $_ -notin 'At', 'RunsOutAt' }) {
            $value = $theirs.GetProperty($name)
            $expected = switch ("$($value.ValueKind)") { 'Null' { '' } 'Number' { "$($value.GetDecimal() / 1.0000000000000000000d)" } 'String' { $value.GetString() } default { "$value" } }
            $actual = $ours.$name -is [decimal] ? "$($ours.$name / 1.0000000000000000000d)" : "$($ours.$name)"
            $actual | Should -Be $expected -Because $name
        }
    }

    It 'counts a pool once, whichever connections read it, and in whichever way they are given' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment {
            $given = { param($rows) @($rows | ForEach-Object { "$($_.Connection)+$($_.SharedWith)" }) }
            [pscustomobject]@{
                Piped = & $given (Get-ElevenLabsConnection | Get-ElevenLabsQuota -WarningAction SilentlyContinue)
                Named = & $given (Get-ElevenLabsQuota acme, demo, twin -WarningAction SilentlyContinue)
                Wild  = & $given ('*', 'ACME' | Get-ElevenLabsQuota -WarningAction SilentlyContinue)
                One   = & $given (Get-ElevenLabsQuota -WarningAction SilentlyContinue)
            }
        }).Value[0]
        $r.Piped | Should -Be 'acme+twin', 'demo+'
        $r.Named | Should -Be $r.Piped
        $r.Wild | Should -Be $r.Piped
        $r.One | Should -Be 'acme+'
    }

    It 'a bad connection is an error of its own, and the others are answered' {
        $broken = Open-Simulator -Days 3
        $fresh = Open-TestHome
        try {
            $r = (Invoke-ModuleScript $fresh -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $broken.Key } -Parameter @{ Uri = $broken.Uri } {
                $null = Connect-ElevenLabsCost bad -BaseUri $p.Uri
                $null = Connect-ElevenLabsCost -Demo
                $null = Sync-ElevenLabsUsage demo -Days 10
                $env:ELEVENLABS_API_KEY = 'sk_00000000000000000000000000000000000000000000dead'
                $rows = @(Get-ElevenLabsQuota bad, nobody, demo -ErrorAction SilentlyContinue -ErrorVariable problem)
                $env:ELEVENLABS_API_KEY = ''
                $without = @(Get-ElevenLabsConnection | Get-ElevenLabsQuota -ErrorAction SilentlyContinue -ErrorVariable keyless)
                $stopped = try { Get-ElevenLabsQuota bad, demo -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
                [pscustomobject]@{ Rows = $rows.Connection; Problem = @($problem | ConvertTo-ErrorRow); Without = $without.Connection; Keyless = @($keyless | ConvertTo-ErrorRow); Stopped = @($stopped)[-1] }
            }).Value[0]
        }
        finally {
            Close-Simulator $broken
            Close-TestHome $fresh
        }

        $r.Rows | Should -Be 'demo'
        ($r.Problem.Id | Sort-Object) | Should -Be 'ApiKeyInvalid,ElevenCost.PowerShell.Commands.GetElevenLabsQuotaCommand', 'ConnectionNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsQuotaCommand'
        ($r.Problem | Where-Object Id -Like 'ApiKey*').Target | Should -Be 'bad'
        $r.Without | Should -Be 'demo'
        $r.Keyless.Id | Should -Match '^KeyNotFound,'
        $r.Stopped | Should -Match '^KeyNotFound,'
    }

    It 'gives the figures of the last sync where ElevenLabs is not there, and says so' {
        $gone = Open-Simulator -Days 20
        $fresh = Open-TestHome
        try {
            $null = Invoke-ModuleScript $fresh -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $gone.Key } -Parameter @{ Uri = $gone.Uri } {
                $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
                $null = Sync-ElevenLabsUsage -Days 10
            }
            Close-Simulator $gone
            $r = (Invoke-ModuleScript $fresh -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $gone.Key } {
                $row = Get-ElevenLabsQuota -WarningVariable warned -WarningAction SilentlyContinue
                [pscustomobject]@{ IsLive = $row.IsLive; Used = $row.CreditsUsed; Warned = "$warned" }
            }).Value[0]
        }
        finally { Close-TestHome $fresh }
        $r.IsLive | Should -BeFalse
        $r.Used | Should -BeGreaterThan 0
        $r.Warned | Should -Match 'acme: .*The figures are those of \d{4}-'
    }

    It 'shows every figure at <_> columns' -ForEach 80, 120 {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Columns = $_ } {
            $rows = Get-ElevenLabsQuota * -WarningAction SilentlyContinue
            [pscustomobject]@{ Text = $rows | Out-String -Width $p.Columns; Figures = @($rows | ForEach-Object { '{0:N0}' -f $_.CreditsUsed; '{0:N0}' -f $_.CreditsLeft; '{0:yyyy-MM-dd}' -f $_.NextResetAt }) }
        }).Value[0]
        foreach ($figure in $r.Figures) { $r.Text | Should -Match ([regex]::Escape($figure)) }
        $r.Text | Should -Not -Match '\u2026'
        foreach ($line in $r.Text -split "`r?`n") { $line.TrimEnd().Length | Should -BeLessOrEqual $_ }
    }
}
