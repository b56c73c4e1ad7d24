#requires -Version 7.4
<#
.SYNOPSIS
    Measures what the built module costs: importing it over a bare pwsh, and a year of a small account after that.
.DESCRIPTION
    Each figure is the median of child processes that run in turn, bare and with the module, so that what else the machine does meets both.
    The account is the demo workspace, a year of it, in a throwaway home. Build the module first.
.PARAMETER Runs
    How many processes of each kind.
#>
[CmdletBinding()]
param([ValidateRange(3, 100)] [int] $Runs = 11)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true

$module = (Get-ChildItem "$PSScriptRoot/../output/ElevenCost/*/ElevenCost.psd1" | Sort-Object { [version]$_.Directory.Name } | Select-Object -Last 1).FullName
if (-not $module) { throw 'There is no built module. Build it first: ./build.ps1' }
Import-Module "$PSScriptRoot/../build/ThisPowerShell.psm1" -Force
$env:ELEVENCOST_HOME = Join-Path ([System.IO.Path]::GetTempPath()) "elevencost-bench-$PID"

function Measure-Child([string] $Command) {
    $watch = [System.Diagnostics.Stopwatch]::StartNew()
    $output = Invoke-ThisPowerShell '-NoProfile', '-NonInteractive', '-Command', $Command
    [pscustomobject]@{ Milliseconds = $watch.Elapsed.TotalMilliseconds; Output = @($output) }
}

function Select-Median([double[]] $Value) {
    $sorted = $Value | Sort-Object
    [Math]::Round($sorted[[Math]::Floor($sorted.Count / 2)])
}

# In the child: the time from the import's end to the last row, in a process that has asked for nothing before.
$cost = @'
$watch = [System.Diagnostics.Stopwatch]::StartNew()
$rows = Get-ElevenLabsCost -Last 1y -Granularity Month -GroupBy Model
$first = $watch.Elapsed.TotalMilliseconds
$watch.Restart()
$rows = Get-ElevenLabsCost -Last 1y -Granularity Month -GroupBy Model
[cultureinfo]::CurrentCulture = 'en-US'
"$first $($watch.Elapsed.TotalMilliseconds) $($rows.Count)"
'@

try {
    $null = Measure-Child "Import-Module '$module'; `$null = Connect-ElevenLabsCost -Demo; `$null = Sync-ElevenLabsUsage -Days 366"
    $bare, $import, $first, $again, $rows = @(), @(), @(), @(), 0
    foreach ($run in 1..$Runs) {
        $bare += (Measure-Child '1').Milliseconds
        $import += (Measure-Child "Import-Module '$module'").Milliseconds
        $figures = (Measure-Child "Import-Module '$module'; $cost").Output[-1] -split ' '
        $first += [double]::Parse($figures[0], [cultureinfo]::InvariantCulture)
        $again += [double]::Parse($figures[1], [cultureinfo]::InvariantCulture)
        $rows = [int]$figures[2]
    }

    [pscustomobject]@{
        'Bare pwsh (ms)'        = Select-Median $bare
        'With the module (ms)'  = Select-Median $import
        'Import costs (ms)'     = (Select-Median $import) - (Select-Median $bare)
        'Year, first (ms)'      = Select-Median $first
        'Year, again (ms)'      = Select-Median $again
        'Rows'                  = $rows
        'PowerShell'            = "$($PSVersionTable.PSVersion)"
        'Processors'            = [Environment]::ProcessorCount
        'Runs'                  = $Runs
    } | Format-List
}
finally {
    if (Test-Path $env:ELEVENCOST_HOME) { Remove-Item $env:ELEVENCOST_HOME -Recurse -Force }
}
