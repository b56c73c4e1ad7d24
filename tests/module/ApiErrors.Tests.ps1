#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# Every failure of the API that the simulator can play: by Connect-, Test- and Sync-, with the id, category and remedy.
BeforeDiscovery {
    $script:cases = @(
        @{ fault = 'needs-authorization'; id = 'ApiKeyMissing'; category = 'AuthenticationError'; words = 'without an API key'; remedy = 'proxy' }
        @{ fault = 'invalid-api-key'; id = 'ApiKeyInvalid'; category = 'AuthenticationError'; words = 'mistyped, revoked'; remedy = 'API keys' }
        @{ fault = 'invalid-authorization-header'; id = 'AuthorizationHeaderRefused'; category = 'AuthenticationError'; words = 'authorization header'; remedy = 'proxy' }
        @{ fault = 'api-key-id-used-as-api-key'; id = 'ApiKeyIdUsed'; category = 'AuthenticationError'; words = 'the ID of an API key'; remedy = 'sk_' }
        @{ fault = 'quota-exceeded'; id = 'QuotaExceeded'; category = 'LimitsExceeded'; words = 'no credits left'; remedy = 'limit' }
        @{ fault = 'detected-unusual-activity'; id = 'AccountSuspended'; category = 'AuthenticationError'; words = 'suspended'; remedy = 'support' }
        @{ fault = 'payment-required'; id = 'PaymentRequired'; category = 'AuthenticationError'; words = 'HTTP 402'; remedy = 'subscription' }
        @{ fault = 'workspace-not-found'; id = 'WorkspaceNotFound'; category = 'ObjectNotFound'; words = 'another region'; remedy = 'region' }
        @{ fault = 'validation'; id = 'RequestRejected'; category = 'ConnectionError'; words = 'HTTP 422'; remedy = 'newer' }
        @{ fault = 'html'; id = 'ProxyAnswered'; category = 'ConnectionError'; words = 'a proxy, firewall or sign-in page'; remedy = 'HTTPS_PROXY' }
        @{ fault = 'html:403'; id = 'ProxyAnswered'; category = 'ConnectionError'; words = 'a proxy, firewall or sign-in page'; remedy = 'HTTPS_PROXY' }
        @{ fault = 'malformed'; id = 'ResponseNotValid'; category = 'InvalidResult'; words = 'not what the API documents'; remedy = 'report'; syncId = 'ResponseIncomplete'; syncWords = 'broke off'; syncRemedy = 'again' }
        @{ fault = 'redirect:http://127.0.0.1:9/'; id = 'RedirectRefused'; category = 'ConnectionError'; words = 'redirects'; remedy = 'base address' }
        @{ fault = 'rate-limit:100000,retry-after=3600'; id = 'RateLimited'; category = 'LimitsExceeded'; words = 'HTTP 429'; remedy = 'later' }
        @{ fault = 'server-error:100000,403'; id = 'AccessDenied'; category = 'PermissionDenied'; words = 'HTTP 403'; remedy = 'permission' }
    )

    # These are tried again and again before they are told: only one command each.
    $script:slowCases = @(
        @{ fault = 'rate-limit:100000,none'; id = 'RateLimited'; category = 'LimitsExceeded'; words = 'HTTP 429' }
        @{ fault = 'server-error:100000,500'; id = 'ServerError'; category = 'ConnectionError'; words = 'HTTP 500' }
        @{ fault = 'server-error:100000,503'; id = 'ServerError'; category = 'ConnectionError'; words = 'HTTP 503' }
        @{ fault = 'server-error:100000,408'; id = 'ServerError'; category = 'ConnectionError'; words = 'HTTP 408' }
        @{ fault = 'server-error:100000,409'; id = 'ServerError'; category = 'ConnectionError'; words = 'HTTP 409' }
        @{ fault = 'truncated:chunked'; id = 'ResponseIncomplete'; category = 'InvalidResult'; words = 'broke off' }
        @{ fault = 'truncated:length'; id = 'ResponseIncomplete'; category = 'InvalidResult'; words = 'broke off' }
    )

    # What the cmdlets that ask ElevenLabs at once say of each failure. Where the analytics are closed alone, the others work, and
    # Test-ElevenLabsCost tells by its rows what it could not compare.
    $script:live = @(
        @{ cmdlet = 'GetElevenLabsRequest'; call = 'Get-ElevenLabsRequest -Last 2d' }
        @{ cmdlet = 'GetElevenLabsWebhook'; call = 'Get-ElevenLabsWebhook' }
        @{ cmdlet = 'GetElevenLabsQuota'; call = 'Get-ElevenLabsQuota' }
        @{ cmdlet = 'GetElevenLabsCost'; call = 'Get-ElevenLabsCost -Last 2d -Granularity Hour' }
        @{ cmdlet = 'GetElevenLabsUsage'; call = 'Get-ElevenLabsUsage -Last 2d -Metric TtfbP95' }
        @{ cmdlet = 'TestElevenLabsCost'; call = 'Test-ElevenLabsCost -Last 2d' }
    )
    $script:matrix = @(
        @{ fault = 'invalid-api-key'; id = 'ApiKeyInvalid'; category = 'AuthenticationError'; words = 'mistyped, revoked'; remedy = 'API keys' }
        @{ fault = 'missing-permissions:workspace_admin@/'; id = 'MissingPermission'; category = 'PermissionDenied'; words = 'workspace_admin'; remedy = 'workspace_admin'; but = @{ GetElevenLabsCost = 'HoursNotReadable'; TestElevenLabsCost = '' } }
        @{ fault = 'rate-limit:100000,retry-after=3600'; id = 'RateLimited'; category = 'LimitsExceeded'; words = 'HTTP 429'; remedy = 'later' }
        @{ fault = 'server-error:100000,500'; id = 'ServerError'; category = 'ConnectionError'; words = 'HTTP 500'; remedy = 'again' }
        @{ fault = 'network'; id = 'NetworkUnavailable'; category = 'ConnectionError'; words = 'cannot be reached: it refuses'; remedy = 'network' }
    )
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')

    function Open-Case([string] $Fault, [scriptblock] $Script) {
        # The first query is the one that connecting probes with.
        $simulator = Open-Simulator -Days 10 -Fault "$Fault@/v1/workspace/analytics#2-"
        $box = Open-TestHome
        $run = Open-ModuleScript $box $Script -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $simulator.Key } -Parameter @{ Uri = $simulator.Uri }
        [pscustomobject]@{ Simulator = $simulator; Box = $box; Run = $run }
    }

    function Receive-Case($Case) {
        try { (Receive-ModuleScript $Case.Run).Value[0] }
        finally {
            Close-Simulator $Case.Simulator
            Close-TestHome $Case.Box
        }
    }
}

Describe 'The API fails' -ForEach @(@{ all = $cases }) {
    BeforeAll {
        # The first connect works; after it the fault holds for what each command asks: the key, the analytics, the deprecated statistics.
        $simulators = @{}
        foreach ($case in $all) {
            $simulators[$case.fault] = Open-Simulator -Days 10 -Fault ('/v1/models', '/v1/workspace/analytics', '/v1/usage' | ForEach-Object { "$($case.fault)@$_#2-" })
        }
        $box = Open-TestHome
        $uris = @{}
        foreach ($fault in $simulators.Keys) { $uris[$fault] = $simulators[$fault].Uri }
        try {
            $script:results = (Invoke-ModuleScript $box -NonInteractive -Depth 5 -Environment @{ ELEVENLABS_API_KEY = $simulators[$all[0].fault].Key } -Parameter @{ Uris = $uris } {
                $results = @{}
                foreach ($fault in $p.Uris.Keys) {
                    $env:ELEVENCOST_HOME = Join-Path $HOME ($fault -replace '\W', '-')
                    $null = Connect-ElevenLabsCost bad -BaseUri $p.Uris[$fault]
                    $null = Connect-ElevenLabsCost good -Demo
                    $before = Get-Content (Join-Path $env:ELEVENCOST_HOME 'connections.json') -Raw
                    $r = [ordered]@{}
                    $r.Synced = @(Sync-ElevenLabsUsage -Days 3 -ErrorAction SilentlyContinue -ErrorVariable sync)
                    $r.Sync = @($sync | ConvertTo-ErrorRow)
                    $r.Tested = @(Test-ElevenLabsConnection bad -ErrorAction SilentlyContinue | Where-Object Name -EQ Key)
                    $r.Made = @(Connect-ElevenLabsCost late -BaseUri $p.Uris[$fault] -ErrorAction SilentlyContinue -ErrorVariable connect).Count
                    $r.Connect = @($connect | ConvertTo-ErrorRow)
                    $r.Untouched = $before -eq (Get-Content (Join-Path $env:ELEVENCOST_HOME 'connections.json') -Raw)
                    $results[$fault] = [pscustomobject]$r
                }
                $results
            }).Value[0]
        }
        finally {
            $simulators.Values | ForEach-Object { Close-Simulator $_ }
            Close-TestHome $box
        }
    }

    Describe 'with <fault>' -ForEach $cases {
        BeforeAll {
            $script:r = $results[$fault]
            $script:told = @{ Id = $_.syncId ?? $id; Words = [regex]::Escape($_.syncWords ?? $words); Remedy = $_.syncRemedy ?? $remedy }
        }

        It 'is <id>, <category>, for Sync-ElevenLabsUsage' {
            $r.Sync.Count | Should -Be 1
            $r.Sync[0].Id | Should -Be "$($told.Id),ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand"
            $r.Sync[0].Category | Should -Be $category
            $r.Sync[0].Message | Should -Match $told.Words
            $r.Sync[0].Message | Should -Not -Match 'Exception'
            $r.Sync[0].Remedy | Should -Match $told.Remedy
        }

        It 'is in the result too, and the other connection goes on' {
            $bad, $good = $r.Synced
            $bad.Connection, $bad.Succeeded, $bad.ErrorId | Should -Be 'bad', $false, $told.Id
            $bad.Error | Should -Match $told.Words
            $bad.Remedy | Should -Match $told.Remedy
            $good.Connection, $good.Succeeded, $good.DaysSynced | Should -Be 'good', $true, 3
        }

        It 'is a row of Test-ElevenLabsConnection' {
            $r.Tested.Count | Should -Be 1
            $r.Tested[0].Passed | Should -BeFalse
            $r.Tested[0].ErrorId | Should -Be $id
            $r.Tested[0].Remedy | Should -Match $remedy
        }

        It 'keeps Connect-ElevenLabsCost from remembering anything' {
            $r.Made | Should -Be 0
            $r.Connect.Count | Should -Be 1
            $r.Connect[0].Id | Should -Be "$id,ElevenCost.PowerShell.Commands.ConnectElevenLabsCostCommand"
            $r.Connect[0].Category | Should -Be $category
            $r.Connect[0].Message | Should -Match "'late'"
            $r.Connect[0].Remedy | Should -Match $remedy
            $r.Untouched | Should -BeTrue
        }
    }
}

Describe 'The API goes on answering with what may pass' -ForEach @(@{ slow = $slowCases }) {
    BeforeAll {
        $script:runs = @{}
        foreach ($name in $slow.fault) {
            $runs[$name] = Open-Case $name {
                $null = Connect-ElevenLabsCost bad -BaseUri $p.Uri
                $null = Connect-ElevenLabsCost good -Demo
                $synced = @(Sync-ElevenLabsUsage -Days 3 -ErrorAction SilentlyContinue -ErrorVariable sync)
                [pscustomobject]@{ Synced = $synced; Sync = @($sync | ConvertTo-ErrorRow) }
            }
        }
        $script:results = @{}
        foreach ($name in $runs.Keys) { $results[$name] = Receive-Case $runs[$name] }
    }

    It '<fault>: tries again, then says <id>, and the other connection goes on' -ForEach $slowCases {
        $r = $results[$fault]
        $r.Sync.Count | Should -Be 1
        $r.Sync[0].Id | Should -Be "$id,ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand"
        $r.Sync[0].Category | Should -Be $category
        $r.Sync[0].Message | Should -Match $words
        $r.Sync[0].Remedy | Should -Match 'again'
        $r.Synced[0].Requests | Should -BeGreaterThan 4
        $r.Synced.Succeeded | Should -Be $false, $true
    }
}

Describe 'What is read live, where the API fails' -ForEach @(@{ faults = $matrix; calls = $live }) {
    BeforeAll {
        $cases = @{}
        try {
            # One session a fault, all at the same time: some failures are tried again and again. What was connected to was sound.
            foreach ($case in $faults) {
                $of = @{ Simulator = Open-Simulator -Days 5; Home = Open-TestHome }
                $cases[$case.fault] = $of
                $key = @{ ELEVENLABS_API_KEY = $of.Simulator.Key }
                $null = Invoke-ModuleScript $of.Home -NonInteractive -Environment $key -Parameter @{ Uri = $of.Simulator.Uri } {
                    $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
                    $null = Connect-ElevenLabsCost -Demo
                }
                if ($case.fault -eq 'network') { Close-Simulator $of.Simulator; $of.Simulator = $null } else { $of.Simulator = Switch-Simulator $of.Simulator $case.fault }
                $of.Run = Open-ModuleScript $of.Home -NonInteractive -Environment $key -Parameter @{ Calls = $calls } {
                    $results = @{}
                    foreach ($item in $p.Calls) {
                        $call = [scriptblock]::Create("'acme', 'demo' | $($item.call) -ErrorAction SilentlyContinue -ErrorVariable problem -WarningAction SilentlyContinue")
                        $rows = @(. $call)
                        $results[$item.cmdlet] = [pscustomobject]@{
                            Of      = @($rows.Connection | Select-Object -Unique); Problem = @($problem | ConvertTo-ErrorRow)
                            # What the ledger lacks, because nothing was synced, is another reason.
                            Reasons = @($rows | Where-Object { $_.PSObject.Properties['Cause'] -and "$($_.Cause)" -eq 'NotReadable' -and "$($_.Check)" -ne 'ConsumedAgainstFee' -and $_.Connection -eq 'acme' } |
                                    ForEach-Object Explanation)
                        }
                    }
                    $results
                }
            }
            $script:results = @{}
            foreach ($fault in $cases.Keys) { $results[$fault] = (Receive-ModuleScript $cases[$fault].Run -TimeoutSeconds 300).Value[0] }
        }
        finally {
            foreach ($of in $cases.Values) {
                Close-Simulator $of.Simulator
                Close-TestHome $of.Home
            }
        }
    }

    Describe '<fault>' -ForEach $matrix {
        It 'is told by <cmdlet>, with its id, category, words and remedy' -ForEach $live {
            $r = $results[$fault][$cmdlet]
            $expected = $but -and $but.ContainsKey($cmdlet) ? $but[$cmdlet] : $id
            if (-not $expected) {
                $r.Problem | Should -BeNullOrEmpty
                $r.Reasons.Count | Should -BeGreaterThan 0
                foreach ($reason in $r.Reasons) { $reason | Should -Match $words }
                return
            }

            @($r.Problem).Count | Should -Be 1
            $r.Of | Should -Be 'demo' -Because 'the other connection goes on'
            $r.Problem[0].Id | Should -Be "$expected,ElevenCost.PowerShell.Commands.${cmdlet}Command"
            $r.Problem[0].Category | Should -Be $category
            $r.Problem[0].Message | Should -Match $words
            $r.Problem[0].Message | Should -Not -Match 'Exception'
            $r.Problem[0].Remedy | Should -Match $remedy
            $r.Problem[0].Target | Should -Be 'acme'
        }
    }
}

Describe 'A sync that cannot be' {
    It 'of <what> is <id>, and the other connection goes on' -ForEach @(
        @{ what = 'answers without a column'; faults = 'absent-column:total_usage@/v1/workspace/analytics#2-'; zone = 'UTC'; id = 'ColumnMissing'; category = 'InvalidResult'; words = "no column 'total_usage'"; remedy = 'newer' }
        @{ what = 'days of a zone of half hours by the deprecated statistics'; faults = 'analytics-absent#2-'; zone = 'Asia/Kolkata'; id = 'TimeZoneNotSupported'; category = 'InvalidData'; words = 'Asia/Kolkata'; remedy = 'workspace_analytics_full_read' }
        @{ what = 'a host that is gone'; faults = $null; zone = 'UTC'; id = 'NetworkUnavailable'; category = 'ConnectionError'; words = 'cannot be reached: it refuses the connection'; remedy = 'proxy' }
    ) {
        $simulator = Open-Simulator -Days 10 -Fault @($faults | Where-Object { $_ })
        $box = Open-TestHome
        try {
            $environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
            $null = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri; Zone = $zone } {
                $null = Connect-ElevenLabsCost bad -BaseUri $p.Uri -TimeZone $p.Zone
                $null = Connect-ElevenLabsCost good -Demo
            }
            if (-not $faults) { Close-Simulator $simulator; $simulator = $null }
            $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment {
                $synced = @(Sync-ElevenLabsUsage -Days 3 -ErrorAction SilentlyContinue -ErrorVariable sync -WarningAction SilentlyContinue)
                [pscustomobject]@{ Synced = $synced; Sync = @($sync | ConvertTo-ErrorRow) }
            }).Value[0]
        }
        finally {
            Close-Simulator $simulator
            Close-TestHome $box
        }
        $r.Synced.Succeeded | Should -Be $false, $true
        $r.Synced[0].ErrorId | Should -Be $id
        $r.Sync.Count | Should -Be 1
        $r.Sync[0].Id | Should -Be "$id,ElevenCost.PowerShell.Commands.SyncElevenLabsUsageCommand"
        $r.Sync[0].Category | Should -Be $category
        $r.Sync[0].Message | Should -Match $words
        $r.Sync[0].Remedy | Should -Match $remedy
        $r.Sync[0].Target | Should -Be 'bad'
    }
}

Describe 'Failures that pass' {
    It 'are not told: <fault>' -ForEach @(
        @{ fault = 'rate-limit:2,retry-after-ms=50' }
        @{ fault = 'server-error:1,502' }
    ) {
        $case = Open-Case $fault {
            $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
            Sync-ElevenLabsUsage -Days 3 -ErrorVariable sync | Select-Object Succeeded, @{ n = 'Errors'; e = { @($sync).Count } }
        }
        $r = Receive-Case $case
        $r.Succeeded | Should -BeTrue
        $r.Errors | Should -Be 0
    }
}

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
                    function Get-MonthState { (Get-ChildItem (Join-Path $env:ELEVENCOST_HOME bad) -Filter '*-*.json' | Get-FileHash).Hash -join ' ' }
                    $file = Join-Path $env:ELEVENCOST_HOME 'connections.json'
                    $r = [ordered]@{ Months = Get-MonthState; Connections = Get-Content $file -Raw }
                    $r.Kept = @(Get-ElevenLabsUsage bad -Last 3d -WarningAction SilentlyContinue).Count
                    $r.Synced = @(Sync-ElevenLabsUsage -Days 8 -Verbose -ErrorAction SilentlyContinue -ErrorVariable sync -WarningAction SilentlyContinue 4>&1)
                    $r.Told = @($r.Synced | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message)
                    $r.Synced = @($r.Synced | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] })
                    $r.Sync = @($sync | ConvertTo-ErrorRow)
                    $made = @(Connect-ElevenLabsCost late -BaseUri $p.Uri -Verbose -ErrorAction SilentlyContinue -ErrorVariable connect -WarningAction SilentlyContinue 4>&1)
                    $r.ConnectTold = @($made | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message)
                    $r.Made = @($made | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] }).Count
                    $r.Connect = @($connect | ConvertTo-ErrorRow)
                    $r.MonthsAfter = Get-MonthState
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
        $r.Sync[0].Message | Should -Match "was silent for 5 seconds on $([regex]::Escape($path))"
        $r.Sync[0].Remedy | Should -Match 'ELEVENCOST_SILENCE_SECONDS'
        $r.Sync[0].Target | Should -Be 'bad'
        $r.Synced.Connection | Should -Be 'bad', 'good'
        $r.Synced.Succeeded | Should -Be $false, $true
        $r.Synced.DaysSynced | Should -Be 0, 8
        $r.Synced[0].ErrorId | Should -Be 'ApiTimeout'
    }

    It 'loses nothing that was kept: <name>' -ForEach @(@{ name = 'all' }, @{ name = 'analytics' }) {
        $r = $results[$name]
        $r.Months | Should -Not -BeNullOrEmpty
        $r.MonthsAfter | Should -Be $r.Months
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
        @($results.all.Told -match 'was silent for 5 seconds on /v1/user/subscription\. Try 2 of 3 comes after [0-9.]+ seconds\.$').Count | Should -Be 1
        @($results.all.Told -match ' Try 3 of 3 comes after ').Count | Should -Be 1
        $results.all.ConnectTold | Should -Contain "Probing 'late' at 127.0.0.1."
        @($results.all.ConnectTold -match 'silent for 5 seconds on /v1/models\. Try [23] of 3').Count | Should -Be 2
    }

    It 'keeps Connect-ElevenLabsCost from remembering anything' {
        $r = $results.all
        $r.Made | Should -Be 0
        $r.Connect.Count | Should -Be 1
        $r.Connect[0].Id | Should -Be 'ApiTimeout,ElevenCost.PowerShell.Commands.ConnectElevenLabsCostCommand'
        $r.Connect[0].Category | Should -Be 'OperationTimeout'
        $r.Connect[0].Message | Should -Match "'late' is not connected: .* was silent for 5 seconds on /v1/models"
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
        $r.Connect[0].Message | Should -Match "ELEVENCOST_SILENCE_SECONDS holds '$value'"
        $r.Connect[0].Remedy | Should -Match '5 to 600'
        $r.Synced.Connection, $r.Synced.Succeeded | Should -Be 'demo', $true
    }
}

Describe 'A key or workspace that lacks something' {
    It '<fault>: syncs from the deprecated statistics, and warns' -ForEach @(
        @{ fault = 'analytics-absent'; id = 'EndpointNotFound' }
        @{ fault = 'analytics-forbidden:401'; id = 'MissingPermission' }
        @{ fault = 'analytics-forbidden:403'; id = 'MissingPermission' }
        @{ fault = 'server-error:100000,403@/v1/workspace/analytics'; id = 'AccessDenied' }
        @{ fault = 'missing-permissions:workspace_analytics_full_read'; id = 'MissingPermission' }
    ) {
        $simulator = Open-Simulator -Days 10 -Fault $fault
        $box = Open-TestHome
        try {
            $r = (Invoke-ModuleScript $box -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $simulator.Key } -Parameter @{ Uri = $simulator.Uri } {
                $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri -WarningAction SilentlyContinue
                $r = [ordered]@{}
                $r.Synced = Sync-ElevenLabsUsage -Days 5 -WarningVariable warnings -WarningAction SilentlyContinue
                $r.Warnings = @($warnings | ForEach-Object Message)
                $r.Row = Test-ElevenLabsConnection | Where-Object Name -EQ Analytics
                $r.Quiet = Test-ElevenLabsConnection -Quiet
                $r.Cost = @(Get-ElevenLabsCost -Last 5d -GroupBy Model -Granularity Total -WarningAction SilentlyContinue -WarningVariable costWarnings)
                $r.CostWarnings = @($costWarnings | ForEach-Object Message)
                [pscustomobject]$r
            }).Value[0]
            $r.Synced.Succeeded | Should -BeTrue
            $r.Synced.Source | Should -Be 'UsageStatistics'
            $r.Warnings.Count | Should -BeGreaterThan 0
            $r.Synced.Warnings.Count | Should -BeGreaterThan 0
            $r.Row.Passed | Should -BeFalse
            $r.Row.Required | Should -BeFalse
            $r.Row.ErrorId | Should -Be $id
            $r.Quiet | Should -BeTrue
            $r.Cost[0].CostBasis.Value | Should -Be 'PlanRate'
            $r.CostWarnings.Count | Should -BeGreaterThan 0
        }
        finally {
            Close-Simulator $simulator
            Close-TestHome $box
        }
    }

    It 'neither analytics nor statistics: connects, and the sync and the test say so' {
        $simulator = Open-Simulator -Days 10 -Fault 'analytics-absent', 'stats-absent'
        $box = Open-TestHome
        try {
            $r = (Invoke-ModuleScript $box -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $simulator.Key } -Parameter @{ Uri = $simulator.Uri } {
                $r = [ordered]@{}
                $r.Made = @(Connect-ElevenLabsCost acme -BaseUri $p.Uri -WarningAction SilentlyContinue -ErrorAction SilentlyContinue).Count
                $r.Synced = Sync-ElevenLabsUsage -Days 5 -ErrorAction SilentlyContinue -ErrorVariable sync -WarningAction SilentlyContinue
                $r.Sync = @($sync | ConvertTo-ErrorRow)
                $r.Quiet = Test-ElevenLabsConnection -Quiet
                [pscustomobject]$r
            }).Value[0]
            $r.Made | Should -Be 1
            $r.Synced.Succeeded | Should -BeFalse
            $r.Sync.Count | Should -Be 1
            $r.Sync[0].Id | Should -Match '^EndpointNotFound,'
            $r.Sync[0].Remedy | Should -Not -BeNullOrEmpty
            $r.Quiet | Should -BeFalse
        }
        finally {
            Close-Simulator $simulator
            Close-TestHome $box
        }
    }

    It 'days that do not add up are told as failed days, with the error that names them' {
        $simulator = Open-Simulator -Days 10 -Fault 'row-cap:3'
        $box = Open-TestHome
        try {
            $r = (Invoke-ModuleScript $box -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $simulator.Key } -Parameter @{ Uri = $simulator.Uri } {
                $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
                $r = [ordered]@{}
                $r.Synced = Sync-ElevenLabsUsage -Days 3 -ErrorAction SilentlyContinue -ErrorVariable sync -WarningAction SilentlyContinue
                $r.Sync = @($sync | ConvertTo-ErrorRow)
                $r.Coverage = @(Get-ElevenLabsCoverage -State Failed)
                $r.Health = (Get-ElevenLabsConnection).Health
                $r.Cost = @(Get-ElevenLabsCost -Last 3d -Granularity Total -WarningAction SilentlyContinue -WarningVariable warnings)
                $r.Warnings = @($warnings | ForEach-Object Message)
                [pscustomobject]$r
            }).Value[0]
            $r.Synced.Succeeded | Should -BeFalse
            $r.Synced.DaysFailed | Should -BeGreaterThan 0
            $r.Sync.Count | Should -Be 1
            $r.Coverage.Count | Should -Be $r.Synced.DaysFailed
            $r.Coverage[0].Reason | Should -Not -BeNullOrEmpty
            $r.Health.Value | Should -Be 'Failing'
            $r.Warnings.Count | Should -BeGreaterThan 0
        }
        finally {
            Close-Simulator $simulator
            Close-TestHome $box
        }
    }
}

Describe 'A home that is damaged' {
    BeforeAll {
        $script:box = Open-TestHome
        $script:r = (Invoke-ModuleScript $box -NonInteractive {
            $null = Connect-ElevenLabsCost -Demo
            $null = Sync-ElevenLabsUsage -Days 2
            $r = [ordered]@{}
            $file = Join-Path $env:ELEVENCOST_HOME 'connections.json'
            $sound = Get-Content $file -Raw
            Set-Content $file '{ "schema": 1, "connections": [ { "name": 5 } ] }'
            $null = Get-ElevenLabsConnection -ErrorAction SilentlyContinue -ErrorVariable connections
            $r.Connections = @($connections | ConvertTo-ErrorRow)
            Set-Content $file $sound -NoNewline
            $prices = Join-Path $env:ELEVENCOST_HOME 'prices.json'
            Set-Content $prices '{ "schema": 1, "prices": [ { "tier": "creator", "monthlyPrice": "1,5", "monthlyCredits": 100000, "currency": "USD" } ] }'
            $null = Get-ElevenLabsCost -CostBasis PlanRate -ErrorAction SilentlyContinue -ErrorVariable prices
            $r.Prices = @($prices | ConvertTo-ErrorRow)
            Remove-Item (Join-Path $env:ELEVENCOST_HOME 'prices.json')
            $null = Connect-ElevenLabsCost blocked -Demo
            Set-Content (Join-Path $env:ELEVENCOST_HOME 'blocked') 'in the way'
            $r.Synced = @('blocked', 'demo' | Sync-ElevenLabsUsage -Days 2 -ErrorAction SilentlyContinue -ErrorVariable ledger)
            $r.Ledger = @($ledger | ConvertTo-ErrorRow)
            [pscustomobject]$r
        }).Value[0]
    }

    AfterAll { Close-TestHome $box }

    It 'names the file of connections' {
        $r.Connections.Count | Should -Be 1
        $r.Connections[0].Id | Should -Match '^ConnectionFileNotValid,'
        $r.Connections[0].Message | Should -Match 'connections.json'
    }

    It 'names line and field of the price file' {
        $r.Prices.Count | Should -Be 1
        $r.Prices[0].Id | Should -Match '^PriceFileNotValid,'
        $r.Prices[0].Message | Should -Match 'monthlyPrice'
        $r.Prices[0].Message | Should -Match '1,5'
    }

    It 'is a ledger error of one connection, and the other goes on' {
        $r.Ledger.Count | Should -Be 1
        $r.Ledger[0].Id | Should -Match '^(HomeNotWritable|Ledger\w+),'
        $r.Synced.Succeeded | Should -Be $false, $true
    }
}
