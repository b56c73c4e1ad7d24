#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# The key is looked for wherever it could have gone. It is the simulator's own, of a seed that no other test uses.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')

    # Every form in which the key, without its prefix, could lie in bytes.
    function Test-Canary([byte[]] $Bytes, [string] $Key) {
        $secret = $Key.Substring(3)
        $latin = [Text.Encoding]::Latin1.GetString($Bytes)
        foreach ($encoding in [Text.Encoding]::UTF8, [Text.Encoding]::Unicode) {
            $form = [Text.Encoding]::Latin1.GetString($encoding.GetBytes($secret))
            if ($latin.Contains($form, [StringComparison]::OrdinalIgnoreCase)) { return $true }
            foreach ($shift in 0..2) {
                # In Base64 a text has three forms, by where it begins; the characters at its ends depend on what is beside it.
                $coded = [Convert]::ToBase64String([byte[]]::new($shift) + $encoding.GetBytes($secret))
                if ($latin.Contains($coded.Substring(4, $coded.Length - 8), [StringComparison]::Ordinal)) { return $true }
            }
        }

        $false
    }

    function Find-Canary([string] $Folder, [string] $Key) {
        foreach ($file in Get-ChildItem -LiteralPath $Folder -Recurse -File -Force) {
            if (Test-Canary ([IO.File]::ReadAllBytes($file.FullName)) $Key) { $file.FullName }
        }
    }
}

Describe 'The key is nowhere' -Tag Vault {
    BeforeAll {
        $script:simulator = Open-Simulator -Days 10 -Seed 4711
        $script:broken = Open-Simulator -Days 10 -Seed 4711 -Fault 'invalid-api-key@/v1/workspace/analytics#2-', 'malformed@/v1/user/subscription', 'html@/v1/models#2-', 'truncated:chunked@/v1/usage#2-', 'html@/v1/workspace/webhooks'
        $script:box = Open-TestHome
        Add-TestVault $box
    }

    AfterAll {
        Close-Simulator $simulator
        Close-Simulator $broken
        Close-TestHome $box
    }

    It 'is found by the search itself' {
        $file = Join-Path $box.Work 'found'
        [IO.File]::WriteAllText($file, "x$($simulator.Key)x")
        Find-Canary $box.Work $simulator.Key | Should -Be $file
        [IO.File]::WriteAllText($file, [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes("<$($simulator.Key)>")))
        Find-Canary $box.Work $simulator.Key | Should -Be $file
        Remove-Item $file
    }

    It 'in no stream, error, transcript, history, log or file when everything is done and fails' {
        # The key comes in by standard input, and the script does not keep it.
        $run = Invoke-ModuleScript $box -InputText "$($simulator.Key)`n" -TimeoutSeconds 240 -Parameter @{ Uri = $simulator.Uri; Broken = $broken.Uri } {
            # What was shown once is shown again only where it can be followed further.
            function Show-Deep($Value, $Seen, [int] $Depth = 6) {
                if ($null -eq $Value -or $Depth -lt 0) { return }
                if ($Value -is [string] -or $Value -is [ValueType]) { return "$Value" }
                $followed = 0
                if ($Seen.TryGetValue($Value, [ref]$followed) -and $followed -ge $Depth) { return }
                $Seen[$Value] = $Depth
                "$Value"
                # What describes code is the same in every session, and is the most of what could be followed.
                if ($Value -is [Reflection.MemberInfo] -or $Value -is [Reflection.Assembly] -or $Value -is [Reflection.Module] -or $Value -is [Management.Automation.CommandInfo]) { return }
                $below = @{ Seen = $Seen; Depth = $Depth - 1 }
                if ($Value -is [Collections.IDictionary]) { foreach ($name in @($Value.Keys)) { "$name"; Show-Deep $Value[$name] @below } }
                elseif ($Value -is [Collections.IEnumerable]) { foreach ($item in $Value) { Show-Deep $item @below } }
                foreach ($property in $Value.PSObject.Properties) {
                    try { Show-Deep $property.Value @below } catch { "$_" }
                }
                if ($Value -is [Exception]) {
                    foreach ($field in $Value.GetType().GetFields('Instance, NonPublic')) { Show-Deep $field.GetValue($Value) @below }
                }
            }

            $VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = 'Continue'
            $ErrorActionPreference = 'Continue'
            # Before PowerShell 7.5, -Debug asks before a change.
            $PSDefaultParameterValues['*-ElevenLabs*:Confirm'] = $false
            $key = ConvertTo-Secret ([Console]::In.ReadLine())
            $null = Start-Transcript (Join-Path $HOME 'transcript.txt') -IncludeInvocationHeader
            $shown = & {
                Connect-ElevenLabsCost acme -ApiKey $key -BaseUri $p.Uri -Verbose -Debug -WarningAction Continue
                Connect-ElevenLabsCost broken -ApiKey $key -BaseUri $p.Broken -Verbose -Debug -WarningAction Continue
                Connect-ElevenLabsCost refused -ApiKey $key -BaseUri $p.Broken -Verbose -Debug -WarningAction Continue
                Connect-ElevenLabsCost nowhere -ApiKey $key -BaseUri 'http://127.0.0.1:9' -Verbose -Debug -WarningAction Continue
                Connect-ElevenLabsCost novault -ApiKey $key -BaseUri $p.Uri -Vault Nowhere
                Connect-ElevenLabsCost what -ApiKey $key -BaseUri $p.Uri -WhatIf
                Connect-ElevenLabsCost 'a/b' -ApiKey $key -BaseUri $p.Uri
                Get-ElevenLabsConnection | Format-List * -Force
                Test-ElevenLabsConnection acme, broken -Verbose -Debug -WarningAction Continue | Format-List * -Force
                Sync-ElevenLabsUsage -Days 5 -Verbose -Debug -WarningAction Continue | Format-List * -Force
                Get-ElevenLabsCost -Last 5d -GroupBy ApiKey, Model -Verbose -Debug -WarningAction Continue
                Get-ElevenLabsUsage -Last 2d | Format-List *
                Get-ElevenLabsCoverage -Verbose
                # All that came later, on a connection that works and on one that fails.
                foreach ($name in 'acme', 'broken') {
                    Get-ElevenLabsRequest $name -Last 2d -Limit 20 -Verbose -Debug -WarningAction Continue
                    Get-ElevenLabsRequest $name -Last 2d -Summary -Text $name -Verbose -Debug -WarningAction Continue | Format-List * -Force
                    Get-ElevenLabsWebhook $name -Verbose -Debug -WarningAction Continue | Format-List * -Force
                    Get-ElevenLabsQuota $name -Verbose -Debug -WarningAction Continue | Format-List * -Force
                    Get-ElevenLabsCost $name -Last 2d -Granularity Hour -GroupBy ApiKey -Verbose -Debug -WarningAction Continue
                    Get-ElevenLabsUsage $name -Last 2d -Granularity Hour -Verbose -Debug -WarningAction Continue
                    Get-ElevenLabsUsage $name -Last 2d -Metric TtfbP95 -Breakdown Model -Verbose -Debug -WarningAction Continue | Format-List * -Force
                    Test-ElevenLabsCost $name -Last 2d -Verbose -Debug -WarningAction Continue
                    Get-ElevenLabsPrice -Connection $name -Verbose -Debug -WarningAction Continue | Format-List * -Force
                    Get-ElevenLabsCostCenter -Explain -Connection $name -Last 2d -Verbose -Debug -WarningAction Continue | Format-List * -Force
                }
                Set-ElevenLabsPrice enterprise -MonthlyPrice 1200 -MonthlyCredits 10000000 -Connection acme -Verbose -Debug -WarningAction Continue
                Set-ElevenLabsPrice '' -MonthlyPrice -1 -MonthlyCredits 0 -Verbose -Debug -WarningAction Continue
                Remove-ElevenLabsPrice enterprise -Connection acme -Confirm:$false -Verbose -Debug -WarningAction Continue
                Remove-ElevenLabsPrice nothing -Confirm:$false -Verbose -Debug -WarningAction Continue
                Set-ElevenLabsCostCenter support -Shares Support -ApiKey 'a*' -Connection acme -Verbose -Debug -WarningAction Continue
                Set-ElevenLabsCostCenter wrong -Shares 'Support:x' -Verbose -Debug -WarningAction Continue
                Remove-ElevenLabsCostCenter support, nothing -Confirm:$false -Verbose -Debug -WarningAction Continue
                Disconnect-ElevenLabsCost broken -RemoveSecret -Verbose -Debug -WarningAction Continue
            } *>&1 | Out-String -Width 4096
            $shown
            Format-List -InputObject $Error -Property * -Force | Out-String -Width 4096
            $Error | ForEach-Object { $_ | Format-List * -Force; $_.Exception | Format-List * -Force; "$($_.Exception)" } | Out-String -Width 4096
            Get-Error -Newest 50 | Out-String -Width 4096
            $seen = [Collections.Generic.Dictionary[object, int]]::new([Collections.Generic.ReferenceEqualityComparer]::Instance)
            @($Error | ForEach-Object { Show-Deep $_ $seen }) -join "`n"
            [Management.Automation.PSSerializer]::Serialize($Error, 5)
            Get-History | Format-List * | Out-String -Width 4096
            $null = Stop-Transcript
            "errors of: $(@($Error | ForEach-Object FullyQualifiedErrorId | ForEach-Object { $_ -replace '^.*\.(\w+)Command$', '$1' } | Sort-Object -Unique) -join ' ')"
            "errors: $($Error.Count)"
        }
        $everything = ($run.Value -join "`n") + $run.Output + $run.Error
        $run.Value[-1] | Should -Match 'errors: ([5-9]|\d\d)'
        foreach ($id in 'ProxyAnswered', 'NetworkUnavailable', 'VaultNotFound', 'ConnectionNameNotValid', 'ResponseNotValid') { $everything.Contains($id) | Should -BeTrue -Because "$id must have been provoked, and $($run.Value[-2])" }
        foreach ($name in 'GetElevenLabsRequest', 'GetElevenLabsWebhook', 'GetElevenLabsQuota', 'GetElevenLabsCost', 'GetElevenLabsUsage', 'TestElevenLabsCost', 'SetElevenLabsPrice', 'RemoveElevenLabsPrice', 'SetElevenLabsCostCenter', 'RemoveElevenLabsCostCenter', 'SyncElevenLabsUsage', 'ConnectElevenLabsCost') {
            $run.Value[-2] | Should -Match "\b$name\b" -Because 'it must have failed, too'
        }
        (Get-Content (Join-Path $box.User 'transcript.txt') -Raw).Length | Should -BeGreaterThan 1000
        Test-Canary ([Text.Encoding]::UTF8.GetBytes($everything)) $simulator.Key | Should -BeFalse
        Find-Canary $box.Path $simulator.Key | Should -BeNullOrEmpty
    }

    It 'in no file after it was typed at a prompt, and in no history' {
        $terminal = Open-Terminal $box
        try {
            $null = Wait-Terminal $terminal 'PS [^>]*> $'
            Send-Terminal $terminal 'Import-Module $env:ELEVENCOST_TEST_MODULE; $null = Start-Transcript ~/typed.txt; "im" + "ported"'
            $null = Wait-Terminal $terminal '(?m)^imported'
            Send-Terminal $terminal "Connect-ElevenLabsCost typed -BaseUri $($simulator.Uri)"
            $null = Wait-Terminal $terminal '(?i)key[^\r\n]*: ?$'
            Send-Answer $terminal $simulator.Key
            $null = Wait-Terminal $terminal 'PS [^>]*> $'
            Send-Terminal $terminal 'Get-History | Out-String; Sync-ElevenLabsUsage typed -Days 2; "do" + "ne"'
            $null = Wait-Terminal $terminal '(?m)^done'
            Test-Canary ([Text.Encoding]::UTF8.GetBytes($terminal.Seen.ToString())) $simulator.Key | Should -BeFalse
        }
        finally { Close-Terminal $terminal }
        Get-ChildItem $box.User -Recurse -Filter 'ConsoleHost_history.txt' -Force | Should -Not -BeNullOrEmpty
        Find-Canary $box.Path $simulator.Key | Should -BeNullOrEmpty
    }

    It 'in no command line while a sync runs, and in no environment but the one it was given in' -Skip:(-not $IsLinux) {
        $hanging = Open-Simulator -Days 10 -Seed 4711 -Fault 'hang@/v1/workspace/analytics#2-'
        try {
            $run = Open-ModuleScript $box -NonInteractive -Parameter @{ Uri = $hanging.Uri } {
                $null = Connect-ElevenLabsCost slow -SecretName ElevenCost-acme -BaseUri $p.Uri
                Sync-ElevenLabsUsage slow -Days 5
            }
            Wait-Until { (Measure-OpenConnection $hanging.Port) -gt 0 } -What 'requests under way'
            Start-Sleep -Milliseconds 500
            $run.Process.HasExited | Should -BeFalse
            $looked = 0
            foreach ($folder in Get-ChildItem /proc -Directory | Where-Object Name -Match '^\d+$') {
                foreach ($name in 'cmdline', 'environ') {
                    try { $bytes = [IO.File]::ReadAllBytes("$($folder.FullName)/$name") } catch [Exception] { continue }
                    $looked++
                    Test-Canary $bytes $simulator.Key | Should -BeFalse -Because "/proc/$($folder.Name)/$name must not hold it"
                }
            }
            $looked | Should -BeGreaterThan 4
        }
        finally {
            Close-Process $run.Process
            Close-Simulator $hanging
        }
        Find-Canary $box.Path $simulator.Key | Should -BeNullOrEmpty
    }

    It 'in no form in which a connection can be written' {
        $text = (Invoke-ModuleScript $box -NonInteractive {
            $all = Get-ElevenLabsConnection
            ($all | ConvertTo-Json -Depth 8) + [Management.Automation.PSSerializer]::Serialize($all, 8) + ($all | Out-String)
        }).Value[0]
        Test-Canary ([Text.Encoding]::UTF8.GetBytes($text)) $simulator.Key | Should -BeFalse
        Find-Canary $box.Path $simulator.Key | Should -BeNullOrEmpty
    }
}

Describe 'The secrets of alerts and of a shared ledger are nowhere' {
    BeforeAll {
        $script:box = Open-TestHome
        $script:hook, $script:signing, $script:mail, $script:database = 'Hk3-c4n4ry-zqxjkvbwpy', 'Sg8-c4n4ry-9911-0123456789ab', 'Ml5-c4n4ry-kolibri-77', 'Db2-c4n4ry-zaunkoenig'
        $script:port, $script:closed = (Get-ClosedPort), (Get-ClosedPort)
        $script:folder = Join-Path $box.Path 'addresses'
        $null = New-Item -ItemType Directory $folder
        @{
            echo    = "http://127.0.0.1:$port/$hook#$signing"
            refused = "http://127.0.0.1:$closed/$hook"
            wrong   = "ftp://127.0.0.1/$hook"
            mail    = "smtp://ada:$mail@127.0.0.1:$closed"
        }.GetEnumerator() | ForEach-Object { [IO.File]::WriteAllText((Join-Path $folder $_.Key), $_.Value) }
    }

    AfterAll { Close-TestHome $box }

    It 'in no stream, error, transcript or file when servers refuse, fail and echo' {
        $environment = @{ PGPASSWORD = $database; ELEVENCOST_ALERT_VARIABLE = "http://127.0.0.1:$port/$hook" }
        $run = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Folder = $folder; Port = $port; Closed = $closed } {
            $VerbosePreference = $DebugPreference = $InformationPreference = $WarningPreference = 'Continue'
            $ErrorActionPreference = 'Continue'
            # Before PowerShell 7.5, -Debug asks before a change.
            $PSDefaultParameterValues['*-ElevenLabs*:Confirm'] = $false
            $listener = [Net.HttpListener]::new()
            $listener.Prefixes.Add("http://127.0.0.1:$($p.Port)/")
            $listener.Start()
            $server = Start-ThreadJob {
                $listener = $using:listener
                foreach ($call in 1..2) {
                    $context = $listener.GetContext()
                    $context.Response.StatusCode = 500
                    $context.Response.Headers['Retry-After'] = '60'
                    $bytes = [Text.Encoding]::UTF8.GetBytes("no: $($context.Request.RawUrl)")
                    $context.Response.OutputStream.Write($bytes)
                    $context.Response.Close()
                }
            }
            $null = Start-Transcript (Join-Path $HOME 'secrets.txt') -IncludeInvocationHeader
            $shown = & {
                Connect-ElevenLabsCost -Demo -Verbose -Debug
                Sync-ElevenLabsUsage -Days 10 -Verbose -Debug
                Set-ElevenLabsBudget tiny -Credits 1
                Set-ElevenLabsAlert echo Webhook -Path (Join-Path $p.Folder echo) -Topic Budget -Verbose -Debug
                Set-ElevenLabsAlert variable Discord -Topic Budget -Verbose -Debug
                Set-ElevenLabsAlert refused Slack -Path (Join-Path $p.Folder refused) -Topic Budget -Verbose -Debug
                Set-ElevenLabsAlert wrong Teams -Path (Join-Path $p.Folder wrong) -Topic Budget -Verbose -Debug
                Set-ElevenLabsAlert mail Mail -Path (Join-Path $p.Folder mail) -From a@example.com -To b@example.com -Topic Budget -Verbose -Debug
                Get-ElevenLabsAlert | Format-List * -Force
                Send-ElevenLabsAlert -Verbose -Debug | Format-List * -Force
                $shared = "postgresql://ada@127.0.0.1:$($p.Closed)/finops"
                Set-ElevenLabsLedger $shared -Verbose -Debug
                Set-ElevenLabsLedger $shared.Replace('@', ":$env:PGPASSWORD@") -Verbose -Debug
                Copy-ElevenLabsLedger -To $shared -Verbose -Debug
                Copy-ElevenLabsLedger -To $shared.Replace('@', ":$env:PGPASSWORD@") -Verbose -Debug
                Copy-ElevenLabsLedger -To $shared.Replace('@', ":$env:PGPASSWORD@") -WhatIf
                $env:ELEVENCOST_LEDGER = $shared
                Get-ElevenLabsCost -Last 2d -Verbose -Debug
                Get-ElevenLabsLedger -Verbose -Debug | Format-List * -Force
            } *>&1 | Out-String -Width 4096
            $server | Wait-Job -Timeout 20 | Remove-Job
            $listener.Stop()
            $shown
            $Error | ForEach-Object { $_ | Format-List * -Force; "$($_.Exception)" } | Out-String -Width 4096
            Get-Error -Newest 50 | Out-String -Width 4096
            [Management.Automation.PSSerializer]::Serialize($Error, 4)
            Get-History | Format-List * | Out-String -Width 4096
            $null = Stop-Transcript
            "$(@($Error | ForEach-Object FullyQualifiedErrorId | ForEach-Object { $_ -replace ',.*$' } | Sort-Object -Unique) -join ' ')"
        }
        $everything = ($run.Value -join "`n") + $run.Output + $run.Error
        foreach ($id in 'AlertNotDelivered', 'AlertAddressNotValid', 'LedgerUnreachable', 'LedgerAddressInvalid') { $run.Value[-1] | Should -Match "\b$id\b" -Because 'it must have been provoked' }
        foreach ($reason in 'status 500', 'the server cannot be reached', 'the mail server cannot be reached') { $everything | Should -Match $reason -Because 'it must have been provoked' }
        foreach ($secret in $hook, $signing, $mail, $database) {
            Test-Canary ([Text.Encoding]::UTF8.GetBytes($everything)) "sk_$secret" | Should -BeFalse
            foreach ($place in $box.Home, $box.User) { Find-Canary $place "sk_$secret" | Should -BeNullOrEmpty }
        }
    }
}
