#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# Where and how the module is loaded: jobs, runspaces, twice, beside others, in strict and in constrained sessions.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:simulator = Open-Simulator -Days 20
    $script:environment = @{ ELEVENLABS_API_KEY = $simulator.Key }
    $script:box = Open-TestHome
    $null = Invoke-ModuleScript $box -NonInteractive -Environment $environment -Parameter @{ Uri = $simulator.Uri } {
        $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri
        $null = Connect-ElevenLabsCost -Demo
        $null = Sync-ElevenLabsUsage -Days 10
    }
}

AfterAll {
    Close-Simulator $simulator
    Close-TestHome $box
}

Describe 'Jobs and threads' {
    BeforeAll {
        $script:r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment -TimeoutSeconds 120 {
            $r = [ordered]@{}
            $r.Here = @(Get-ElevenLabsCost acme -Last 5d -GroupBy Model)
            $job = Start-Job { Import-Module ([Environment]::GetEnvironmentVariable('ELEVENCOST_TEST_MODULE')); Get-ElevenLabsCost acme -Last 5d -GroupBy Model; Sync-ElevenLabsUsage demo -Days 1; Get-ElevenLabsConnection acme }
            $received = @($job | Wait-Job | Receive-Job)
            $r.Job = @($received | Where-Object { $_.PSObject.TypeNames -contains 'Deserialized.ElevenCost.CostRecord' })
            $r.JobTypes = @($received | ForEach-Object { @($_.PSObject.TypeNames -like 'Deserialized.ElevenCost.*' -notlike '*#*')[0] } | Select-Object -Unique)
            $r.JobCost = $r.Job[0].Cost.GetType().Name
            $r.JobDate = "$($r.Job[0].Date.GetType().Name) $($r.Job[0].Date.Kind)"
            $r.JobView = $r.Job | Out-String -Width 120
            $r.JobBack = @($received | Where-Object { $_.PSObject.TypeNames -contains 'Deserialized.ElevenCost.Connection' } | Get-ElevenLabsCost -Last 5d -GroupBy Model).Count
            $r.Thread = @(Start-ThreadJob { Import-Module ([Environment]::GetEnvironmentVariable('ELEVENCOST_TEST_MODULE')); Get-ElevenLabsCost acme -Last 5d -GroupBy Model } | Wait-Job | Receive-Job)
            $r.Parallel = @(1..8 | ForEach-Object -Parallel {
                Import-Module ([Environment]::GetEnvironmentVariable('ELEVENCOST_TEST_MODULE'))
                $cost = Get-ElevenLabsCost acme -Last 5d -Granularity Total
                [pscustomobject]@{ Synced = (Sync-ElevenLabsUsage ($_ % 2 ? 'acme' : 'demo') -Days 3).Succeeded; Cost = $cost.Cost }
            } -ThrottleLimit 4)
            $shells = foreach ($name in 'acme', 'demo') {
                $shell = [powershell]::Create().AddScript('param($name) Import-Module $env:ELEVENCOST_TEST_MODULE; Sync-ElevenLabsUsage $name -Days 8 -Force; Get-ElevenLabsCost $name -Last 5d -Granularity Total').AddArgument($name)
                [pscustomobject]@{ Shell = $shell; Handle = $shell.BeginInvoke() }
            }
            $r.Runspaces = @($shells | ForEach-Object { $_.Shell.EndInvoke($_.Handle); $_.Shell.Streams.Error | ForEach-Object { "error: $_" }; $_.Shell.Dispose() })
            $r.Errors = @($Error | ForEach-Object { "$_" })
            [pscustomobject]$r
        }).Value[0]
    }

    It 'gives the same in a job, with money as decimal and days as DateTime' {
        $r.Job.Count | Should -Be $r.Here.Count
        $r.Job.Cost | Should -Be $r.Here.Cost
        $r.Job.Date | Should -Be $r.Here.Date
        $r.JobCost | Should -Be 'Decimal'
        $r.JobDate | Should -Be 'DateTime Unspecified'
        $r.JobTypes | Should -Be 'Deserialized.ElevenCost.CostRecord', 'Deserialized.ElevenCost.SyncResult', 'Deserialized.ElevenCost.Connection'
    }

    It 'shows what came from a job, and takes it from the pipeline' {
        $r.JobView | Should -Match '(?m)^\s*Date .*Cost Currency'
        $r.JobView | Should -Match 'eleven_flash_v2_5 .*\d\.\d{4} USD'
        $r.JobBack | Should -Be $r.Here.Count
    }

    It 'works in a thread job, in ForEach-Object -Parallel and in two runspaces at once' {
        $r.Thread.Cost | Should -Be $r.Here.Cost
        $r.Parallel.Count | Should -Be 8
        $r.Parallel.Synced | Should -Not -Contain $false
        $r.Parallel.Cost | Sort-Object -Unique | Should -HaveCount 1
        $r.Runspaces.Count | Should -Be 4
        $r.Runspaces[0].Succeeded, $r.Runspaces[2].Succeeded | Should -Be $true, $true
        $r.Errors | Should -BeNullOrEmpty
    }
}

Describe 'Importing' {
    It 'into a runspace as it opens, with views that may change or not, and reads and writes nothing' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment {
            $env:ELEVENCOST_HOME = Join-Path $HOME 'not there'
            # In processes of their own, which have not imported it before: an import makes ready once a process, and beside what follows.
            foreach ($fixed in $false, $true) {
                Start-Job -ArgumentList $fixed, $env:ELEVENCOST_TEST_MODULE {
                    $state = [initialsessionstate]::CreateDefault2()
                    $state.DisableFormatUpdates = $args[0]
                    $state.ImportPSModule([string[]]$args[1])
                    $space = [runspacefactory]::CreateRunspace($state)
                    $space.Open()
                    $shell = [powershell]::Create()
                    $shell.Runspace = $space
                    $found = $shell.AddScript('(Get-Command -Module ElevenCost -CommandType Cmdlet).Count; @($Error).Count').Invoke()
                    Start-Sleep -Milliseconds 700
                    $shell.Dispose()
                    $space.Dispose()
                    [pscustomobject]@{ Found = "$found"; Made = Test-Path $env:ELEVENCOST_HOME }
                } | Wait-Job | Receive-Job
            }
        }).Value
        $count = (Import-PowerShellDataFile (Get-ModuleManifestPath)).CmdletsToExport.Count
        $r.Found | Should -Be "$count 0", "$count 0"
        $r.Made | Should -Be $false, $false
    }

    It 'twice, with -Force, removed and again' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment {
            $r = [ordered]@{}
            $count = { @(Get-ElevenLabsCost acme -Last 5d -GroupBy Model).Count }
            $r.First = & $count
            Import-Module $env:ELEVENCOST_TEST_MODULE
            $r.Loaded = @(Get-Module ElevenCost).Count
            $r.Again = & $count
            Import-Module $env:ELEVENCOST_TEST_MODULE -Force
            $r.Forced = & $count
            $r.ForcedView = Get-ElevenLabsCost acme -Last 5d -GroupBy Model | Out-String
            Remove-Module ElevenCost
            $r.Gone = @(Get-Command *-ElevenLabs* -ErrorAction Ignore -ListImported).Count
            Import-Module $env:ELEVENCOST_TEST_MODULE
            $r.Back = & $count
            # Before a sync, which may find more usage of today.
            $r.View = Get-ElevenLabsCost acme -Last 5d -GroupBy Model | Out-String
            $r.Synced = (Sync-ElevenLabsUsage acme -Days 2).Succeeded
            $r.Errors = @($Error | ForEach-Object { "$_" })
            [pscustomobject]$r
        }).Value[0]
        $r.Loaded | Should -Be 1
        $r.First | Should -BeGreaterThan 0
        $r.Again, $r.Forced, $r.Back | Should -Be $r.First, $r.First, $r.First
        $r.Gone | Should -Be 0
        $r.Synced | Should -BeTrue
        $r.View | Should -Match 'Model'
        $r.View | Should -Be $r.ForcedView
        $r.Errors | Should -BeNullOrEmpty
    }

    It 'by its name, and by itself when a command is used, from a folder of modules' {
        $folder = Split-Path (Split-Path (Split-Path (Get-ModuleManifestPath)))
        $path = "$folder$([IO.Path]::PathSeparator)$env:PSModulePath"
        $r = (Invoke-ModuleScript $box -NonInteractive -NoImport -Environment @{ PSModulePath = $path; PSModuleAnalysisCachePath = $null } {
            @(Get-ElevenLabsConnection).Name
        }).Value
        $r | Should -Be 'acme', 'demo'
    }

    It 'makes the public types known by name, and keeps the engine out of sight' {
        $r = (Invoke-ModuleScript $box -NonInteractive {
            [pscustomobject]@{
                Type     = [ElevenCost.CostRecord].FullName
                Enum     = "$([ElevenCost.Granularity]::Month)"
                Is       = (Get-ElevenLabsCost acme -Last 1d)[0] -is [ElevenCost.CostRecord]
                Others   = @([ElevenCost.UsageRecord], [ElevenCost.SyncResult], [ElevenCost.Connection], [ElevenCost.Capability], [ElevenCost.CoverageRecord], [ElevenCost.Timeframe], [ElevenCost.CostBasis], [ElevenCost.Dimension]).Count
                Contexts = @([Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object { $context = $_; $context.Assemblies | Where-Object { $_.GetName().Name -match '^(ElevenCost|Polly|Microsoft\.Extensions)' } | ForEach-Object { "$($context.Name)/$($_.GetName().Name)" } })
            }
        }).Value[0]
        $r.Type | Should -Be 'ElevenCost.CostRecord'
        $r.Enum | Should -Be 'Month'
        $r.Is | Should -BeTrue
        $r.Others | Should -Be 8
        $r.Contexts | Should -Contain 'Default/ElevenCost'
        $r.Contexts | Should -Not -Contain 'Default/ElevenCost.Engine'
        @($r.Contexts -like '*/ElevenCost.Engine') | Should -HaveCount 1
        @($r.Contexts -like '*/ElevenCost') | Should -HaveCount 1
        $r.Contexts | Should -Not -Match '^Default/(Polly|Microsoft\.Extensions)'
    }

    It 'takes the engine that was compiled ahead for this .NET on this platform, and the other one where there is none' {
        $built = Split-Path (Get-ModuleManifestPath)
        $copy = Join-Path $box.Home "portable/ElevenCost/$(Split-Path $built -Leaf)"
        $null = New-Item -ItemType Directory (Split-Path $copy) -Force
        Copy-Item $built $copy -Recurse
        # It is compiled ahead for the SDK's .NET, which an older PowerShell does not run on.
        Push-Location (Get-RepositoryRoot)
        try { $net = [int](dotnet --version).Split('.')[0] } finally { Pop-Location }
        $ahead = "engine/net$net.0-$([Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)"
        Remove-Item (Join-Path $copy $ahead) -Recurse
        $taken = $net -eq [Environment]::Version.Major ? $ahead : 'engine'
        foreach ($case in @(@{ Folder = $built; Expected = $taken }, @{ Folder = $copy; Expected = 'engine' })) {
            $r = (Invoke-ModuleScript $box -NonInteractive -NoImport -Parameter @{ Manifest = Join-Path $case.Folder 'ElevenCost.psd1' } {
                Import-Module $p.Manifest
                $cost = @(Get-ElevenLabsCost acme -Last 1d)
                $engine = [Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object Assemblies | Where-Object { $_.GetName().Name -eq 'ElevenCost.Engine' }
                [pscustomobject]@{ Rows = $cost.Count; Location = @($engine.Location) }
            }).Value[0]
            $r.Rows | Should -BeGreaterThan 0
            $r.Location | Should -Be (Join-Path $case.Folder "$($case.Expected)/ElevenCost.Engine.dll")
        }
    }

    It 'beside a module that has brought other versions of our dependencies, <order>' -ForEach @(
        @{ order = 'before ours'; first = $true }
        @{ order = 'after ours'; first = $false }
    ) {
        $r = (Invoke-ModuleScript $box -NonInteractive -NoImport -Environment $environment -Parameter @{ First = $first } {
            $r = [ordered]@{}
            $folder = New-Item -ItemType Directory (Join-Path $HOME "others-$($p.First)")
            $names = 'Polly.Core', 'Microsoft.Extensions.Caching.Memory', 'Microsoft.Extensions.Caching.Abstractions', 'Microsoft.Extensions.Options', 'Microsoft.Extensions.Primitives', 'Microsoft.Extensions.Logging.Abstractions', 'Microsoft.Extensions.DependencyInjection.Abstractions'
            # Add-Type gives its assemblies random names; its compiler gives those that are asked for.
            Add-Type 'public class LoadsTheCompiler { }'
            $options = [Microsoft.CodeAnalysis.CSharp.CSharpCompilationOptions]::new('DynamicallyLinkedLibrary')
            $references = [Microsoft.CodeAnalysis.MetadataReference[]]@([Microsoft.CodeAnalysis.MetadataReference]::CreateFromFile([object].Assembly.Location))
            foreach ($name in $names) {
                $source = "[assembly: System.Reflection.AssemblyVersion(""99.1.2.3"")] public class Other$($name.Replace('.', '')) { }"
                $tree = [Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree]::ParseText($source)
                $made = [Microsoft.CodeAnalysis.CSharp.CSharpCompilation]::Create($name, [Microsoft.CodeAnalysis.SyntaxTree[]]@($tree), $references, $options)
                if (-not ([Microsoft.CodeAnalysis.FileSystemExtensions]::Emit($made, (Join-Path $folder "$name.dll")).Success)) { throw "$name does not compile." }
            }
            Set-Content (Join-Path $folder 'Others.psm1') 'function Get-Other { [OtherPollyCore]::new().GetType().Assembly.GetName().Version.ToString() }'
            New-ModuleManifest (Join-Path $folder 'Others.psd1') -RootModule Others.psm1 -RequiredAssemblies ($names | ForEach-Object { "$_.dll" }) -FunctionsToExport Get-Other
            if ($p.First) { Import-Module (Join-Path $folder 'Others.psd1') } else { Import-Module $env:ELEVENCOST_TEST_MODULE; $null = Sync-ElevenLabsUsage acme -Days 1 }
            if ($p.First) { Import-Module $env:ELEVENCOST_TEST_MODULE } else { Import-Module (Join-Path $folder 'Others.psd1') }
            $r.Other = Get-Other
            $r.Synced = (Sync-ElevenLabsUsage acme -Days 3 -Force).Succeeded
            $r.Cost = @(Get-ElevenLabsCost acme -Last 3d -GroupBy Model).Count
            $r.Versions = @([AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -eq 'Polly.Core' } | ForEach-Object { "$($_.GetName().Version)" } | Sort-Object)
            $r.Sources = @([Runtime.Loader.AssemblyLoadContext]::All | ForEach-Object { $context = $_.Name; $_.Assemblies | Where-Object { $_.GetName().Name -eq 'System.Diagnostics.DiagnosticSource' } | ForEach-Object { "$context $($_.GetName().Version.Major) $(Split-Path $_.Location)" } } | Sort-Object)
            # Beside PowerShell, or in the shared .NET where PowerShell is a .NET tool.
            $own = [Diagnostics.Activity].Assembly
            $r.Host = "Default $($own.GetName().Version.Major) $(Split-Path $own.Location)"
            $r.Errors = @($Error | ForEach-Object { "$_" })
            [pscustomobject]$r
        }).Value[0]
        # The one of these that the host has loaded itself, so that no module can replace it: its own stays, and ours is not needed.
        $r.Sources | Should -Be $r.Host
        $r.Other | Should -Be '99.1.2.3'
        $r.Synced | Should -BeTrue
        $r.Cost | Should -BeGreaterThan 0
        $r.Versions | Should -HaveCount 2
        $r.Errors | Should -BeNullOrEmpty
    }
}

Describe 'Sessions that are strict' {
    It 'Set-StrictMode -Version Latest' {
        $r = (Invoke-ModuleScript $box -NonInteractive -NoImport -Environment $environment {
            Set-StrictMode -Version Latest
            $ErrorActionPreference = 'Stop'
            Import-Module $env:ELEVENCOST_TEST_MODULE
            $null = Connect-ElevenLabsCost strict -Demo
            $null = Sync-ElevenLabsUsage acme, strict -Days 2
            $shown = Get-ElevenLabsConnection | Out-String
            $shown += Get-ElevenLabsCost acme -Last 2d -GroupBy Model | Out-String
            $shown += Get-ElevenLabsCost acme -Last 2d -GroupBy Model | Format-List | Out-String
            $shown += Get-ElevenLabsUsage acme -Last 1d | Out-String
            $shown += Get-ElevenLabsCoverage acme | Out-String
            $shown += Test-ElevenLabsConnection acme | Out-String
            $shown += Sync-ElevenLabsUsage acme -Days 2 | Out-String
            $null = TabExpansion2 'Get-ElevenLabsCost -Model e' 27
            Disconnect-ElevenLabsCost strict
            $shown
        }).Value[0]
        $r | Should -Match 'acme'
    }

    It 'ConstrainedLanguage' {
        $r = (Invoke-ModuleScript $box -NonInteractive -Environment $environment {
            $shell = [powershell]::Create()
            $null = $shell.AddScript('Import-Module $env:ELEVENCOST_TEST_MODULE; $ExecutionContext.SessionState.LanguageMode = "ConstrainedLanguage"').Invoke()
            $shell.Commands.Clear()
            $null = $shell.AddScript('
                "$($ExecutionContext.SessionState.LanguageMode)"
                $null = Connect-ElevenLabsCost constrained -Demo
                "$((Sync-ElevenLabsUsage acme, constrained -Days 2).Succeeded)"
                @(Get-ElevenLabsCost acme -Last 2d -GroupBy Model).Count
                Get-ElevenLabsCost acme -Last 2d -GroupBy Model | Out-String
                Get-ElevenLabsConnection | Out-String
                Test-ElevenLabsConnection acme -Quiet
                Disconnect-ElevenLabsCost constrained')
            $shell.Invoke()
            $shell.Streams.Error | ForEach-Object { "error: $_" }
        }).Value
        $r[0] | Should -Be 'ConstrainedLanguage'
        $r[1] | Should -Be 'True True'
        $r[2] | Should -BeGreaterThan 0
        $r[3] | Should -Match 'Model'
        $r[4] | Should -Match 'acme'
        $r[5] | Should -BeTrue
        $r.Count | Should -Be 6
    }
}

Describe 'Home' {
    It 'is what ELEVENCOST_HOME says at the time of the command, else a folder of the user''s' {
        $r = (Invoke-ModuleScript $box -NonInteractive {
            $r = [ordered]@{}
            $r.Here = @(Get-ElevenLabsConnection).Name
            $env:ELEVENCOST_HOME = Join-Path $HOME 'elsewhere'
            $null = Connect-ElevenLabsCost there -Demo
            $r.There = @(Get-ElevenLabsConnection).Name
            $env:ELEVENCOST_HOME = $null
            $null = Connect-ElevenLabsCost user -Demo
            $r.User = @(Get-ElevenLabsConnection).Name
            $r.Folder = Test-Path (Join-Path ([Environment]::GetFolderPath('LocalApplicationData')) 'ElevenCost/connections.json')
            [pscustomobject]$r
        }).Value[0]
        $r.Here | Should -Be 'acme', 'demo'
        $r.There | Should -Be 'there'
        $r.User | Should -Be 'user'
        $r.Folder | Should -BeTrue
    }
}
