#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }
BeforeAll { Import-Module (Join-Path $PSScriptRoot 'Harness.psm1') }

# Keys that are given; what else cannot be connected is in tests/ElevenCost.PowerShell.Tests.
Describe 'A key that cannot be one' -Tag Vault {
    BeforeAll {
        $script:simulator = Open-Simulator
        $script:box = Open-TestHome
        Add-TestVault $box
        $environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
        $script:r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri } {
            $r = [ordered]@{}
            $attempts = [ordered]@{
                KeyId         = @{ Name = 'x'; BaseUri = $p.Uri; ApiKey = ConvertTo-Secret ('0123456789abcdef' * 4) }
                Spaces        = @{ Name = 'x'; BaseUri = $p.Uri; ApiKey = ConvertTo-Secret 'sk_1 234' }
                WrongKey      = @{ Name = 'x'; BaseUri = $p.Uri; ApiKey = ConvertTo-Secret ('sk_' + 'c0ffee' * 8) }
            }
            foreach ($name in $attempts.Keys) {
                $arguments = $attempts[$name]
                $Error.Clear()
                try { $made = @(Connect-ElevenLabsCost @arguments -ErrorAction SilentlyContinue) }
                catch { $made = @() }
                $r[$name] = [pscustomobject]@{ Made = $made.Count; Error = $Error[0] | ConvertTo-ErrorRow }
            }
            $r.All = @(Get-ElevenLabsConnection)
            [pscustomobject]$r
        }).Value[0]
    }

    AfterAll {
        Close-Simulator $simulator
        Close-TestHome $box
    }

    It '<case>: <id>, <category>' -ForEach @(
        @{ case = 'KeyId'; id = 'KeyNotValid'; category = 'AuthenticationError'; words = 'the ID of an API key' }
        @{ case = 'Spaces'; id = 'KeyNotValid'; category = 'AuthenticationError'; words = 'spaces' }
        @{ case = 'WrongKey'; id = 'ApiKeyInvalid'; category = 'AuthenticationError'; words = 'refuses the API key' }
    ) {
        $r.$case.Made | Should -Be 0
        $r.$case.Error.Id | Should -Be "$id,ElevenCost.PowerShell.Commands.ConnectElevenLabsCostCommand"
        $r.$case.Error.Category | Should -Be $category
        $r.$case.Error.Message | Should -Match ([regex]::Escape($words))
        $r.$case.Error.Remedy | Should -Not -BeNullOrEmpty
    }

    It 'remembers none of them' { $r.All | Should -BeNullOrEmpty }
}
