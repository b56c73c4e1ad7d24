#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# The README's blocks that install, ask, schedule or run in a shell, in the order in which a reader meets them. Its plain PowerShell blocks
# run in Help.Tests.ps1, as the examples of the help do. What is not there is stood in for, and by nothing more than this: ElevenLabs by
# the simulator; Install-PSResource by a function with its documented parameters that finds the modules on this machine; Task Scheduler's
# commands, which Windows alone has, by functions with their documented parameters that write down what they were given, which then is run;
# mail by a script that writes down what it is called with.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $text = (Get-Content (Join-Path (Get-RepositoryRoot) 'README.md') -Raw).Replace("`r`n", "`n")
    $script:blocks = foreach ($match in [regex]::Matches($text, '(?ms)^(?<indent>[ ]*)```(?<words>[^\n]*)\n(?<code>.*?)^[ ]*```[ ]*$')) {
        $before = $text.Substring(0, $match.Index)
        @{
            line    = $before.Split("`n").Count
            words   = $match.Groups['words'].Value.Trim()
            heading = [regex]::Match($before, '(?m)^#+ (?<name>[^\n]*)$', 'RightToLeft').Groups['name'].Value
            code    = $match.Groups['code'].Value -replace "(?m)^$($match.Groups['indent'].Value)", ''
        }
    }
    $script:plain = @($blocks | Where-Object { $_.words -eq 'powershell' })
    $script:commands = @($blocks | Where-Object { $_.words -eq 'sh' -and $_.code -match '^elevencost' })
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:simulator = Open-Simulator -Days 120
    $script:box = Open-TestHome
    $script:repository = Join-Path $box.Path 'repository'
    $root = Get-RepositoryRoot

    # As a fresh clone has them: the sources, and nothing that was built.
    foreach ($file in Get-ChildItem $root -Recurse -File -Force | Where-Object FullName -CNotMatch '[\\/](bin|obj|output|artifacts|\.git)[\\/]') {
        $target = Join-Path $repository ([IO.Path]::GetRelativePath($root, $file.FullName))
        $null = [IO.Directory]::CreateDirectory((Split-Path $target))
        Copy-Item -LiteralPath $file.FullName $target
    }

    # A reader's account: a home folder of its own, no ELEVENCOST_HOME, but this machine's packages and no build server that stays.
    $packages = $env:NUGET_PACKAGES ? $env:NUGET_PACKAGES : (Join-Path $HOME '.nuget/packages')
    $configuration = Join-Path $HOME '.nuget/NuGet/NuGet.Config'
    if (Test-Path $configuration) {
        $null = New-Item -ItemType Directory (Join-Path $box.User '.nuget/NuGet')
        Copy-Item $configuration (Join-Path $box.User '.nuget/NuGet/NuGet.Config')
    }

    $script:tools = Join-Path $box.Path 'tools'
    $null = New-Item -ItemType Directory $tools
    $script:mails = Join-Path $box.Work 'mails'
    foreach ($tool in @{
            mail       = "#!/bin/sh`necho `"`$@`" >> '$mails'`n"
            # Only connecting names an address, which the README's reader never has to.
            elevencost = "#!/bin/sh`nif [ `"`$1`" = connect ]; then shift; exec ~/elevencost/elevencost connect --base-uri $($simulator.Uri) `"`$@`"; fi`nexec ~/elevencost/elevencost `"`$@`"`n"
        }.GetEnumerator()) {
        $path = Join-Path $tools $tool.Key
        [IO.File]::WriteAllText($path, $tool.Value)
        chmod +x $path
    }

    $script:modules = Join-Path $box.User '.local/share/powershell/Modules'
    $script:reader = @{
        ELEVENCOST_HOME = $null; ELEVENCOST_TEST_MODULE = $null
        PSModulePath = "$modules$([IO.Path]::PathSeparator)$env:PSModulePath"; PATH = "$tools$([IO.Path]::PathSeparator)$env:PATH"
        LOCALAPPDATA = Join-Path $box.User 'AppData/Local'
        NUGET_PACKAGES = $packages; DOTNET_CLI_HOME = $box.User; DOTNET_NOLOGO = '1'; DOTNET_CLI_TELEMETRY_OPTOUT = '1'
        MSBUILDDISABLENODEREUSE = '1'; UseSharedCompilation = 'false'
    }
    $null = New-Item -ItemType Directory $reader.LOCALAPPDATA -Force

    function Get-ReaderEnvironment([hashtable] $More = @{}) {
        $all = $reader.Clone()
        foreach ($name in $More.Keys) { $all[$name] = $More[$name] }
        Get-ChildEnvironment $box $all
    }

    function Invoke-Shell([string] $Line, [string] $WorkingDirectory = $box.Work, [hashtable] $More = @{}, [int] $TimeoutSeconds = 120) {
        Invoke-Program 'sh' -ArgumentList '-c', $Line -Environment (Get-ReaderEnvironment $More) -WorkingDirectory $WorkingDirectory -TimeoutSeconds $TimeoutSeconds
    }

    # Types a block's lines one by one. Answer holds what is typed where a line asks something: patterns of the question, and answers.
    function Send-Block($Terminal, [string] $Code, [object[]] $Answer = @(), [int] $TimeoutSeconds = 60) {
        foreach ($typed in $Code.Trim() -split "`n") {
            Send-Terminal $Terminal $typed
            while ($true) {
                $shown = Wait-Terminal $Terminal (@('PS [^>\r\n]*> $') + @($Answer | ForEach-Object { "(?:$($_.Question))\s*$" }) -join '|') -TimeoutSeconds $TimeoutSeconds
                $asked = $Answer | Where-Object { $shown -match "(?:$($_.Question))\s*$" } | Select-Object -First 1
                if (-not $asked) { break }
                $asked.Asked = $true
                Send-Answer $Terminal $asked.Text
            }

            $shown | Should -Not -Match 'Recommendation:|Line \||is not recognized'
        }

        foreach ($answer in $Answer) { $answer.Asked | Should -BeTrue -Because "'$($answer.Question)' should have been asked" }
    }

    function Open-ReaderTerminal([string] $Before = '') {
        $terminal = Open-Terminal $box -Environment $reader
        $null = Wait-Terminal $terminal 'PS [^>]*> $'
        # A file, for what is typed is kept in the history that a terminal shows again.
        $file = Join-Path $box.Work "before-$([guid]::NewGuid().ToString('n').Substring(0, 6)).ps1"
        Set-Content $file "$Before`n`$PSDefaultParameterValues['Connect-ElevenLabsCost:BaseUri'] = '$($simulator.Uri)'"
        Send-Terminal $terminal ". '$file'"
        $null = Wait-Terminal $terminal 'PS [^>]*> $'
        $terminal
    }

    # Words alone: neither figures nor how wide a column is today.
    function ConvertTo-Shape([string] $Text) {
        $Text -split "`r?`n" | ForEach-Object { (($_ -replace '(?<![\w])\d[\d,.-]*(?![\w])', '9') -replace '-{2,}', '--' -replace ' +', ' ').Trim() } | Where-Object { $_ }
    }

    $script:password = 'open sesame'
}

AfterAll {
    Close-Simulator $simulator
    Close-TestHome $box
}

Describe 'The README' {
    It 'has no block that no test runs' {
        # Plain PowerShell blocks: ExampleTests.cs of the cmdlets' tests; those of a schedule: Help.Tests.ps1; those of a release: Release.Tests.ps1.
        $known = 'powershell', 'powershell schedule', 'powershell build', 'powershell once', 'powershell needs-prompt', 'powershell windows', 'powershell windows-nightly', 'powershell release', 'sh release', 'sh', 'sh nightly', 'crontab', 'json', 'text'
        foreach ($block in $blocks) { $known | Should -Contain $block.words -Because "the block of line $($block.line)" }
        $plain.Count | Should -BeGreaterThan 5
        $others = $blocks | Where-Object { $_.words -eq 'sh' -and $_.code -notmatch '^elevencost' }
        $others.code.Trim() -replace ' +#.*' -replace "`n.*" | Should -Be 'dotnet run --project src/ElevenCost.Cli -- demo', 'dotnet publish src/ElevenCost.Cli -c Release -o ~/elevencost', 'dotnet test'
    } -ForEach @(@{ blocks = $blocks; plain = $plain })

    It 'line <line>: <code>' -ForEach ($blocks | Where-Object { $_.code -match '^dotnet (test|run)' }) {
        # These tests are a part of what .ci/run runs, and so is the demo.
        $lines = (Get-Content (Join-Path (Get-RepositoryRoot) '.ci/run')).Trim()
        $lines | Should -Contain $code.Trim()
    }
}

Describe 'The README at a prompt, in one home' -Skip:$IsWindows {
    It 'line <line> builds and installs the module from the sources alone' -ForEach ($blocks | Where-Object { $_.words -eq 'powershell build' }) {
        $run = Invoke-Program 'pwsh' -ArgumentList '-NoProfile', '-Command', $code -Environment (Get-ReaderEnvironment) -WorkingDirectory $repository -TimeoutSeconds 400
        $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Error)"
        Get-ChildItem $modules -Recurse -Filter ElevenCost.psd1 | Should -HaveCount 1
        $run = Invoke-Shell 'pwsh -NoProfile -NonInteractive -Command "(Get-Command Get-ElevenLabsCost).Module.Path"'
        $run.Output.Trim() | Should -BeLike "$modules/*"
    }

    It 'line <line> shows a table of the shape that the README shows' -ForEach ($blocks | Where-Object { $_.words -eq 'powershell' -and $_.code -match '-Demo' } | ForEach-Object { $_ + @{ table = ($blocks | Where-Object words -EQ text).code } }) {
        $table | Should -HaveCount 1
        # A prompt shows each line's result by itself.
        $typed = ($code.Trim() -split "`n" | ForEach-Object { "$_ | Out-Host" }) -join "`n"
        $run = Invoke-Program 'pwsh' -ArgumentList '-NoProfile', '-NonInteractive', '-Command', $typed -Environment (Get-ReaderEnvironment) -WorkingDirectory $box.Work -TimeoutSeconds 120
        $run.ExitCode | Should -Be 0 -Because $run.Error
        $shown = ConvertTo-Shape $run.Output
        foreach ($line in ConvertTo-Shape $table) { $shown | Should -Contain $line }
    }

    It 'lines <line> register a vault and connect, with a key and a password that are typed' -Tag Vault -ForEach @{
        line   = ($blocks | Where-Object { $_.code -match '^Install-PSResource' -or $_.words -eq 'powershell needs-prompt' }).line -join ' and '
        vault  = ($blocks | Where-Object { $_.words -eq 'powershell once' -and $_.code -match '^Install-PSResource' }).code
        typed  = ($blocks | Where-Object { $_.words -eq 'powershell needs-prompt' }).code
    } {
        $terminal = Open-ReaderTerminal @'
function Install-PSResource {
    param(
        [Parameter(Mandatory, Position = 0)] [string[]] $Name, [string] $Version, [switch] $Prerelease, [string[]] $Repository, [pscredential] $Credential, [string] $Scope,
        [string] $TemporaryPath, [switch] $TrustRepository, [switch] $Reinstall, [switch] $Quiet, [switch] $AcceptLicense, [switch] $NoClobber, [switch] $SkipDependencyCheck,
        [switch] $AuthenticodeCheck, [switch] $PassThru
    )
    foreach ($module in $Name) { if (-not (Get-Module $module -ListAvailable)) { throw "Line | $module is not there." } }
}
'@
        try {
            Send-Block $terminal $vault
            Send-Block $terminal $typed -Answer @(
                @{ Question = '(?i)API key[^\r\n]*:'; Text = $simulator.Key; Asked = $false }
                @{ Question = '(?i)password[^\r\n]*:'; Text = $password; Asked = $false }
            )
            Send-Terminal $terminal '$all = Get-ElevenLabsConnection; "health " + $all.Where{ $_.Name -eq "acme" }.Health + " " + (Get-SecretInfo ElevenCost-acme).VaultName'
            $null = Wait-Terminal $terminal 'health Healthy Personal'
        }
        finally { Close-Terminal $terminal }
    }

    It 'line <line> ends with 1 while the vault is locked, and asks nothing' -Tag Vault -ForEach ($blocks | Where-Object { $_.words -eq 'sh nightly' }) {
        $run = Invoke-Shell $code
        $run.ExitCode | Should -Be 1
        $run.Output + $run.Error | Should -Match 'Unlock-SecretStore'
    }

    It 'lines <line> schedule a script on Windows that unlocks the vault and syncs' -Tag Vault -ForEach @{
        line    = ($blocks | Where-Object { $_.words -like 'powershell windows*' }).line -join ' and '
        once    = ($blocks | Where-Object { $_.words -eq 'powershell windows' }).code
        nightly = ($blocks | Where-Object { $_.words -eq 'powershell windows-nightly' }).code
    } {
        Set-Content (Join-Path $reader.LOCALAPPDATA 'nightly.ps1') $nightly
        $terminal = Open-ReaderTerminal @'
function New-ScheduledTaskAction {
    [CmdletBinding()]
    param([Parameter(Mandatory, Position = 0)] [string] $Execute, [Parameter(Position = 1)] [string] $Argument, [Parameter(Position = 2)] [string] $WorkingDirectory, [string] $Id)
    [pscustomobject]$PSBoundParameters
}
function New-ScheduledTaskTrigger {
    [CmdletBinding()]
    param([Parameter(Mandatory)] [switch] $Daily, [Parameter(Mandatory)] [datetime] $At, [uint32] $DaysInterval, [timespan] $RandomDelay)
    [pscustomobject]@{ Daily = [bool]$Daily; At = $At.ToString('HH:mm') }
}
function Register-ScheduledTask {
    [CmdletBinding()]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $TaskName, [Parameter(Position = 1)] [string] $TaskPath, [Parameter(Mandatory)] [psobject[]] $Action, [psobject[]] $Trigger,
        [psobject] $Settings, [string] $User, [string] $Password, [string] $Description, [ValidateSet('Limited', 'Highest')] [string] $RunLevel, [switch] $Force
    )
    ConvertTo-Json ([pscustomobject]$PSBoundParameters) -Depth 5 | Set-Content ~/task.json
}
'@
        try {
            # The first line asks without a word.
            $lines = $once.Trim() -split "`n"
            $lines[0] | Should -Match '^Read-Host'
            Send-Terminal $terminal $lines[0]
            $null = Wait-Terminal $terminal "\n$"
            Wait-TerminalQuiet $terminal 1500
            Send-Terminal $terminal $password
            $null = Wait-Terminal $terminal 'PS [^>]*> $'
            Send-Block $terminal ($lines[1..99] -join "`n") -Answer @{ Question = 'Password of this account:'; Text = 'of the account'; Asked = $false }
        }
        finally { Close-Terminal $terminal }
        $task = Get-Content (Join-Path $box.User 'task.json') -Raw | ConvertFrom-Json
        $task.TaskName, $task.Trigger[0].Daily, $task.Trigger[0].At, $task.Password | Should -Be 'ElevenCost', $true, '06:00', 'of the account'
        $line = "$($task.Action[0].Execute) $($task.Action[0].Argument)"
        # A copy takes the syncs that the copy before it did not have.
        $copy = 'pwsh -NoProfile -NonInteractive -Command "(Copy-ElevenLabsLedger -To ~/copy.db | Where-Object Connection -EQ acme).SyncsCopied"'
        [int](Invoke-Shell $copy).Output | Should -BeGreaterThan 0
        $run = Invoke-Shell $line -WorkingDirectory '/'
        $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Error)"
        (Invoke-Shell $copy).Output.Trim() | Should -Be 1 -Because 'the task synced once'

        # A vault that does not open is told by the exit code.
        ConvertTo-Secret 'another password' | Export-Clixml (Join-Path $reader.LOCALAPPDATA 'vault.xml')
        (Invoke-Shell $line -WorkingDirectory '/').ExitCode | Should -Be 1
    }

    It 'line <line> opens the vault for good' -Tag Vault -ForEach ($blocks | Where-Object { $_.words -eq 'powershell once' -and $_.code -match '^Set-SecretStoreConfiguration' }) {
        $terminal = Open-ReaderTerminal
        try {
            Send-Block $terminal $code -Answer @(
                @{ Question = '\(default is "Y"\):'; Text = 'y'; Asked = $false }
                @{ Question = '(?i)password[^\r\n]*:'; Text = $password; Asked = $false }
            )
        }
        finally { Close-Terminal $terminal }
    }

    It 'line <line> then syncs every night without a person' -Tag Vault -ForEach ($blocks | Where-Object { $_.words -eq 'sh nightly' -or ($_.words -eq 'crontab' -and $_.code -match 'pwsh') }) {
        $command = $code.Trim() -replace '^[\d*/,-]+ [\d*/,-]+ [\d*/,-]+ [\d*/,-]+ [\d*/,-]+ +'
        $command | Should -Match '^pwsh '
        if ($words -eq 'crontab') { $command | Should -Not -Match '%' -Because 'cron takes it for the end of the command' }

        # cron starts commands in the home folder with little more than this.
        $bare = "env -i HOME='$($box.User)' PATH='$($reader.PATH)' PSModulePath='$($reader.PSModulePath)' SHELL=/bin/sh LOGNAME=reader"
        $file = Join-Path $box.Work 'line.sh'
        Set-Content $file $command
        $run = Invoke-Shell "$bare sh '$file'" -WorkingDirectory $box.User
        $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Error)"
        $run.Output | Should -Match '(?m)^acme +True'
    }
}

Describe 'The README without PowerShell, in one home' -Skip:$IsWindows {
    BeforeAll {
        $script:shop = @{ ELEVENCOST_HOME = Join-Path $box.Path 'command-line' }
        $script:desk = New-Item -ItemType Directory (Join-Path $box.Path 'desk')
        $null = New-Item -ItemType Directory (Join-Path $box.User '.config') -Force
        $key = Join-Path $box.User '.config/elevenlabs.key'
        Set-Content $key $simulator.Key
        chmod 600 $key
    }

    It 'line <line> publishes the command line, connects and answers' -ForEach ($blocks | Where-Object { $_.code -match '^dotnet publish' }) {
        $lines = $code.Trim() -split "`n"
        $run = Invoke-Shell $lines[0] -WorkingDirectory $repository -TimeoutSeconds 400
        $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Error)"
        foreach ($line in $lines[1..99]) {
            $run = Invoke-Shell $line -WorkingDirectory $desk -More $shop
            # That credits run out before the reset is an answer, too.
            $run.ExitCode | Should -BeIn ($line -match '^elevencost quota' ? 0, 1 : @(0)) -Because "$line`n$($run.Error)"
            $run.Error | Should -Not -Match '(?im)^error'
        }

        @(Import-Csv (Join-Path $desk 'cost.csv')).Count | Should -BeGreaterThan 0
    }

    It 'line <line>: <code>' -ForEach ($commands | Where-Object { $_.code -notmatch 'mail|failed=' }) {
        foreach ($line in $code.Trim() -split "`n") {
            $run = Invoke-Shell $line -WorkingDirectory $desk -More $shop
            $run.ExitCode | Should -Be 0 -Because "$line`n$($run.Error)"
        }
    }

    It 'line <line> writes a mail if the command does not end with 0, and none if it does' -ForEach ($commands | Where-Object { $_.code -match 'mail' }) {
        Remove-Item $mails -ErrorAction Ignore
        $alone = $code.Trim() -replace ' \|\|.*'
        $ends = (Invoke-Shell $alone -More $shop).ExitCode

        # The credits run out before the reset; a budget is at risk, passed, or not known.
        $ends | Should -BeIn 0, 1, 2, 69
        $run = Invoke-Shell $code -More $shop
        $run.ExitCode | Should -Be 0
        Test-Path $mails | Should -Be ($ends -ne 0)

        # Where nothing is connected, or the home is not there, the command fails, which is a mail as well.
        Remove-Item $mails -ErrorAction Ignore
        $null = Invoke-Shell $code -More @{ ELEVENCOST_HOME = Join-Path $box.Path 'broken/home' }
        (Get-Content $mails) | Should -Be "-s $([regex]::Match($code, "-s '([^']+)'").Groups[1].Value) ops@example.com"
    }

    It 'line <line> syncs, tests budgets, sends each alert once and ends with what was wrong' -ForEach ($commands | Where-Object { $_.code -match 'failed=' }) {
        ($code.Trim() -split "`n").Count | Should -Be 4
        $night = @{ ELEVENCOST_HOME = Join-Path $box.Path 'night'; ELEVENCOST_ALERT_PAGER = Join-Path $tools 'pager' }
        $pages = Join-Path $box.Path 'pages'
        [IO.File]::WriteAllText($night.ELEVENCOST_ALERT_PAGER, "#!/bin/sh`ncat >> '$pages'`n")
        chmod +x $night.ELEVENCOST_ALERT_PAGER
        foreach ($line in "$($box.User)/elevencost/elevencost connect demo --demo", 'elevencost budget set wide --credits 1000000000', 'elevencost alert set pager --kind program --topics budget') {
            $run = Invoke-Shell $line -More $night
            $run.ExitCode | Should -Be 0 -Because "$line`n$($run.Error)"
        }

        $run = Invoke-Shell $code -More $night
        $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Error)"
        Test-Path $pages | Should -BeFalse

        $null = Invoke-Shell 'elevencost budget set tiny --credits 1' -More $night
        foreach ($time in 'first', 'second') {
            (Invoke-Shell $code -More $night).ExitCode | Should -Be 2 -Because "the budget is passed, the $time time, too"
            $sent = @(Get-Content $pages | ConvertFrom-Json)
            $sent.Count | Should -Be 1
            $sent[0].Topic, $sent[0].Severity | Should -Be 'Budget', 'Critical'
        }

        # A target that fails is the last thing that was wrong.
        Remove-Item $night.ELEVENCOST_ALERT_PAGER
        $null = Invoke-Shell 'elevencost budget set small --amount 0.01' -More $night
        (Invoke-Shell $code -More $night).ExitCode | Should -Be 1
    }

    It 'line <line>, as cron runs it' -ForEach ($blocks | Where-Object { $_.words -eq 'crontab' -and $_.code -match 'elevencost sync' }) {
        $command = $code.Trim() -replace '^[\d*/,-]+ [\d*/,-]+ [\d*/,-]+ [\d*/,-]+ [\d*/,-]+ +'
        $command | Should -Not -Match '%'
        $run = Invoke-Shell $command -WorkingDirectory $box.User -More $shop
        $run.ExitCode | Should -Be 0 -Because (Get-Content (Join-Path $box.User 'elevencost.log') -Raw)
        $run.Output, $run.Error | Should -Be '', ''
        Join-Path $box.User 'elevencost.log' | Should -Exist
    }

    It 'line <line> and the command after it set the same price, and the ledger keeps the change' -ForEach ($blocks | Where-Object { $_.words -eq 'powershell' -and $_.code -match 'Set-ElevenLabsPrice' } | ForEach-Object { $_ + @{
                line2 = ($commands | Where-Object { $_.code -match '^elevencost price set' }).code } }) {
        $prices = foreach ($way in 'cmdlet', 'command') {
            $folder = Join-Path $box.Path "prices-$way"
            $null = New-Item -ItemType Directory $folder
            $here = @{ ELEVENCOST_HOME = $folder }
            switch ($way) {
                'cmdlet' { $null = Invoke-Program 'pwsh' -ArgumentList '-NoProfile', '-NonInteractive', '-Command', ($code -split "`n" -match '^Set-')[0] -Environment (Get-ReaderEnvironment $here) -WorkingDirectory $desk -TimeoutSeconds 60 }
                'command' { $null = Invoke-Shell $line2 -More $here }
            }
            $list = Invoke-Shell 'elevencost price list --source override --output json' -More $here
            $mine = ConvertFrom-Json $list.Output
            $mine.Tier, $mine.MonthlyCredits | Should -Be 'enterprise', 10000000 -Because "$way`n$($list.Error)"
            $list.Output
            $changes = Invoke-Shell 'elevencost ledger changes --output json' -More $here
            (ConvertFrom-Json $changes.Output).Action | Should -Be 'Added' -Because "$way`n$($changes.Error)"
        }
        $prices[0] | Should -Be $prices[1]
    }
}
