#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# The help of every cmdlet is whole, and every example of it, of the pages in docs/ and of the README that needs a vault or another process runs.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:commands = (Import-PowerShellDataFile (Get-ModuleManifestPath)).CmdletsToExport | ForEach-Object { @{ command = $_ } }
    $root = Get-RepositoryRoot
    $pages = @(Get-ChildItem (Join-Path $root 'docs') -Filter *.md) + @(Get-Item (Join-Path $root 'README.md'))
    $script:blocks = foreach ($page in $pages) {
        $text = (Get-Content $page.FullName -Raw).Replace("`r`n", "`n")
        foreach ($match in [regex]::Matches($text, '(?ms)^(?<indent>[ ]*)```powershell(?<words>[^\n]*)\n(?<code>.*?)^[ ]*```')) {
            $line = $text.Substring(0, $match.Index).Split("`n").Count
            $words = @($match.Groups['words'].Value.Trim() -split '\s+' | Where-Object { $_ })
            @{ page = $page.Name; line = $line; words = $words; code = $match.Groups['code'].Value }
        }
    }
}

BeforeAll { Import-Module (Join-Path $PSScriptRoot 'Harness.psm1') }

Describe 'Help' {
    BeforeAll {
        $script:box = Open-TestHome
        $script:help = (Invoke-ModuleScript $box -NonInteractive {
            $all = @{}
            foreach ($command in Get-Command -Module ElevenCost -CommandType Cmdlet) {
                $help = Get-Help $command.Name -Full
                $common = [Management.Automation.Cmdlet]::CommonParameters + [Management.Automation.Cmdlet]::OptionalCommonParameters
                $all[$command.Name] = [pscustomobject]@{
                    Synopsis    = "$($help.Synopsis)".Trim()
                    Description = ($help.description.Text -join "`n").Trim()
                    Parameters  = @($help.parameters.parameter | Where-Object { $_ } | ForEach-Object { [pscustomobject]@{ Name = $_.name; Text = ($_.description.Text -join "`n").Trim(); Required = "$($_.required)"; Pipeline = "$($_.pipelineInput)" } })
                    Real        = @($command.Parameters.Keys | Where-Object { $_ -notin $common -or $_ -in 'WhatIf', 'Confirm' })
                    Inputs      = ($help.inputTypes.inputType | ForEach-Object { "$($_.type.name)".Trim() }) -join ' '
                    Outputs     = ($help.returnValues.returnValue | ForEach-Object { "$($_.type.name)".Trim() }) -join ' '
                    Examples    = @($help.examples.example | ForEach-Object { [pscustomobject]@{ Code = "$($_.code)"; Text = ($_.remarks.Text -join "`n").Trim(); Title = "$($_.title)" } })
                    Links       = @($help.relatedLinks.navigationLink | ForEach-Object { "$($_.linkText)" })
                    Sets        = @($help.syntax.syntaxItem).Count
                    RealSets    = $command.ParameterSets.Count
                    Full        = $help | Out-String -Width 100
                    Confirms    = $command.Parameters.ContainsKey('WhatIf')
                }
            }
            $all.about = (Get-Help about_ElevenCost | Out-String)
            $all
        }).Value[0]
    }

    AfterAll { Close-TestHome $box }

    It '<command> has synopsis, description, inputs, outputs and three examples' -ForEach $commands {
        $page = $help[$command]
        $page.Synopsis | Should -Not -BeNullOrEmpty
        $page.Synopsis | Should -Not -Match "^$command"
        $page.Description.Length | Should -BeGreaterThan 80
        $page.Inputs | Should -Not -BeNullOrEmpty
        $page.Outputs | Should -Not -BeNullOrEmpty
        $page.Examples.Count | Should -BeGreaterOrEqual 3
        foreach ($example in $page.Examples) {
            $example.Code | Should -Match 'ElevenLabs'
            $example.Text | Should -Not -BeNullOrEmpty
        }
        $page.Full | Should -Not -Match '\{\{'
    }

    It '<command> describes each parameter, and none that there is not' -ForEach $commands {
        $page = $help[$command]
        $page.Parameters.Name | Sort-Object | Should -Be ($page.Real | Sort-Object)
        foreach ($parameter in $page.Parameters) { $parameter.Text | Should -Not -BeNullOrEmpty -Because "-$($parameter.Name) needs a description" }
        $page.Sets | Should -Be $page.RealSets
    }

    It 'has about_ElevenCost' {
        $help.about.Length | Should -BeGreaterThan 500
        $help.about | Should -Match 'SecretStore'
    }

    It 'offers -WhatIf on what changes something, and on nothing else' -ForEach @(@{ commands = $commands }) {
        $names = $commands.command
        $names.Count | Should -BeGreaterThan 15
        foreach ($name in $names) { $help[$name].Confirms | Should -Be ($name -notmatch '^(Compare|Find|Get|Show|Test)-') -Because "$name $($name -match '^(Compare|Find|Get|Show|Test)-' ? 'only reads' : 'changes something')" }
    }
}

Describe 'The examples that need a vault, a scheduler or another process run' {
    BeforeAll {
        $script:simulator = Open-Simulator -Days 120
        $script:modulePath = "$(Split-Path (Split-Path (Split-Path (Get-ModuleManifestPath))))$([IO.Path]::PathSeparator)$env:PSModulePath"

        # A home as the examples find it: the demo is connected and synced, and a vault named Personal holds a key.
        $script:template = Open-TestHome
        if (Test-VaultModule) { Add-TestVault $template -Secret @{ ElevenLabs = $simulator.Key } }
        $null = Invoke-ModuleScript $template -NonInteractive {
            $null = Connect-ElevenLabsCost -Demo
            $null = Sync-ElevenLabsUsage -Days 400
        }

        # Runs the example of the test: page, line, words and code are its own.
        function Invoke-Example {
            $words | Where-Object { $_ -notin 'needs-key', 'needs-vault', 'needs-process', 'schedule' } | Should -BeNullOrEmpty
            $box = Open-TestHome
            try {
                Copy-Item $template.Home $box.Home -Recurse
                $environment = @{ PSModulePath = $modulePath }
                if ($words -contains 'needs-vault') { Copy-Item (Join-Path $template.User '.secretmanagement') $box.User -Recurse }
                if ($words -contains 'schedule') { Add-TestScheduler $box $environment }
                if ($words -contains 'needs-key') { $environment.ELEVENLABS_API_KEY = $simulator.Key }
                $run = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Code = $code; Uri = $simulator.Uri } {
                    # Examples name no address; the simulator stands in for ElevenLabs'.
                    if ($p.Code -notmatch '-Demo') { $PSDefaultParameterValues['Connect-ElevenLabsCost:BaseUri'] = $p.Uri }
                    $shown = @(. ([scriptblock]::Create($p.Code)) *>&1)
                    [pscustomobject]@{ Shown = $shown | Out-String -Width 120; Errors = @($shown | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | ForEach-Object { "$($_.FullyQualifiedErrorId): $_" }) }
                }
                $run.Value[0].Errors | Should -BeNullOrEmpty
            }
            finally { Close-TestHome $box }
        }
    }

    AfterAll {
        Close-Simulator $simulator
        Close-TestHome $template
    }

    # The others run in tests/ElevenCost.PowerShell.Tests/ExampleTests.cs; those with not-run would install something or wait for a person,
    # so that their commands are looked up.
    It '<page>, line <line>' -ForEach @($blocks | Where-Object { $_.words -contains 'needs-process' }) { Invoke-Example }

    It '<page>, line <line>, with a vault' -Tag Vault -ForEach @($blocks | Where-Object { $_.words -contains 'needs-vault' }) { Invoke-Example }

    # With a systemd that is made up, for a job starts a PowerShell of its own.
    It '<page>, line <line>, with a scheduler' -Skip:(-not $IsLinux) -ForEach @($blocks | Where-Object { $_.words -contains 'schedule' }) { Invoke-Example }

    It '<page>, line <line>, names commands and parameters that there are' -Tag Vault -ForEach @($blocks | Where-Object { $_.words -contains 'not-run' }) {
        $box = Open-TestHome
        try {
            $r = (Invoke-ModuleScript $box -NonInteractive -Parameter @{ Code = $code; Root = Get-RepositoryRoot } {
                Set-Location $p.Root
                Import-Module Microsoft.PowerShell.SecretStore
                $problems = $null
                $tree = [Management.Automation.Language.Parser]::ParseInput($p.Code, [ref]$null, [ref]$problems)
                $problems | ForEach-Object { "$_" }
                foreach ($call in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
                    $name = $call.GetCommandName()
                    $command = Get-Command $name -ErrorAction Ignore
                    # Comes with PowerShell, though not with every build of it.
                    if (-not $command -and $name -eq 'Install-PSResource') { continue }
                    if (-not $command) { "There is no command '$name'."; continue }
                    foreach ($parameter in $call.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] }) {
                        if ($command.Parameters -and -not $command.Parameters.ContainsKey($parameter.ParameterName)) { "'$name' has no parameter '$($parameter.ParameterName)'." }
                    }
                }
            }).Value
            $r | Should -BeNullOrEmpty
        }
        finally { Close-TestHome $box }
    }
}
