#requires -Version 7.4
<#
.SYNOPSIS
    Fails on any finding of PSScriptAnalyzer in the scripts under a folder.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Path)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

if (-not (Get-Module PSScriptAnalyzer -ListAvailable)) {
    throw 'PSScriptAnalyzer is not installed. Install it with: Install-PSResource PSScriptAnalyzer'
}

# The manifest is looked at in output, where the files that it names are beside it.
$scripts = Get-ChildItem $Path -Include *.ps1, *.psm1, *.psd1 -Recurse -File |
    Where-Object { $_.FullName -notmatch '[\\/](bin|obj|artifacts)[\\/]' -and $_.FullName -ne (Join-Path (Resolve-Path $Path) ElevenCost.psd1) }
$findings = @($scripts | ForEach-Object { Invoke-ScriptAnalyzer -Path $_.FullName -Settings "$PSScriptRoot/AnalyzerSettings.psd1" })
$findings | Format-Table RuleName, ScriptName, Line, Message -Wrap | Out-Host
if ($findings.Count -gt 0) {
    throw "$($findings.Count) findings of PSScriptAnalyzer."
}

"PSScriptAnalyzer finds nothing in $(@($scripts).Count) scripts."
