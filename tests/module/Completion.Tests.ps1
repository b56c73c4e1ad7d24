#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# Tab completes from the ledger, never from the network: the simulator has ended before any Tab.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $simulator = Open-Simulator -Days 10
    $script:box = Open-TestHome
    try {
        $null = Invoke-ModuleScript $box -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $simulator.Key } -Parameter @{ Uri = $simulator.Uri } {
            $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
            $null = Connect-ElevenLabsCost acme-eu -Demo
            $null = Sync-ElevenLabsUsage -Days 5
        }
    }
    finally { Close-Simulator $simulator }

    # The latest name of a key is in names.json; one that needs quoting and escaping.
    $script:names = Get-ChildItem (Join-Path $box.Home 'acme') -Filter names.json
    $text = Get-Content $names.FullName -Raw
    $script:quoted = "O'Brien's [test] key"
    $text.Replace('Globex IVR', $quoted) | Set-Content $names.FullName -NoNewline
    $script:hasQuoted = $text.Contains('Globex IVR')

    $script:r = (Invoke-ModuleScript $box -NonInteractive -Depth 3 {
        $r = @{}
        $lines = @(
            'Get-ElevenLabsCost -Connection ', 'Get-ElevenLabsCost ac', 'Sync-ElevenLabsUsage ACME-', 'Get-ElevenLabsConnection ', 'Disconnect-ElevenLabsCost ', 'Test-ElevenLabsConnection a', 'Get-ElevenLabsCoverage -Name a'
            'Get-ElevenLabsCost -Model ele', 'Get-ElevenLabsUsage -ExcludeModel ', 'Get-ElevenLabsCost -ApiKey Init', 'Get-ElevenLabsCost -ApiKey ''init', 'Get-ElevenLabsCost -ApiKey "init', "Get-ElevenLabsCost -ApiKey o'b", 'Get-ElevenLabsCost -ApiKey O'
            'Get-ElevenLabsCost -Voice ', 'Get-ElevenLabsCost -User ', 'Get-ElevenLabsCost -Product ', 'Get-ElevenLabsCost -Group Mark', 'Get-ElevenLabsCost -Source ', 'Get-ElevenLabsCost -Region '
            'Get-ElevenLabsCost -Connection acme-eu -ApiKey ', 'Get-ElevenLabsCost -Connection acme -ApiKey '
            'Get-ElevenLabsCost -Timeframe ', 'Get-ElevenLabsCost -Timeframe L', 'Get-ElevenLabsCost -GroupBy ', 'Get-ElevenLabsCost -GroupBy Model, A', 'Get-ElevenLabsCost -Granularity ', 'Get-ElevenLabsCost -CostBasis ', 'Get-ElevenLabsCoverage -State '
            'Connect-ElevenLabsCost -Region ', 'Connect-ElevenLabsCost -TimeZone Europe/Ber', 'Connect-ElevenLabsCost -Scope ', 'Get-ElevenLabsCost -Model zzz'
            'Get-ElevenLabsRequest -Status 4', 'Get-ElevenLabsUsage -Metric Credits -Breakdown Model -Key ele'
            'Get-ElevenLabsPrice -Tier c', 'Set-ElevenLabsPrice -Tier c', 'Remove-ElevenLabsPrice -Tier c'
        )
        foreach ($line in $lines) {
            $found = [Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, @{}).CompletionMatches
            $r[$line] = [pscustomobject]@{ Texts = @($found.CompletionText); List = @($found.ListItemText); Tips = @($found.ToolTip); Types = @($found.ResultType | ForEach-Object { "$_" }) }
        }
        $apply = { param($line) $done = TabExpansion2 $line $line.Length; $line.Substring(0, $done.ReplacementIndex) + $done.CompletionMatches[0].CompletionText }
        $r.Spaces = & ([scriptblock]::Create((& $apply 'Get-ElevenLabsCost acme -Last 5d -Granularity Total -GroupBy ApiKey -ApiKey Init')))
        $r.Quoted = & ([scriptblock]::Create((& $apply 'Get-ElevenLabsCost acme -Last 5d -Granularity Total -GroupBy ApiKey -ApiKey O')))
        $r.SecondLine = & $apply "Get-ElevenLabsCost acme -ApiKey 'Initech Audiobooks', Wonk"
        $r.Errors = @($Error | ForEach-Object { "$_" })
        $env:ELEVENCOST_HOME = Join-Path $HOME 'empty'
        $r.Empty = @((TabExpansion2 'Get-ElevenLabsCost -Model ele' 29).CompletionMatches | Where-Object ResultType -EQ ParameterValue).Count
        $null = New-Item -ItemType Directory $env:ELEVENCOST_HOME
        Set-Content (Join-Path $env:ELEVENCOST_HOME 'connections.json') '{ damaged'
        $r.Damaged = @((TabExpansion2 'Get-ElevenLabsCost -Connection a' 32).CompletionMatches | Where-Object ResultType -EQ ParameterValue).Count
        [pscustomobject]$r
    }).Value[0]
}

AfterAll { Close-TestHome $box }

Describe 'Completion' {
    It 'of connections: <line>' -ForEach @(
        @{ line = 'Get-ElevenLabsCost -Connection '; names = 'acme', 'acme-eu' }
        @{ line = 'Get-ElevenLabsCost ac'; names = 'acme', 'acme-eu' }
        @{ line = 'Sync-ElevenLabsUsage ACME-'; names = @('acme-eu') }
        @{ line = 'Get-ElevenLabsConnection '; names = 'acme', 'acme-eu' }
        @{ line = 'Disconnect-ElevenLabsCost '; names = 'acme', 'acme-eu' }
        @{ line = 'Test-ElevenLabsConnection a'; names = 'acme', 'acme-eu' }
        @{ line = 'Get-ElevenLabsCoverage -Name a'; names = 'acme', 'acme-eu' }
    ) {
        $r.$line.Texts | Should -Be $names
        $r.$line.Types | Select-Object -Unique | Should -Be 'ParameterValue'
    }

    It 'of models, products, voices, users, groups, sources and regions' {
        $r.'Get-ElevenLabsCost -Model ele'.Texts | Should -Contain 'eleven_multilingual_v2'
        $r.'Get-ElevenLabsCost -Model ele'.Texts | Should -Not -Match '^(?!eleven)'
        $r.'Get-ElevenLabsUsage -ExcludeModel '.Texts | Should -Contain 'eleven_multilingual_v2'
        $r.'Get-ElevenLabsCost -Product '.List | Should -Contain 'TTS'
        $r.'Get-ElevenLabsCost -Voice '.Texts.Count | Should -BeGreaterThan 3
        $r.'Get-ElevenLabsCost -User '.List | Should -Contain 'ada@example.com'
        $r.'Get-ElevenLabsCost -Group Mark'.Texts | Should -Be 'Marketing'
        $r.'Get-ElevenLabsCost -Source '.Texts | Should -Contain 'python_sdk'
        $r.'Get-ElevenLabsCost -Region '.Texts | Should -Contain 'us'
        $r.'Get-ElevenLabsCost -Model zzz'.Types | Should -Not -Contain 'ParameterValue'
    }

    It 'of names with spaces, quoted as the line began' {
        $r.'Get-ElevenLabsCost -ApiKey Init'.Texts | Should -Be "'Initech Audiobooks'"
        $r.'Get-ElevenLabsCost -ApiKey ''init'.Texts | Should -Be "'Initech Audiobooks'"
        $r.'Get-ElevenLabsCost -ApiKey "init'.Texts | Should -Match '^["'']Initech Audiobooks["'']$'
        $r.Spaces.ApiKey | Select-Object -Unique | Should -Be 'Initech Audiobooks'
        $r.SecondLine | Should -Be "Get-ElevenLabsCost acme -ApiKey 'Initech Audiobooks', 'Wonka Web Shop'"
    }

    It 'of names with quotes and brackets, which then match that name' {
        $hasQuoted | Should -BeTrue
        $r.'Get-ElevenLabsCost -ApiKey O'.List | Should -Contain $quoted
        $r.Quoted.ApiKey | Select-Object -Unique | Should -Be $quoted
    }

    It 'from the connection that the line names' {
        $r.'Get-ElevenLabsCost -Connection acme-eu -ApiKey '.Texts | Should -Contain 'kite-games'
        $r.'Get-ElevenLabsCost -Connection acme-eu -ApiKey '.List | Should -Not -Contain 'Initech Audiobooks'
        $r.'Get-ElevenLabsCost -Connection acme -ApiKey '.Texts | Should -Not -Contain 'kite-games'
    }

    It 'of time frames, groupings, granularities, bases and states that there are, and of none that is refused' {
        $r.'Get-ElevenLabsCost -Timeframe '.Texts | Sort-Object | Should -Be 'BillingPeriod', 'LastBillingPeriod', 'LastMonth', 'MonthToDate', 'Today', 'WeekToDate', 'YearToDate', 'Yesterday'
        $r.'Get-ElevenLabsCost -Timeframe L'.Texts | Sort-Object | Should -Be 'LastBillingPeriod', 'LastMonth'
        $r.'Get-ElevenLabsCost -GroupBy '.Texts | Sort-Object | Should -Be 'ApiKey', 'Connection', 'CostCenter', 'Group', 'Model', 'Product', 'Region', 'Source', 'User', 'Voice'
        $r.'Get-ElevenLabsCost -GroupBy Model, A'.Texts | Should -Be 'ApiKey'
        $r.'Get-ElevenLabsCost -Granularity '.Texts | Sort-Object | Should -Be 'Day', 'Hour', 'Month', 'Quarter', 'Total', 'Week', 'Year'
        $r.'Get-ElevenLabsCost -CostBasis '.Texts | Sort-Object | Should -Be 'Amortized', 'Consumed', 'Overage', 'PlanRate'
        $r.'Get-ElevenLabsCoverage -State '.Texts | Sort-Object | Should -Be 'Failed', 'Final', 'Missing', 'Provisional'
    }

    It 'of tiers' {
        foreach ($verb in 'Get', 'Set', 'Remove') { $r."$verb-ElevenLabsPrice -Tier c".Texts | Should -Be 'creator' -Because $verb }
    }

    It 'of statuses and of the keys of a series' {
        $r.'Get-ElevenLabsRequest -Status 4'.Texts | Should -Contain '4xx'
        $r.'Get-ElevenLabsRequest -Status 4'.Texts | Should -Contain '429'
        $r.'Get-ElevenLabsUsage -Metric Credits -Breakdown Model -Key ele'.Texts | Should -Contain 'eleven_multilingual_v2'
    }

    It 'of regions, time zones and scopes' {
        $r.'Connect-ElevenLabsCost -Region '.Texts | Sort-Object | Should -Be 'eu', 'global', 'in', 'sg', 'us'
        $r.'Connect-ElevenLabsCost -TimeZone Europe/Ber'.Texts | Should -Contain 'Europe/Berlin'
        $r.'Connect-ElevenLabsCost -Scope '.Texts | Sort-Object | Should -Be 'Account', 'Workspace'
    }

    It 'gives nothing, and no error, where there is nothing or it is damaged' {
        $r.Empty | Should -Be 0
        $r.Damaged | Should -Be 0
        $r.Errors | Should -BeNullOrEmpty
    }
}
