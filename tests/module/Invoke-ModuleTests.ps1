<#
.SYNOPSIS
    Runs the Pester tests on the built module; ends with 0 where all passed.
.DESCRIPTION
    Needs Pester 5, SecretManagement, SecretStore and PSScriptAnalyzer, the .NET SDK, and the module under output/ (./build.ps1 Build).
    Pester's last line is "Tests Passed: N, Failed: M, ...".
.PARAMETER Name
    Which test files to run, as wildcards on the part of the name before .Tests.ps1; all by default.
.PARAMETER Exclude
    Which of them to leave out, likewise.
.EXAMPLE
    ./tests/module/Invoke-ModuleTests.ps1 -Name Keys, Views
#>
[CmdletBinding()]
param([string[]] $Name = '*', [string[]] $Exclude = @())

$ErrorActionPreference = 'Stop'
$needs = @(
    @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0'; MaximumVersion = '5.999' }
    @{ ModuleName = 'Microsoft.PowerShell.SecretManagement'; ModuleVersion = '1.1.0' }
    @{ ModuleName = 'Microsoft.PowerShell.SecretStore'; ModuleVersion = '1.0.0' }
    @{ ModuleName = 'PSScriptAnalyzer'; ModuleVersion = '1.22.0' }
)
foreach ($need in $needs) {
    if (-not (Get-Module -ListAvailable -FullyQualifiedName $need)) { throw "The tests need the module $($need.ModuleName) $($need.ModuleVersion) or later." }
}

$root = Resolve-Path (Join-Path $PSScriptRoot '../..')
foreach ($project in @('src/ElevenCost.Cli', '-v', 'quiet'), @('tests/ElevenLabs.Simulator', '-f', 'net10.0', '-v', 'quiet')) {
    $folder, $options = $project
    $log = dotnet build (Join-Path $root $folder) @options 2>&1
    if ($LASTEXITCODE) { throw "$folder does not build:`n$($log -join "`n")" }
}

Import-Module Pester -MinimumVersion 5.5.0 -MaximumVersion 5.999
$files = Get-ChildItem (Join-Path $PSScriptRoot '*.Tests.ps1') | Where-Object {
    $file = $_.Name
    ($Name | Where-Object { $file -like "$_.Tests.ps1" }) -and -not ($Exclude | Where-Object { $file -like "$_.Tests.ps1" })
}
if (-not $files) { throw "There is no test file '$Name'." }
$configuration = New-PesterConfiguration -Hashtable @{
    Run    = @{ Path = @($files.FullName); PassThru = $true }
    Output = @{ Verbosity = 'Detailed'; StackTraceVerbosity = 'FirstLine'; RenderMode = [Console]::IsOutputRedirected ? 'Plaintext' : 'Auto' }
}
Import-Module (Join-Path $PSScriptRoot 'Harness.psm1') -Force
Write-Output "The module under test: $(Get-ModuleManifestPath)"
$result = Invoke-Pester -Configuration $configuration
Clear-TestShare
$broken = $result.FailedBlocksCount + $result.FailedContainersCount
if ($broken) { Write-Output "$broken blocks or files broke before their tests ran." }
exit [int]($result.FailedCount + $broken -gt 0 -or $result.PassedCount -eq 0)
