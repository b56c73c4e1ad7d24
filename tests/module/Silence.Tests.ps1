#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# What the cmdlets do when the API says nothing, and the setting of how long that may last.
BeforeAll { Import-Module (Join-Path $PSScriptRoot 'Harness.psm1') }

# The simulator takes the connection and says nothing. Bounded by the number of tries, each of which lasts as long as the setting says.
Describe 'The API is silent' {
    BeforeAll {
        $silence = '5'
        $simulators = @{}
        $boxes = @{}
        $runs = @{}
        try {
            # What was connected to was sound, and three days of it were synced; the silence comes after that.
            foreach ($name in 'all', 'analytics') {
                $simulators[$name] = Open-Simulator -Days 30
                $boxes[$name] = Open-TestHome
                $null = Invoke-ModuleScript $boxes[$name] -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $simulators[$name].Key } -Parameter @{ Uri = $simulators[$name].Uri } {
                    $null = Connect-ElevenLabsCost bad -BaseUri $p.Uri
                    $null = Connect-ElevenLabsCost good -Demo
                    $null = Sync-ElevenLabsUsage bad -Days 3
                }
            }
            $simulators.all = Switch-Simulator $simulators.all 'hang'
            $simulators.analytics = Switch-Simulator $simulators.analytics 'hang@/v1/workspace/analytics'
            foreach ($name in 'all', 'analytics') {
                $environment = @{ ELEVENLABS_API_KEY = $simulators[$name].Key; ELEVENCOST_SILENCE_SECONDS = $silence }
                $runs[$name] = Open-ModuleScript $boxes[$name] -NonInteractive -Depth 5 -Environment $environment -Parameter @{ Uri = $simulators[$name].Uri } {
                    # A copy takes what differs: a second one into the same file says whether any day has changed.
                    function Copy-Day { Copy-ElevenLabsLedger -To (Join-Path $env:ELEVENCOST_HOME 'copy.db') | Where-Object Connection -EQ bad | Select-Object Days, DaysCopied, DaysDifferent }
                    $file = Join-Path $env:ELEVENCOST_HOME 'connections.json'
                    $r = [ordered]@{ Days = Copy-Day; Connections = Get-Content $file -Raw }
                    $r.Kept = @(Get-ElevenLabsUsage bad -Last 3d -WarningAction SilentlyContinue).Count
                    $r.Synced = @(Sync-ElevenLabsUsage -Days 8 -Verbose -ErrorAction SilentlyContinue -ErrorVariable sync -WarningAction SilentlyContinue 4>&1)
                    $r.Told = @($r.Synced | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message)
                    $r.Synced = @($r.Synced | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] })
                    $r.Sync = @($sync | ConvertTo-ErrorRow)
                    $made = @(Connect-ElevenLabsCost late -BaseUri $p.Uri -Verbose -ErrorAction SilentlyContinue -ErrorVariable connect -WarningAction SilentlyContinue 4>&1)
                    $r.ConnectTold = @($made | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message)
                    $r.Made = @($made | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] }).Count
                    $r.Connect = @($connect | ConvertTo-ErrorRow)
                    $r.DaysAfter = Copy-Day
                    $r.ConnectionsAfter = Get-Content $file -Raw
                    $r.KeptAfter = @(Get-ElevenLabsUsage bad -Last 3d -WarningAction SilentlyContinue).Count
                    [pscustomobject]$r
                }
            }
            $script:results = @{}
            foreach ($name in 'all', 'analytics') { $results[$name] = (Receive-ModuleScript $runs[$name] -TimeoutSeconds 240).Value[0] }

            # The silence is over: what it kept from being read is read now.
            $simulators.analytics = Switch-Simulator $simulators.analytics
            $script:mended = (Invoke-ModuleScript $boxes.analytics -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $simulators.analytics.Key } {
                Sync-ElevenLabsUsage bad -Days 8
            }).Value[0]
        }
        finally {
            $simulators.Values | ForEach-Object { Close-Simulator $_ }
            $boxes.Values | ForEach-Object { Close-TestHome $_ }
        }
    }

    It 'ends a sync with ApiTimeout, OperationTimeout, and the other connection goes on: <name>' -ForEach @(@{ name = 'all'; path = '/v1/user/subscription' }, @{ name = 'analytics'; path = '/v1/workspace/analytics/' }) {
        $r = $results[$name]
        $r.Sync.Count | Should -Be 1
        $r.Sync[0].Id | Should -Be 'ApiTimeout,ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand'
        $r.Sync[0].Category | Should -Be 'OperationTimeout'
        $r.Sync[0].Message | Should -Match "sent nothing for 5 seconds on $([regex]::Escape($path))"
        $r.Sync[0].Remedy | Should -Match 'ELEVENCOST_SILENCE_SECONDS'
        $r.Sync[0].Target | Should -Be 'bad'
        $r.Synced.Connection | Should -Be 'bad', 'good'
        $r.Synced.Succeeded | Should -Be $false, $true
        $r.Synced.DaysSynced | Should -Be 0, 8
        $r.Synced[0].ErrorId | Should -Be 'ApiTimeout'
    }

    It 'loses nothing that was kept: <name>' -ForEach @(@{ name = 'all' }, @{ name = 'analytics' }) {
        $r = $results[$name]
        $r.Days.Days, $r.Days.DaysCopied, $r.Days.DaysDifferent | Should -Be 3, 3, 0
        $r.DaysAfter.DaysCopied, $r.DaysAfter.DaysDifferent | Should -Be 0, 0
        $r.Kept | Should -BeGreaterThan 0
        $r.KeptAfter | Should -Be $r.Kept
    }

    It 'is bounded: a host that never answers is tried as often as one that cannot be reached' {
        $results.all.Synced[0].Requests | Should -Be 3
    }

    It 'is bounded: windows are halved once for all, and the day at the end alone is tried again' {
        # Subscription, pool and names, then 8, 4 and 2 days and the tries of a day: of two windows, where a month ends within, at most.
        $results.analytics.Synced[0].Requests | Should -BeLessOrEqual (5 + 2 * (3 + 3))
    }

    It 'is told with -Verbose before each further try, with what is waited for' {
        @($results.all.Told -match 'sent nothing for 5 seconds on /v1/user/subscription\. Retrying in [0-9.]+ seconds \(try 2 of 3\)\.$').Count | Should -Be 1
        @($results.all.Told -match ' \(try 3 of 3\)').Count | Should -Be 1
        $results.all.ConnectTold | Should -Contain "Probing 'late' at 127.0.0.1."
        @($results.all.ConnectTold -match 'sent nothing for 5 seconds on /v1/models\. Retrying in [0-9.]+ seconds \(try [23] of 3').Count | Should -Be 2
    }

    It 'keeps Connect-ElevenLabsCost from remembering anything' {
        $r = $results.all
        $r.Made | Should -Be 0
        $r.Connect.Count | Should -Be 1
        $r.Connect[0].Id | Should -Be 'ApiTimeout,ElevenCost.PowerShell.Commands.ConnectElevenLabsCostCommand'
        $r.Connect[0].Category | Should -Be 'OperationTimeout'
        $r.Connect[0].Message | Should -Match "'late' is not connected: .* sent nothing for 5 seconds on /v1/models"
        $r.Connect[0].Remedy | Should -Match 'ELEVENCOST_SILENCE_SECONDS'
        $r.ConnectionsAfter | Should -Be $r.Connections
    }

    It 'lets Connect-ElevenLabsCost connect where the key is taken and something else is silent' {
        $results.analytics.Connect | Should -BeNullOrEmpty
        $results.analytics.Made | Should -Be 1
    }

    It 'is over when the API answers again: the days that are missing are read' {
        $mended.Succeeded | Should -BeTrue
        $mended.DaysSynced | Should -BeGreaterThan 4
    }
}

Describe 'ELEVENCOST_SILENCE_SECONDS' {
    It 'is an error where it is <value>, of every command that asks, and of none that does not' -ForEach @(@{ value = 'soon' }, @{ value = '4' }, @{ value = '601' }) {
        $box = Open-TestHome
        try {
            $environment = @{ ELEVENLABS_API_KEY = 'sk_' + '0' * 48; ELEVENCOST_SILENCE_SECONDS = $value }
            $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = "http://127.0.0.1:$(Get-ClosedPort)" } {
                $made = @(Connect-ElevenLabsCost acme -BaseUri $p.Uri -ErrorAction SilentlyContinue -ErrorVariable connect)
                $null = Connect-ElevenLabsCost -Demo
                [pscustomobject]@{ Made = $made.Count; Connect = @($connect | ConvertTo-ErrorRow); Synced = Sync-ElevenLabsUsage -Days 2 }
            }).Value[0]
        }
        finally { Close-TestHome $box }
        $r.Made | Should -Be 0
        $r.Connect.Count | Should -Be 1
        $r.Connect[0].Id | Should -Be 'SilenceNotValid,ElevenCost.PowerShell.Commands.ConnectElevenLabsCostCommand'
        $r.Connect[0].Category | Should -Be 'InvalidData'
        $r.Connect[0].Message | Should -Match "ELEVENCOST_SILENCE_SECONDS is '$value'"
        $r.Connect[0].Remedy | Should -Match '5 to 600'
        $r.Synced.Connection, $r.Synced.Succeeded | Should -Be 'demo', $true
    }
}
