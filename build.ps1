#requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests, analyzes, shows or installs ElevenCost.
.DESCRIPTION
    Build       makes the module in output/ElevenCost/<version> from the version in ElevenCost.psd1.
    Test        builds, then passes the engine's tests (dotnet test) and the module's.
    ModuleTest  builds, then passes the module's tests alone: Pester, on the built module in child processes.
    Analyze     builds, then lets PSScriptAnalyzer look at every script, and fails on any finding.
    Demo        builds, then connects to the demo workspace, syncs it and shows its cost, in a throwaway home.
    Install     builds, then copies the module to where PowerShell finds the modules of this user.
.PARAMETER Runtime
    The platforms, as .NET names them, that the engine is also compiled ahead for, so that the first answer of a session does not wait for
    the compiler; that of this machine by default. Elsewhere, and in a PowerShell on another .NET than the SDK's, it is compiled as it runs.
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
    [string[]] $Runtime = [System.Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

$isRuntimeNamed = $PSBoundParameters.ContainsKey('Runtime')
$version = (Import-PowerShellDataFile "$PSScriptRoot/ElevenCost.psd1").ModuleVersion
$module = "$PSScriptRoot/output/ElevenCost/$version"

# In a process of its own: a module that is loaded here could not be built again.
function Invoke-Child {
    param([Parameter(Mandatory)] [string] $Path, [string[]] $Argument = @())
    & (Get-Process -Id $PID).Path -NoProfile -File $Path @Argument
}

# The analyzers look at the sources when the solution is built (dotnet build, dotnet test); here they would take longer than the compiler.
function Build {
    $stage = "$PSScriptRoot/artifacts/module"
    if (Test-Path $stage) { Remove-Item $stage -Recurse -Force }
    if (Test-Path $module) { Remove-Item $module -Recurse -Force }
    dotnet publish "$PSScriptRoot/src/ElevenCost.PowerShell" -c $Configuration -o $stage --nologo -v quiet -p:RunAnalyzers=false

    # The public types and the cmdlets beside the manifest; the engine and what it needs in a folder that only its own load context looks into.
    $null = New-Item $module, "$module/engine" -ItemType Directory -Force
    $public = 'ElevenCost.dll', 'ElevenCost.PowerShell.dll'
    Get-ChildItem $stage -Filter *.dll | Copy-Item -Destination { $public -contains $_.Name ? $module : "$module/engine" }
    foreach ($platform in $Runtime) {
        try { Build-Ahead $platform }
        catch {
            # What was asked for by name must be there; what is only faster need not.
            if ($isRuntimeNamed) { throw }
            Write-Warning "The engine could not be compiled ahead for ${platform}: $_ The module works, but the first answer of a session takes longer."
        }
    }
    Copy-Item "$PSScriptRoot/ElevenCost.psd1", "$PSScriptRoot/LICENSE", "$PSScriptRoot/module/*" $module -Recurse
    Invoke-Child "$PSScriptRoot/build/ConvertTo-Maml.ps1" '-DocsPath', "$PSScriptRoot/docs", '-Module', "$module/ElevenCost.psd1", '-OutputPath', "$module/en-US" | Out-Null
    Write-Host "Built $module"
}

# The engine once more, with code for one platform beside the same IL. The folder's name is what EngineLoadContext looks for.
function Build-Ahead([string] $Platform) {
    $stage = "$PSScriptRoot/artifacts/ahead-$Platform"
    dotnet publish "$PSScriptRoot/src/ElevenCost.Engine" -c $Configuration -r $Platform --self-contained false -p:CompileAhead=true -p:RunAnalyzers=false `
        --artifacts-path "$PSScriptRoot/artifacts/ahead" -o $stage --nologo -v quiet
    $net = (dotnet --version).Split('.')[0]
    $folder = New-Item "$module/engine/net$net.0-$Platform" -ItemType Directory
    Copy-Item "$stage/ElevenCost.Engine.dll" $folder
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
