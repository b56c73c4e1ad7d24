#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }
BeforeAll { Import-Module (Join-Path $PSScriptRoot 'Harness.psm1') }

Describe 'Connections' {
    BeforeAll {
        $script:simulator = Open-Simulator
        $script:box = Open-TestHome
        $script:environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
        $script:r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri } {
            $r = [ordered]@{}
            $r.WhatIf = @(Connect-ElevenLabsCost acme -BaseUri $p.Uri -WhatIf)
            $r.AfterWhatIf = @(Get-ElevenLabsConnection)
            $r.HomeAfterWhatIf = Test-Path (Join-Path $env:ELEVENCOST_HOME 'connections.json')
            $r.None = @(Get-ElevenLabsCost -ErrorAction SilentlyContinue -ErrorVariable none) + @($none | ConvertTo-ErrorRow)
            $r.Unnamed = Connect-ElevenLabsCost -BaseUri $p.Uri
            $r.Acme = Connect-ElevenLabsCost -Name acme -BaseUri $p.Uri -TimeZone Europe/Berlin -Scope Account
            $r.Demo = Connect-ElevenLabsCost -Demo
            $r.Named = Connect-ElevenLabsCost trial -Demo -TimeZone America/New_York -Default
            $r.All = @(Get-ElevenLabsConnection)
            $r.Wildcard = @(Get-ElevenLabsConnection 'dem*', TRIAL).Name
            $r.Exact = @(Get-ElevenLabsConnection -Name acme).Name
            $r.Piped = @('acme', 'demo' | Get-ElevenLabsConnection).Name
            $r.ByProperty = @([pscustomobject]@{ Name = 'demo' } | Get-ElevenLabsConnection).Name
            $r.Missing = @(Get-ElevenLabsConnection nobody -ErrorAction SilentlyContinue -ErrorVariable missing).Count
            $r.MissingError = @($missing | ConvertTo-ErrorRow)
            $r.NoMatch = @(Get-ElevenLabsConnection 'zz*' -ErrorAction SilentlyContinue -ErrorVariable noMatch).Count
            $r.NoMatchErrors = @($noMatch).Count
            $r.Again = Connect-ElevenLabsCost ACME -TimeZone Asia/Tokyo
            $r.AllAfterAgain = @(Get-ElevenLabsConnection).Name
            $r.Before = @(Get-ElevenLabsConnection).Name
            Disconnect-ElevenLabsCost acme -WhatIf
            $r.AfterDisconnectWhatIf = @(Get-ElevenLabsConnection).Name
            $r.DisconnectOutput = @(Disconnect-ElevenLabsCost acme)
            $r.AfterDisconnect = @(Get-ElevenLabsConnection).Name
            $null = Sync-ElevenLabsUsage trial -Days 2
            Get-ElevenLabsConnection tri* | Disconnect-ElevenLabsCost -Confirm:$false
            $r.LedgerStays = Test-Path (Join-Path $env:ELEVENCOST_HOME 'trial/*-*.json')
            $r.DefaultAfterwards = @(Get-ElevenLabsConnection | Where-Object IsDefault).Name
            Disconnect-ElevenLabsCost nobody -ErrorAction SilentlyContinue -ErrorVariable gone
            $r.DisconnectMissing = @($gone | ConvertTo-ErrorRow)
            $r.Remaining = @(Get-ElevenLabsConnection).Name
            [pscustomobject]$r
        }).Value[0]
    }

    AfterAll {
        Close-Simulator $simulator
        Close-TestHome $box
    }

    It 'changes nothing with -WhatIf' {
        $r.WhatIf | Should -BeNullOrEmpty
        $r.AfterWhatIf | Should -BeNullOrEmpty
        $r.HomeAfterWhatIf | Should -BeFalse
    }

    It 'says how to begin where there is no connection' {
        $r.None.Count | Should -Be 1
        $r.None[0].Id | Should -Be 'ConnectionNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsCostCommand'
        $r.None[0].Remedy | Should -Match 'Connect-ElevenLabsCost'
    }

    It 'is called default where no name is given, takes the key of the environment, and is the default as the first' {
        $r.Unnamed.Name | Should -Be 'default'
        $r.Unnamed.KeySource.Value | Should -Be 'Environment'
        $r.Unnamed.TimeZone | Should -Be 'UTC'
        $r.Unnamed.Scope.Value | Should -Be 'Workspace'
        $r.Unnamed.IsDefault | Should -BeTrue
        $r.Unnamed.BaseUri.ToString() | Should -Be $simulator.Uri
    }

    It 'probes what the key may do' {
        $r.Unnamed.Capabilities.Name | Should -Be 'Key', 'Subscription', 'Billing', 'Analytics', 'UsageStatistics', 'Groups', 'Members', 'ServiceAccounts'
        $r.Unnamed.Capabilities.Passed | Should -Not -Contain $false
    }

    It 'takes name, time zone and scope' {
        $r.Acme.Name | Should -Be 'acme'
        $r.Acme.TimeZone | Should -Be 'Europe/Berlin'
        $r.Acme.Scope.Value | Should -Be 'Account'
        $r.Acme.IsDefault | Should -BeFalse
    }

    It 'calls the demo demo, and needs no key for it' {
        $r.Demo.Name | Should -Be 'demo'
        $r.Demo.KeySource.Value | Should -Be 'Demo'
    }

    It 'makes a connection the default with -Default' {
        $r.Named.Name | Should -Be 'trial'
        $r.Named.TimeZone | Should -Be 'America/New_York'
        $r.Named.IsDefault | Should -BeTrue
        @($r.All | Where-Object IsDefault).Name | Should -Be 'trial'
    }

    It 'lists all, by wildcard, by name whatever its case, from the pipeline and by property name' {
        $r.All.Name | Should -Be 'default', 'acme', 'demo', 'trial'
        $r.Wildcard | Sort-Object | Should -Be 'demo', 'trial'
        $r.Exact | Should -Be 'acme'
        $r.Piped | Should -Be 'acme', 'demo'
        $r.ByProperty | Should -Be 'demo'
    }

    It 'tells health and plan of a connection' {
        $r.All[0].Health.Value | Should -Be 'NeverSynced'
        $r.All[0].LastSyncAt | Should -BeNullOrEmpty
    }

    It 'gives an error for a name that there is not, naming it and those that there are' {
        $r.Missing | Should -Be 0
        $r.MissingError.Count | Should -Be 1
        $r.MissingError[0].Id | Should -Be 'ConnectionNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsConnectionCommand'
        $r.MissingError[0].Category | Should -Be 'ObjectNotFound'
        $r.MissingError[0].Message | Should -Match "'nobody'"
        $r.MissingError[0].Target | Should -Be 'nobody'
        $r.MissingError[0].Remedy | Should -Not -BeNullOrEmpty
    }

    It 'gives nothing, and no error, for a wildcard that matches nothing' {
        $r.NoMatch | Should -Be 0
        $r.NoMatchErrors | Should -Be 0
    }

    It 'keeps what is left out when a name is connected anew' {
        $r.Again.Name | Should -Be 'acme'
        $r.Again.TimeZone | Should -Be 'Asia/Tokyo'
        $r.Again.Scope.Value | Should -Be 'Account'
        $r.Again.KeySource.Value | Should -Be 'Environment'
        $r.Again.BaseUri.ToString() | Should -Be $simulator.Uri
        $r.AllAfterAgain | Should -Be 'default', 'acme', 'demo', 'trial'
    }

    It 'disconnects, which -WhatIf does not' {
        $r.AfterDisconnectWhatIf | Should -Be $r.Before
        $r.DisconnectOutput | Should -BeNullOrEmpty
        $r.AfterDisconnect | Should -Be 'default', 'demo', 'trial'
    }

    It 'leaves the ledger, and makes the oldest of the others the default' {
        $r.LedgerStays | Should -BeTrue
        $r.DefaultAfterwards | Should -Be 'default'
        $r.Remaining | Should -Be 'default', 'demo'
    }

    It 'gives an error for disconnecting what there is not' {
        $r.DisconnectMissing.Count | Should -Be 1
        $r.DisconnectMissing[0].Id | Should -Be 'ConnectionNotFound,ElevenCost.PowerShell.Commands.DisconnectElevenLabsCostCommand'
    }
}

Describe 'What cannot be connected' {
    BeforeAll {
        $script:simulator = Open-Simulator
        $script:box = Open-TestHome
        Add-TestVault $box
        $environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
        $script:r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri; Closed = Get-ClosedPort } {
            $r = [ordered]@{}
            $attempts = [ordered]@{
                AddressTwice  = @{ Name = 'x'; BaseUri = $p.Uri; Region = 'eu' }
                NoHttps       = @{ Name = 'x'; BaseUri = 'http://example.com' }
                NotAnAddress  = @{ Name = 'x'; BaseUri = 'somewhere' }
                Name          = @{ Name = 'a/b'; BaseUri = $p.Uri }
                Device        = @{ Name = 'con'; BaseUri = $p.Uri }
                Zone          = @{ Name = 'x'; BaseUri = $p.Uri; TimeZone = 'Mars/Olympus' }
                Region        = @{ Name = 'x'; Region = 'mars' }
                Unreachable   = @{ Name = 'x'; BaseUri = "http://127.0.0.1:$($p.Closed)" }
                DemoRegion    = @{ Demo = $true; Region = 'eu' }
                DemoKey       = @{ Demo = $true; ApiKey = ConvertTo-Secret 'sk_0' }
                SecretAndKey  = @{ Name = 'x'; SecretName = 's'; ApiKey = ConvertTo-Secret 'sk_0' }
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
        @{ case = 'AddressTwice'; id = 'AddressGivenTwice'; category = 'InvalidArgument'; words = 'eu' }
        @{ case = 'NoHttps'; id = 'BaseUriNotValid'; category = 'InvalidArgument'; words = 'example.com' }
        @{ case = 'NotAnAddress'; id = 'BaseUriNotValid'; category = 'InvalidArgument'; words = 'absolute' }
        @{ case = 'Name'; id = 'ConnectionNameNotValid'; category = 'InvalidArgument'; words = "'a/b'" }
        @{ case = 'Device'; id = 'ConnectionNameNotValid'; category = 'InvalidArgument'; words = "'con'" }
        @{ case = 'Zone'; id = 'TimeZoneNotFound'; category = 'ObjectNotFound'; words = 'Mars/Olympus' }
        @{ case = 'Region'; id = 'RegionNotFound'; category = 'InvalidArgument'; words = "'mars'" }
        @{ case = 'Unreachable'; id = 'NetworkUnavailable'; category = 'ConnectionError'; words = '127.0.0.1' }
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

    It '<case> does not bind: <id>' -ForEach @(
        @{ case = 'DemoRegion'; id = 'AmbiguousParameterSet' }
        @{ case = 'DemoKey'; id = 'AmbiguousParameterSet' }
        @{ case = 'SecretAndKey'; id = 'AmbiguousParameterSet' }
    ) {
        $r.$case.Made | Should -Be 0
        $r.$case.Error.Id | Should -Match "^$id"
    }

    It 'remembers none of them' { $r.All | Should -BeNullOrEmpty }
}

Describe 'A connection whose days are kept' {
    BeforeAll {
        $script:simulator = Open-Simulator -Days 5
        $script:box = Open-TestHome
        $environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
        $script:r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri } {
            $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
            $null = Connect-ElevenLabsCost -Demo
            $null = Sync-ElevenLabsUsage -Days 2
            $r = [ordered]@{}
            foreach ($arguments in @{ Name = 'acme'; TimeZone = 'Europe/Berlin' }, @{ Name = 'acme'; Scope = 'Account' }, @{ Name = 'acme'; Demo = $true }, @{ Name = 'demo'; BaseUri = $p.Uri }) {
                $null = Connect-ElevenLabsCost @arguments -ErrorAction SilentlyContinue -ErrorVariable refused
                $r["$($arguments.Name) $(($arguments.Keys | Where-Object { $_ -ne 'Name' }) -join ' ')"] = @($refused | ConvertTo-ErrorRow)
            }
            $r.All = @(Get-ElevenLabsConnection)
            [pscustomobject]$r
        }).Value[0]
    }

    AfterAll {
        Close-Simulator $simulator
        Close-TestHome $box
    }

    It 'refuses <change> with <id>' -ForEach @(
        @{ change = 'acme TimeZone'; id = 'LedgerTimeZoneMismatch' }
        @{ change = 'acme Scope'; id = 'LedgerOfAnotherWorkspace' }
        @{ change = 'acme Demo'; id = 'LedgerOfDemo' }
        @{ change = 'demo BaseUri'; id = 'LedgerOfDemo' }
    ) {
        $r.$change.Count | Should -Be 1
        $r.$change[0].Id | Should -Be "$id,ElevenCost.PowerShell.Commands.ConnectElevenLabsCostCommand"
        $r.$change[0].Remedy | Should -Match 'another name'
        $r.All.TimeZone | Should -Be 'UTC', 'UTC'
    }
}
