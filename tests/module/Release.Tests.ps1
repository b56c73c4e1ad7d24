#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# A release made of what is built, and installed as the README says: each way in a home of its own, from the release's files alone.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $text = (Get-Content (Join-Path (Get-RepositoryRoot) 'README.md') -Raw).Replace("`r`n", "`n")
    $script:blocks = foreach ($match in [regex]::Matches($text, '(?ms)^```(?<shell>sh|powershell) release\n(?<code>.*?)^```[ ]*$')) {
        @{ line = $text.Substring(0, $match.Index).Split("`n").Count; shell = $match.Groups['shell'].Value; code = $match.Groups['code'].Value.Trim() }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Harness.psm1')
    $script:root = Get-RepositoryRoot
    $script:version = (Import-PowerShellDataFile (Join-Path $root 'ElevenCost.psd1')).ModuleVersion
    $script:box = Open-TestHome
    $script:release = Join-Path $box.Path 'release'

    # The user's own account, whose packages are restored. No server of the build stays.
    $start = @{
        ArgumentList = '-NoProfile', '-NonInteractive', '-File', (Join-Path $root 'build/New-Release.ps1'), '-NoBuild', '-OutputPath', $release
        Environment  = @{ UseSharedCompilation = 'false'; MSBUILDDISABLENODEREUSE = '1'; DOTNET_NOLOGO = '1'; DOTNET_CLI_TELEMETRY_OPTOUT = '1' }
    }
    $script:made = Invoke-Program 'pwsh' @start -WorkingDirectory $box.Work -TimeoutSeconds 240

    # A reader's account. What is installed reads no file of the repository.
    function Get-ReaderEnvironment($TestHome, [hashtable] $More = @{}) {
        $environment = Get-ChildEnvironment $TestHome @{
            ELEVENCOST_TEST_MODULE = $null; PSModulePath = $null; NUGET_PACKAGES = $null
            DOTNET_CLI_HOME = $TestHome.User; DOTNET_NOLOGO = '1'; DOTNET_CLI_TELEMETRY_OPTOUT = '1'; DOTNET_SKIP_FIRST_TIME_EXPERIENCE = '1'
        }
        foreach ($name in $More.Keys) { $environment[$name] = $More[$name] }
        $environment
    }

    function Get-Entry([string] $Archive) {
        $zip = [IO.Compression.ZipFile]::OpenRead((Join-Path $release $Archive))
        try { foreach ($entry in $zip.Entries) { [pscustomobject]@{ Name = $entry.FullName; Time = $entry.LastWriteTime.DateTime } } }
        finally { $zip.Dispose() }
    }

    function Get-EntryContent([string] $Archive, [string] $Like) {
        $zip = [IO.Compression.ZipFile]::OpenRead((Join-Path $release $Archive))
        try {
            $memory = [IO.MemoryStream]::new()
            $stream = ($zip.Entries | Where-Object FullName -Like $Like | Select-Object -First 1).Open()
            $stream.CopyTo($memory)
            , $memory.ToArray()
        }
        finally { $zip.Dispose() }
    }

    function Get-EntryText([string] $Archive, [string] $Like) { [Text.Encoding]::UTF8.GetString((Get-EntryContent $Archive $Like)).TrimStart([char]0xFEFF) }
}

AfterAll { Close-TestHome $box }

Describe 'A release' {
    It 'is made of what was built' {
        $made.ExitCode | Should -Be 0 -Because "$($made.Output)$($made.Error)"
        (Get-ChildItem $release).Name | Sort-Object | Should -Be (@(
            "ElevenCost.$version.cdx.json", "ElevenCost.$version.nupkg", "ElevenCost.$version.zip", "ElevenCost.Cli.$version.cdx.json", "ElevenCost.Cli.$version.nupkg", 'SHA256SUMS'
        ) | Sort-Object)
    }

    It 'has the same files in the module''s zip and package, those of the built module' {
        $folder = Split-Path (Get-ModuleManifestPath)
        $built = Get-ChildItem $folder -Recurse -File | ForEach-Object { [IO.Path]::GetRelativePath($folder, $_.FullName).Replace('\', '/') } | Sort-Object -CaseSensitive
        (Get-Entry "ElevenCost.$version.zip").Name -replace "^ElevenCost/$([regex]::Escape($version))/" | Sort-Object -CaseSensitive | Should -Be $built
        (Get-Entry "ElevenCost.$version.nupkg").Name | Where-Object { $_ -notmatch '^(_rels/|package/|\[Content_Types\]|[^/]+\.nuspec$)' } | Sort-Object -CaseSensitive | Should -Be $built
    }

    It 'describes the module as the gallery wants it' {
        $metadata = ([xml](Get-EntryText "ElevenCost.$version.nupkg" '*.nuspec')).package.metadata
        $metadata.id, $metadata.version | Should -Be 'ElevenCost', $version
        'PSModule', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS', 'ElevenLabs' | ForEach-Object { -split $metadata.tags | Should -Contain $_ }
        $metadata.authors, $metadata.description, $metadata.licenseUrl, $metadata.projectUrl, $metadata.iconUrl, $metadata.releaseNotes | ForEach-Object { $_ | Should -Not -BeNullOrEmpty }
    }

    It 'holds the command line for every platform in one package, and nothing for developers' {
        $package = "ElevenCost.Cli.$version.nupkg"
        $metadata = ([xml](Get-EntryText $package '*.nuspec')).package.metadata
        $metadata.id, $metadata.version, $metadata.license.InnerText, $metadata.readme, $metadata.packageTypes.packageType.name | Should -Be 'ElevenCost.Cli', $version, 'MIT', 'README.md', 'DotnetTool'
        Get-EntryText $package 'tools/*/DotnetToolSettings.xml' | Should -Match 'Name="elevencost"'
        $names = (Get-Entry $package).Name
        foreach ($platform in 'linux-x64', 'linux-arm64', 'linux-musl-x64', 'linux-musl-arm64', 'osx-x64', 'osx-arm64', 'win-x64', 'win-arm64') {
            $names | Where-Object { $_ -like "tools/net8.0/any/runtimes/$platform/native/*e_sqlite3.*" } | Should -HaveCount 1 -Because $platform
        }
        $names | Should -Not -Match '\.pdb$|\.xml(?<!DotnetToolSettings\.xml|\[Content_Types\]\.xml)$|/(android|browser|ios|maccatalyst)'
    }

    It 'depends on neither the time nor the folder of the build' {
        foreach ($archive in "ElevenCost.$version.zip", "ElevenCost.$version.nupkg", "ElevenCost.Cli.$version.nupkg") {
            $entries = @(Get-Entry $archive)
            $entries.Time | Sort-Object -Unique | Should -Be ([datetime]::new(1980, 2, 1))
            $sorted = [string[]]$entries.Name
            [Array]::Sort($sorted, [StringComparer]::Ordinal)
            $entries.Name | Should -Be $sorted
        }
        $paths = @($root, $HOME)
        foreach ($name in "ElevenCost.$version.zip|*/ElevenCost.dll", "ElevenCost.$version.zip|*/ElevenCost.PowerShell.dll", "ElevenCost.$version.zip|*/engine/ElevenCost.Engine.dll", "ElevenCost.Cli.$version.nupkg|*/ElevenCost.Cli.dll") {
            $archive, $like = $name.Split('|')
            $bytes = Get-EntryContent $archive $like
            foreach ($text in [Text.Encoding]::Latin1.GetString($bytes), [Text.Encoding]::Unicode.GetString($bytes)) {
                foreach ($path in $paths) { $text.Contains("$path/", 'Ordinal') | Should -BeFalse -Because "$name should not hold $path" }
            }
        }
    }

    It 'names each assembly of others, with version and licence' -ForEach @(
        @{ project = 'ElevenCost.PowerShell'; archive = 'ElevenCost.{0}.zip'; bill = 'ElevenCost.{0}.cdx.json' }
        @{ project = 'ElevenCost.Cli'; archive = 'ElevenCost.Cli.{0}.nupkg'; bill = 'ElevenCost.Cli.{0}.cdx.json' }
    ) {
        $document = Get-Content (Join-Path $release ($bill -f $version)) -Raw | ConvertFrom-Json
        $document.bomFormat, $document.specVersion, $document.metadata.component.version | Should -Be 'CycloneDX', '1.6', $version
        foreach ($component in $document.components) {
            $component.version, $component.purl, $component.hashes[0].content | ForEach-Object { $_ | Should -Not -BeNullOrEmpty -Because $component.name }
            $component.licenses[0].license.id | Should -Not -BeNullOrEmpty -Because $component.name
        }

        $purls = $document.components.purl
        $assets = Get-Content (Join-Path $root "src/$project/obj/project.assets.json") -Raw | ConvertFrom-Json -AsHashtable
        $owner = @{}
        foreach ($package in $assets.targets['net8.0'].GetEnumerator()) {
            foreach ($kind in 'runtime', 'runtimeTargets', 'native') {
                foreach ($file in $package.Value[$kind].Keys) { $owner[[IO.Path]::GetFileName($file)] = "pkg:nuget/$($package.Key.Replace('/', '@'))" }
            }
        }
        $files = (Get-Entry ($archive -f $version)).Name | Where-Object { $_ -match '\.(dll|so|dylib)$' } | ForEach-Object { [IO.Path]::GetFileName($_) } | Sort-Object -Unique
        $others = @($files | Where-Object { $_ -notmatch '^ElevenCost(\.\w+)?\.dll$' })
        $others.Count | Should -BeGreaterThan 25
        foreach ($file in $others) { $purls | Should -Contain $owner[$file] -Because $file }

        # The report's page is bundled of these.
        $lock = (Get-Content (Join-Path $root 'src/ElevenCost.Report.Web/package-lock.json') -Raw | ConvertFrom-Json -AsHashtable).packages
        foreach ($name in $lock.Keys | Where-Object { $_ -and -not $lock[$_]['dev'] }) { $purls | Should -Contain "pkg:npm/$($name -replace '^node_modules/')@$($lock[$name].version)" }
        $document.components.name | Should -Not -Contain 'PowerShellStandard.Library'
    }
}

Describe 'The README installs, from a release''s files alone' -Skip:$IsWindows {
    It 'says so in three blocks' { $count | Should -Be 3 } -ForEach @{ count = @($blocks).Count }

    It 'line <line>: checks the files, and installs the command line' -ForEach ($blocks | Where-Object shell -EQ sh) {
        $reader = Open-TestHome
        try {
            $environment = Get-ReaderEnvironment $reader
            $run = Invoke-Program 'sh' -ArgumentList '-ec', $code -Environment $environment -WorkingDirectory $release -TimeoutSeconds 120
            $run.ExitCode | Should -Be 0 -Because "$($run.Output)$($run.Error)"
            [regex]::Matches($run.Output, '(?m)^ElevenCost\S+: OK').Count | Should -Be 5
            $command = Join-Path $reader.User '.dotnet/tools/elevencost'
            $run = Invoke-Program $command -ArgumentList '--version' -Environment $environment -WorkingDirectory $reader.Work -TimeoutSeconds 60
            $run.Output.Trim() | Should -Be $version
            $run = Invoke-Program $command -ArgumentList 'demo' -Environment $environment -WorkingDirectory $reader.Work -TimeoutSeconds 120
            $run.ExitCode | Should -Be 0 -Because $run.Error
            $run.Output | Should -Match '(?m)^\d{4}-\d\d-\d\d +eleven_flash_v2_5 .* \d+\.\d\d '
        }
        finally { Close-TestHome $reader }
    }

    It 'line <line>: <code>' -ForEach ($blocks | Where-Object shell -EQ powershell) {
        $reader = Open-TestHome
        try {
            $environment = Get-ReaderEnvironment $reader
            $run = Invoke-Program 'pwsh' -ArgumentList '-NoProfile', '-NonInteractive', '-Command', $code -Environment $environment -WorkingDirectory $release -TimeoutSeconds 120
            $run.Error | Should -BeNullOrEmpty
            $run.ExitCode | Should -Be 0 -Because $run.Output
            $ask = 'Import-Module ElevenCost; Connect-ElevenLabsCost -Demo *> $null; Sync-ElevenLabsUsage *> $null; (Get-ElevenLabsCost -Last 30d | Measure-Object Cost -Sum).Sum -gt 1; (Get-Module ElevenCost).Path; (Get-Help Get-ElevenLabsCost).examples.example.Count -gt 2'
            $run = Invoke-Program 'pwsh' -ArgumentList '-NoProfile', '-NonInteractive', '-Command', $ask -Environment $environment -WorkingDirectory $reader.Work -TimeoutSeconds 120
            $run.Error | Should -BeNullOrEmpty
            $shown = $run.Output.Trim() -split "`n"
            $shown[0], $shown[2] | Should -Be 'True', 'True'
            $shown[1] | Should -BeLike "$($reader.User)/.local/share/powershell/Modules/ElevenCost/$version/*"
        }
        finally { Close-TestHome $reader }
    }
}

Describe 'Packages' {
    BeforeAll {
        # The engine's project with what decides its packages, apart from the build of the repository.
        $script:copy = Join-Path $box.Path 'repository'
        foreach ($file in @('Directory.Build.props', 'Directory.Packages.props', 'ElevenCost.psd1', 'global.json', 'BannedSymbols.txt', 'src/Directory.Build.props') +
            @('ElevenCost', 'ElevenCost.Engine' | ForEach-Object { "src/$_/$_.csproj", "src/$_/packages.lock.json" })) {
            $target = Join-Path $copy $file
            $null = New-Item -ItemType Directory (Split-Path $target) -Force
            Copy-Item (Join-Path $root $file) $target
        }

        function Invoke-Restore([string[]] $ArgumentList = @()) {
            $environment = @{ CI = 'true'; MSBUILDDISABLENODEREUSE = '1'; DOTNET_NOLOGO = '1'; DOTNET_CLI_TELEMETRY_OPTOUT = '1' }
            Invoke-Program 'dotnet' -ArgumentList (@('restore', 'src/ElevenCost.Engine') + $ArgumentList) -Environment $environment -WorkingDirectory $copy -TimeoutSeconds 90
        }
    }

    It 'are those of the lock file, and nothing else in CI' {
        $lock = Join-Path $copy 'src/ElevenCost.Engine/packages.lock.json'
        $run = Invoke-Restore
        $run.ExitCode | Should -Be 0 -Because $run.Output
        Get-Content $lock -Raw | Should -Be (Get-Content (Join-Path $root 'src/ElevenCost.Engine/packages.lock.json') -Raw)

        # Another content under the same version.
        $changed = (Get-Content $lock -Raw) -replace '(?s)("Polly.Core": \{.*?"contentHash": ")[^"]{4}', '$1AAAA'
        Set-Content $lock $changed -NoNewline
        $run = Invoke-Restore '--force'
        $run.ExitCode | Should -Be 1
        $run.Output | Should -Match 'NU1403.*Polly\.Core'
        Copy-Item (Join-Path $root 'src/ElevenCost.Engine/packages.lock.json') $lock
    }

    It 'with a known vulnerability fail CI, and a feed that does not answer fails nothing' {
        # A feed that knows of advisories and has no package.
        $port = Get-ClosedPort
        $feed = @{
            '/index.json'           = "{`"version`":`"3.0.0`",`"resources`":[{`"@id`":`"http://127.0.0.1:$port/vulnerabilities.json`",`"@type`":`"VulnerabilityInfo/6.7.0`"}]}"
            '/vulnerabilities.json' = "[{`"@name`":`"base`",`"@id`":`"http://127.0.0.1:$port/base.json`",`"@updated`":`"2026-01-01T00:00:00Z`"}]"
            '/base.json'            = '{"polly.core":[{"url":"https://example.com/advisory","severity":1,"versions":"[1.0.0, )"}]}'
        }
        $listener = [Net.HttpListener]::new()
        $listener.Prefixes.Add("http://127.0.0.1:$port/")
        $listener.Start()
        $job = Start-ThreadJob {
            while (($using:listener).IsListening) {
                try { $context = ($using:listener).GetContext() } catch { break }
                $text = ($using:feed)[$context.Request.Url.AbsolutePath]
                if (-not $text) { $context.Response.StatusCode = 404 }
                $bytes = [Text.Encoding]::UTF8.GetBytes("$text")
                $context.Response.ContentLength64 = $bytes.Length
                $context.Response.KeepAlive = $false
                $context.Response.OutputStream.Write($bytes, 0, $bytes.Length)
                $context.Response.Close()
            }
        }
        # Beside the sources of this machine, which NuGet merges from the user's own file.
        function Write-AuditSource($Port) {
            Set-Content (Join-Path $copy 'nuget.config') "<configuration><auditSources><clear /><add key=`"advisories`" value=`"http://127.0.0.1:$Port/index.json`" allowInsecureConnections=`"true`" /></auditSources></configuration>"
        }
        try {
            Write-AuditSource $port
            $run = Invoke-Restore '--force'
            $run.ExitCode | Should -Be 1 -Because $run.Output
            $run.Output | Should -Match 'error NU1902.*Polly\.Core'
        }
        finally {
            $listener.Close()
            $job | Remove-Job -Force
        }

        Write-AuditSource (Get-ClosedPort)
        $run = Invoke-Restore '--force'
        $run.ExitCode | Should -Be 0 -Because $run.Output
        $run.Output | Should -Match 'warning NU190[05]'
    }
}
