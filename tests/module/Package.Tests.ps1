#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:manifest = Get-ModuleManifestPath
    $script:folder = Split-Path $manifest
    $script:root = Get-RepositoryRoot
}

Describe 'The package' {
    BeforeAll { $script:data = Import-PowerShellDataFile $manifest }

    It 'has a manifest that is valid and whole' {
        $box = Open-TestHome
        try {
            $tested = (Invoke-ModuleScript $box -NonInteractive -NoImport { Test-ModuleManifest $env:ELEVENCOST_TEST_MODULE -WarningVariable w -ErrorVariable e | Select-Object Name, Version, Author, Description; @($w).Count; @($e).Count }).Value
            $tested[0].Name | Should -Be 'ElevenCost'
            $tested[1..2] | Should -Be 0, 0
        }
        finally { Close-TestHome $box }
        $data.PowerShellVersion | Should -Be '7.4'
        $data.CompatiblePSEditions | Should -Be 'Core'
        $data.Description, $data.Author, $data.GUID, $data.Copyright | Should -Not -Contain $null
        $metadata = $data.PrivateData.PSData
        $metadata.Tags.Count | Should -BeGreaterThan 3
        $metadata.LicenseUri, $metadata.ProjectUri, $metadata.IconUri | ForEach-Object { $_ | Should -Match '^https://' }
        $metadata.ReleaseNotes | Should -Not -BeNullOrEmpty
    }

    It 'has one version: of the folder, the manifest and the assemblies' {
        Split-Path $folder -Leaf | Should -Be $data.ModuleVersion
        foreach ($name in 'ElevenCost.dll', 'ElevenCost.PowerShell.dll') {
            $version = [Reflection.AssemblyName]::GetAssemblyName((Join-Path $folder $name)).Version
            "$($version.Major).$($version.Minor).$($version.Build)" | Should -Be $data.ModuleVersion
        }
        (Import-PowerShellDataFile (Join-Path $root 'ElevenCost.psd1')).ModuleVersion | Should -Be $data.ModuleVersion
    }

    It 'exports the commands that there are, by name' {
        $box = Open-TestHome
        try { $commands = (Invoke-ModuleScript $box -NonInteractive { [pscustomobject]@{ Names = @((Get-Command -Module ElevenCost -CommandType Cmdlet).Name); Aliases = @((Get-Module ElevenCost).ExportedAliases.Keys) } }).Value[0] }
        finally { Close-TestHome $box }
        $commands.Names | Sort-Object | Should -Be ($data.CmdletsToExport | Sort-Object)
        $commands.Aliases | Should -Be $data.AliasesToExport
        $data.CmdletsToExport + $data.FunctionsToExport + $data.AliasesToExport + $data.VariablesToExport | Should -Not -Match '\*'
        $sources = Get-ChildItem (Join-Path $root 'src/ElevenCost.PowerShell/Commands') -Filter *.cs | Where-Object { (Get-Content $_.FullName -Raw) -match '\[Cmdlet\(' }
        $sources.Count | Should -Be $data.CmdletsToExport.Count
        foreach ($source in $sources) { Get-Content $source.FullName -Raw | Should -Match 'public sealed class' }
    }

    It 'holds the few files that it needs' {
        $files = Get-ChildItem $folder -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($folder, $_.FullName).Replace('\', '/') } | Sort-Object

        # Compiled ahead for this platform, by the SDK's .NET.
        Push-Location $root
        try { $net = (dotnet --version).Split('.')[0] } finally { Pop-Location }
        $ahead = "engine/net$net.0-$([Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier)/ElevenCost.Engine.dll"
        $files | Should -Be (@(
            $ahead
            'ElevenCost.dll', 'ElevenCost.Format.ps1xml', 'ElevenCost.PowerShell.dll', 'ElevenCost.psd1', 'ElevenCost.Types.ps1xml', 'LICENSE'
            'en-US/about_ElevenCost.help.txt', 'en-US/ElevenCost.PowerShell.dll-Help.xml'
            'engine/ElevenCost.Engine.dll', 'engine/Microsoft.Extensions.Caching.Abstractions.dll', 'engine/Microsoft.Extensions.Caching.Memory.dll'
            'engine/Microsoft.Extensions.DependencyInjection.Abstractions.dll', 'engine/Microsoft.Extensions.Logging.Abstractions.dll'
            'engine/Microsoft.Extensions.Options.dll', 'engine/Microsoft.Extensions.Primitives.dll', 'engine/Polly.Core.dll', 'engine/System.Diagnostics.DiagnosticSource.dll'
            # How many columns of a terminal a text takes.
            'engine/Wcwidth.dll'
            # Charts at the prompt.
            'engine/Spectre.Console.dll', 'engine/Spectre.Console.Ansi.dll'
            # Workbooks, and Parquet with what it compresses by.
            'engine/SpreadCheetah.dll', 'engine/Parquet.dll', 'engine/CommunityToolkit.HighPerformance.dll', 'engine/K4os.Compression.LZ4.dll'
            'engine/Microsoft.IO.RecyclableMemoryStream.dll', 'engine/Snappier.dll', 'engine/ZstdSharp.dll'
            # The databases of the ledger, and SQLite's library for each platform.
            'engine/Microsoft.Data.Sqlite.dll', 'engine/Npgsql.dll'
            # Mail.
            'engine/BouncyCastle.Cryptography.dll', 'engine/MailKit.dll', 'engine/Microsoft.Bcl.Cryptography.dll', 'engine/MimeKit.dll'
            'engine/System.Formats.Asn1.dll', 'engine/System.Security.Cryptography.Pkcs.dll'
            'engine/SQLitePCLRaw.batteries_v2.dll', 'engine/SQLitePCLRaw.core.dll', 'engine/SQLitePCLRaw.provider.e_sqlite3.dll'
            'linux-x64', 'linux-arm64', 'linux-musl-x64', 'linux-musl-arm64' | ForEach-Object { "engine/runtimes/$_/native/libe_sqlite3.so" }
            'osx-x64', 'osx-arm64' | ForEach-Object { "engine/runtimes/$_/native/libe_sqlite3.dylib" }
            'win-x64', 'win-arm64' | ForEach-Object { "engine/runtimes/$_/native/e_sqlite3.dll" }
        ) | Sort-Object)
    }

    It 'brings nothing of PowerShell''s or the test''s own' {
        Get-ChildItem $folder -Recurse -Filter *.dll | ForEach-Object Name | Should -Not -Match '^(System\.Management\.Automation|System\.Text\.Json|xunit|ElevenLabs)'
    }
}

Describe 'The scripts' {
    It 'show the demo as ./build.ps1 Demo does, and leave nothing behind' {
        $box = Open-TestHome
        try {
            $start = @{
                ArgumentList = '-NoProfile', '-NonInteractive', '-File', (Join-Path $root 'build/Show-Demo.ps1'), '-Module', (Get-ModuleManifestPath)
                Environment  = Get-ChildEnvironment $box @{ TMPDIR = $box.Work; TEMP = $box.Work; TMP = $box.Work }
            }
            $process = Open-Process 'pwsh' @start
            $problem = $process.StandardError.ReadToEndAsync()
            $shown = $process.StandardOutput.ReadToEnd()
            $process.WaitForExit()
            $process.ExitCode | Should -Be 0 -Because $problem.Result
            $problem.Result | Should -BeNullOrEmpty
            @([regex]::Matches($shown, '(?m)^PS> (\S+)') | ForEach-Object { $_.Groups[1].Value }) |
                Should -Be 'Connect-ElevenLabsCost', 'Sync-ElevenLabsUsage', 'Get-ElevenLabsCost', 'Get-ElevenLabsCost', 'Get-ElevenLabsCostForecast', 'Find-ElevenLabsCostAnomaly', 'Compare-ElevenLabsCost', 'Get-ElevenLabsCoverage'
            $shown | Should -Match '(?m)^demo '
            $shown | Should -Match '(?m)^Date +Credits +Requests +Consumed \(USD\) +Completeness'
            Get-ChildItem $box.Work, $box.Home -Filter elevencost* -ErrorAction Ignore | Should -BeNullOrEmpty
            Test-Path $box.Home | Should -BeFalse
        }
        finally {
            if ($process) { Close-Process $process }
            Close-TestHome $box
        }
    }

    It 'give PSScriptAnalyzer nothing to find' -Tag Analyzer {
        $found = pwsh -NoProfile -NonInteractive -File (Join-Path $root 'build/Invoke-Analysis.ps1') -Path $root 2>&1 | Out-String -Width 200
        $LASTEXITCODE | Should -Be 0 -Because $found
        $found | Should -Match 'finds nothing in \d\d+ scripts'
    }
}
