#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# Cost centers: rules listed, explained, set and removed, and the bill that they make, against the simulator.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:simulator = Open-Simulator -Days 40
    $script:synced = Open-TestHome
    $script:key = @{ ELEVENLABS_API_KEY = $simulator.Key }
    $null = Invoke-ModuleScript $synced -NonInteractive -Environment $key -Parameter @{ Uri = $simulator.Uri } {
        $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri -Default
        $null = Connect-ElevenLabsCost demo -Demo
        $null = Sync-ElevenLabsUsage * -Days 30
    }

    function Copy-SyncedHome {
        $box = Open-TestHome
        Copy-Item $synced.Home $box.Home -Recurse
        $box
    }

    # The rules of most questions: a key, a user's shares, one that is never reached, one without usage, one that has ended, a fee.
    $script:rules = @'
Name,Shares,ApiKey,User,Priority,To,FeeSplit,Connection
globex,Globex,Globex*,,,,,acme
ada,Initech:60; Wonka:40,,ada@*,,,,acme
hidden,Nobody,Globex IVR,,-1,,,
idle,Nobody,no-such-key,,,,,
ended,Nobody,*,,,2020-01-01,,
fee,Globex:70; Initech:30,,,,,Fixed,acme
'@
}

AfterAll {
    Close-Simulator $simulator
    Close-TestHome $synced
}

Describe 'Set-ElevenLabsCostCenter' {
    BeforeEach { $script:box = Copy-SyncedHome }
    AfterEach { Close-TestHome $box }

    It 'keeps every field, says nothing, and replaces a rule by its name' {
        $r = (Invoke-ModuleScript $box -NonInteractive {
            $all = @{
                Shares = ' A : 60 ;B:40'; Priority = -7; Connection = 'acme*'; Product = 'TTS'; Model = 'eleven_*'; ApiKey = 'k*'; Voice = 'v*'; User = 'u*'; Group = 'g*'
                Source = 's*'; Region = 'us'; StartDate = [datetime]::SpecifyKind('2026-01-02T23:00:00', 'Local'); EndDate = '2026-12-31'; Note = 'see "legal", p. 3'
            }
            $silent = @(Set-ElevenLabsCostCenter full @all)
            $kept = Get-ElevenLabsCostCenter full -WarningAction SilentlyContinue
            $replaced = Set-ElevenLabsCostCenter FULL -Shares C -ApiKey x -Verbose 4>&1 | ForEach-Object { "$_" }
            [pscustomobject]@{
                Silent = $silent.Count; Kept = $kept; Type = $kept.PSTypeNames -contains 'ElevenCost.CostCenterRule'; Kind = "$($kept.From.Kind)"; IsDate = $kept.To -is [datetime] -and $kept.To -gt [datetime]'2026-12-30'
                Replaced = $replaced -join ' '; Count = @(Get-ElevenLabsCostCenter -WarningAction SilentlyContinue).Count
                Passed = Set-ElevenLabsCostCenter fee -FeeSplit even -PassThru | Select-Object Shares, @{ Name = 'FeeSplit'; Expression = { "$($_.FeeSplit)" } }
            }
        }).Value[0]
        $r.Silent | Should -Be 0
        $r.Type, $r.IsDate | Should -Be $true, $true
        $r.Kept.Shares, $r.Kept.Priority, $r.Kept.Note | Should -BeExactly 'A:60; B:40', -7, 'see "legal", p. 3'
        $r.Kept.Connection, $r.Kept.Product, $r.Kept.Model, $r.Kept.ApiKey, $r.Kept.Voice, $r.Kept.User, $r.Kept.Group, $r.Kept.Source, $r.Kept.Region |
            Should -BeExactly 'acme*', 'TTS', 'eleven_*', 'k*', 'v*', 'u*', 'g*', 's*', 'us'
        $r.Kept.From, $r.Kept.To | Should -Be ([datetime]'2026-01-02'), ([datetime]'2026-12-31')
        $r.Kind | Should -Be 'Unspecified'
        $r.Replaced | Should -Match "takes the place of 'full'"
        $r.Count | Should -Be 1
        "$($r.Passed.FeeSplit)", $r.Passed.Shares | Should -Be 'Even', $null
    }

    It 'does nothing with -WhatIf, and tells of mistakes all the same' {
        $before = Get-HomeState $box
        $r = (Invoke-ModuleScript $box -NonInteractive {
            $out = @(Set-ElevenLabsCostCenter a -Shares A -ApiKey x -WhatIf -PassThru)
            Set-ElevenLabsCostCenter a -Shares 'A:0' -ApiKey x -WhatIf -ErrorAction SilentlyContinue -ErrorVariable problem
            [pscustomobject]@{ Count = $out.Count; Id = "$($problem[0].FullyQualifiedErrorId)" }
        }).Value[0]
        $r.Count | Should -Be 0
        $r.Id | Should -Be 'CostCenterRuleNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsCostCenterCommand'
        Get-HomeState $box | Should -Be $before
    }

    It 'sets all rows of a file or none, and names each that is wrong' {
        $r = (Invoke-ModuleScript $box -NonInteractive {
            Set-ElevenLabsCostCenter first -Shares A -ApiKey x
            $before = Get-Content (Join-Path $env:ELEVENCOST_HOME cost-centers.json) -Raw
            $bad = @'
Name,Shares,ApiKey,Priority,From,FeeSplit,Extra
good,A,x,,,,
,A,x,,,,
wrong,A:0,x,1.5,01.11.2026,sometimes,
good,A,y,,,,
bare,A,,,,,
'@ | ConvertFrom-Csv
            $bad | Set-ElevenLabsCostCenter -ErrorAction SilentlyContinue -ErrorVariable problem
            $after = Get-Content (Join-Path $env:ELEVENCOST_HOME cost-centers.json) -Raw
            $bad[0] | Set-ElevenLabsCostCenter
            [pscustomobject]@{ Same = $before -ceq $after; Problem = @($problem | ConvertTo-ErrorRow); Names = @((Get-ElevenLabsCostCenter -WarningAction SilentlyContinue).Name) }
        }).Value[0]
        $r.Same | Should -BeTrue
        $r.Problem.Count | Should -Be 1
        $r.Problem[0].Id | Should -Be 'CostCenterRuleNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsCostCenterCommand'
        $r.Problem[0].Category | Should -Be 'InvalidArgument'
        $lines = $r.Problem[0].Message -split "`n"
        $lines[0] | Should -Match '^Rule 2 of 5: "Name" is missing'
        ($lines -match "^Rule 3 of 5, 'wrong'").Count | Should -Be 4
        $lines[-2] | Should -Match "^Rule 4 of 5, 'good': .*another rule has that name"
        $lines[-1] | Should -Match "^Rule 5 of 5, 'bare': .*no criterion"
        $r.Names | Should -Be 'first', 'good'
    }

    It 'sets none where a row has a list for a text, or no name at all' {
        $r = (Invoke-ModuleScript $box -NonInteractive {
            $rows = '[{"Name":"whole","Shares":"A","ApiKey":"x"},{"Name":"many","Shares":"B","ApiKey":["y","z"]},{"Shares":"C","ApiKey":"w"},{"Name":"one","Shares":"D","ApiKey":["v"]}]' | ConvertFrom-Json
            $rows | Set-ElevenLabsCostCenter -ErrorAction SilentlyContinue -ErrorVariable problem
            $names = @((Get-ElevenLabsCostCenter -WarningAction SilentlyContinue).Name)
            $rows[3] | Set-ElevenLabsCostCenter
            [pscustomobject]@{ Names = $names; Problem = @($problem | ConvertTo-ErrorRow); Key = (Get-ElevenLabsCostCenter one -WarningAction SilentlyContinue).ApiKey }
        }).Value[0]
        $r.Names | Should -Not -Contain 'whole'
        $r.Problem.Count | Should -Be 1
        $r.Problem[0].Id | Should -Be 'CostCenterRuleNotValid,ElevenCost.PowerShell.Commands.SetElevenLabsCostCenterCommand'
        $r.Problem[0].Message | Should -Match '(?s)Rule 2 of 4, ''many'': "ApiKey" is .*one line.*Rule 3 of 4: "Name" is missing'
        $r.Key | Should -Be 'v'
    }

    It 'takes rules from the pipeline and changes what is given by name alone' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Parameter @{ Rules = $rules } {
            $WarningPreference = 'SilentlyContinue'
            $p.Rules | ConvertFrom-Csv | Set-ElevenLabsCostCenter
            Get-ElevenLabsCostCenter globex, ada | Set-ElevenLabsCostCenter -EndDate 2030-12-31
            Get-ElevenLabsCostCenter
        }).Value
        ($r | Where-Object Name -In globex, ada).To | Should -Be ([datetime]'2030-12-31'), ([datetime]'2030-12-31')
        ($r | Where-Object Name -EQ ada).Shares | Should -Be 'Initech:60; Wonka:40'
        ($r | Where-Object Name -EQ fee).To | Should -BeNullOrEmpty
    }

    It 'gives back what Export-Csv wrote, in <culture>' -ForEach @{ culture = 'de_DE' }, @{ culture = 'tr_TR' }, @{ culture = 'en_US' } {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment @{ LC_ALL = "$culture.UTF-8" } -Parameter @{ Rules = $rules } {
            $WarningPreference = 'SilentlyContinue'
            $p.Rules | ConvertFrom-Csv | Set-ElevenLabsCostCenter
            Set-ElevenLabsCostCenter dated -Shares "$([char]0xC4):1.5; B:2" -Group '[a-c]*' -StartDate 2026-02-03 -EndDate 2026-12-11 -Note "=x, `"y`""
            $file = Join-Path $env:ELEVENCOST_HOME cost-centers.json
            $before = Get-ElevenLabsCostCenter | ConvertTo-Json
            Get-ElevenLabsCostCenter | Export-Csv rules.csv
            Remove-ElevenLabsCostCenter *
            $gone = @(Get-ElevenLabsCostCenter).Count
            Import-Csv rules.csv | Set-ElevenLabsCostCenter
            [pscustomobject]@{ Culture = [cultureinfo]::CurrentCulture.Name; Gone = $gone; Before = $before; After = Get-ElevenLabsCostCenter | ConvertTo-Json; Csv = Get-Content rules.csv -Raw; File = Get-Content $file -Raw }
        }).Value[0]
        $r.Culture | Should -Be $culture.Replace('_', '-')
        $r.Gone | Should -Be 0
        $r.After | Should -BeExactly $r.Before
        $r.Csv | Should -Match '^"Name","Shares","Priority"'
        $r.Csv | Should -Match '"2026-02-03","2026-12-11"'
        $r.File | Should -Match '"from": "2026-02-03"'
    }

    It 'takes rules that a job and Clixml have carried' {
        $r = (Invoke-ModuleScript $box -NonInteractive {
            $WarningPreference = 'SilentlyContinue'
            Set-ElevenLabsCostCenter dated -Shares A -ApiKey x -StartDate 2026-02-03 -FeeSplit '' -EndDate ''
            Set-ElevenLabsCostCenter fee -FeeSplit Fixed -Shares 'A:2; B:1'
            $before = Get-ElevenLabsCostCenter | ConvertTo-Json
            Get-ElevenLabsCostCenter | Export-Clixml rules.xml
            $carried = Import-Clixml rules.xml
            Remove-ElevenLabsCostCenter *
            $carried | Set-ElevenLabsCostCenter
            [pscustomobject]@{ From = $carried[0].From; Before = $before; After = Get-ElevenLabsCostCenter | ConvertTo-Json; Shown = $carried | Out-String -Width 80 }
        }).Value[0]
        $r.From | Should -BeOfType datetime
        $r.After | Should -BeExactly $r.Before
        $r.Shown | Should -Match 'Rule +Cost centers +Takes'
    }

    It 'is the file that the command line reads, and the other way about' {
        $null = Invoke-CommandLine $box -ArgumentList 'cost-center', 'set', 'theirs', '--shares', 'Acme', '--api-key', 'a*', '--from', '2026-01-01'
        $ours = (Invoke-ModuleScript $box -NonInteractive { Set-ElevenLabsCostCenter ours -Shares B -User u; Get-ElevenLabsCostCenter -WarningAction SilentlyContinue }).Value
        $theirs = (Invoke-CommandLine $box -ArgumentList 'cost-center', 'list', '--output', 'json').Output | ConvertFrom-Json
        $ours.Name | Should -Be $theirs.Name
        $ours.Count | Should -Be 2
        for ($i = 0; $i -lt 2; $i++) { foreach ($name in 'Name', 'Shares', 'ApiKey', 'User', 'Priority', 'Credits') { $ours[$i].$name | Should -BeExactly $theirs[$i].$name } }
    }

    It 'refuses a file that is not valid, and names the line' {
        Set-Content (Join-Path $box.Home cost-centers.json) "{ `"schema`": 1, `"rules`": [`n{ `"name`": `"a`", `"key`": `"x`" } ] }"
        $before = Get-HomeState $box
        $r = (Invoke-ModuleScript $box -NonInteractive {
            $quiet = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = '+problem' }
            Set-ElevenLabsCostCenter a -Shares A -ApiKey x @quiet
            Get-ElevenLabsCostCenter @quiet
            Remove-ElevenLabsCostCenter a @quiet
            $problem | ConvertTo-ErrorRow
        }).Value
        $r.Id | Should -Be ('Set', 'Get', 'Remove' | ForEach-Object { "CostCenterFileNotValid,ElevenCost.PowerShell.Commands.${_}ElevenLabsCostCenterCommand" })
        foreach ($row in $r) { $row.Message | Should -Match 'line 2' }
        Get-HomeState $box | Should -Be $before
    }
}

Describe 'Get-ElevenLabsCostCenter' {
    BeforeAll {
        $script:box = Copy-SyncedHome
        $script:r = (Invoke-ModuleScript $box -NonInteractive -Parameter @{ Rules = $rules } {
            $r = [ordered]@{}
            $p.Rules | ConvertFrom-Csv | Set-ElevenLabsCostCenter
            $quiet = @{ WarningAction = 'SilentlyContinue' }
            $r.All = @(Get-ElevenLabsCostCenter -WarningVariable warned @quiet)
            $r.States = @($r.All | ForEach-Object { "$($_.Name):$($_.State)" })
            $r.Warned = @($warned | ForEach-Object { "$_" })
            $r.Some = @((Get-ElevenLabsCostCenter A*, fee @quiet).Name)
            $r.None = @(Get-ElevenLabsCostCenter zzz* -ErrorAction Stop).Count
            $r.Demo = @(Get-ElevenLabsCostCenter globex -Connection demo @quiet | ForEach-Object { "$($_.State)" })
            $r.Piped = @(Get-ElevenLabsConnection | Get-ElevenLabsCostCenter @quiet).Count
            $r.Dates = @(Get-ElevenLabsCostCenter globex -StartDate (Get-Date).AddDays(-3) -EndDate (Get-Date) @quiet).Credits
            $r.Timeframe = @(Get-ElevenLabsCostCenter globex -Timeframe Yesterday @quiet).Count
            $r.Last = @(Get-ElevenLabsCostCenter globex -Last 30d @quiet).Credits
            $r.Explained = @(Get-ElevenLabsCostCenter -Explain -WarningVariable warned @quiet)
            $r.ExplainWarned = @($warned | ForEach-Object { "$_" })
            $r.OneKey = @(Get-ElevenLabsCostCenter -Explain -ApiKey 'globex*' -WarningVariable warned @quiet)
            $r.OneWarned = @($warned).Count
            $r.Users = @(Get-ElevenLabsCostCenter -Explain -User 'ada@*' -Timeframe MonthToDate)
            $r.Both = @(Get-ElevenLabsConnection | Get-ElevenLabsCostCenter -Explain -StartDate (Get-Date).AddDays(-9) @quiet | ForEach-Object Connection | Select-Object -Unique)
            foreach ($name in 'Product', 'Model', 'Voice', 'Group', 'Source', 'Region') {
                $given = @{ $name = '*' }
                $r["By$name"] = @(Get-ElevenLabsCostCenter -Explain @given | ForEach-Object { "$($_.Dimension)" } | Select-Object -Unique)
            }
            Get-ElevenLabsCostCenter globx -ErrorAction SilentlyContinue -ErrorVariable problem
            Get-ElevenLabsCostCenter -Explain -User a -ApiKey b -ErrorAction SilentlyContinue -ErrorVariable +problem
            Get-ElevenLabsCostCenter -Connection nobody -ErrorAction SilentlyContinue -ErrorVariable +problem
            Get-ElevenLabsCostCenter '[a' -ErrorAction SilentlyContinue -ErrorVariable +problem
            $r.Problem = @($problem | ConvertTo-ErrorRow)
            foreach ($call in { Get-ElevenLabsCostCenter globex -Explain }, { Get-ElevenLabsCostCenter -ApiKey x }, { Get-ElevenLabsCostCenter -Last 3d -Timeframe Today }) {
                try { $null = & $call; $r["$call"] = 'nothing' } catch { $r["$call"] = $_.FullyQualifiedErrorId }
            }
            [pscustomobject]$r
        }).Value[0]
    }

    AfterAll { Close-TestHome $box }

    It 'lists rules in the order in which they are tried, with what each took' {
        $r.States[0..1] | Sort-Object | Should -Be 'ada:Taking', 'globex:Taking'
        $r.States[2..5] | Should -Be 'idle:NoUsage', 'ended:NotInForce', 'hidden:NotReached', 'fee:Taking'
        ($r.All | Where-Object Name -EQ hidden).Credits | Should -Be 0
        $r.Last | Should -Be ($r.All | Where-Object Name -EQ globex).Credits
        $r.Dates | Should -BeLessThan $r.Last
        $r.Timeframe, $r.Piped | Should -Be 1, 6
        $r.Demo | Should -Be 'NotInForce'
    }

    It 'points out a rule that takes nothing and one that is never reached' {
        $r.Warned | Should -Be "The rule 'idle' takes nothing: no usage of the days looked at matches it.", "The rule 'hidden' is never reached: rules before it take all the usage that matches it."
        $r.ExplainWarned | Should -Contain $r.Warned[1]
        $r.OneWarned | Should -Be 0
    }

    It 'finds rules by name and wildcard' {
        $r.Some | Sort-Object | Should -Be 'ada', 'fee'
        $r.None | Should -Be 0
    }

    It 'names the rule that took each key, by name' {
        $r.OneKey.Rule | Select-Object -Unique | Should -Contain 'globex'
        $match = $r.OneKey | Where-Object Rule -EQ globex
        $match.Value, $match.Shares, $match.MatchedBy, $match.Connection | Should -Be 'Globex IVR', 'Globex', "name 'Globex IVR'", 'acme'
        $match.ValueId | Should -Match '^[0-9a-f]{16,}$'
        $match.From | Should -BeOfType datetime
        $match.Credits | Should -Be ($r.All | Where-Object Name -EQ globex).Credits
        ($r.Explained | Where-Object Rule -EQ $null).Shares | Select-Object -Unique | Should -Be 'Unattributed'
        $r.Explained.Connection | Select-Object -Unique | Should -Be 'acme'
        $r.Both | Should -Be 'acme', 'demo'
        $r.Users.Value | Select-Object -Unique | Should -Be 'ada@example.com'
        foreach ($name in 'Product', 'Model', 'Voice', 'Group', 'Source', 'Region') { $r."By$name" | Should -Be $name }
    }

    It 'explains what the command line explains, row by row' {
        $theirs = (Invoke-CommandLine $box -ArgumentList 'cost-center', 'explain', '--output', 'json' -Environment $key).Output | ConvertFrom-Json
        $r.Explained.Count | Should -Be $theirs.Count
        for ($i = 0; $i -lt $theirs.Count; $i++) {
            foreach ($name in 'Connection', 'Value', 'ValueId', 'Rule', 'Shares', 'MatchedBy', 'Credits') { $r.Explained[$i].$name | Should -BeExactly $theirs[$i].$name }
        }
    }

    It 'tells what is wrong by an id' {
        ($r.Problem.Id -replace ',.*') | Should -Be 'CostCenterRuleNotFound', 'DimensionsNotExplained', 'ConnectionNotFound', 'WildcardNotValid'
        $r.Problem[0].Category, $r.Problem[0].Target | Should -Be 'ObjectNotFound', 'globx'
        $r.Problem[0].Message | Should -Match "Did you mean 'globex'"
        foreach ($row in $r.Problem) { $row.Remedy | Should -Not -BeNullOrEmpty }
        $r.' Get-ElevenLabsCostCenter globex -Explain ' | Should -Match '^(AmbiguousParameterSet|PositionalParameterNotFound),'
        $r.' Get-ElevenLabsCostCenter -ApiKey x ' | Should -Match '^(AmbiguousParameterSet|MissingMandatoryParameter),'
        $r.' Get-ElevenLabsCostCenter -Last 3d -Timeframe Today ' | Should -Match '^AmbiguousParameterSet,'
    }

    It 'lists rules before there is a connection' {
        $empty = Open-TestHome
        try {
            $r = (Invoke-ModuleScript $empty -NonInteractive {
                $none = @(Get-ElevenLabsCostCenter).Count
                Set-ElevenLabsCostCenter a -Shares A -ApiKey x
                [pscustomobject]@{ None = $none; Rule = Get-ElevenLabsCostCenter; Errors = $Error.Count }
            }).Value[0]
            $r.None, $r.Errors | Should -Be 0, 0
            $r.Rule.Name, $r.Rule.State, $r.Rule.Credits | Should -Be 'a', $null, $null
        }
        finally { Close-TestHome $empty }
    }
}

Describe 'Remove-ElevenLabsCostCenter' {
    It 'removes by name, wildcard and pipeline, and leaves all with -WhatIf' {
        $box = Copy-SyncedHome
        try {
            $r = (Invoke-ModuleScript $box -NonInteractive {
                $WarningPreference = 'SilentlyContinue'
                foreach ($name in 'a', 'a*', 'ab', 'b[1]', 'c', 'd') { Set-ElevenLabsCostCenter $name -Shares A -ApiKey x }
                $left = { @((Get-ElevenLabsCostCenter).Name) -join ' ' }
                $r = [ordered]@{ Begin = & $left }
                Remove-ElevenLabsCostCenter * -WhatIf
                $r.WhatIf = & $left
                Remove-ElevenLabsCostCenter 'a*'
                $r.Exact = & $left
                Get-ElevenLabsCostCenter | Where-Object Name -In 'b[1]', 'c' | Remove-ElevenLabsCostCenter
                $r.Piped = & $left
                $r.Verbose = "$(Remove-ElevenLabsCostCenter 'A?' -Verbose 4>&1)"
                $r.Wildcard = & $left
                Remove-ElevenLabsCostCenter zz* -ErrorAction Stop
                Remove-ElevenLabsCostCenter nobody, d -ErrorAction SilentlyContinue -ErrorVariable problem
                $r.Rest = & $left
                $r.Problem = @($problem | ConvertTo-ErrorRow)
                [pscustomobject]$r
            }).Value[0]
            $r.Begin | Should -Be 'a a* ab b[1] c d'
            $r.WhatIf | Should -Be $r.Begin
            $r.Exact | Should -Be 'a ab b[1] c d'
            $r.Piped | Should -Be 'a ab d'
            $r.Verbose | Should -Match "Removed 'ab'"
            $r.Wildcard | Should -Be 'a d'
            $r.Rest | Should -Be 'a'
            $r.Problem.Id | Should -Be 'CostCenterRuleNotFound,ElevenCost.PowerShell.Commands.RemoveElevenLabsCostCenterCommand'
            $r.Problem.Target | Should -Be 'nobody'
        }
        finally { Close-TestHome $box }
    }
}

Describe 'The bill by cost center' {
    BeforeAll {
        $script:box = Copy-SyncedHome
        $script:r = (Invoke-ModuleScript $box -NonInteractive -Parameter @{ Rules = $rules } {
            $WarningPreference = 'SilentlyContinue'
            $p.Rules | ConvertFrom-Csv | Set-ElevenLabsCostCenter
            $r = [ordered]@{}
            foreach ($basis in 'Consumed', 'PlanRate', 'Amortized') {
                $r[$basis] = @(Get-ElevenLabsCost acme -Last 20d -GroupBy CostCenter, Model -Granularity Week -CostBasis $basis)
                $r["${basis}Whole"] = Get-ElevenLabsCost acme -Last 20d -Granularity Total -CostBasis $basis
            }
            $r.Ada = Get-ElevenLabsCost acme -Last 20d -Granularity Total -CostBasis Consumed -User 'ada@*' -ExcludeApiKey 'Globex*'
            $r.AdaSplit = @(Get-ElevenLabsCost acme -Last 20d -Granularity Total -CostBasis Consumed -User 'ada@*' -ExcludeApiKey 'Globex*' -GroupBy CostCenter)
            $r.Usage = @(Get-ElevenLabsUsage acme -Last 20d -GroupBy CostCenter -Granularity Total)
            $r.Only = @(Get-ElevenLabsCost acme -Last 20d -Granularity Total -GroupBy CostCenter -CostCenter glo* | ForEach-Object CostCenter)
            $r.Without = @(Get-ElevenLabsCost acme -Last 20d -Granularity Total -GroupBy CostCenter -ExcludeCostCenter Unattributed | ForEach-Object CostCenter)
            [pscustomobject]$r
        }).Value[0]
    }

    AfterAll { Close-TestHome $box }

    It 'is the command line''s, row by row, at <_>' -ForEach 'Consumed', 'PlanRate', 'Amortized' {
        $word = @{ Consumed = 'consumed'; PlanRate = 'plan-rate'; Amortized = 'amortized' }[$_]
        $arguments = 'cost', '--connection', 'acme', '--last', '20d', '--group-by', 'cost-center,model', '--granularity', 'week', '--basis', $word, '--output', 'json'
        $theirs = (Invoke-CommandLine $box -ArgumentList $arguments).Output | ConvertFrom-Json
        $ours = $r.$_
        $ours.Count | Should -Be $theirs.Count
        for ($i = 0; $i -lt $theirs.Count; $i++) {
            foreach ($name in 'CostCenter', 'Model', 'Credits', 'Currency', 'PriceVersion') { $ours[$i].$name | Should -BeExactly $theirs[$i].$name }
            [decimal]$ours[$i].Cost | Should -Be ([decimal]$theirs[$i].Cost)
        }
    }

    It 'adds up to the whole to the last digit, what no rule takes included, at <_>' -ForEach 'Consumed', 'PlanRate', 'Amortized' {
        $rows, $whole = $r.$_, $r."${_}Whole"
        $rows.CostCenter | Select-Object -Unique | Should -Contain 'Unattributed'
        [decimal]$sum = 0; foreach ($row in $rows) { $sum += $row.Cost }
        $sum | Should -Be $whole.Cost
        [long]$credits = 0; foreach ($row in $rows) { $credits += $row.Credits }
        $credits | Should -Be $whole.Credits
    }

    It 'splits 60 to 40 exactly' {
        $r.AdaSplit.CostCenter | Should -Be 'Initech', 'Wonka'
        $r.AdaSplit[0].Cost + $r.AdaSplit[1].Cost | Should -Be $r.Ada.Cost
        [Math]::Round($r.AdaSplit[0].Cost, 9) | Should -Be ([Math]::Round(0.6d * $r.Ada.Cost, 9))
        $r.AdaSplit[0].Credits + $r.AdaSplit[1].Credits | Should -Be $r.Ada.Credits
    }

    It 'is there for usage and in filters' {
        $r.Usage.CostCenter | Should -Be 'Globex', 'Initech', 'Unattributed', 'Wonka'
        $r.Only | Should -Be 'Globex'
        $r.Without | Should -Be 'Globex', 'Initech', 'Wonka'
    }

    It 'stays where a key is renamed' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $key {
            $WarningPreference = 'SilentlyContinue'
            $ask = { Get-ElevenLabsCost acme -Last 20d -Granularity Total -GroupBy CostCenter -CostCenter Renamed -CostBasis Consumed }

            # As a sync left it before the key was renamed.
            $names = Join-Path $env:ELEVENCOST_HOME acme/names.json
            (Get-Content $names -Raw).Replace('Globex IVR', 'the old name') | Set-Content $names -NoNewline
            Set-ElevenLabsCostCenter renamed -Shares Renamed -ApiKey 'the old name' -Priority 9
            $before = & $ask
            $null = Sync-ElevenLabsUsage acme
            [pscustomobject]@{ Before = $before; After = & $ask; Match = Get-ElevenLabsCostCenter -Explain -ApiKey 'Globex IVR' -Last 20d }
        }).Value[0]
        $r.Before.Cost | Should -BeGreaterThan 0
        $r.After.Cost | Should -Be $r.Before.Cost
        $r.Match.Value, $r.Match.Rule, $r.Match.MatchedBy | Should -Be 'Globex IVR', 'renamed', "earlier name 'the old name'"
    }
}

Describe 'Completion of cost centers' {
    It 'knows rules, centers, and the ledger''s values' {
        $box = Copy-SyncedHome
        try {
            $r = (Invoke-ModuleScript $box -NonInteractive -Parameter @{ Rules = $rules } {
                $p.Rules | ConvertFrom-Csv | Set-ElevenLabsCostCenter
                Set-ElevenLabsCostCenter 'b[1] x' -Shares 'Kite & Co' -ApiKey x
                $r = @{}
                foreach ($line in 'Get-ElevenLabsCostCenter ', 'Remove-ElevenLabsCostCenter b', 'Set-ElevenLabsCostCenter b', 'Get-ElevenLabsCost -CostCenter ', 'Get-ElevenLabsUsage -ExcludeCostCenter w', 'Get-ElevenLabsCost -GroupBy CostCenter -CostCenter k',
                    'Set-ElevenLabsCostCenter x -Shares ', 'Set-ElevenLabsCostCenter x -FeeSplit ', 'Set-ElevenLabsCostCenter x -Connection ', 'Set-ElevenLabsCostCenter x -ApiKey Glo', 'Set-ElevenLabsCostCenter x -Connection demo -ApiKey kite', 'Get-ElevenLabsCostCenter -Explain -User ada') {
                    $r[$line] = @([Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, @{}).CompletionMatches.CompletionText)
                }
                $r.Applied = (Get-ElevenLabsCostCenter 'b`[1`] x' -WarningAction SilentlyContinue).Name
                $r
            }).Value[0]
        }
        finally { Close-TestHome $box }
        $r.'Get-ElevenLabsCostCenter ' | Should -Be 'globex', 'ada', 'hidden', 'idle', 'ended', 'fee', "'b``[1``] x'"
        $r.'Remove-ElevenLabsCostCenter b' | Should -Be "'b``[1``] x'"
        $r.Applied | Should -Be 'b[1] x'
        $r.'Set-ElevenLabsCostCenter b' | Should -Be "'b[1] x'"
        $r.'Get-ElevenLabsCost -CostCenter ' | Should -Be 'Globex', 'Initech', "'Kite & Co'", 'Nobody', 'Wonka', 'Unattributed'
        $r.'Get-ElevenLabsUsage -ExcludeCostCenter w' | Should -Be 'Wonka'
        $r.'Get-ElevenLabsCost -GroupBy CostCenter -CostCenter k' | Should -Be "'Kite & Co'"
        $r.'Set-ElevenLabsCostCenter x -Shares ' | Should -Not -Contain 'Unattributed'
        $r.'Set-ElevenLabsCostCenter x -FeeSplit ' | Should -Be 'ByUsage', 'Even', 'Fixed'
        $r.'Set-ElevenLabsCostCenter x -Connection ' | Should -Be 'acme', 'demo'
        $r.'Set-ElevenLabsCostCenter x -ApiKey Glo' | Should -Be "'Globex IVR'"
        $r.'Set-ElevenLabsCostCenter x -Connection demo -ApiKey kite' | Should -Contain 'kite-games'
        $r.'Get-ElevenLabsCostCenter -Explain -User ada' | Should -Be "'ada@example.com'"
    }
}
