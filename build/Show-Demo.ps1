#requires -Version 7.4
<#
.SYNOPSIS
    Shows the module on the demo workspace, in a throwaway home: no key, no network.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Module)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$env:ELEVENCOST_HOME = Join-Path ([System.IO.Path]::GetTempPath()) "elevencost-demo-$PID"
try {
    Import-Module $Module
    foreach ($line in @(
            'Connect-ElevenLabsCost -Demo'
            'Sync-ElevenLabsUsage'
            'Get-ElevenLabsCost -Last 7d'
            'Get-ElevenLabsCost -Timeframe MonthToDate -GroupBy ApiKey, Model | Sort-Object Cost -Descending | Select-Object -First 10'
            'Get-ElevenLabsCostForecast'
            'Find-ElevenLabsCostAnomaly -Last 80d -GroupBy ApiKey -MinimumAmount 0.1'
            'Compare-ElevenLabsCost -GroupBy Model -Top 3'
            'Get-ElevenLabsCoverage -Last 7d'
        )) {
        Write-Host "`nPS> $line" -ForegroundColor Cyan
        & ([scriptblock]::Create($line)) | Out-Host
    }
}
finally {
    if (Test-Path $env:ELEVENCOST_HOME) { Remove-Item $env:ELEVENCOST_HOME -Recurse -Force }
}
