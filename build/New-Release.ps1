#requires -Version 7.5
<#
.SYNOPSIS
    Makes the files of a release: the module as a zip and as a NuGet package, the command line as a .NET tool, what they are made of, and checksums.
.DESCRIPTION
    The version is that of ElevenCost.psd1. The files are those of docs/releasing.md. Run it with the pinned PowerShell, in a fresh clone:

        dotnet tool restore
        dotnet tool run pwsh -- -NoProfile -File build/New-Release.ps1

    Restores are locked, a package with a known vulnerability is an error, and so is a report that cannot be built.
.PARAMETER OutputPath
    The folder of the files, artifacts/release/VERSION by default. Its files are replaced.
.PARAMETER Runtime
    The platforms that the module's engine is compiled ahead for.
.PARAMETER NoBuild
    Takes the module in output/ as it is, and restores nothing: a trial of a release, from sources that need not be committed.
.PARAMETER Certificate
    Signs with it: on Windows the module's files (Authenticode), everywhere the NuGet packages. It must be in the store My of the current user, with
    its private key. Without it nothing is signed. Signed files differ from build to build.
.PARAMETER TimestampServer
    The server that confirms when something was signed.
.EXAMPLE
    ./build/New-Release.ps1 -Certificate (Get-ChildItem Cert:/CurrentUser/My -CodeSigningCert | Select-Object -First 1)
#>
[CmdletBinding()]
param(
    [string] $OutputPath,
    [string[]] $Runtime = @('win-x64', 'win-arm64', 'linux-x64', 'linux-arm64', 'osx-x64', 'osx-arm64'),
    [switch] $NoBuild,
    [Security.Cryptography.X509Certificates.X509Certificate2] $Certificate,
    [uri] $TimestampServer = 'http://timestamp.digicert.com'
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
. "$PSScriptRoot/Release/WriteArchive.ps1"
. "$PSScriptRoot/Release/WriteComponentList.ps1"
Import-Module "$PSScriptRoot/ThisPowerShell.psm1" -Force

$version = (Import-PowerShellDataFile "$root/ElevenCost.psd1").ModuleVersion
$module = "$root/output/ElevenCost/$version"
$OutputPath = [IO.Path]::GetFullPath($OutputPath ? $OutputPath : "$root/artifacts/release/$version", $PWD.ProviderPath)
$packages = "$OutputPath/ElevenCost.$version.nupkg", "$OutputPath/ElevenCost.Cli.$version.nupkg"
$names = "ElevenCost.$version.zip", "ElevenCost.$version.cdx.json", "ElevenCost.Cli.$version.cdx.json" + ($packages | Split-Path -Leaf)

function Invoke-Dotnet {
    param([Parameter(Mandatory)] [string[]] $ArgumentList)
    Write-Host "> dotnet $ArgumentList"
    dotnet @ArgumentList | Out-Host
    if ($LASTEXITCODE) { throw "dotnet $ArgumentList failed with exit code $LASTEXITCODE." }
}

# A module that is loaded cannot be built again: in a process of its own.
function Build-Module([string[]] $Runtime) {
    $changed = git -C $root status --porcelain
    if ($LASTEXITCODE) { throw 'git cannot say whether every change is committed. Run this in a clone, or try with -NoBuild.' }
    if ($changed) { throw 'There are changes that are not committed. Commit or stash them, or try with -NoBuild.' }
    $build = "& '$("$root/build.ps1".Replace("'", "''"))' Build -Runtime $($Runtime ? $Runtime -join ', ' : '@()')"
    Invoke-ThisPowerShell '-NoProfile', '-NonInteractive', '-Command', $build | Out-Host
    if ($LASTEXITCODE) { throw 'The module could not be built.' }
}

function Add-Signature {
    if (-not $IsWindows) { Write-Warning 'The module''s files are not signed: Authenticode needs Windows. The NuGet packages are.'; return }
    $files = Get-ChildItem $module -Recurse -Include ElevenCost*.dll, *.psd1, *.ps1xml
    $failed = $files | Set-AuthenticodeSignature -Certificate $Certificate -TimestampServer $TimestampServer -HashAlgorithm SHA256 | Where-Object Status -NE Valid
    if ($failed) { throw "Not signed: $($failed.Path -join ', '): $($failed[0].StatusMessage)" }
}

$before = $env:CI, $env:ReportRequired
Push-Location $root
try {
    if ($NoBuild) {
        if (-not (Test-Path "$module/ElevenCost.psd1")) { throw "There is no module in $module. Run ./build.ps1, or leave out -NoBuild." }
    }
    else {
        # Locked restores, the audit as an error, and no module without the report: see Directory.Build.props.
        $env:CI = $env:ReportRequired = 'true'
        Build-Module $Runtime
    }

    if ($Certificate) { Add-Signature }

    $null = New-Item -ItemType Directory $OutputPath -Force
    # Those alone: others may lie in the folder.
    $names + 'SHA256SUMS' | ForEach-Object { Join-Path $OutputPath $_ } | Where-Object { Test-Path $_ } | Remove-Item

    Compress-Folder $module -Prefix "ElevenCost/$version" -Path "$OutputPath/ElevenCost.$version.zip"
    Compress-PSResource -Path $module -DestinationPath $OutputPath
    Invoke-Dotnet (@('pack', 'src/ElevenCost.Cli', '-c', 'Release', '-o', $OutputPath, '-p:RunAnalyzers=false', '--nologo', '-v', 'quiet') + @($NoBuild ? '--no-restore' : @()))
    foreach ($package in $packages) {
        Repair-Package $package
        if ($Certificate) {
            Invoke-Dotnet 'nuget', 'sign', $package, '--certificate-fingerprint', $Certificate.GetCertHashString('SHA256'), '--timestamper', $TimestampServer, '--overwrite'
        }
    }

    $time = git log -1 --format=%cI 2>$null
    $components = @{ Version = $version; LockFile = "$root/src/ElevenCost.Report.Web/package-lock.json"; Time = $LASTEXITCODE ? '' : ([DateTimeOffset]$time).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss'Z'") }
    Write-ComponentList src/ElevenCost.PowerShell/ElevenCost.PowerShell.csproj ElevenCost -Path "$OutputPath/ElevenCost.$version.cdx.json" @components
    Write-ComponentList src/ElevenCost.Cli/ElevenCost.Cli.csproj ElevenCost.Cli -Path "$OutputPath/ElevenCost.Cli.$version.cdx.json" @components

    # The form of sha256sum, which checks it with -c.
    $sums = Get-Item ($names | ForEach-Object { Join-Path $OutputPath $_ }) | Sort-Object Name -CaseSensitive | ForEach-Object { "$((Get-FileHash $_.FullName).Hash.ToLowerInvariant())  $($_.Name)`n" }
    [IO.File]::WriteAllText("$OutputPath/SHA256SUMS", -join $sums)
}
finally {
    $env:CI, $env:ReportRequired = $before
    Pop-Location
}

Get-Item ($names + 'SHA256SUMS' | ForEach-Object { Join-Path $OutputPath $_ })
