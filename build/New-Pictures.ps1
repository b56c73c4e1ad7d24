#requires -Version 7.4
<#
.SYNOPSIS
    Makes the pictures of the README in docs/pictures: cost and charts at a prompt, and the report. From the demo: no key, no network.
.DESCRIPTION
    Runs the built module over the demo in a throwaway home and takes pictures of what it shows with a headless Chromium. Build the module first, with
    Node.js, so that it has the report.
.PARAMETER Module
    The manifest of the built module.
.PARAMETER OutputPath
    The folder of the pictures.
.PARAMETER Chromium
    The browser: Chromium, Chrome or Edge.
.EXAMPLE
    build/New-Pictures.ps1
#>
[CmdletBinding()]
param(
    [string] $Module = "$PSScriptRoot/../output/ElevenCost/$((Import-PowerShellDataFile "$PSScriptRoot/../ElevenCost.psd1").ModuleVersion)/ElevenCost.psd1",
    [string] $OutputPath = "$PSScriptRoot/../docs/pictures",
    [string] $Chromium = @('chromium', 'chromium-browser', 'google-chrome', 'msedge' | Where-Object { Get-Command $_ -CommandType Application -ErrorAction Ignore })[0]
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
$WarningPreference = 'SilentlyContinue'

# The characters of DejaVu Sans Mono fill their cells at this height, so that bars have no seams.
$fontSize = 14
$lineHeight = 16
$columnWidth = 8.43

# Each text with its color, as HTML: only the escape sequences that PowerShell and the charts write.
function ConvertTo-Html {
    param([string] $Line)

    $style = ''
    $parts = foreach ($part in [regex]::Split($Line, '(\e\[[\d;]*m)')) {
        if ($part -match '^\e\[([\d;]*)m$') {
            $style = switch -Regex ($Matches[1]) {
                '^38;2;(\d+);(\d+);(\d+)$' { "color: rgb($($Matches[1]), $($Matches[2]), $($Matches[3]))" }
                '^32;1$' { 'color: #7ee787; font-weight: bold' }
                '^1$' { 'font-weight: bold; color: #f0f6fc' }
                default { '' }
            }
        }
        elseif ($part) {
            $text = [Net.WebUtility]::HtmlEncode($part)
            $style ? "<span style=""$style"">$text</span>" : $text
        }
    }
    -join $parts
}

# A terminal with what a line shows, after the prompt.
function Write-Terminal {
    param([string] $Name, [string] $Typed, [string[]] $Lines)

    $columns = ($Lines | ForEach-Object { ($_ -replace '\e\[[\d;]*m').TrimEnd().Length } | Measure-Object -Maximum).Maximum
    $body = (@("<b class=""prompt"">PS&gt;</b> $([Net.WebUtility]::HtmlEncode($Typed))", '') + @($Lines | ForEach-Object { ConvertTo-Html $_ })) -join "`n"
    $page = Join-Path $work "$Name.html"
    @"
<!DOCTYPE html><meta charset="utf-8"><style>
html, body { margin: 0; background: #0d1117; }
pre { margin: 14px 16px; color: #c9d1d9; font: ${fontSize}px/${lineHeight}px 'DejaVu Sans Mono', monospace; }
.prompt { color: #79b8ff; }
</style><pre>$body</pre>
"@ | Set-Content $page
    Write-Picture $Name $page ([int]($columns * $columnWidth) + 34) (($Lines.Count + 2) * $lineHeight + 28)
}

function Write-Picture {
    param([string] $Name, [string] $Page, [int] $Width, [int] $Height, [string] $Folder = $OutputPath)

    $picture = Join-Path $Folder "$Name.png"
    $arguments = @('--headless', '--disable-gpu', '--no-first-run', '--hide-scrollbars', '--force-color-profile=srgb', '--virtual-time-budget=5000', "--user-data-dir=$(Join-Path $work profile)",
        "--window-size=$Width,$Height", "--screenshot=$picture", ([uri] "file://$Page").AbsoluteUri)

    # A browser that root runs has no sandbox; the pages are our own.
    if ($IsLinux -and (id -u) -eq 0) { $arguments = @('--no-sandbox') + $arguments }
    & $Chromium @arguments 2>&1 | Write-Verbose
    if ($LASTEXITCODE -ne 0) { throw "$Chromium could not make $picture. Run with -Verbose to see why." }
    Get-Item $picture
}

$work = Join-Path ([IO.Path]::GetTempPath()) "elevencost-pictures-$PID"
$before = $env:ELEVENCOST_HOME, $env:COLORTERM, $PSStyle.OutputRendering
$env:ELEVENCOST_HOME = Join-Path $work home
$env:COLORTERM = 'truecolor'
$OutputPath = (New-Item $OutputPath -ItemType Directory -Force).FullName
$null = New-Item $work -ItemType Directory
try {
    Import-Module $Module
    $null = Connect-ElevenLabsCost -Demo
    $null = Sync-ElevenLabsUsage
    $PSStyle.OutputRendering = 'Ansi'
    $cost = (Get-ElevenLabsCost -Last 30d -GroupBy Model | Out-String -Width 80).Trim("`r", "`n") -split '\r?\n'
    Write-Terminal 'cost' 'Get-ElevenLabsCost -Last 30d -GroupBy Model' $cost
    Write-Terminal 'show' 'Show-ElevenLabsCost -GroupBy ApiKey -Top 6' (Show-ElevenLabsCost -GroupBy ApiKey -Top 6)
    $report = New-ElevenLabsCostReport -Path (Join-Path $work report.html) -Last 90d

    # The browser draws a page less high than its window: what is missing at the bottom is cut off.
    $high = Write-Picture 'high' $report.FullName 1200 1200 -Folder $work
    $cut = Join-Path $work cut.html
    "<!DOCTYPE html><style>html, body { margin: 0; overflow: hidden; }</style><img src=""$($high.Name)"">" | Set-Content $cut
    Write-Picture 'report' $cut 1200 900
}
finally {
    $env:ELEVENCOST_HOME, $env:COLORTERM, $PSStyle.OutputRendering = $before
    Remove-Item $work -Recurse -Force -ErrorAction Ignore
}
