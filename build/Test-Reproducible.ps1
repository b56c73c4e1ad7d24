#requires -Version 7.5
<#
.SYNOPSIS
    Makes the release of a commit twice, in two folders, and fails if a file differs in a byte.
.DESCRIPTION
    Takes some minutes. Both clones restore from the same feed. The folders have names of different lengths and are removed afterwards.
.PARAMETER Runtime
    The platforms that the module's engine is compiled ahead for. That of this machine is enough to see whether the compiler repeats itself.
.EXAMPLE
    dotnet tool run pwsh -- -NoProfile -File build/Test-Reproducible.ps1
#>
[CmdletBinding()]
param([string[]] $Runtime = [Runtime.InteropServices.RuntimeInformation]::RuntimeIdentifier, [string] $Commit = 'HEAD')

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$root = Split-Path $PSScriptRoot
Import-Module "$PSScriptRoot/ThisPowerShell.psm1" -Force

$folder = Join-Path ([IO.Path]::GetTempPath()) "elevencost-twice-$PID"
try {
    $id = git -C $root rev-parse $Commit
    $sums = foreach ($name in 'a', 'another/and-deeper') {
        $clone = Join-Path $folder $name
        git clone --quiet --no-hardlinks $root $clone
        git -C $clone checkout --quiet --detach $id
        Push-Location $clone
        try {
            dotnet tool restore | Out-Host
            $make = "& build/New-Release.ps1 -OutputPath ../made -Runtime $($Runtime -join ', ')"
            Invoke-ThisPowerShell '-NoProfile', '-NonInteractive', '-Command', $make | Out-Host
            Get-Content ../made/SHA256SUMS -Raw
        }
        finally { Pop-Location }
    }
}
finally { Remove-Item $folder -Recurse -Force -ErrorAction Ignore }

if ($sums[0] -cne $sums[1]) { throw "The two differ.`n`n$($sums -join "`n")" }
"Two builds of $id in two folders are the same to the byte:`n$($sums[0])"
