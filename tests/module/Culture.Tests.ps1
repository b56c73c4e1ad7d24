#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# German writes 1,5; Turkish has another lower case of I. Neither may change a figure, a name or a day.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:simulator = Open-Simulator -Days 40
    $script:box = Open-TestHome
    $script:environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
    $null = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri } {
        $null = Connect-ElevenLabsCost Istanbul-i -BaseUri $p.Uri
        $null = Sync-ElevenLabsUsage -Days 30
    }

    $script:script = {
        $r = [ordered]@{}
        $r.Culture = [cultureinfo]::CurrentCulture.Name
        $r.Decimal = "{0}" -f [decimal]::Parse('1.5', [cultureinfo]::InvariantCulture)
        $start, $end = [datetime]::UtcNow.Date.AddDays(-20), [datetime]::UtcNow.Date.AddDays(-5)
        $rows = @(Get-ElevenLabsCost ISTANBUL-I -StartDate $start.ToString('yyyy-MM-dd') -EndDate $end -GROUPBY APIKEY, model -Granularity MONTH)
        $r.Rows = $rows
        $r.Words = @(Get-ElevenLabsCost istanbul-i -Timeframe WEEKTODATE -GroupBy VOICE -CostBasis consumed).Count -gt 0
        $r.Last = @(Get-ElevenLabsCost -Last 2W -Granularity quarter).Count -gt 0
        $r.Filter = @(Get-ElevenLabsCost -Last 30d -Granularity Total -Model 'ELEVEN_MULTILINGUAL_V2' -GroupBy Model)
        $r.States = @(Get-ElevenLabsCoverage -State FINAL).Count
        $r.Dotted = @(Get-ElevenLabsCost -StartDate '01.02.2026' -ErrorAction Ignore -ErrorVariable dotted).Count
        $r.DottedError = "$($Error[0].FullyQualifiedErrorId)"
        $Error.Clear()

        # Files in the culture's own words and back.
        $file = Join-Path $HOME "$($r.Culture)"
        $rows | Export-Csv "$file.csv"
        $read = @(Import-Csv "$file.csv")
        $r.Csv = @($read | ForEach-Object { [decimal]::Parse($_.Cost, [cultureinfo]::CurrentCulture) })
        $r.CsvDays = @($read | ForEach-Object { [datetime]::Parse($_.Date, [cultureinfo]::CurrentCulture).ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture) })
        $r.CsvBasis = @($read.CostBasis | Select-Object -Unique)
        $rows | Export-Csv "$file-culture.csv" -UseCulture
        $r.CsvCulture = @(Import-Csv "$file-culture.csv" -UseCulture | ForEach-Object { [decimal]::Parse($_.Cost, [cultureinfo]::CurrentCulture) })
        $rows | ConvertTo-Json -AsArray -EnumsAsStrings | Set-Content "$file.json"
        $json = [Text.Json.JsonDocument]::Parse((Get-Content "$file.json" -Raw)).RootElement
        $r.Json = @($json.EnumerateArray() | ForEach-Object { $_.GetProperty('Cost').GetDecimal() })
        $r.JsonDays = @($json.EnumerateArray() | ForEach-Object { $_.GetProperty('Date').GetString().Substring(0, 10) })
        $r.JsonBack = @((Get-Content "$file.json" -Raw | ConvertFrom-Json) | ForEach-Object { "$($_.Model) $($_.Credits) $($_.Completeness)" })
        $r.Texts = @($rows | ForEach-Object { "$($_.Model) $($_.Credits) $($_.Completeness)" })
        $rows | Export-Clixml "$file.xml"
        $r.Clixml = @(Import-Clixml "$file.xml")
        $r.ClixmlCost = $r.Clixml[0].Cost.GetType().Name
        $r.View = $rows | Out-String -Width 120
        $r.Errors = @($Error | ForEach-Object { "$_" })
        [pscustomobject]$r
    }
    $script:runs = @{}
    foreach ($culture in 'en_US', 'de_DE', 'tr_TR') {
        $runs[$culture] = Open-ModuleScript $box $script -NonInteractive -Environment @{ LC_ALL = "$culture.UTF-8" }
    }
    $script:results = @{}
    foreach ($culture in @($runs.Keys)) { $results[$culture] = (Receive-ModuleScript $runs[$culture]).Value[0] }
}

AfterAll {
    Close-Simulator $simulator
    Close-TestHome $box
}

Describe 'In <culture>' -ForEach @(@{ culture = 'en_US' }, @{ culture = 'de_DE' }, @{ culture = 'tr_TR' }) {
    BeforeAll {
        $script:r = $results[$culture]
        $script:expected = $results.en_US
    }

    It 'the session has that culture' {
        $r.Culture | Should -Be $culture.Replace('_', '-')
        $r.Decimal | Should -Be ($culture -eq 'en_US' ? '1.5' : '1,5')
    }

    It 'figures, words and names are the same, whatever their case' {
        $r.Rows.Count | Should -BeGreaterThan 3
        $r.Rows.Cost | Should -Be $expected.Rows.Cost
        $r.Rows.Credits | Should -Be $expected.Rows.Credits
        $r.Rows.ApiKey | Should -Be $expected.Rows.ApiKey
        $r.Rows.Date | Should -Be $expected.Rows.Date
        $r.Words, $r.Last | Should -Be $true, $true
        $r.Filter.Count | Should -Be 1
        $r.Filter[0].Model | Should -BeExactly 'eleven_multilingual_v2'
        $r.States | Should -BeGreaterThan 20
    }

    It 'a day written another way is refused instead of misread' {
        $r.Dotted | Should -Be 0
        $r.DottedError | Should -Match '^Parameter(ArgumentTransformation|ArgumentValidation)Error'
    }

    It 'Export-Csv and Import-Csv give the same amounts and days' {
        $r.Csv | Should -Be $expected.Rows.Cost
        $r.CsvCulture | Should -Be $expected.Rows.Cost
        $r.CsvDays | Should -Be $expected.CsvDays
        $r.CsvBasis | Should -Be 'Consumed'
    }

    It 'ConvertTo-Json and ConvertFrom-Json give the same amounts and days' {
        $r.Json | Should -Be $expected.Rows.Cost
        $r.JsonDays | Should -Be $expected.CsvDays
        $r.JsonBack | Should -Be $expected.Texts
    }

    It 'Export-Clixml and Import-Clixml give the same, as decimal' {
        $r.Clixml.Cost | Should -Be $expected.Rows.Cost
        $r.Clixml.Date | Should -Be $expected.Rows.Date
        $r.ClixmlCost | Should -Be 'Decimal'
    }

    It 'nothing fails' { $r.Errors | Should -BeNullOrEmpty }
}
