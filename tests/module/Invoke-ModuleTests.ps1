<#
.SYNOPSIS
    Runs the Pester tests on the built module; exits with 0 if all passed.
.DESCRIPTION
    Needs the .NET SDK and what `dotnet build build/ElevenCost.Module` makes: the module in output/, Pester in artifacts/modules.
    Tests with the tag Vault need SecretManagement and SecretStore, those with the tag Analyzer need PSScriptAnalyzer. If a module is not
    installed, its tests are skipped: each is named, with the reason, and counted.
    Pester's last line is "Tests Passed: N, Failed: M, Skipped: K, ...".
.PARAMETER Name
    Which test files to run, as wildcards on the part of the name before .Tests.ps1; all by default.
.PARAMETER Exclude
    Which of them to leave out, likewise.
.PARAMETER ResultPath
    A file for every test with its outcome, duration and reason, as JSON: what .ci/run sums up.
.EXAMPLE
    ./tests/module/Invoke-ModuleTests.ps1 -Name Keys, Views
#>
[CmdletBinding()]
param([string[]] $Name = '*', [string[]] $Exclude = @(), [string] $ResultPath)

$ErrorActionPreference = 'Stop'
$root = Resolve-Path (Join-Path $PSScriptRoot '../..')
$separator = [IO.Path]::PathSeparator
$env:PSModulePath = "$(Join-Path $root 'artifacts/modules')$separator$env:PSModulePath"
if (-not (Get-Module -ListAvailable -FullyQualifiedName @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0'; MaximumVersion = '5.999' })) {
    throw 'The tests need Pester 5: run ./build.ps1 first, which restores it.'
}

# What no package registry serves, by the tag of the tests that need it.
$needs = [ordered]@{
    Vault    = @(@{ ModuleName = 'Microsoft.PowerShell.SecretManagement'; ModuleVersion = '1.1.0' }, @{ ModuleName = 'Microsoft.PowerShell.SecretStore'; ModuleVersion = '1.0.0' })
    Analyzer = @(@{ ModuleName = 'PSScriptAnalyzer'; ModuleVersion = '1.22.0' })
}
$reasons = @{}
foreach ($tag in $needs.Keys) {
    $absent = @($needs[$tag] | Where-Object { -not (Get-Module -ListAvailable -FullyQualifiedName $_) } | ForEach-Object { "$($_.ModuleName) $($_.ModuleVersion)" })
    if ($absent) { $reasons[$tag] = "not installed: $($absent -join ', ')" }
}

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
    Filter = @{ ExcludeTag = @($reasons.Keys) }
    Output = @{ Verbosity = 'Detailed'; StackTraceVerbosity = 'FirstLine'; RenderMode = [Console]::IsOutputRedirected ? 'Plaintext' : 'Auto' }
}
Import-Module (Join-Path $PSScriptRoot 'Harness.psm1') -Force
Write-Output "The module under test: $(Get-ModuleManifestPath), in PowerShell $($PSVersionTable.PSVersion) ($([Environment]::ProcessPath))"
$result = Invoke-Pester -Configuration $configuration
Clear-TestShare

# A test's tags are its own and those of the blocks around it.
function Get-Tag($Test) {
    $Test.Tag
    for ($block = $Test.Block; $block; $block = $block.Parent) { $block.Tag }
}

$tests = @(foreach ($test in $result.Tests) {
    $lacking = @(Get-Tag $test | Where-Object { $_ -and $reasons.ContainsKey($_) } | Select-Object -First 1)
    [pscustomobject]@{
        Name    = "$((Split-Path $test.ScriptBlock.File -Leaf) -replace '\.Tests\.ps1$'): $($test.ExpandedPath)"
        Outcome = switch ("$($test.Result)") { 'NotRun' { 'Skipped' } default { $_ } }
        Seconds = $test.Duration.TotalSeconds
        Reason  = switch ("$($test.Result)") { 'NotRun' { $lacking ? $reasons[$lacking[0]] : 'not run' } 'Skipped' { 'not for this platform' } default { "$($test.ErrorRecord)" } }
    }
})
$broken = $result.FailedBlocksCount + $result.FailedContainersCount
if ($ResultPath) { ConvertTo-Json @{ Tests = $tests; Broken = $broken } -Depth 4 | Set-Content -LiteralPath $ResultPath }
if ($broken) { Write-Output "$broken blocks or files broke before their tests ran." }
foreach ($group in $tests | Where-Object Outcome -EQ 'Skipped' | Group-Object Reason) {
    Write-Output "`n!! $($group.Count) SKIPPED, $($group.Name):"
    $group.Group | ForEach-Object { Write-Output "   $($_.Name)" }
}

exit [int]($result.FailedCount + $broken -gt 0 -or $result.PassedCount -eq 0)
