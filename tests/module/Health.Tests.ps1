#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# What is the matter with a plan or its data, as a user meets it: after a sync, from Get- and Test-ElevenLabsConnection.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')

    # Syncs the connection, and tells how it fares by Get- and by the rows of Test- that are about it.
    function script:Measure-Health($TestHome, [hashtable] $Environment, [switch] $NoSync) {
        (Invoke-ModuleScript $TestHome -NonInteractive -Environment $Environment -Parameter @{ Sync = -not $NoSync } {
            $synced = $p.Sync ? (Sync-ElevenLabsUsage acme -Days 1 -WarningAction SilentlyContinue) : $null
            $connection = Get-ElevenLabsConnection acme
            $rows = @(Test-ElevenLabsConnection acme)
            [pscustomobject]@{
                Synced = $synced.Succeeded; Warnings = @($synced.Warnings); Health = "$($connection.Health)"; HealthMessage = $connection.HealthMessage; Plan = $connection.Plan
                Sync = $rows.Where({ $_.Name -eq 'Sync' })[0]; Billing = $rows.Where({ $_.Name -eq 'Billing' })[0]
                Usable = Test-ElevenLabsConnection acme -Quiet
            }
        }).Value[0]
    }
}

Describe 'Health of a connection' {
    BeforeAll {
        $script:simulator = Open-Simulator -Days 5 -Keys 3
        $script:box = Open-TestHome
        $script:environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
        $null = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri } { Connect-ElevenLabsCost acme -BaseUri $p.Uri }
    }

    AfterAll {
        Close-Simulator $simulator
        Close-TestHome $box
    }

    It 'is healthy on a plan in order, with nothing to be done' {
        $r = Measure-Health $box $environment
        $r.Health, $r.HealthMessage, $r.Plan | Should -Be 'Healthy', $null, 'creator'
        $r.Sync.Passed, $r.Sync.Remedy, $r.Sync.ErrorId | Should -Be $true, $null, $null
        $r.Sync.Message | Should -Match 'succeeded\.$'
        $r.Billing.Passed, $r.Billing.Remedy | Should -Be $true, $null
    }

    It 'tells <name>: <health>' -ForEach @(
        @{ name = 'a payment that is past due'; fields = @{ status = 'past_due' }; health = 'PaymentFailed'; id = 'PaymentFailed'; found = 'past_due'; remedy = '^Mend the payment' }
        @{ name = 'an open invoice'; fields = @{ has_open_invoices = $true }; health = 'InvoiceOpen'; id = 'InvoiceOpen'; found = 'An invoice is open'; remedy = '^Pay it' }
        @{ name = 'a suspended plan'; fields = @{ status = 'free_disabled' }; health = 'Suspended'; id = 'PlanSuspended'; found = 'disabled the free plan'; remedy = '^Write to ElevenLabs' }
    ) {
        $script:simulator = Switch-Simulator $simulator -Subscription $fields
        $r = Measure-Health $box $environment
        $r.Synced | Should -BeTrue
        ($r.Warnings -join ' ') | Should -Match $found
        $r.Health | Should -Be $health
        $r.HealthMessage | Should -Match $found
        $r.Sync.Passed, $r.Sync.ErrorId, $r.Billing.Passed, $r.Billing.ErrorId | Should -Be $false, $health, $false, $id
        foreach ($row in $r.Sync, $r.Billing) {
            $row.Message | Should -Match $found
            $row.Remedy | Should -Match $remedy
            $row.Message | Should -Not -Match $remedy.TrimStart('^')
        }
        $r.Usable | Should -BeTrue -Because 'usage can be read all the same'
    }

    It 'tells a smaller plan, which the sync that sees it warns of, and later ones do not' {
        $script:simulator = Switch-Simulator $simulator -Tier free
        $r = Measure-Health $box $environment
        ($r.Warnings -join ' ') | Should -Match 'The plan has changed .* creator.* -> free'
        $r.Health, $r.Plan, $r.Sync.ErrorId | Should -Be 'PlanDowngraded', 'free', 'PlanDowngraded'
        $r.Sync.Message | Should -Match '^The plan went from creator to free'
        $r.Sync.Remedy | Should -Match '^Look at the subscription'
        $again = Measure-Health $box $environment
        $again.Warnings | Should -BeNullOrEmpty
        $again.Health | Should -Be 'PlanDowngraded'
    }

    It 'tells data that are more than two days old, and what to look at' {
        $script:simulator = Switch-Simulator $simulator
        $null = Measure-Health $box $environment
        $log = Join-Path $box.Home 'acme/sync-log.jsonl'
        $old = [datetime]::UtcNow.AddDays(-4).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [cultureinfo]::InvariantCulture)
        (Get-Content -LiteralPath $log) -replace '"startedAt":"[^"]+"', "`"startedAt`":`"$old`"" | Set-Content -LiteralPath $log
        $r = Measure-Health $box $environment -NoSync
        $r.Health, $r.Sync.ErrorId | Should -Be 'Stale', 'Stale'
        $r.Sync.Message | Should -Be 'The latest sync was 4 days ago.'
        $r.Sync.Remedy | Should -Match '^Look whether its schedule still runs'
        $r.HealthMessage | Should -Be "$($r.Sync.Message) $($r.Sync.Remedy)"
    }
}

Describe 'What a key can''t list' {
    BeforeAll {
        $script:simulator = Open-Simulator -Days 3 -Keys 3 -Fault 'missing-permissions@/v1/workspace/groups', 'missing-permissions@/v1/workspace/members'
        $script:box = Open-TestHome
        $script:environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
    }

    AfterAll {
        Close-Simulator $simulator
        Close-TestHome $box
    }

    It 'is one warning when it is connected, and none of syncs' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri } {
            $null = Connect-ElevenLabsCost narrow -BaseUri $p.Uri -WarningVariable connecting -WarningAction SilentlyContinue
            $syncs = 1..2 | ForEach-Object { Sync-ElevenLabsUsage narrow -Days 1 -WarningVariable +syncing -WarningAction SilentlyContinue }
            [pscustomobject]@{ Connecting = @("$connecting"); Count = @($connecting).Count; Syncing = @($syncing).Count; NotListed = "$($syncs[1].NotListed)" }
        }).Value[0]
        $r.Count | Should -Be 1
        $r.Connecting | Should -Match '^narrow: results will lack workspace groups, names of users\. '
        $r.Syncing | Should -Be 0
        $r.NotListed | Should -Match 'Groups.*Members'
    }
}

Describe 'Series of several connections' {
    BeforeAll {
        $script:box = Open-TestHome
        $script:simulator = Open-Simulator -Days 3 -Keys 3 -Fault 'stats-absent'
    }

    AfterAll {
        Close-Simulator $simulator
        Close-TestHome $box
    }

    It 'by <_> names the one that fails, and tells the others'' all the same' -ForEach 'Day', 'Hour' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $simulator.Key } -Parameter @{ Uri = $simulator.Uri; Granularity = $_ } {
            $null = Connect-ElevenLabsCost bad -BaseUri $p.Uri -WarningAction SilentlyContinue
            $null = Connect-ElevenLabsCost -Demo
            $rows = @(Get-ElevenLabsUsage bad, demo -Last 2d -Metric Characters -Granularity $p.Granularity -ErrorAction SilentlyContinue -ErrorVariable problem)
            [pscustomobject]@{ Of = @($rows.Connection | Select-Object -Unique); Errors = @($problem | ConvertTo-ErrorRow) }
        }).Value[0]
        $r.Of | Should -Be 'demo'
        $r.Errors.Count | Should -Be 1
        $r.Errors[0].Target | Should -Be 'bad'
        $r.Errors[0].Id | Should -Be 'EndpointNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsUsageCommand'
    }
}

Describe 'Hours of several connections' {
    BeforeAll {
        $script:box = Open-TestHome
        $script:simulator = Open-Simulator -Days 5 -Keys 3
        $script:r = (Invoke-ModuleScript $box -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $simulator.Key } -Parameter @{ Uri = $simulator.Uri } {
            $null = Connect-ElevenLabsCost bad -BaseUri $p.Uri
            $null = Connect-ElevenLabsCost -Demo
            $env:ELEVENLABS_API_KEY = 'sk_00000000000000000000000000000000000000000000dead'
            $asked = @{ Timeframe = 'Yesterday'; Granularity = 'Hour'; WarningAction = 'SilentlyContinue'; ErrorAction = 'SilentlyContinue' }
            foreach ($cmdlet in 'Get-ElevenLabsCost', 'Get-ElevenLabsUsage') {
                $alone = @(& $cmdlet demo @asked)
                $both = @(& $cmdlet bad, demo @asked -ErrorVariable problem -WarningVariable warned)
                $piped = @('bad', 'demo' | & $cmdlet @asked -ErrorVariable pipedProblem)
                $stopped = try { & $cmdlet bad, demo @asked -ErrorAction Stop } catch { "stopped by $($_.FullyQualifiedErrorId)" }
                [pscustomobject]@{
                    Alone = @($alone.Credits); Both = @($both.Credits); Piped = @($piped.Credits); Of = "$($both.Connection | Select-Object -Unique)"
                    State = @($both | ForEach-Object { $_.Completeness ?? $_.State } | ForEach-Object ToString | Select-Object -Unique)
                    Errors = @($problem | ConvertTo-ErrorRow); Warned = @($warned | ForEach-Object ToString); PipedErrors = @($pipedProblem | ConvertTo-ErrorRow); Stopped = "$stopped"
                }
            }
        }).Value
    }

    AfterAll {
        Close-Simulator $simulator
        Close-TestHome $box
    }

    It 'by <cmdlet> name the one that fails, and tell the others'' all the same' -ForEach @(
        @{ cmdlet = 'GetElevenLabsCost'; place = 0; of = ''; state = 'Partial' }
        @{ cmdlet = 'GetElevenLabsUsage'; place = 1; of = 'demo'; state = 'Provisional' }
    ) {
        $one = $r[$place]
        $one.Alone.Count | Should -BeGreaterThan 0
        $one.Both | Should -Be $one.Alone
        $one.Piped | Should -Be $one.Alone
        $one.Of | Should -Be $of
        $one.State | Should -Be $state
        foreach ($errors in $one.Errors, $one.PipedErrors) {
            $errors.Count | Should -Be 1
            $errors[0].Target | Should -Be 'bad'
            $errors[0].Id | Should -Be "ApiKeyInvalid,ElevenCost.PowerShell.Commands.${cmdlet}Command"
        }
        $one.Warned | Should -Be 'The hours of bad could not be read and are left out, so sums are a lower bound.'
        $one.Stopped | Should -Be "stopped by ApiKeyInvalid,ElevenCost.PowerShell.Commands.${cmdlet}Command"
    }
}
