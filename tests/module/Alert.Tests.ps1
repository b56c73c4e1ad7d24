#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# An alert's address is a secret like a key: it comes from a vault in a session of its own, and nothing shows it.
BeforeAll { Import-Module (Join-Path $PSScriptRoot 'Harness.psm1') }

Describe 'An alert whose address is in a vault' -Tag Vault {
    BeforeAll {
        $script:box = Open-TestHome
        $script:port = Get-ClosedPort
        $script:path = 'hook-canary-4b1d'
        $script:signing = 'signing-canary-9c27-0123456789abcdef'
        Add-TestVault $box -Secret @{ OpsHook = "http://127.0.0.1:$port/$path#$signing" }
        $script:run = Invoke-ModuleScript $box -NonInteractive -Parameter @{ Port = $port; Path = $path; Signing = $signing } {
            $null = Connect-ElevenLabsCost -Demo
            $null = Sync-ElevenLabsUsage -Days 10
            Set-ElevenLabsBudget tiny -Credits 1
            Set-ElevenLabsAlert ops Webhook -SecretName OpsHook -Topic Budget
            $listener = [Net.HttpListener]::new()
            $listener.Prefixes.Add("http://127.0.0.1:$($p.Port)/")
            $listener.Start()
            $hook = Start-ThreadJob {
                $listener = $using:listener
                $call = $listener.GetContext()
                $body = [IO.StreamReader]::new($call.Request.InputStream).ReadToEnd()
                $call.Response.StatusCode = 200
                $call.Response.Close()
                [pscustomobject]@{ Path = $call.Request.Url.AbsolutePath; Signature = $call.Request.Headers['webhook-signature']; Id = $call.Request.Headers['webhook-id']; Time = $call.Request.Headers['webhook-timestamp']; Body = $body }
            }
            $streams = @(Send-ElevenLabsAlert -Verbose -Debug *>&1)
            $r = [ordered]@{}
            $r.Got = $hook | Wait-Job | Receive-Job
            $listener.Stop()
            $key = [Security.Cryptography.HMACSHA256]::new([Text.Encoding]::UTF8.GetBytes($p.Signing))
            $r.Expected = 'v1,' + [Convert]::ToBase64String($key.ComputeHash([Text.Encoding]::UTF8.GetBytes("$($r.Got.Id).$($r.Got.Time).$($r.Got.Body)")))
            $r.States = @($streams | Where-Object { $_ -is [ElevenCost.AlertDelivery] } | ForEach-Object { "$($_.State)" })
            $r.Again = @(Send-ElevenLabsAlert).Count
            $r.Shown = ($streams + (Get-ElevenLabsAlert | Format-List *) | Out-String -Width 200)

            # The secret is gone: an error that names it, and what to do.
            Remove-Secret -Name OpsHook -Vault Personal
            Set-ElevenLabsBudget small -Credits 2
            $null = Send-ElevenLabsAlert -ErrorAction SilentlyContinue -ErrorVariable gone
            $r.Gone = @($gone | ConvertTo-ErrorRow)
            [pscustomobject]$r
        }
    }

    AfterAll { Close-TestHome $box }

    It 'is sent to that address once, signed with the secret of it' {
        $run.Value[0].Got.Path | Should -Be "/$path"
        $run.Value[0].Got.Signature | Should -Be $run.Value[0].Expected
        $run.Value[0].States | Should -Be 'Sent'
        $run.Value[0].Again | Should -Be 0
    }

    It 'shows the address in no stream, and keeps it in no file of the home' {
        $run.Value[0].Shown + $run.Output + $run.Error | Should -Not -Match 'canary'
        Get-ChildItem $box.Home -Recurse -File | Where-Object { [Text.Encoding]::Latin1.GetString([IO.File]::ReadAllBytes($_.FullName)) -match 'canary' } | Should -BeNullOrEmpty
    }

    It 'is an error that names the secret, once that is gone' {
        $run.Value[0].Gone | Should -HaveCount 1
        $run.Value[0].Gone[0].Message | Should -Match 'OpsHook'
        $run.Value[0].Gone[0].Remedy | Should -Not -BeNullOrEmpty
    }
}
