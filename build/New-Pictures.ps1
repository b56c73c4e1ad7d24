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

# The browser draws a page less high than its window: windows are higher by this, and pictures are cut.
$unseen = 200

# The remainders of a CRC-32, which each part of a PNG ends with.
$crcTable = [uint32[]] (0..255 | ForEach-Object {
        $remainder = [uint32] $_
        1..8 | ForEach-Object { $remainder = $remainder -band 1 ? ($remainder -shr 1) -bxor [uint32] 3988292384 : $remainder -shr 1 }
        $remainder
    })

# Each text with its color, as HTML: only the escape sequences that PowerShell and the charts write.
function ConvertTo-ColoredHtml {
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
    param([string] $Browser, [string] $Name, [string] $Typed, [string[]] $Lines)

    $columns = ($Lines | ForEach-Object { ($_ -replace '\e\[[\d;]*m').TrimEnd().Length } | Measure-Object -Maximum).Maximum
    $body = (@("<b class=""prompt"">PS&gt;</b> $([Net.WebUtility]::HtmlEncode($Typed))", '') + @($Lines | ForEach-Object { ConvertTo-ColoredHtml -Line $_ })) -join "`n"
    $page = Join-Path $work "$Name.html"
    @"
<!DOCTYPE html><meta charset="utf-8"><style>
html, body { margin: 0; background: #0d1117; }
pre { margin: 14px 16px; color: #c9d1d9; font: ${fontSize}px/${lineHeight}px 'DejaVu Sans Mono', monospace; }
.prompt { color: #79b8ff; }
</style><pre>$body</pre>
"@ | Set-Content $page
    Write-Picture -Browser $Browser -Name $Name -Page $page -Width ([int]($columns * $columnWidth) + 34) -Height (($Lines.Count + 2) * $lineHeight + 28)
}

function Write-Picture {
    param([string] $Browser, [string] $Name, [string] $Page, [int] $Width, [int] $Height)

    $picture = Join-Path $OutputPath "$Name.png"
    $arguments = @('--headless', '--disable-gpu', '--no-first-run', '--hide-scrollbars', '--force-color-profile=srgb', '--virtual-time-budget=5000', "--user-data-dir=$(Join-Path $work profile)",
        "--window-size=$Width,$($Height + $unseen)", "--screenshot=$picture", ([uri] "file://$Page").AbsoluteUri)

    # A browser that root runs has no sandbox; the pages are our own.
    if ($IsLinux -and (id -u) -eq 0) { $arguments = @('--no-sandbox') + $arguments }
    & $Browser @arguments 2>&1 | Write-Verbose
    if ($LASTEXITCODE -ne 0) { throw "$Browser could not make $picture. Run with -Verbose to see why." }
    Limit-PictureHeight -Path $picture -Height $Height
    Get-Item $picture
}

# Cuts a PNG off below: rows refer to those above them alone, so that the first ones stay as they are.
function Limit-PictureHeight {
    param([string] $Path, [int] $Height)

    $bytes = [IO.File]::ReadAllBytes($Path)
    $number = { param($at) [BitConverter]::ToInt32([byte[]] $bytes[($at + 3)..$at], 0) }
    $rowLength = 1 + (& $number 16) * ($bytes[25] -eq 6 ? 4 : 3)
    $packed = [IO.MemoryStream]::new()
    for ($at = 8; $at -lt $bytes.Length; $at += $length + 12) {
        $length = & $number $at
        if ([Text.Encoding]::ASCII.GetString($bytes, $at + 4, 4) -eq 'IDAT') { $packed.Write($bytes, $at + 8, $length) }
    }
    $packed.Position = 0
    $rows = [byte[]]::new($Height * $rowLength)
    [IO.Compression.ZLibStream]::new($packed, [IO.Compression.CompressionMode]::Decompress).ReadExactly($rows, 0, $rows.Length)
    $less = [IO.MemoryStream]::new()
    $zip = [IO.Compression.ZLibStream]::new($less, [IO.Compression.CompressionLevel]::SmallestSize, $true)
    $zip.Write($rows, 0, $rows.Length)
    $zip.Dispose()
    $header = [byte[]] ($bytes[16..19] + [BitConverter]::GetBytes($Height)[3..0] + $bytes[24..28])
    $file = [IO.File]::Create($Path)
    try {
        $file.Write($bytes, 0, 8)
        foreach ($chunk in @(@('IHDR', $header), @('IDAT', $less.ToArray()), @('IEND', [byte[]]::new(0)))) { Write-Chunk -File $file -Type $chunk[0] -Data $chunk[1] }
    }
    finally {
        $file.Dispose()
    }
}

function Write-Chunk {
    param([IO.Stream] $File, [string] $Type, [byte[]] $Data)

    $checked = [byte[]] ([Text.Encoding]::ASCII.GetBytes($Type) + $Data)
    $crc = [uint32]::MaxValue
    foreach ($byte in $checked) { $crc = $crcTable[($crc -bxor $byte) -band 0xff] -bxor ($crc -shr 8) }
    $File.Write([BitConverter]::GetBytes([int] $Data.Length)[3..0], 0, 4)
    $File.Write($checked, 0, $checked.Length)
    $File.Write([BitConverter]::GetBytes([uint32] ($crc -bxor [uint32]::MaxValue))[3..0], 0, 4)
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
    Write-Terminal -Browser $Chromium -Name cost -Typed 'Get-ElevenLabsCost -Last 30d -GroupBy Model' -Lines $cost
    Write-Terminal -Browser $Chromium -Name show -Typed 'Show-ElevenLabsCost -GroupBy ApiKey -Top 6' -Lines (Show-ElevenLabsCost -GroupBy ApiKey -Top 6)
    $report = New-ElevenLabsCostReport -Path (Join-Path $work report.html) -Last 45d
    Write-Picture -Browser $Chromium -Name report -Page $report.FullName -Width 1200 -Height 900
}
finally {
    $env:ELEVENCOST_HOME, $env:COLORTERM, $PSStyle.OutputRendering = $before
    Remove-Item $work -Recurse -Force -ErrorAction Ignore
}
