#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:simulator = Open-Simulator -Days 5
    $script:other = Open-Simulator -Days 5 -Seed 2
}

AfterAll {
    Close-Simulator $simulator
    Close-Simulator $other
}

Describe 'Keys in a vault' -Tag Vault {
    BeforeAll {
        $script:box = Open-TestHome
        Add-TestVault $box -Secret @{ ElevenLabs = $simulator.Key; NotAKey = @{ user = 'someone' } }
        Add-TestVault $box -Name Second -NotDefault
        $script:run = Invoke-ModuleScript $box -NonInteractive -Parameter @{ Uri = $simulator.Uri; Key = $simulator.Key; Other = $other.Uri; OtherKey = $other.Key } {
            $r = [ordered]@{}
            $kept = { @(Get-SecretInfo | ForEach-Object { "$($_.VaultName)/$($_.Name)" } | Sort-Object) }
            $r.WhatIf = @(Connect-ElevenLabsCost acme -ApiKey (ConvertTo-Secret $p.Key) -BaseUri $p.Uri -WhatIf)
            $r.AfterWhatIf = & $kept
            $r.Stored = Connect-ElevenLabsCost acme -ApiKey (ConvertTo-Secret $p.Key) -BaseUri $p.Uri
            $r.AfterStored = & $kept
            $r.StoredType = "$((Get-SecretInfo -Name ElevenCost-acme -Vault Personal).Type)"
            $r.StoredSynced = (Sync-ElevenLabsUsage acme -Days 2).Succeeded
            $r.Second = Connect-ElevenLabsCost second -ApiKey (ConvertTo-Secret $p.Key) -Vault Second -BaseUri $p.Uri
            $r.SecondSynced = (Sync-ElevenLabsUsage second -Days 2).Succeeded
            $r.Existing = Connect-ElevenLabsCost existing -SecretName ElevenLabs -BaseUri $p.Uri
            $r.ExistingSynced = (Sync-ElevenLabsUsage existing -Days 2).Succeeded
            $r.Named = Connect-ElevenLabsCost named -SecretName elevenlabs -Vault personal -BaseUri $p.Uri
            Set-Secret -Name AsText -Vault Personal -Secret $p.Key
            $r.AsText = @(Connect-ElevenLabsCost astext -SecretName AsText -BaseUri $p.Uri).Count

            foreach ($attempt in @{ SecretName = 'NotThere' }, @{ SecretName = 'NotAKey' }, @{ SecretName = 'ElevenLabs'; Vault = 'Nowhere' }, @{ ApiKey = ConvertTo-Secret $p.Key; Vault = 'Nowhere' }, @{ ApiKey = ConvertTo-Secret $p.OtherKey }) {
                $made = @(Connect-ElevenLabsCost wrong @attempt -BaseUri $p.Uri -ErrorAction SilentlyContinue -ErrorVariable refused)
                $r["Wrong $($attempt.SecretName) $($attempt.Vault)"] = [pscustomobject]@{ Made = $made.Count; Errors = @($refused | ConvertTo-ErrorRow) }
            }
            $r.AfterWrong = & $kept

            # A bad key does not replace a good one; a good one does.
            $null = Connect-ElevenLabsCost second -ApiKey (ConvertTo-Secret $p.OtherKey) -ErrorAction SilentlyContinue -ErrorVariable replacing
            $r.Replacing = @($replacing | ConvertTo-ErrorRow)
            $r.StillGood = (Sync-ElevenLabsUsage second -Days 2).Succeeded
            $null = Connect-ElevenLabsCost fresh -ApiKey (ConvertTo-Secret $p.Key) -BaseUri $p.Uri
            $r.Replaced = Connect-ElevenLabsCost fresh -ApiKey (ConvertTo-Secret $p.OtherKey) -BaseUri $p.Other
            $r.ReplacedKey = (Get-Secret ElevenCost-fresh -AsPlainText) -ceq $p.OtherKey
            $r.ReplacedSynced = (Sync-ElevenLabsUsage fresh -Days 2).Succeeded

            # Connected anew without a key, it stays where it is.
            $r.Anew = Connect-ElevenLabsCost fresh

            # A key that is replaced in the vault is used from then on, and one that is gone is told.
            $null = Connect-ElevenLabsCost moved -SecretName AsText -BaseUri $p.Uri
            Set-Secret -Name AsText -Vault Personal -Secret $p.OtherKey
            $r.Moved = Sync-ElevenLabsUsage moved -Days 2 -ErrorAction SilentlyContinue
            Remove-Secret -Name AsText -Vault Personal
            $r.Gone = Sync-ElevenLabsUsage moved -Days 2 -ErrorAction SilentlyContinue

            # Removing.
            Disconnect-ElevenLabsCost acme -RemoveSecret -WhatIf
            $r.AfterRemoveWhatIf = & $kept
            Disconnect-ElevenLabsCost acme -RemoveSecret
            $r.AfterRemove = & $kept
            Disconnect-ElevenLabsCost existing -RemoveSecret -WarningVariable shared -WarningAction SilentlyContinue
            $r.Shared = @($shared | ForEach-Object Message)
            $r.AfterShared = & $kept
            Disconnect-ElevenLabsCost named -RemoveSecret -WarningVariable last -WarningAction SilentlyContinue
            $r.Last = @($last).Count
            $r.AfterLast = & $kept
            Disconnect-ElevenLabsCost fresh
            $r.AfterPlain = & $kept
            $r.Connections = @(Get-ElevenLabsConnection).Name
            [pscustomobject]$r
        }
        $script:r = $run.Value[0]
    }

    AfterAll { Close-TestHome $box }

    It 'stores nothing with -WhatIf' {
        $r.WhatIf | Should -BeNullOrEmpty
        $r.AfterWhatIf | Should -Not -Contain 'Personal/ElevenCost-acme'
    }

    It 'stores -ApiKey in the default vault, and remembers where' {
        $r.Stored.KeySource.Value, $r.Stored.SecretName, $r.Stored.Vault | Should -Be 'Vault', 'ElevenCost-acme', 'Personal'
        $r.AfterStored | Should -Contain 'Personal/ElevenCost-acme'
        $r.StoredType | Should -Be 'SecureString'
        $r.StoredSynced | Should -BeTrue
    }

    It 'stores it in -Vault' {
        $r.Second.SecretName, $r.Second.Vault | Should -Be 'ElevenCost-second', 'Second'
        $r.SecondSynced | Should -BeTrue
    }

    It 'uses the secret that is there with -SecretName, a SecureString or a text' {
        $r.Existing.KeySource.Value, $r.Existing.SecretName | Should -Be 'Vault', 'ElevenLabs'
        $r.ExistingSynced | Should -BeTrue
        $r.Named.Vault | Should -Be 'Personal'
        $r.AfterWrong | Should -Not -Contain 'Personal/ElevenCost-existing'
        $r.AsText | Should -Be 1
    }

    It '<case> gives <id>' -ForEach @(
        @{ case = 'Wrong NotThere '; id = 'SecretNotFound'; category = 'ObjectNotFound'; words = "'NotThere'" }
        @{ case = 'Wrong NotAKey '; id = 'SecretNotAKey'; category = 'InvalidData'; words = "'NotAKey'" }
        @{ case = 'Wrong ElevenLabs Nowhere'; id = 'VaultNotFound'; category = 'ObjectNotFound'; words = "'Nowhere'" }
        @{ case = 'Wrong  Nowhere'; id = 'VaultNotFound'; category = 'ObjectNotFound'; words = "'Nowhere'" }
        @{ case = 'Wrong  '; id = 'ApiKeyInvalid'; category = 'AuthenticationError'; words = 'rejects the API key' }
    ) {
        $r.$case.Made | Should -Be 0
        $r.$case.Errors.Count | Should -Be 1
        $r.$case.Errors[0].Id | Should -Be "$id,ElevenCost.PowerShell.Commands.ConnectElevenLabsCostCommand"
        $r.$case.Errors[0].Category | Should -Be $category
        $r.$case.Errors[0].Message | Should -Match $words
        $r.$case.Errors[0].Remedy | Should -Not -BeNullOrEmpty
        $r.AfterWrong | Should -Not -Contain 'Personal/ElevenCost-wrong'
    }

    It 'does not replace a good key by a bad one' {
        $r.Replacing.Count | Should -Be 1
        $r.Replacing[0].Id | Should -Match '^ApiKeyInvalid,'
        $r.StillGood | Should -BeTrue
    }

    It 'replaces a key by a good one' {
        $r.Replaced.SecretName | Should -Be 'ElevenCost-fresh'
        $r.ReplacedKey | Should -BeTrue
        $r.ReplacedSynced | Should -BeTrue
        $r.Anew.SecretName, $r.Anew.Vault | Should -Be 'ElevenCost-fresh', $r.Replaced.Vault
    }

    It 'reads the secret each time, and tells one that is gone' {
        $r.Moved.ErrorId | Should -Be 'ApiKeyInvalid'
        $r.Gone.ErrorId | Should -Be 'SecretNotFound'
        $r.Gone.Error | Should -Match "'AsText'"
    }

    It 'removes the secret with -RemoveSecret alone, and nothing with -WhatIf' {
        $r.AfterRemoveWhatIf | Should -Contain 'Personal/ElevenCost-acme'
        $r.AfterRemove | Should -Not -Contain 'Personal/ElevenCost-acme'
        $r.AfterPlain | Should -Contain 'Personal/ElevenCost-fresh'
    }

    It 'leaves a secret that another connection uses, with a warning, until the last' {
        $r.Shared.Count | Should -Be 1
        $r.Shared[0] | Should -Match 'ElevenLabs'
        $r.Shared[0] | Should -Match 'named'
        $r.AfterShared | Should -Contain 'Personal/ElevenLabs'
        $r.Last | Should -Be 0
        $r.AfterLast | Should -Not -Contain 'Personal/ElevenLabs'
        $r.Connections | Should -Not -Contain 'existing'
    }
}

Describe 'A key in the environment' {
    It 'is read there each time, and told where it is not set' {
        $box = Open-TestHome
        try {
            $made = (Invoke-ModuleScript $box -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $simulator.Key } -Parameter @{ Uri = $simulator.Uri } {
                Connect-ElevenLabsCost acme -BaseUri $p.Uri
                (Sync-ElevenLabsUsage -Days 2).Succeeded
            }).Value
            $made[0].KeySource.Value | Should -Be 'Environment'
            $made[1] | Should -BeTrue
            $r = (Invoke-ModuleScript $box -NonInteractive {
                # A copy takes what the copy before it did not have: the syncs and the days since then.
                function Copy-New { Copy-ElevenLabsLedger -To (Join-Path $env:ELEVENCOST_HOME 'copy.db') }
                $kept = Copy-New
                $null = Sync-ElevenLabsUsage -Days 2 -WhatIf -ErrorAction SilentlyContinue -ErrorVariable whatIf
                $null = Sync-ElevenLabsUsage -StartDate 2026-03-02 -EndDate 2026-03-01 -ErrorAction SilentlyContinue
                $before = Get-ElevenLabsConnection acme
                $refused = Copy-New
                $synced = Sync-ElevenLabsUsage -Days 2 -ErrorAction SilentlyContinue -ErrorVariable sync
                $after = Get-ElevenLabsConnection acme
                $failed = Copy-New
                $null = Connect-ElevenLabsCost acme -TimeZone UTC -ErrorAction SilentlyContinue -ErrorVariable connect
                [pscustomobject]@{
                    Synced = $synced; Sync = @($sync | ConvertTo-ErrorRow); Connect = @($connect | ConvertTo-ErrorRow); WhatIf = @($whatIf).Count
                    SyncsKept = $kept.SyncsCopied; DaysKept = $kept.DaysCopied; Refused = $refused.SyncsCopied; Failed = $failed.SyncsCopied
                    DaysChanged = $failed.DaysCopied + $failed.DaysDifferent; Before = "$($before.Health)"; After = "$($after.Health)"; Message = $after.HealthMessage
                    At = $after.LastSyncAt - $synced.StartedAt
                }
            }).Value[0]
            $r.SyncsKept, $r.DaysKept | Should -Be 1, 2
            $r.WhatIf, $r.Refused, $r.Before | Should -Be 0, 0, 'Healthy' -Because 'neither -WhatIf nor a range that cannot be is a sync'
            $r.Failed, $r.DaysChanged, $r.After, $r.At | Should -Be 1, 0, 'Failing', ([timespan]::Zero)
            $r.Message | Should -Match '^The connection ''acme'' reads its API key from the environment variable ELEVENLABS_API_KEY, which is not set\. Set ELEVENLABS_API_KEY'
            $r.Synced.Succeeded | Should -BeFalse
            $r.Sync[0].Id | Should -Match '^KeyNotFound,'
            $r.Sync[0].Message | Should -Match 'ELEVENLABS_API_KEY'
            $r.Sync[0].Remedy | Should -Match 'Connect-ElevenLabsCost|ELEVENLABS_API_KEY'
            $r.Sync[0].Remedy | Should -Not -Match '--api-key-file'
            $r.Connect[0].Id | Should -Match '^KeyNotFound,'
        }
        finally { Close-TestHome $box }
    }
}

Describe 'No key at all' -Tag Vault {
    It 'is KeyNotFound at once in a session that cannot prompt, and says what to do' {
        $box = Open-TestHome
        try {
            Add-TestVault $box
            $r = (Invoke-ModuleScript $box -NonInteractive -Parameter @{ Uri = $simulator.Uri } {
                $watch = [Diagnostics.Stopwatch]::StartNew()
                $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri -ErrorAction SilentlyContinue -ErrorVariable refused
                [pscustomobject]@{ Seconds = $watch.Elapsed.TotalSeconds; Errors = @($refused | ConvertTo-ErrorRow) }
            }).Value[0]
            $r.Errors.Count | Should -Be 1
            $r.Errors[0].Id | Should -Be 'KeyNotFound,ElevenCost.PowerShell.Commands.ConnectElevenLabsCostCommand'
            $r.Errors[0].Remedy | Should -Match '-ApiKey'
            $r.Errors[0].Remedy | Should -Match 'ELEVENLABS_API_KEY'
            $r.Seconds | Should -BeLessThan 10
        }
        finally { Close-TestHome $box }
    }

    It 'does not wait where standard input has ended although the session is interactive' {
        $box = Open-TestHome
        try {
            Add-TestVault $box
            $run = Invoke-ModuleScript $box -Parameter @{ Uri = $simulator.Uri } -AllowFailure -TimeoutSeconds 20 {
                Connect-ElevenLabsCost acme -BaseUri $p.Uri -ErrorAction SilentlyContinue -ErrorVariable refused
                $refused | ConvertTo-ErrorRow
            }
            $run.Value[-1].Id | Should -Match '^(KeyNotFound|KeyNotValid),'
        }
        finally { Close-TestHome $box }
    }
}

Describe 'A prompt' -Tag Vault {
    It 'asks for the key, shows none of it, stores it in the default vault, and goes on' {
        $box = Open-TestHome
        try {
            Add-TestVault $box
            $terminal = Open-Terminal $box
            $null = Wait-Terminal $terminal 'PS [^>]*> $'
            Send-Terminal $terminal 'Import-Module $env:ELEVENCOST_TEST_MODULE; "im" + "ported"'
            $null = Wait-Terminal $terminal '(?m)^imported'
            Send-Terminal $terminal "Connect-ElevenLabsCost acme -BaseUri $($simulator.Uri)"
            $null = Wait-Terminal $terminal '(?i)key[^\r\n]*: ?$'
            Send-Answer $terminal $simulator.Key
            $shown = Wait-Terminal $terminal 'PS [^>]*> $'
            $shown | Should -Match 'acme'
            Send-Terminal $terminal '(Get-ElevenLabsConnection acme).SecretName + "/" + (Sync-ElevenLabsUsage -Days 2).Succeeded'
            $null = Wait-Terminal $terminal 'ElevenCost-acme/True'
            Get-TerminalText $terminal -All | Should -Not -Match $simulator.Key.Substring(3)
        }
        finally {
            Close-Terminal $terminal
            Close-TestHome $box
        }
    }
}

Describe 'A locked vault' -Tag Vault {
    BeforeAll {
        $script:box = Open-TestHome
        Add-TestVault $box -Lock 'open sesame' -Secret @{ ElevenLabs = $simulator.Key }
        $script:made = (Invoke-ModuleScript $box -NonInteractive -Parameter @{ Uri = $simulator.Uri; Key = $simulator.Key } {
            Unlock-SecretStore -Password (ConvertTo-Secret 'open sesame')
            Connect-ElevenLabsCost acme -SecretName ElevenLabs -BaseUri $p.Uri
            Connect-ElevenLabsCost stored -ApiKey (ConvertTo-Secret $p.Key) -BaseUri $p.Uri
        }).Value
    }

    AfterAll { Close-TestHome $box }

    It 'fails at once in a session that cannot prompt (<interaction>), says what to do, and the others go on' -ForEach @(
        @{ interaction = 'None' }
        @{ interaction = 'Prompt' }
    ) {
        $made.Count | Should -Be 2
        $r = (Invoke-ModuleScript $box -NonInteractive -Parameter @{ Uri = $simulator.Uri; Key = $simulator.Key; Interaction = $interaction } {
            Unlock-SecretStore -Password (ConvertTo-Secret 'open sesame')
            Set-SecretStoreConfiguration -Interaction $p.Interaction -Confirm:$false -Password (ConvertTo-Secret 'open sesame')
        })
        $run = Invoke-ModuleScript $box -NonInteractive -Parameter @{ Uri = $simulator.Uri; Key = $simulator.Key } {
            $null = Connect-ElevenLabsCost free -Demo
            $r = [ordered]@{}
            $watch = [Diagnostics.Stopwatch]::StartNew()
            Import-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore
            $r.ImportSeconds = $watch.Elapsed.TotalSeconds
            $watch.Restart()
            $r.Synced = @(Sync-ElevenLabsUsage acme -Days 2 -ErrorAction SilentlyContinue -ErrorVariable sync)
            $r.Seconds = $watch.Elapsed.TotalSeconds
            $r.Sync = @($sync | ConvertTo-ErrorRow)
            # As Connect-ElevenLabsCost keeps it: with the name of the vault, of which another exception comes.
            $watch.Restart()
            $r.StoredSynced = @(Sync-ElevenLabsUsage stored -Days 2 -ErrorAction SilentlyContinue -ErrorVariable storedSync)
            $r.StoredSeconds = $watch.Elapsed.TotalSeconds
            $r.StoredSync = @($storedSync | ConvertTo-ErrorRow)
            $r.Tested = @(Test-ElevenLabsConnection stored -ErrorAction SilentlyContinue -ErrorVariable test)
            $r.Test = @($test | ConvertTo-ErrorRow)
            $r.Health = Get-ElevenLabsConnection acme | ForEach-Object { "$($_.Health): $($_.HealthMessage)" }
            $r.All = @(Sync-ElevenLabsUsage -Days 2 -ErrorAction SilentlyContinue)
            $null = Connect-ElevenLabsCost new -ApiKey (ConvertTo-Secret $p.Key) -BaseUri $p.Uri -ErrorAction SilentlyContinue -ErrorVariable connect
            $r.Connect = @($connect | ConvertTo-ErrorRow)
            Disconnect-ElevenLabsCost stored -RemoveSecret -ErrorAction SilentlyContinue -ErrorVariable disconnect
            $r.Disconnect = @($disconnect | ConvertTo-ErrorRow)
            $r.StillThere = @(Get-ElevenLabsConnection stored).Count
            [pscustomobject]$r
        }
        $r = $run.Value[0]
        $run.Output + $run.Error | Should -Not -Match '(?i)enter password|requires a password'
        # A busy machine is as much slower as its import of the vault's modules is. The first one imports them, in a runspace that cannot prompt, and
        # compiles the sync; a vault that waited for somebody took 4.5 to 12 seconds.
        $pace = [math]::Max(1, $r.ImportSeconds / 0.5)
        $r.Seconds | Should -BeLessThan (4 * $pace)
        $r.StoredSeconds | Should -BeLessThan $pace -Because 'a second is promised after the import'
        $r.StoredSync.Count | Should -Be 1
        $r.StoredSync[0].Id | Should -Be 'VaultLocked,ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand'
        $r.StoredSync[0].Category | Should -Be 'PermissionDenied'
        $r.StoredSync[0].Message | Should -Match "the vault 'Personal' is locked, and this session cannot prompt for its password\.$"
        $r.StoredSync[0].Remedy | Should -Match '^Unlock it first: Unlock-SecretStore\.'
        $r.StoredSynced[0].ErrorId | Should -Be 'VaultLocked'
        $r.Tested.ErrorId + $r.Test.Id | Should -Match '^VaultLocked'
        $r.Sync.Count | Should -Be 1
        $r.Sync[0].Id | Should -Be 'VaultLocked,ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand'
        $r.Sync[0].Message | Should -Match "'ElevenLabs'"
        $r.Sync[0].Remedy | Should -Match 'Unlock-SecretStore'
        $r.Synced[0].ErrorId | Should -Be 'VaultLocked'
        $r.Health | Should -Match '^Failing: .*locked.*Unlock-SecretStore'
        ($r.All | Where-Object Connection -EQ free).Succeeded | Should -BeTrue
        $r.Connect[0].Id | Should -Match '^VaultLocked,'
        $r.Disconnect[0].Id | Should -Match '^VaultLocked,'
        $r.StillThere | Should -Be 1
    }

    It 'ends a scheduled sync with 1, without waiting' {
        foreach ($name in 'acme', 'stored') {
            $run = Invoke-Pwsh $box -TimeoutSeconds 20 -ArgumentList '-NonInteractive', '-NoProfile', '-Command', "Import-Module '$(Get-ModuleManifestPath)'; Sync-ElevenLabsUsage $name"
            $run.ExitCode | Should -Be 1
            $run.Output + $run.Error | Should -Match 'is locked, and this session cannot prompt'
            $run.Output + $run.Error | Should -Not -Match '(?i)enter password|Test-SecretVault'
        }
    }

    It 'is told, too, in a session that could prompt but whose standard input has ended, as under cron' {
        $r = (Invoke-ModuleScript $box -TimeoutSeconds 30 -AllowFailure {
            foreach ($name in 'acme', 'stored') {
                $synced = @(Sync-ElevenLabsUsage $name -Days 2 -ErrorAction SilentlyContinue -ErrorVariable sync)
                [pscustomobject]@{ Synced = $synced; Sync = @($sync | ConvertTo-ErrorRow) }
            }
        }).Value
        $r.Count | Should -Be 2
        $r | ForEach-Object { $_.Sync[0].Id | Should -Match '^VaultLocked,' }
    }

    It 'syncs once it is unlocked' {
        (Invoke-ModuleScript $box -NonInteractive {
            Unlock-SecretStore -Password (ConvertTo-Secret 'open sesame')
            (Sync-ElevenLabsUsage acme -Days 2).Succeeded
        }).Value | Should -Be $true
    }

    It 'asks for the vault''s password at a prompt' {
        $null = Invoke-ModuleScript $box -NonInteractive {
            Unlock-SecretStore -Password (ConvertTo-Secret 'open sesame')
            Set-SecretStoreConfiguration -Interaction Prompt -Confirm:$false -Password (ConvertTo-Secret 'open sesame')
        }
        $terminal = Open-Terminal $box
        try {
            $null = Wait-Terminal $terminal 'PS [^>]*> $'
            Send-Terminal $terminal 'Import-Module $env:ELEVENCOST_TEST_MODULE; $s = Sync-ElevenLabsUsage acme -Days 2; "synced " + $s.Succeeded'
            $null = Wait-Terminal $terminal '(?i)password[^\r\n]*:'
            Send-Answer $terminal 'open sesame'
            $null = Wait-Terminal $terminal 'synced True'
        }
        finally { Close-Terminal $terminal }
    }
}

Describe 'A vault that does not answer' -Tag Vault {
    BeforeAll {
        $script:box = Open-TestHome

        # An extension vault as anybody could write one: it gives the key, and not before a file is gone.
        $script:folder = Join-Path $TestDrive 'SlowVault'
        $extension = New-Item -ItemType Directory (Join-Path $folder 'SlowVault.Extension')
        Set-Content (Join-Path $folder 'SlowVault.psd1') "@{ ModuleVersion = '1.0'; NestedModules = @('./SlowVault.Extension'); FunctionsToExport = @() }"
        Set-Content (Join-Path $extension 'SlowVault.Extension.psd1') "@{ ModuleVersion = '1.0'; RootModule = 'SlowVault.Extension.psm1'; FunctionsToExport = 'Get-Secret', 'Get-SecretInfo', 'Set-Secret', 'Remove-Secret', 'Test-SecretVault' }"
        Set-Content (Join-Path $extension 'SlowVault.Extension.psm1') @'
function Wait-Answer { for ($i = 0; $i -lt 300 -and (Test-Path (Join-Path $PSScriptRoot 'slow')); $i++) { Start-Sleep 1 } }
function Get-Secret([string] $Name, [string] $VaultName, [hashtable] $AdditionalParameters) { Wait-Answer; Get-Content (Join-Path $PSScriptRoot 'key') }
function Get-SecretInfo([string] $Filter, [string] $VaultName, [hashtable] $AdditionalParameters) { Wait-Answer }
function Set-Secret([string] $Name, [object] $Secret, [string] $VaultName, [hashtable] $AdditionalParameters) { Wait-Answer }
function Remove-Secret([string] $Name, [string] $VaultName, [hashtable] $AdditionalParameters) { Wait-Answer }
function Test-SecretVault([string] $VaultName, [hashtable] $AdditionalParameters) { $true }
'@
        Set-Content (Join-Path $extension 'key') $simulator.Key
        $script:slow = Join-Path $extension 'slow'
    }

    AfterAll { Close-TestHome $box }

    It 'fails after 30 seconds in a session that cannot prompt, the others go on, and it is asked again' {
        $run = Invoke-ModuleScript $box -NonInteractive -Parameter @{ Uri = $simulator.Uri; Vault = $folder; Slow = $slow } {
            $null = Connect-ElevenLabsCost free -Demo
            Register-SecretVault -Name Slow -ModuleName $p.Vault -DefaultVault
            $r = [ordered]@{}
            $r.Connected = @(Connect-ElevenLabsCost acme -SecretName ElevenLabs -Vault Slow -BaseUri $p.Uri).Count
            $null = New-Item $p.Slow
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $r.Synced = @(Sync-ElevenLabsUsage -Connection acme, free -Days 2 -ErrorAction SilentlyContinue -ErrorVariable sync)
            $r.Seconds = $watch.Elapsed.TotalSeconds
            $r.Sync = @($sync | ConvertTo-ErrorRow)
            Remove-Item $p.Slow

            # SecretManagement asks one vault at a time: what was left behind ends within a second.
            Start-Sleep 3
            $r.Again = Sync-ElevenLabsUsage acme -Days 2 -ErrorAction SilentlyContinue | ForEach-Object { "$($_.Succeeded) $($_.Error)" }
            [pscustomobject]$r
        }
        $r = $run.Value[0]
        $r.Connected | Should -Be 1
        $r.Seconds | Should -BeGreaterThan 29
        $r.Seconds | Should -BeLessThan 60
        $r.Sync.Count | Should -Be 1
        $r.Sync[0].Id | Should -Be 'VaultFailed,ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand'
        $r.Sync[0].Message | Should -Match "The vault 'Slow' failed to read the secret 'ElevenLabs': it did not answer within 30 seconds"
        $r.Sync[0].Remedy | Should -Match '^Test the vault: Test-SecretVault Slow\. Or set ELEVENLABS_API_KEY'
        ($r.Synced | Where-Object Connection -EQ free).Succeeded | Should -BeTrue
        ($r.Synced | Where-Object Connection -EQ acme).ErrorId | Should -Be 'VaultFailed'
        $r.Again | Should -Be 'True '
    }
}

Describe 'No vault' -Tag Vault {
    It 'says how to register one' {
        $box = Open-TestHome
        try {
            $r = (Invoke-ModuleScript $box -NonInteractive -Parameter @{ Uri = $simulator.Uri; Key = $simulator.Key } {
                $null = Connect-ElevenLabsCost acme -ApiKey (ConvertTo-Secret $p.Key) -BaseUri $p.Uri -ErrorAction SilentlyContinue -ErrorVariable apiKey
                $null = Connect-ElevenLabsCost acme -SecretName ElevenLabs -BaseUri $p.Uri -ErrorAction SilentlyContinue -ErrorVariable secret
                [pscustomobject]@{ ApiKey = @($apiKey | ConvertTo-ErrorRow); Secret = @($secret | ConvertTo-ErrorRow); Made = @(Get-ElevenLabsConnection).Count }
            }).Value[0]
            $r.Made | Should -Be 0
            $r.ApiKey[0].Id | Should -Be 'VaultNotFound,ElevenCost.PowerShell.Commands.ConnectElevenLabsCostCommand'
            $r.ApiKey[0].Remedy | Should -Match 'Register-SecretVault'
            $r.Secret[0].Id | Should -Match '^(VaultNotFound|SecretNotFound),'
        }
        finally { Close-TestHome $box }
    }
}

Describe 'Without SecretManagement' {
    BeforeAll {
        $script:box = Open-TestHome

        # pwsh's own modules without it: they may share a folder.
        $script:modules = Join-Path $box.Path 'modules'
        $null = New-Item -ItemType Directory $modules
        Get-ChildItem (Join-Path $PSHOME 'Modules') | Where-Object Name -NotMatch 'Secret(Management|Store)$' |
            ForEach-Object { $null = New-Item -ItemType SymbolicLink -Path (Join-Path $modules $_.Name) -Target $_.FullName }
    }

    AfterAll { Close-TestHome $box }

    It 'says how to install it, and the environment variable works without' {
        $environment = @{ ELEVENLABS_API_KEY = $simulator.Key; PSModuleAnalysisCachePath = $null }
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri; Key = $simulator.Key; Modules = $modules } {
            $env:PSModulePath = $p.Modules
            $r = [ordered]@{}
            $r.Absent = $null -eq (Get-Module -ListAvailable Microsoft.PowerShell.SecretManagement)
            $null = Connect-ElevenLabsCost acme -ApiKey (ConvertTo-Secret $p.Key) -BaseUri $p.Uri -ErrorAction SilentlyContinue -ErrorVariable apiKey
            $r.ApiKey = @($apiKey | ConvertTo-ErrorRow)
            $null = Connect-ElevenLabsCost acme -SecretName ElevenLabs -BaseUri $p.Uri -ErrorAction SilentlyContinue -ErrorVariable secret
            $r.Secret = @($secret | ConvertTo-ErrorRow)
            $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
            $r.Synced = (Sync-ElevenLabsUsage -Days 2).Succeeded
            [pscustomobject]$r
        }).Value[0]
        $r.Absent | Should -BeTrue
        foreach ($told in $r.ApiKey[0], $r.Secret[0]) {
            $told.Id | Should -Be 'SecretManagementNotFound,ElevenCost.PowerShell.Commands.ConnectElevenLabsCostCommand'
            $told.Remedy | Should -Match 'Install-(PSResource|Module) .*Microsoft.PowerShell.SecretManagement'
        }
        $r.Synced | Should -BeTrue
    }
}

Describe 'A key in place of a name' {
    It 'is rejected, and echoed in no part of the error (<given>)' -ForEach @(
        @{ given = 'sk_feedfacefeedfacefeedfacefeedfacefeedfacefeedface' }
        @{ given = '0123456789abcdef0123456789abcdef' }
    ) {
        $box = Open-TestHome
        try {
            $r = (Invoke-ModuleScript $box -NonInteractive -Parameter @{ Given = $given } {
                $made = @(Connect-ElevenLabsCost $p.Given -Demo -ErrorAction SilentlyContinue -ErrorVariable problem)
                [pscustomobject]@{ Made = $made.Count; Errors = @($problem | ConvertTo-ErrorRow); Files = @(Get-ChildItem $env:ELEVENCOST_HOME -Recurse -File -Force -ErrorAction Ignore).Count }
            }).Value[0]
            $r.Made | Should -Be 0
            $r.Files | Should -Be 0
            $r.Errors[0].Id | Should -Match '^ConnectionNameNotValid,'
            ($r.Errors[0] | ConvertTo-Json) | Should -Not -Match ($given -replace '^sk_')
        }
        finally { Close-TestHome $box }
    }
}
