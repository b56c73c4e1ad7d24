#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# Tables at a real terminal, against texts that a person has looked at (approved/NAME.COLUMNS.txt). ELEVENCOST_APPROVE=1 writes them anew;
# look at the difference before you commit it. The views themselves are in tests/ElevenCost.PowerShell.Tests.
BeforeDiscovery {
    # At a real terminal, whose width the tables are fitted to.
    $script:typed = foreach ($columns in 80, 120) {
        @{ columns = $columns; commands = @(
                @{ name = 'terminal-cost-by-key-and-model'; command = 'Get-ElevenLabsCost demo -StartDate 2025-03-03 -EndDate 2025-03-09 -GroupBy ApiKey, Model -Granularity Week' }
                @{ name = 'terminal-cost-by-everything'; command = 'Get-ElevenLabsCost demo -StartDate 2025-03-03 -EndDate 2025-03-03 -Granularity Day -GroupBy Connection, Product, Model, ApiKey, Voice, User, Group, Source, Region | Select-Object -First 5' }
                @{ name = 'terminal-usage'; command = 'Get-ElevenLabsUsage demo -StartDate 2025-03-03 -EndDate 2025-03-03 | Select-Object -First 8' }
                @{ name = 'terminal-usage-by-user'; command = 'Get-ElevenLabsUsage demo -StartDate 2025-03-03 -EndDate 2025-03-09 -GroupBy User, Model -Granularity Week' }
            ) }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:approved = Join-Path $PSScriptRoot 'approved'
    $script:box = Open-TestHome
    $null = Invoke-ModuleScript $box -NonInteractive {
        $null = Connect-ElevenLabsCost -Demo
        $null = Sync-ElevenLabsUsage demo -StartDate 2025-02-01 -EndDate 2025-03-14
    }

    # What differs from run to run: ports, and days and moments of now; what is kept, and the prices that come with it, are older.
    function Get-ScrubbedText([string] $Text) {
        $now = '\b20(?:26-1[0-2]|2[7-9]-\d\d|[3-9]\d-\d\d)-\d\d\b'
        $Text = $Text -replace '127\.0\.0\.1:\d+', '127.0.0.1:PORT' -replace "$now[ T]\d\d:\d\d(:\d\d(\.\d+)?)?", 'NOW        HH:MM' -replace $now, 'NOW       '
        ($Text -split "`r?`n" | ForEach-Object TrimEnd) -join "`n"
    }
}

AfterAll { Close-TestHome $box }

Describe 'View' {
    It 'of cost and usage at a terminal of <columns> columns' -Skip:$IsWindows -ForEach $typed {
        $terminal = Open-Terminal $box -Columns $columns
        try {
            $null = Wait-Terminal $terminal 'PS [^>]*> $'
            Send-Terminal $terminal 'Import-Module $env:ELEVENCOST_TEST_MODULE; "im" + "ported"'
            $null = Wait-Terminal $terminal '(?m)^imported'
            foreach ($case in $commands) {
                $file = Join-Path $box.Work "$($case.name).ps1"
                Set-Content $file $case.command
                Send-Terminal $terminal "'be' + 'gins'; . '$file'; 'en' + 'ds'"
                $shown = Wait-Terminal $terminal '(?s)begins\r?\n.*\nends\r?\n'
                $text = [regex]::Match($shown, '(?s)begins\r?\n(.*)\nends').Groups[1].Value.Replace("`r", '')
                foreach ($line in $text -split "`n") { $line.TrimEnd().Length | Should -BeLessOrEqual $columns }
                $actual = (Get-ScrubbedText $text).Trim("`n")
                $approvedFile = Join-Path $approved "$($case.name).$columns.txt"
                if ($env:ELEVENCOST_APPROVE -eq '1') { [IO.File]::WriteAllText($approvedFile, "$actual`n") }
                $approvedFile | Should -Exist
                $actual | Should -BeExactly (Get-Content $approvedFile -Raw).Replace("`r`n", "`n").Trim("`n")
            }
        }
        finally { Close-Terminal $terminal }
    }

    It 'is approved for nothing else' -ForEach @{ typed = $typed } {
        $expected = @($typed | ForEach-Object { $columns = $_.columns; $_.commands | ForEach-Object { "$($_.name).$columns.txt" } })
        (Get-ChildItem $approved -Filter *.txt).Name | Sort-Object | Should -Be ($expected | Sort-Object)
    }
}
