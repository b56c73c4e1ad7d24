#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# Prices: listed, set and removed, in one session after the other on homes of their own.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:demo = Open-TestHome
    $null = Invoke-ModuleScript $demo -NonInteractive {
        $null = Connect-ElevenLabsCost -Demo
        $null = Sync-ElevenLabsUsage -Days 40
    }
}

AfterAll { Close-TestHome $demo }

Describe 'Get-ElevenLabsPrice' {
    BeforeAll {
        $script:r = (Invoke-ModuleScript $demo -NonInteractive {
            $r = [ordered]@{}
            $r.All = @(Get-ElevenLabsPrice)
            $r.Sources = @($r.All | ForEach-Object { "$($_.Source)" } | Select-Object -Unique)
            $r.ByPlan = @(Get-ElevenLabsPrice business | ForEach-Object Tier | Select-Object -Unique)
            $r.Wildcard = @(Get-ElevenLabsPrice 'grant*' | ForEach-Object Tier)
            $r.None = @(Get-ElevenLabsPrice 'nobody-*' -ErrorAction Stop).Count + @(Get-ElevenLabsPrice creator -Source Override -ErrorAction Stop).Count
            $r.Known = @(Get-ElevenLabsPrice nobody-knows, business -ErrorAction SilentlyContinue -ErrorVariable unknown).Count
            $r.Unknown = @($unknown | ConvertTo-ErrorRow)
            $r.Own = @(Get-ElevenLabsPrice -Source Override).Count
            $r.OnDay = @(Get-ElevenLabsPrice creator -On 2026-05-06).MonthlyCredits, @(Get-ElevenLabsPrice creator -On ([datetime]'2026-05-07T23:00'))[0].MonthlyCredits
            $r.InForce = @(Get-ElevenLabsConnection | Get-ElevenLabsPrice)
            $r.Before = @(Get-ElevenLabsPrice -Connection demo -On 2026-05-01 -WarningVariable warned -WarningAction SilentlyContinue)
            $r.Warned = "$warned"
            $found = @(Get-ElevenLabsPrice -Connection nobody, demo -ErrorAction SilentlyContinue -ErrorVariable problem)
            $r.Found = $found.Count
            $r.Problem = $problem | ConvertTo-ErrorRow
            foreach ($call in { Get-ElevenLabsPrice -Tier creator -Connection demo }, { Get-ElevenLabsPrice -Source Catalog -Connection demo }, { Get-ElevenLabsPrice -On 07.05.2026 }, { Get-ElevenLabsPrice '[a' -ErrorAction Stop }) {
                try { $null = & $call; $r["$call"] = 'nothing' } catch { $r["$call"] = $_.FullyQualifiedErrorId }
            }
            [pscustomobject]$r
        }).Value[0]
    }

    It 'lists the catalogue by tier and plan, with wildcards' {
        $r.All.Count | Should -BeGreaterThan 10
        $r.Sources | Should -Be 'Catalog'
        $r.ByPlan | Should -Be 'growing_business'
        $r.Wildcard.Count | Should -Be 2
        $r.None, $r.Own | Should -Be 0, 0
        $r.Known | Should -BeGreaterThan 0
        $r.Unknown.Id | Should -Be 'PriceNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsPriceCommand'
        $r.Unknown.Message | Should -Match "'nobody-knows'"
    }

    It 'knows what held on a day: both ends are included' { $r.OnDay | Should -Be 100000, 121000 }

    It 'tells the price in force of connections from the pipeline' {
        $r.InForce.Count | Should -Be 1
        $r.InForce[0].Tier | Should -Be 'creator'
        $r.InForce[0].MonthlyPrice | Should -BeOfType decimal
        $r.InForce[0].Billing | Should -Be 'UsageBased'
        $r.InForce[0].BillingReason | Should -Match 'overage'
        $r.Before[0].MonthlyCredits | Should -Be 100000
        $r.Warned | Should -Match 'assumed'
    }

    It 'leaves the others alone where a connection is not there' {
        $r.Found | Should -Be 1
        $r.Problem.Id | Should -Be 'ConnectionNotFound,ElevenCost.PowerShell.Commands.GetElevenLabsPriceCommand'
        $r.Problem.Remedy | Should -Not -BeNullOrEmpty
    }

    It 'refuses what excludes each other, days written another way, and patterns that are none' {
        $r.' Get-ElevenLabsPrice -Tier creator -Connection demo ' | Should -Match '^AmbiguousParameterSet,'
        $r.' Get-ElevenLabsPrice -Source Catalog -Connection demo ' | Should -Match '^AmbiguousParameterSet,'
        $r.' Get-ElevenLabsPrice -On 07.05.2026 ' | Should -Match '^ParameterArgumentTransformationError,'
        $r." Get-ElevenLabsPrice '[a' -ErrorAction Stop " | Should -Match '^WildcardNotValid,'
    }

    It 'gives what the command line gives' {
        $theirs = (Invoke-CommandLine $demo -ArgumentList 'price', 'list', '--output', 'json').Output | ConvertFrom-Json
        $r.All.Count | Should -Be $theirs.Count
        for ($i = 0; $i -lt $theirs.Count; $i++) {
            foreach ($name in 'Tier', 'Plan', 'MonthlyCredits', 'Currency', 'Version', 'Note') { $r.All[$i].$name | Should -BeExactly $theirs[$i].$name }
            foreach ($name in 'MonthlyPrice', 'OveragePer1000Credits') { [decimal]($r.All[$i].$name ?? -1) | Should -Be ([decimal]($theirs[$i].$name ?? -1)) }
        }
    }
}

Describe 'Set- and Remove-ElevenLabsPrice' {
    BeforeEach {
        $script:box = Open-TestHome
        Copy-Item $demo.Home $box.Home -Recurse
    }

    AfterEach { Close-TestHome $box }

    It 'keep a price, count it from its day on, and give it back' {
        $r = (Invoke-ModuleScript $box -NonInteractive {
            $silent = @(Set-ElevenLabsPrice creator -MonthlyPrice 20.50 -MonthlyCredits 100000 -StartDate 2026-01-01)
            $set = Set-ElevenLabsPrice creator -Connection demo -BillingPeriod Monthly -MonthlyPrice 18.25 -MonthlyCredits 110000 -OveragePer1000Credits 0.125 -Currency eur -From 2026-03-01 -To 2026-12-31 -Note 'a note' -PassThru
            [pscustomobject]@{
                Silent = $silent.Count; Set = $set; Words = @("$($set.BillingPeriod)", "$($set.Source)"); InForce = Get-ElevenLabsPrice -Connection demo -On 2026-03-01 -WarningAction SilentlyContinue
                After = Get-ElevenLabsPrice -Connection demo -On 2027-01-01; Before = (Get-ElevenLabsPrice creator -Source Override)[0]
                Versions = @(Get-ElevenLabsCost -Last 3d -CostBasis PlanRate -WarningAction SilentlyContinue | ForEach-Object PriceVersion | Select-Object -Unique)
            }
        }).Value[0]
        $r.Silent | Should -Be 0
        $r.Set.MonthlyPrice, $r.Set.OveragePer1000Credits | Should -Be 18.25, 0.125
        $r.Set.Currency, $r.Set.Note | Should -BeExactly 'EUR', 'a note'
        $r.Words | Should -BeExactly 'Monthly', 'Override'
        $r.Set.From, $r.Set.To | Should -Be ([datetime]'2026-03-01'), ([datetime]'2026-12-31')
        "$($r.Set.From.Kind)" | Should -Be 'Unspecified'
        $r.InForce.MonthlyPrice | Should -Be 18.25
        $r.After.MonthlyPrice | Should -Be 20.5
        $r.Before.MonthlyPrice | Should -Be 20.5
        foreach ($version in $r.Versions) { $version | Should -Match '^prices\.json/creator' }
    }

    It 'do nothing with -WhatIf' {
        $null = Invoke-ModuleScript $box -NonInteractive { Set-ElevenLabsPrice pro -MonthlyPrice 90 -MonthlyCredits 500000 }
        $before = Get-HomeState $box
        $r = (Invoke-ModuleScript $box -NonInteractive {
            $set = @(Set-ElevenLabsPrice pro -MonthlyPrice 1 -MonthlyCredits 1 -WhatIf -PassThru)
            Get-ElevenLabsPrice -Source Override | Remove-ElevenLabsPrice -WhatIf
            $set.Count
        }).Value
        $r[-1] | Should -Be 0
        Get-HomeState $box | Should -Be $before
    }

    It 'take prices from the pipeline: of each kind, with and without days, whatever else there is' {
        Set-Content (Join-Path $box.Home prices.json) @'
{ "schema": 1, "prices": [
  { "tier": "pro", "until": "2026-01-01", "monthlyPrice": "80", "monthlyCredits": 500000, "currency": "USD" },
  { "tier": "pro", "from": "2026-01-01", "until": "2026-02-01", "monthlyPrice": "85", "monthlyCredits": 500000, "currency": "USD" },
  { "tier": "pro", "from": "2026-02-01", "monthlyPrice": "90", "monthlyCredits": 500000, "currency": "USD" },
  { "tier": "pro", "connection": "acme*", "monthlyPrice": "70", "monthlyCredits": 500000, "currency": "USD" },
  { "tier": "pro", "billingPeriod": "annual_period", "monthlyPrice": "60", "monthlyCredits": 500000, "currency": "USD" },
  { "tier": "pro", "connection": "acme*", "billingPeriod": "3_month_period", "from": "2026-01-01", "monthlyPrice": "50", "monthlyCredits": 500000, "currency": "USD" }
] }
'@
        $r = (Invoke-ModuleScript $box -NonInteractive {
            $all = @(Get-ElevenLabsPrice -Source Override)
            $one = $all | Where-Object MonthlyPrice -In 80, 60
            $one | Remove-ElevenLabsPrice -ErrorVariable problem -ErrorAction SilentlyContinue
            $left = @(Get-ElevenLabsPrice -Source Override).MonthlyPrice
            Get-ElevenLabsPrice -Source Override | Remove-ElevenLabsPrice -ErrorVariable +problem -ErrorAction SilentlyContinue
            [pscustomobject]@{ All = $all.Count; Left = $left; Rest = @(Get-ElevenLabsPrice -Source Override).Count; Problem = @($problem | ConvertTo-ErrorRow) }
        }).Value[0]
        $r.Problem.Message | Should -BeNullOrEmpty
        $r.All | Should -Be 6
        $r.Left | Should -Be 85, 90, 70, 50
        $r.Rest | Should -Be 0
    }

    It 'take what one gives for the other: a price comes back as it was' {
        $r = (Invoke-ModuleScript $box -NonInteractive {
            Set-ElevenLabsPrice pro -Connection demo -MonthlyPrice 89.12345678 -MonthlyCredits 500000 -OveragePer1000Credits 0.2 -StartDate 2026-01-01 -EndDate 2026-06-30 -Note x -Currency EUR -BillingPeriod Annual
            $before = Get-ElevenLabsPrice -Source Override
            $before | Remove-ElevenLabsPrice
            $before | Set-ElevenLabsPrice
            [pscustomobject]@{ Before = $before | ConvertTo-Json; After = Get-ElevenLabsPrice -Source Override | ConvertTo-Json }
        }).Value[0]
        $r.After | Should -BeExactly $r.Before
        $r.Before | Should -Match '89\.12345678'
    }

    It 'take rows of a CSV file, empty cells as left out' {
        $r = (Invoke-ModuleScript $box -NonInteractive {
            "Tier,Connection,MonthlyPrice,MonthlyCredits,OveragePer1000Credits,Currency,BillingPeriod,From,To,Note`npro,,89.10,600000,,EUR,,2026-01-01,,`nenterprise,demo,1200.00,10000000,0.1,EUR,Annual,2026-01-01,2026-12-31,n" | Set-Content rows.csv
            @(Import-Csv rows.csv | Set-ElevenLabsPrice -PassThru -ErrorAction SilentlyContinue -ErrorVariable problem)
            $problem | ConvertTo-ErrorRow
        }).Value
        ($r | Where-Object { $_.PSObject.Properties['Message'] }).Message | Should -BeNullOrEmpty
        $r.Count | Should -Be 2
        $r[0].Connection, $r[0].To, $r[0].OveragePer1000Credits, $r[0].BillingPeriod | Should -Be $null, $null, $null, $null
        $r[1].To | Should -Be ([datetime]'2026-12-31')
    }

    It 'tell what is wrong by an id, and change nothing' {
        $before = Get-HomeState $box
        $r = (Invoke-ModuleScript $box -NonInteractive {
            $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = '+problem' }
            Set-ElevenLabsPrice pro -MonthlyPrice '1,5' -MonthlyCredits 1 @quiet
            Set-ElevenLabsPrice pro -MonthlyPrice -1 -MonthlyCredits 1 @quiet
            Set-ElevenLabsPrice pro -MonthlyPrice 1 -MonthlyCredits 0 @quiet
            Set-ElevenLabsPrice pro -MonthlyPrice 1 -MonthlyCredits 1 -Currency dollars @quiet
            Set-ElevenLabsPrice pro -MonthlyPrice 1 -MonthlyCredits 1 -StartDate 2026-02-01 -EndDate 2026-01-01 @quiet
            Remove-ElevenLabsPrice creator @quiet
            $problem | ConvertTo-ErrorRow
        }).Value
        ($r.Id -replace ',.*') | Should -Be 'PriceNotValid', 'PriceNotValid', 'PriceNotValid', 'PriceNotValid', 'PriceNotValid', 'PriceNotFound'
        $r[0].Id | Should -Be 'PriceNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsPriceCommand'
        $r[5].Id | Should -Be 'PriceNotFound,ElevenCost.PowerShell.Commands.RemoveElevenLabsPriceCommand'
        foreach ($row in $r) { $row.Remedy | Should -Not -BeNullOrEmpty }
        Test-Path (Join-Path $box.Home prices.json) | Should -BeFalse
        Get-HomeState $box | Should -Be $before
    }

    It 'tell of overlaps, of several prices, and remove -All of them' {
        $r = (Invoke-ModuleScript $box -NonInteractive {
            Set-ElevenLabsPrice pro -MonthlyPrice 1 -MonthlyCredits 1 -StartDate 2026-01-01
            Set-ElevenLabsPrice pro -MonthlyPrice 2 -MonthlyCredits 1 -StartDate 2026-06-01
            Set-ElevenLabsPrice pro -MonthlyPrice 3 -MonthlyCredits 1 -StartDate 2025-01-01 -EndDate 2026-01-01 -ErrorAction SilentlyContinue -ErrorVariable problem
            Remove-ElevenLabsPrice pro -ErrorAction SilentlyContinue -ErrorVariable +problem
            $removed = Remove-ElevenLabsPrice PRO -All -Verbose 4>&1
            [pscustomobject]@{ Ids = @($problem.FullyQualifiedErrorId -replace ',.*'); Removed = "$removed"; Left = @(Get-ElevenLabsPrice -Source Override).Count }
        }).Value[0]
        $r.Ids | Should -Be 'PriceOverlaps', 'PriceNotUnique'
        $r.Removed | Should -Match 'from 2026-01-01.*from 2026-06-01'
        $r.Left | Should -Be 0
    }

    It 'warn of tiers and connections that are not known' {
        $r = (Invoke-ModuleScript $box -NonInteractive {
            Set-ElevenLabsPrice creater -Connection 'acme*' -MonthlyPrice 1 -MonthlyCredits 1 -WarningVariable warned -WarningAction SilentlyContinue
            $warned | ForEach-Object { "$_" }
        }).Value
        $r[0] | Should -Match "Did you mean 'creator'"
        $r[1] | Should -Match "No connection is called 'acme\*' yet.*demo"
    }

    It 'read an amount the same way in <_>' -ForEach 'de_DE', 'tr_TR', 'en_US' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment @{ LC_ALL = "$_.UTF-8" } {
            Set-ElevenLabsPrice pro -MonthlyPrice '1,5' -MonthlyCredits 1000 -ErrorAction SilentlyContinue -ErrorVariable problem
            $number = 2.5
            $prices = @(
                Set-ElevenLabsPrice pro -MonthlyPrice 1.5 -MonthlyCredits 1000 -PassThru
                Set-ElevenLabsPrice PRO -MonthlyPrice $number -MonthlyCredits 1000 -OveragePer1000Credits ([decimal]0.125) -PassThru
                Get-ElevenLabsPrice -Source Override | Set-ElevenLabsPrice -PassThru
            )
            [pscustomobject]@{ Culture = [cultureinfo]::CurrentCulture.Name; Id = "$($problem[0].FullyQualifiedErrorId)"; Prices = $prices; File = Get-Content (Join-Path $env:ELEVENCOST_HOME prices.json) -Raw; View = Get-ElevenLabsPrice -Source Override | Out-String -Width 80 }
        }).Value[0]
        $r.Culture | Should -Be $_.Replace('_', '-')
        $r.Id | Should -Match '^PriceNotValid,'
        $r.Prices.MonthlyPrice | Should -Be 1.5, 2.5, 2.5
        $r.Prices[2].OveragePer1000Credits | Should -Be 0.125
        $r.File | Should -Match '2\.5'
        $r.View | Should -Match ($_ -eq 'en_US' ? '2\.50 USD' : '2,50 USD')
    }

    It 'show every digit at <_> columns' -ForEach 80, 120 {
        $text = (Invoke-ModuleScript $box -NonInteractive -Parameter @{ Columns = $_ } {
            Set-ElevenLabsPrice enterprise -MonthlyPrice 123456.78 -MonthlyCredits 10000000 -OveragePer1000Credits 0.12345678 -StartDate 2026-01-01 -EndDate 2026-12-31
            Get-ElevenLabsPrice -Source Override | Out-String -Width $p.Columns
        }).Value -join "`n"
        foreach ($part in '123,456.78 USD', '10,000,000', '0.12345678', '2026-01-01', '2026-12-31') { $text | Should -Match ([regex]::Escape($part)) }
        $text | Should -Not -Match '\u2026'
    }
}
