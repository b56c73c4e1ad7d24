#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# What users hold goes through ConvertTo-Json, Export-Clixml and Export-Csv and comes back with the same figures, days and instants.
BeforeDiscovery {
    $script:types = 'Connection', 'Capability', 'SyncResult', 'Restatement', 'CostRecord', 'UsageRecord', 'CoverageRecord', 'Price', 'Quota', 'RequestRecord', 'RequestSummary',
        'WebhookRecord', 'SeriesRecord', 'ReconciliationRecord', 'CostCenterRule', 'CostCenterMatch' | ForEach-Object { @{ type = $_ } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:simulator = Open-Simulator -Days 40 -Keys 10
    $script:capped = Open-Simulator -Days 40 -Fault 'row-cap:3'
    $script:box = Open-TestHome
    $script:r = (Invoke-ModuleScript $box -NonInteractive -TimeoutSeconds 200 -Environment @{ ELEVENLABS_API_KEY = $simulator.Key } -Parameter @{ Uri = $simulator.Uri; Capped = $capped.Uri } {
        $WarningPreference = 'SilentlyContinue'
        $all = [ordered]@{}
        $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
        $null = Connect-ElevenLabsCost capped -BaseUri $p.Capped
        $all.Capability = Test-ElevenLabsConnection acme
        $all.SyncResult = @(Sync-ElevenLabsUsage acme -Days 35) + @(Sync-ElevenLabsUsage capped -Days 3 -ErrorAction SilentlyContinue)
        $all.Connection = Get-ElevenLabsConnection
        $all.Restatement = [ElevenCost.Restatement]::new([datetime]'2026-03-03', $true, 1000, 1200, 1.50, $null)
        $all.CostRecord = Get-ElevenLabsCost acme -Last 9d -GroupBy Model, ApiKey -Granularity Day
        $all.UsageRecord = Get-ElevenLabsUsage acme -Last 2d
        $all.CoverageRecord = Get-ElevenLabsCoverage acme -Last 40d
        $all.Price = Get-ElevenLabsPrice
        $all.Quota = Get-ElevenLabsQuota acme
        $all.RequestRecord = Get-ElevenLabsRequest acme -Last 2d -Limit 20
        $all.RequestSummary = Get-ElevenLabsRequest acme -Last 2d -Summary -Granularity Day
        $all.WebhookRecord = Get-ElevenLabsWebhook acme
        $all.SeriesRecord = Get-ElevenLabsUsage acme -Metric Characters -Last 5d -Breakdown Model
        $all.ReconciliationRecord = Test-ElevenLabsCost acme -Last 9d -Detailed
        $all.ReconciliationSummary = Test-ElevenLabsCost acme -Last 9d
        Set-ElevenLabsCostCenter shared -Shares 'Orchid: 60; Kite: 40' -ApiKey 'a*' -StartDate 2026-01-01 -EndDate 2026-12-31 -Priority -2 -Note 'as agreed; see "terms"'
        Set-ElevenLabsCostCenter rest -Shares Rest -Connection acme
        Set-ElevenLabsCostCenter fee -FeeSplit Even -Connection acme
        $all.CostCenterRule = Get-ElevenLabsCostCenter -Connection acme -Last 9d
        $all.CostCenterMatch = Get-ElevenLabsCostCenter -Explain -Connection acme -Last 9d

        # A value as text, whichever way it came: to the last digit, and an instant as the instant that it is.
        function Show-Value($Value) {
            if ($null -eq $Value) { return '' }
            # An enum that came back is a number that has its name as a property.
            if ($Value.PSObject.TypeNames -contains 'Deserialized.System.Enum') { return $Value.PSObject.Properties['Value'].Value }
            # A length of time is an object in JSON.
            if ($Value.PSObject.Properties['Ticks'] -and $Value -isnot [datetime]) { return "$($Value.Ticks)" }
            if ($Value.PSObject.BaseObject -isnot [Management.Automation.PSCustomObject]) { $Value = $Value.PSObject.BaseObject }
            if ($Value -is [datetime]) { return ($Value.Kind -eq 'Unspecified' ? $Value : $Value.ToUniversalTime()).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", [cultureinfo]::InvariantCulture) + ($Value.Kind -eq 'Unspecified' ? '' : 'Z') }
            if ($Value -is [decimal] -or $Value -is [double] -or $Value -is [long] -or $Value -is [int]) { return ([decimal]$Value / 1.0000000000000000000000000000d).ToString([cultureinfo]::InvariantCulture) }
            if ($Value -is [string] -or $Value -is [valuetype] -or $Value -is [uri]) { return "$Value" }
            if ($Value -is [Collections.IEnumerable]) { return '[' + (@($Value | ForEach-Object { Show-Value $_ }) -join ',') + ']' }
            $names = @(([psobject]$Value).PSObject.Properties | Where-Object MemberType -In Property, NoteProperty | ForEach-Object Name)
            '{' + (@($names | ForEach-Object { "$_=$(Show-Value ([psobject]$Value).$_)" }) -join ',') + '}'
        }

        $rows = [ordered]@{}
        foreach ($name in $all.Keys) {
            $objects = @($all[$name])
            # Rules of cost centers are given with their properties anew.
            $names = @($objects[0].PSObject.Properties | Where-Object MemberType -In Property, NoteProperty | ForEach-Object Name)
            $row = [ordered]@{ Count = $objects.Count; Names = $names; Type = $objects[0].GetType().FullName }
            $show = { param($given) @($given | ForEach-Object { $one = $_; @($names | ForEach-Object { "$_=$(Show-Value $one.$_)" }) -join '|' }) }
            $row.Here = & $show $objects

            $objects | Export-Clixml (Join-Path $HOME "$name.xml") -Depth 4
            $back = @(Import-Clixml (Join-Path $HOME "$name.xml"))
            $row.Clixml = & $show $back
            $row.ClixmlTypes = @($back[0].PSObject.TypeNames)
            $row.Kinds = @($names | Where-Object { $objects[0].$_ -is [decimal] -or $objects[0].$_ -is [datetime] } | ForEach-Object {
                $a, $b = $objects[0].$_, $back[0].$_
                "$_ $($a.GetType().Name)$($a -is [datetime] ? $a.Kind : '') $($b.GetType().Name)$($b -is [datetime] ? $b.Kind : '')" })

            $json = $objects | ConvertTo-Json -AsArray -EnumsAsStrings -Depth 4 -WarningVariable cut
            $row.Cut = @($cut).Count
            $row.Json = & $show @(ConvertFrom-Json $json)
            $document = [Text.Json.JsonDocument]::Parse($json).RootElement
            $row.JsonNames = @($document[0].EnumerateObject() | ForEach-Object Name)

            $objects | Export-Csv (Join-Path $HOME "$name.csv")
            $row.Csv = Get-Content (Join-Path $HOME "$name.csv") -Raw
            $row.CsvNames = @((Import-Csv (Join-Path $HOME "$name.csv"))[0].PSObject.Properties.Name)
            $row.CsvCount = @(Import-Csv (Join-Path $HOME "$name.csv")).Count
            $rows[$name] = [pscustomobject]$row
        }

        $rows.Errors = @($Error | Where-Object { $_.FullyQualifiedErrorId -notmatch '^DaysFailed,' } | ForEach-Object { "$($_.FullyQualifiedErrorId) $_" })
        $rows.SyncCells = @(Import-Csv (Join-Path $HOME SyncResult.csv) | ForEach-Object { [pscustomobject]@{ Warnings = $_.Warnings; Restatements = $_.Restatements; Unknowns = $_.Unknowns } })
        $rows.SyncWarnings = @($all.SyncResult | ForEach-Object { , @($_.Warnings) })
        $rows.ConnectionCells = Import-Csv (Join-Path $HOME Connection.csv) | Select-Object -First 1
        $rows.Text = "$($all.Restatement)"
        $rows.List = ($all.SyncResult | Format-List | Out-String -Width 200)
        $rows.ConnectionList = (Get-ElevenLabsConnection acme | Format-List | Out-String -Width 100)
        $rows.ConnectionListBack = (@(Import-Clixml (Join-Path $HOME Connection.xml))[0] | Format-List | Out-String -Width 100)
        $rows
    } -Depth 6).Value[0]
}

AfterAll {
    $simulator, $capped | ForEach-Object { Close-Simulator $_ }
    Close-TestHome $box
}

Describe '<type>' -ForEach $types {
    BeforeAll { $script:row = $r.$type }

    It 'is written by a cmdlet' {
        $row.Count | Should -BeGreaterThan 0
        $row.Type | Should -Be "ElevenCost.$type"
        $row.Names.Count | Should -BeGreaterThan 3
    }

    It 'Export-Clixml and Import-Clixml give the same, with types' {
        $row.Clixml.Count | Should -Be $row.Count
        for ($i = 0; $i -lt $row.Count; $i++) { @($row.Clixml)[$i] | Should -BeExactly @($row.Here)[$i] }
        $row.ClixmlTypes | Should -Contain "Deserialized.ElevenCost.$type"
        foreach ($kind in $row.Kinds) { $kind | Should -Match '^\w+ (\w+) \1$' }
    }

    It 'ConvertTo-Json and ConvertFrom-Json give the same' {
        $row.Cut | Should -Be 0
        $row.JsonNames | Should -Be $row.Names
        $row.Json.Count | Should -Be $row.Count
        for ($i = 0; $i -lt $row.Count; $i++) { @($row.Json)[$i] | Should -BeExactly @($row.Here)[$i] }
    }

    It 'Export-Csv has a column for each property, and no name of a type in a cell' {
        $row.CsvNames | Should -Be $row.Names
        $row.CsvCount | Should -Be $row.Count
        $row.Csv | Should -Not -Match 'System\.|ElevenCost\.[A-Z]'
    }
}

Describe 'Lists in objects' {
    It 'are their items in a cell' {
        $r.SyncCells.Count | Should -Be 2
        $r.SyncCells[0].Restatements | Should -Be ''
        for ($i = 0; $i -lt 2; $i++) { $r.SyncCells[$i].Warnings | Should -Be ($r.SyncWarnings[$i] -join '; ') }
        $r.ConnectionCells.Dimensions | Should -Match '^\w+(; \w+)+$'
        $r.ConnectionCells.Capabilities | Should -Match '^Key; '
        $r.Text | Should -Be '2026-03-03: 1000 -> 1200 credits'
    }

    # How many depends on the time of day: few rows of a day that has just begun are no more than the API returns.
    It 'can be read at a prompt' { $r.List | Should -Match '(?m)^Warnings +: [123] of 3 days do not add up' }

    It 'leave a connection readable as a list, also after a round trip' {
        foreach ($text in $r.ConnectionList, $r.ConnectionListBack) {
            $text | Should -Match '(?m)^Name +: acme'
            $text | Should -Match '(?m)^Capabilities +: Key, '
            $text | Should -Not -Match 'CheckedAt|Remedy|System\.'
        }
    }

    It 'nothing failed' { $r.Errors | Should -BeNullOrEmpty }
}
