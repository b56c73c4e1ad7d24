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
        @{ case = 'WrongKey'; id = 'ApiKeyInvalid'; category = 'AuthenticationError'; words = 'rejects the API key' }
    ) {
        $r.$case.Made | Should -Be 0
        $r.$case.Error.Id | Should -Be "$id,ElevenCost.PowerShell.Commands.ConnectElevenLabsCostCommand"
        $r.$case.Error.Category | Should -Be $category
        $r.$case.Error.Message | Should -Match ([regex]::Escape($words))
        $r.$case.Error.Remedy | Should -Not -BeNullOrEmpty
    }

    It 'remembers none of them' { $r.All | Should -BeNullOrEmpty }
}

Describe 'A proxy that requires credentials' {
    It 'is named as such, with how to give them, and is shown no key' {
        $box = Open-TestHome
        $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $listener.Start()
        # Rejects whatever comes, until the listener stops.
        $proxy = Start-ThreadJob {
            $listener = $using:listener
            while ($true) {
                try { $client = $listener.AcceptTcpClient() } catch { return }
                $stream = $client.GetStream()
                $reader = [IO.StreamReader]::new($stream)
                while ($line = $reader.ReadLine()) { $line }
                $answer = [Text.Encoding]::ASCII.GetBytes("HTTP/1.1 407 Proxy Authentication Required`r`nProxy-Authenticate: Basic realm=`"office`"`r`nContent-Length: 0`r`nConnection: close`r`n`r`n")
                $stream.Write($answer, 0, $answer.Length)
                $client.Dispose()
            }
        }
        try {
            $key = 'sk_' + 'c0ffee00' * 6
            $environment = @{ HTTPS_PROXY = "http://127.0.0.1:$($listener.LocalEndpoint.Port)"; ELEVENLABS_API_KEY = $key }
            $run = Invoke-ModuleScript $box -NonInteractive -Environment $environment {
                Connect-ElevenLabsCost acme -ErrorAction SilentlyContinue -ErrorVariable failed
                $failed | ConvertTo-ErrorRow
            }
        }
        finally {
            $listener.Stop()
            $seen = $proxy | Wait-Job | Receive-Job
            Close-TestHome $box
        }

        $run.Value | Should -HaveCount 1
        $run.Value[0].Id | Should -BeLike 'ProxyCredentialsRequired,*'
        $run.Value[0].Remedy | Should -Match 'HTTPS_PROXY=http://USER:PASSWORD@PROXY:PORT'
        $seen | Should -Contain 'CONNECT api.elevenlabs.io:443 HTTP/1.1'
        "$seen" | Should -Not -Match $key
    }
}

Describe 'A home that begins with a tilde' {
    It 'is a folder of the user, or rejected if it is that of another' {
        $box = Open-TestHome
        try {
            $run = Invoke-ModuleScript $box -NonInteractive -Environment @{ ELEVENCOST_HOME = '~/cost' } { (Connect-ElevenLabsCost -Demo).Name }
            $run.Value | Should -Be 'demo'
            Join-Path $box.User 'cost/connections.json' | Should -Exist
            $run = Invoke-ModuleScript $box -NonInteractive -Environment @{ ELEVENCOST_HOME = '~nobody/cost' } {
                Connect-ElevenLabsCost -Demo -ErrorAction SilentlyContinue -ErrorVariable failed
                $failed | ConvertTo-ErrorRow
            }
            $run.Value | Should -HaveCount 1
            $run.Value[0].Message | Should -Match '~nobody/cost'
            $run.Value[0].Remedy | Should -Not -BeNullOrEmpty
            Join-Path $box.Work '~nobody' | Should -Not -Exist
        }
        finally { Close-TestHome $box }
    }
}
