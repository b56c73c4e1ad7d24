#requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests, analyzes, shows or installs ElevenCost.
.DESCRIPTION
    Build       makes the module in output/ElevenCost/<version> from the version in ElevenCost.psd1.
    Test        builds, then passes the tests of the engine, the command line and the cmdlets (dotnet test), then ModuleTest.
    ModuleTest  builds, then passes the tests that need a real PowerShell: Pester, on the built module in child processes.
    Analyze     builds, then lets PSScriptAnalyzer look at every script, and fails on any finding.
    Demo        builds, then connects to the demo workspace, syncs it and shows its cost, in a throwaway home.
    Install     builds, then copies the module to where PowerShell finds the modules of this user.
.PARAMETER Runtime
    The platforms, as .NET names them, that the engine is also compiled ahead for, so that the first answer of a session does not wait for
    the compiler; that of this machine by default, none for an empty list. Elsewhere, and in a PowerShell on another .NET than the SDK's, it is compiled as it runs.
.EXAMPLE
    ./build.ps1 Build, Analyze, Test
.EXAMPLE
    ./build.ps1 -Runtime win-x64, win-arm64, linux-x64, linux-arm64, osx-x64, osx-arm64
#>
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', 'Configuration', Justification = 'The task Build uses it.')]
[Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSReviewUnusedParameter', 'Runtime', Justification = 'The task Build uses it.')]
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'ModuleTest', 'Analyze', 'Demo', 'Install')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    [AllowEmptyCollection()]
    [string[]] $Runtime = @()
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

$isRuntimeNamed = $PSBoundParameters.ContainsKey('Runtime')
$version = (Import-PowerShellDataFile "$PSScriptRoot/ElevenCost.psd1").ModuleVersion
$module = "$PSScriptRoot/output/ElevenCost/$version"

Import-Module "$PSScriptRoot/build/ThisPowerShell.psm1" -Force

# In a process of its own: a module that is loaded here could not be built again.
function Invoke-Child {
    param([Parameter(Mandatory)] [string] $Path, [string[]] $Argument = @())
    Invoke-ThisPowerShell (@('-NoProfile', '-File', $Path) + $Argument)
}

# MSBuild makes the module (build/ElevenCost.Module), so that `dotnet build` and `dotnet test` make the same one. The analyzers look at the
# sources when the solution is built; here they would take longer than the compiler.
function Build {
    $arguments = @("-p:ModuleConfiguration=$Configuration", '-p:RunAnalyzers=false', '--nologo', '-v', 'quiet')
    if ($isRuntimeNamed) { $arguments += '-p:AreRuntimesNamed=true', "-p:ModuleRuntimes=$($Runtime ? $Runtime -join '%3B' : 'none')" }
    dotnet build "$PSScriptRoot/build/ElevenCost.Module" @arguments
    Write-Host "Built $module"
}

function Test {
    dotnet test $PSScriptRoot
    ModuleTest
}

function ModuleTest {
    Invoke-Child "$PSScriptRoot/tests/module/Invoke-ModuleTests.ps1"
}

function Analyze {
    Invoke-Child "$PSScriptRoot/build/Invoke-Analysis.ps1" '-Path', $PSScriptRoot
}

function Demo {
    Invoke-Child "$PSScriptRoot/build/Show-Demo.ps1" '-Module', "$module/ElevenCost.psd1"
}

function Install {
    $target = "$(Get-UserModulePath)/ElevenCost/$version"
    if (Test-Path $target) { Remove-Item $target -Recurse -Force }
    $null = New-Item (Split-Path $target) -ItemType Directory -Force
    Copy-Item $module $target -Recurse
    Write-Host "Installed $target. Begin with: Import-Module ElevenCost; Get-Help about_ElevenCost"
}

function Get-UserModulePath {
    $IsWindows ? "$([Environment]::GetFolderPath('MyDocuments'))/PowerShell/Modules" : "$HOME/.local/share/powershell/Modules"
}

Build
foreach ($name in $Task | Where-Object { $_ -ne 'Build' }) { & $name }
