#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# The figures of the cmdlets are those of the command line, row by row, on the same ledger.
BeforeDiscovery {
    $script:day = { param($back) [datetime]::UtcNow.Date.AddDays(-$back).ToString('yyyy-MM-dd') }
    $script:queries = @(
        @{ command = 'cost'; cmdlet = @{}; line = @() }
        @{ command = 'cost'; cmdlet = @{ Last = '30d'; GroupBy = 'Model' }; line = '--last', '30d', '--group-by', 'model' }
        @{ command = 'cost'; cmdlet = @{ GroupBy = 'ApiKey', 'Model'; Granularity = 'Week'; Last = '4w' }; line = '--last', '4w', '--group-by', 'api-key,model', '--granularity', 'week' }
        @{ command = 'cost'; cmdlet = @{ GroupBy = 'Product', 'Model', 'ApiKey', 'Voice', 'User', 'Group', 'Source', 'Region'; Last = '3d'; Granularity = 'Day' }; line = '--last', '3d', '--granularity', 'day', '--group-by', 'product,model,api-key,voice,user,group,source,region' }
        @{ command = 'cost'; cmdlet = @{ GroupBy = 'User'; Granularity = 'Month'; Last = '3m' }; line = '--last', '3m', '--group-by', 'user', '--granularity', 'month' }
        @{ command = 'cost'; cmdlet = @{ GroupBy = 'Group'; Granularity = 'Quarter'; Last = '1y' }; line = '--last', '1y', '--group-by', 'group', '--granularity', 'quarter' }
        @{ command = 'cost'; cmdlet = @{ GroupBy = 'Voice'; Granularity = 'Year'; Last = '1y' }; line = '--last', '1y', '--group-by', 'voice', '--granularity', 'year' }
        @{ command = 'cost'; cmdlet = @{ GroupBy = 'Region', 'Source'; Granularity = 'Total' }; line = '--group-by', 'region,source', '--granularity', 'total' }
        @{ command = 'cost'; cmdlet = @{ Timeframe = 'MonthToDate'; Cumulative = $true; GroupBy = 'Product' }; line = '--timeframe', 'month-to-date', '--cumulative', '--group-by', 'product' }
        @{ command = 'cost'; cmdlet = @{ CostBasis = 'PlanRate'; GroupBy = 'Model'; Timeframe = 'LastMonth' }; line = '--basis', 'plan-rate', '--group-by', 'model', '--timeframe', 'last-month' }
        @{ command = 'cost'; cmdlet = @{ CostBasis = 'Overage'; GroupBy = 'Model'; Timeframe = 'BillingPeriod'; Granularity = 'Total' }; line = '--basis', 'overage', '--group-by', 'model', '--timeframe', 'billing-period', '--granularity', 'total' }
        @{ command = 'cost'; cmdlet = @{ CostBasis = 'Overage'; Last = '60d' }; line = '--basis', 'overage', '--last', '60d' }
        @{ command = 'cost'; cmdlet = @{ CostBasis = 'Amortized'; Last = '60d' }; line = '--basis', 'amortized', '--last', '60d' }
        @{ command = 'cost'; cmdlet = @{ CostBasis = 'Amortized'; Timeframe = 'LastBillingPeriod'; Granularity = 'Total' }; line = '--basis', 'amortized', '--timeframe', 'last-billing-period', '--granularity', 'total' }
        @{ command = 'cost'; cmdlet = @{ CostBasis = 'Consumed'; Timeframe = 'BillingPeriod'; Granularity = 'Total' }; line = '--basis', 'consumed', '--timeframe', 'billing-period', '--granularity', 'total' }
        @{ command = 'cost'; cmdlet = @{ Timeframe = 'LastBillingPeriod'; GroupBy = 'ApiKey'; Granularity = 'Total' }; line = '--timeframe', 'last-billing-period', '--group-by', 'api-key', '--granularity', 'total' }
        @{ command = 'cost'; cmdlet = @{ Timeframe = 'Today' }; line = '--timeframe', 'today' }
        @{ command = 'cost'; cmdlet = @{ Timeframe = 'Yesterday'; GroupBy = 'Model' }; line = '--timeframe', 'yesterday', '--group-by', 'model' }
        @{ command = 'cost'; cmdlet = @{ Timeframe = 'WeekToDate' }; line = '--timeframe', 'week-to-date' }
        @{ command = 'cost'; cmdlet = @{ Timeframe = 'YearToDate'; Granularity = 'Month' }; line = '--timeframe', 'year-to-date', '--granularity', 'month' }
        @{ command = 'cost'; cmdlet = @{ Model = 'eleven_*'; ExcludeProduct = 'S*'; GroupBy = 'Product', 'Model'; Granularity = 'Total' }; line = '--model', 'eleven_*', '--exclude-product', 'S*', '--group-by', 'product,model', '--granularity', 'total' }
        @{ command = 'cost'; cmdlet = @{ ApiKey = '*a*', '*o*'; ExcludeUser = 'A*'; ExcludeRegion = 'eu', 'in'; GroupBy = 'ApiKey'; Granularity = 'Total' }; line = '--api-key', '*a*', '--api-key', '*o*', '--exclude-user', 'A*', '--exclude-region', 'eu', '--exclude-region', 'in', '--group-by', 'api-key', '--granularity', 'total' }
        @{ command = 'cost'; cmdlet = @{ User = '*a*'; Group = 'Support', 'Marketing'; Source = '*sdk*'; Region = 'us'; GroupBy = 'Source'; Granularity = 'Month'; Last = '2m' }; line = '--user', '*a*', '--group', 'Support', '--group', 'Marketing', '--source', '*sdk*', '--region', 'us', '--group-by', 'source', '--granularity', 'month', '--last', '2m' }
        @{ command = 'cost'; cmdlet = @{ ExcludeModel = '*v3*'; ExcludeApiKey = 'Acme*'; ExcludeVoice = 'a*'; ExcludeGroup = 'Sup*'; ExcludeSource = 'zapier'; Voice = '*1*'; Product = '*' }; line = '--exclude-model', '*v3*', '--exclude-api-key', 'Acme*', '--exclude-voice', 'a*', '--exclude-group', 'Sup*', '--exclude-source', 'zapier', '--voice', '*1*', '--product', '*' }
        @{ command = 'cost'; cmdlet = @{ Connection = 'acme', 'demo'; GroupBy = 'Connection', 'Model'; Granularity = 'Total' }; line = '--connection', 'acme', '--connection', 'demo', '--group-by', 'connection,model', '--granularity', 'total' }
        @{ command = 'cost'; cmdlet = @{ Connection = '*'; Granularity = 'Week' }; line = '--connection', '*', '--granularity', 'week' }
        @{ command = 'cost'; cmdlet = @{ StartDate = (& $day 20); EndDate = (& $day 10); GroupBy = 'Model' }; line = '--from', (& $day 20), '--to', (& $day 10), '--group-by', 'model' }
        @{ command = 'cost'; cmdlet = @{ From = (& $day 5) }; line = '--from', (& $day 5) }
        @{ command = 'usage'; cmdlet = @{ Last = '2d' }; line = '--last', '2d' }
        @{ command = 'usage'; cmdlet = @{ GroupBy = 'User', 'Product'; Granularity = 'Week'; Last = '3w' }; line = '--group-by', 'user,product', '--granularity', 'week', '--last', '3w' }
        @{ command = 'usage'; cmdlet = @{ Connection = 'demo'; Timeframe = 'Yesterday'; Model = '*v2*'; ExcludeSource = 'website*' }; line = '--connection', 'demo', '--timeframe', 'yesterday', '--model', '*v2*', '--exclude-source', 'website*' }
        @{ command = 'coverage'; cmdlet = @{}; line = @() }
        @{ command = 'coverage'; cmdlet = @{ Connection = '*'; Last = '1w' }; line = '--connection', '*', '--last', '1w' }
        @{ command = 'coverage'; cmdlet = @{ Timeframe = 'LastMonth' }; line = '--timeframe', 'last-month' }
        @{ command = 'coverage'; cmdlet = @{ Connection = 'acme'; Timeframe = 'BillingPeriod' }; line = '--connection', 'acme', '--timeframe', 'billing-period' }
        @{ command = 'coverage'; cmdlet = @{ StartDate = (& $day 130); EndDate = (& $day 110) }; line = '--from', (& $day 130), '--to', (& $day 110) }
    )
    foreach ($query in $queries) { $query.name = "$($query.command) $($query.line -join ' ')" }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:simulator = Open-Simulator -Days 150
    $script:box = Open-TestHome
    $null = Invoke-ModuleScript $box -NonInteractive -Environment @{ ELEVENLABS_API_KEY = $simulator.Key } -Parameter @{ Uri = $simulator.Uri } {
        $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
        $null = Connect-ElevenLabsCost -Demo
        $null = Sync-ElevenLabsUsage -Days 100
    }

    # One text a row, name and value of every property that tells something, in the words of the command line's JSON.
    function ConvertTo-RowText([string] $Json) {
        foreach ($row in [Text.Json.JsonDocument]::Parse($Json).RootElement.EnumerateArray()) {
            $cells = foreach ($cell in $row.EnumerateObject()) {
                switch ($cell.Value.ValueKind) {
                    'Null' { break }
                    'Number' { "$($cell.Name)=$(($cell.Value.GetDecimal() / 1.000000000000000000000000000000000d).ToString([cultureinfo]::InvariantCulture))" }
                    'String' { "$($cell.Name)=$($cell.Value.GetString())" }
                    default { "$($cell.Name)=$($cell.Value.GetRawText())" }
                }
            }
            ($cells | Sort-Object) -join '|'
        }
    }
}

AfterAll {
    Close-Simulator $simulator
    Close-TestHome $box
}

Describe 'The figures are those of the command line' -ForEach @(@{ all = $queries }) {
    BeforeAll {
        $run = Open-ModuleScript $box -NonInteractive -Depth 3 -Parameter @{ Queries = @($all | ForEach-Object { [pscustomobject]@{ Name = $_.name; Command = $_.command; Arguments = $_.cmdlet } }) } -Script {
            $results = @{}
            foreach ($query in $p.Queries) {
                $arguments = $query.Arguments
                $rows = switch ($query.Command) {
                    'cost' { Get-ElevenLabsCost @arguments -WarningAction SilentlyContinue }
                    'usage' { Get-ElevenLabsUsage @arguments -WarningAction SilentlyContinue }
                    'coverage' { Get-ElevenLabsCoverage @arguments -WarningAction SilentlyContinue }
                }
                $results[$query.Name] = @(foreach ($row in $rows) {
                    $cells = foreach ($property in $row.PSObject.Properties | Where-Object MemberType -EQ Property) {
                        $value = $property.Value
                        if ($null -eq $value) { continue }
                        $text = switch ($value) {
                            { $_ -is [datetime] -and $_.Kind -eq 'Unspecified' } { $_.ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture); break }
                            { $_ -is [datetime] } { $_.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", [cultureinfo]::InvariantCulture); break }
                            { $_ -is [decimal] } { ($_ / 1.000000000000000000000000000000000d).ToString([cultureinfo]::InvariantCulture); break }
                            default { [string]::Format([cultureinfo]::InvariantCulture, '{0}', $_) }
                        }
                        "$($property.Name)=$text"
                    }
                    ($cells | Sort-Object) -join '|'
                })
            }
            $results
        }
        $script:theirs = @{}
        foreach ($query in $all) { $theirs[$query.name] = Invoke-CommandLine $box -ArgumentList (@($query.command) + $query.line + '--output', 'json') }
        $script:ours = (Receive-ModuleScript $run).Value[0]
    }

    It '<name>' -ForEach $queries {
        $theirs[$name].ExitCode | Should -Be 0 -Because $theirs[$name].Error
        $expected = @(ConvertTo-RowText $theirs[$name].Output)
        $actual = @($ours[$name])
        $expected.Count | Should -BeGreaterThan 0
        $actual.Count | Should -Be $expected.Count
        for ($i = 0; $i -lt $expected.Count; $i++) { $actual[$i] | Should -BeExactly $expected[$i] }
    }
}

Describe 'Types of what is returned' {
    BeforeAll {
        $script:r = (Invoke-ModuleScript $box -NonInteractive -Depth 2 {
            $cost = @(Get-ElevenLabsCost -Last 5d -GroupBy Model, ApiKey -WarningAction SilentlyContinue)
            $usage = @(Get-ElevenLabsUsage -Last 2d -WarningAction SilentlyContinue)
            $coverage = @(Get-ElevenLabsCoverage)
            $describe = { param($row) $row.PSObject.Properties | Where-Object { $null -ne $_.Value } | ForEach-Object { "$($_.Name):$($_.Value.GetType().Name)" } }
            [pscustomobject]@{
                Cost         = & $describe $cost[0]
                Usage        = & $describe $usage[0]
                Coverage     = & $describe $coverage[0]
                Kinds        = @($cost[0].Date.Kind, $usage[0].Date.Kind, $coverage[0].Date.Kind, $coverage[0].SyncedAt.Kind | ForEach-Object { "$_" })
                Midnight     = $cost[0].Date.TimeOfDay -eq [timespan]::Zero
                NotGrouped   = @($cost | Where-Object { $null -ne $_.Product -or $null -ne $_.Voice }).Count
                States       = @(Get-ElevenLabsCoverage -StartDate ([datetime]::UtcNow.Date.AddDays(-110)) | Group-Object State | ForEach-Object { "$($_.Name) $($_.Count)" })
                OnlyMissing  = @(Get-ElevenLabsCoverage -StartDate ([datetime]::UtcNow.Date.AddDays(-110)) -State Missing).Count
                OnlyFinal    = @(Get-ElevenLabsCoverage -State Final, Failed | ForEach-Object { "$($_.State)" } | Sort-Object -Unique)
                Outputs      = @((Get-Command -Module ElevenCost | ForEach-Object { "$($_.Name) $($_.OutputType.Name -join ',')" }) | Sort-Object)
            }
        }).Value[0]
    }

    It 'are decimal for money and minutes, whole numbers for credits and requests, and DateTime for days' {
        $r.Cost | Should -Contain 'Cost:Decimal'
        $r.Cost | Should -Contain 'Credits:Int64'
        $r.Cost | Should -Contain 'Requests:Int64'
        $r.Cost | Should -Contain 'Minutes:Decimal'
        $r.Cost | Should -Contain 'Date:DateTime'
        $r.Cost | Should -Contain 'CostBasis:CostBasis'
        $r.Usage | Should -Contain 'ConsumedCost:Decimal'
        $r.Usage | Should -Contain 'State:DayState'
        $r.Coverage | Should -Contain 'Records:Int32'
        $r.Kinds | Should -Be 'Unspecified', 'Unspecified', 'Unspecified', 'Utc'
        $r.Midnight | Should -BeTrue
    }

    It 'leave null what was not grouped by' { $r.NotGrouped | Should -Be 0 }

    It 'tell missing days, and only the states asked for' {
        $r.States -join ', ' | Should -Match 'Missing 11'
        $r.OnlyMissing | Should -Be 11
        $r.OnlyFinal | Should -Be 'Final'
    }

    It 'are declared' {
        $declared = @(
            'Connect-ElevenLabsCost ElevenCost.Connection', 'Disconnect-ElevenLabsCost System.Void', 'Get-ElevenLabsConnection ElevenCost.Connection'
            'Get-ElevenLabsCost ElevenCost.CostRecord', 'Get-ElevenLabsCostCenter ElevenCost.CostCenterRule,ElevenCost.CostCenterMatch', 'Get-ElevenLabsCoverage ElevenCost.CoverageRecord'
            'Get-ElevenLabsKeyLimit ElevenCost.KeyLimit', 'Set-ElevenLabsConnection ElevenCost.Connection'
            'Get-ElevenLabsPrice ElevenCost.Price', 'Get-ElevenLabsQuota ElevenCost.Quota', 'Get-ElevenLabsRequest ElevenCost.RequestRecord,ElevenCost.RequestSummary'
            'Get-ElevenLabsUsage ElevenCost.UsageRecord,ElevenCost.SeriesRecord', 'Get-ElevenLabsWebhook ElevenCost.WebhookRecord', 'Remove-ElevenLabsCostCenter System.Void'
            'Remove-ElevenLabsPrice System.Void', 'Set-ElevenLabsCostCenter ElevenCost.CostCenterRule', 'Set-ElevenLabsPrice ElevenCost.Price'
            'Sync-ElevenLabsUsage ElevenCost.SyncResult', 'Test-ElevenLabsConnection ElevenCost.Capability,System.Boolean', 'Test-ElevenLabsCost ElevenCost.ReconciliationRecord,System.Boolean'
        )
        $r.Outputs | Should -Be ($declared | Sort-Object)
    }
}

Describe 'Pipelines that read like what they do' {
    BeforeAll {
        # In a zone whose days are not those of UTC.
        $script:r = (Invoke-ModuleScript $box -NonInteractive -Environment @{ TZ = 'Pacific/Auckland' } {
            Set-Location $HOME
            $r = [ordered]@{}
            Get-ElevenLabsCost -Last 30d -GroupBy Model | Export-Csv cost.csv
            $r.Header = (Get-Content cost.csv -TotalCount 1)
            $r.Csv = @(Import-Csv cost.csv).Count
            $r.Rows = @(Get-ElevenLabsCost -Last 30d -GroupBy Model).Count
            $r.Models = @(Get-ElevenLabsCost -Last 30d -GroupBy Model -Granularity Day | Group-Object Model).Count
            $r.Top = @(Get-ElevenLabsCost -Timeframe MonthToDate -GroupBy ApiKey, Model | Sort-Object Cost -Descending | Select-Object -First 10)
            $sums = Get-ElevenLabsCost -Timeframe MonthToDate -GroupBy ApiKey, Model -Granularity Day | Group-Object ApiKeyId, ApiKey, Model |
                ForEach-Object { $sum = [decimal]0; foreach ($row in $_.Group) { $sum += $row.Cost }; $sum } | Sort-Object -Descending
            $r.Sums = @($sums)
            $r.Running = @(Get-ElevenLabsCost -Last 5d -GroupBy Model -Cumulative).Date | Sort-Object -Unique
            $r.Own = @(Get-ElevenLabsConnection | Get-ElevenLabsCost -Last 5d -Granularity Total)
            $r.Summed = @(Get-ElevenLabsCost -Connection acme, demo -Last 5d -Granularity Total)
            $r.Positional = @(Get-ElevenLabsCost demo -Last 5d -Granularity Total)
            $r.ByName = @('demo' | Get-ElevenLabsCost -Last 5d -Granularity Total)
            $r.FromCost = @($r.Own | Get-ElevenLabsUsage -Last 1d -Granularity Total)
            $r.FromSync = @(Sync-ElevenLabsUsage demo -Days 1 | Get-ElevenLabsCoverage -Last 1d)
            $day = [datetime]::UtcNow.Date.AddDays(-5)
            $r.Day = $day
            $r.Dates = foreach ($kind in 'Local', 'Utc', 'Unspecified') {
                $given = @{ StartDate = [datetime]::SpecifyKind($day.AddHours(23).AddMinutes(59), $kind); EndDate = [datetime]::SpecifyKind($day.AddMinutes(1), $kind) }
                , @(Get-ElevenLabsCost @given -Connection demo).Date
                , @(Get-ElevenLabsUsage @given -Connection demo -GroupBy Connection).Date
                , @(Get-ElevenLabsCoverage @given -Connection demo).Date
            }
            $r.Missing = @(Get-ElevenLabsCost nobody, demo -Last 1d -ErrorAction SilentlyContinue -ErrorVariable missing).Count
            $r.MissingErrors = @($missing | ConvertTo-ErrorRow)
            $r.Partial = @(Get-ElevenLabsCost -Last 110d -Granularity Total -WarningAction SilentlyContinue -WarningVariable partial)
            $r.Warnings = @($partial | ForEach-Object Message)
            $r.Mistakes = foreach ($arguments in @{ Last = '30' }, @{ Last = '5x' }, @{ Last = '30d'; Timeframe = 'Today' }, @{ EndDate = '2026-01-01' }, @{ StartDate = '2026-02-30' }, @{ GroupBy = 'Colour' }, @{ GroupBy = 'CostCentre' }, @{ Last = '32d'; Granularity = 'Hour' }, @{ CostBasis = 'Listed' }, @{ StartDate = '2026-02-02'; EndDate = '2026-02-01' }, @{ Model = '[a' }) {
                $Error.Clear()
                try { $made = @(Get-ElevenLabsCost @arguments -ErrorAction SilentlyContinue) } catch { $made = @() }
                [pscustomobject]@{ Made = $made.Count; Id = "$($Error[0].FullyQualifiedErrorId)" }
            }
            [pscustomobject]$r
        }).Value[0]
    }

    It 'cost by model of thirty days to a file' {
        $r.Csv | Should -Be $r.Rows
        $r.Csv | Should -BeGreaterThan 3
        $r.Csv | Should -Be $r.Models -Because 'by model is a row a model'
        $r.Header | Should -Match '"Model"'
        $r.Header | Should -Match '"Cost","Currency"'
    }

    It 'the ten most expensive keys and models' {
        $r.Top.Count | Should -Be ([Math]::Min(10, $r.Sums.Count))
        $r.Top.Cost | Should -Be ($r.Sums | Select-Object -First 10)
        $r.Top[0].ApiKey | Should -Not -BeNullOrEmpty
        $r.Top[0].Model | Should -Not -BeNullOrEmpty
    }

    It 'running sums of groups, day by day' {
        $r.Running.Count | Should -Be 5
    }

    It 'each piped connection on its own, several names summed' {
        $r.Own.Count | Should -Be 2
        $r.Own.Connection | Should -Be 'acme', 'demo'
        $r.Summed.Count | Should -Be 1
        $r.Summed[0].Connection | Should -BeNullOrEmpty
        $r.Summed[0].Credits | Should -Be ($r.Own[0].Credits + $r.Own[1].Credits)
        $r.Summed[0].Cost | Should -Be ($r.Own[0].Cost + $r.Own[1].Cost)
    }

    It 'a connection by position, by name from the pipeline, and of other objects' {
        $r.Positional[0].Credits | Should -Be $r.Own[1].Credits
        $r.ByName[0].Credits | Should -Be $r.Own[1].Credits
        $r.FromCost.Connection | Should -Be 'acme', 'demo'
        $r.FromSync.Connection | Should -Be 'demo'
    }

    It 'the day of a DateTime counts as it is written, whatever its kind' {
        $r.Dates.Count | Should -Be 9
        $r.Dates | Should -Be (@($r.Day) * 9)
    }

    It 'an unknown connection is an error that names it' {
        $r.MissingErrors.Count | Should -Be 1
        $r.MissingErrors[0].Message | Should -Match "'nobody'"
    }

    It 'days never synced make a row partial, with one warning that names the command' {
        $r.Partial[0].Completeness.Value | Should -Be 'Partial'
        $r.Warnings.Count | Should -Be 1
        $r.Warnings[0] | Should -Match 'Sync-ElevenLabsUsage'
        $r.Warnings[0] | Should -Not -Match 'elevencost '
    }

    It 'what cannot be meant is refused' {
        $r.Mistakes.Made | Should -Be (@(0) * 11)
        $r.Mistakes.Id | Should -Not -Contain ''
        $r.Mistakes[2].Id | Should -Match '^AmbiguousParameterSet'
        $r.Mistakes[9].Id | Should -Match '^RangeNotValid,'
    }
}
