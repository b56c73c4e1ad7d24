#requires -Version 7.4
<#
.SYNOPSIS
    Sums up what the lanes of .ci/run found: passed, failed and skipped, why each was skipped, and the slowest ten.
.DESCRIPTION
    Each lane has a file LANE.status, its exit code, and a folder LANE with its results: VSTest's .trx, or the .json of Invoke-ModuleTests.ps1.
    A lane that ended with an error without a failed test, or ran no test, counts as a failure. The last line is "N passed, N failed", followed
    by ", N skipped" if there are any.
.PARAMETER Path
    The folder of the lanes.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $Path)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'
[cultureinfo]::CurrentCulture = [cultureinfo]::InvariantCulture

function Read-Trx([string] $File) {
    $space = @{ t = 'http://microsoft.com/schemas/VisualStudio/TeamTest/2010' }
    foreach ($found in Select-Xml -LiteralPath $File -XPath '//t:UnitTestResult' -Namespace $space) {
        $result = $found.Node
        $message = Select-Xml -Xml $result -XPath './t:Output/t:ErrorInfo/t:Message|./t:Output/t:StdOut' -Namespace $space | Select-Object -First 1
        [pscustomobject]@{
            Name    = $result.GetAttribute('testName')
            Outcome = switch ($result.GetAttribute('outcome')) { 'NotExecuted' { 'Skipped' } 'Passed' { $_ } default { 'Failed' } }
            Seconds = $result.HasAttribute('duration') ? [timespan]::Parse($result.GetAttribute('duration')).TotalSeconds : 0.0
            Reason  = $message ? $message.Node.InnerText.Trim() : 'no reason is given'
        }
    }
}

$lanes = foreach ($status in Get-ChildItem -LiteralPath $Path -Filter *.status | Sort-Object LastWriteTime) {
    $folder = Join-Path $Path $status.BaseName
    $broken = 0
    $tests = @(foreach ($file in Get-ChildItem -LiteralPath $folder -File -Recurse -ErrorAction Ignore) {
        if ($file.Extension -eq '.trx') { Read-Trx $file.FullName }
        if ($file.Extension -eq '.json') {
            $read = Get-Content -LiteralPath $file.FullName -Raw | ConvertFrom-Json
            $broken += $read.Broken
            $read.Tests
        }
    })
    $count = { param($outcome) @($tests | Where-Object Outcome -EQ $outcome).Count }
    $passed, $failed, $skipped = (& $count 'Passed'), ((& $count 'Failed') + $broken), (& $count 'Skipped')
    $note = ''
    if ($passed -eq 0) {
        $failed++
        $note = 'no test ran'
    }
    elseif ($failed -eq 0 -and [int](Get-Content -LiteralPath $status.FullName -Raw) -ne 0) {
        $failed++
        $note = 'ended with an error'
    }

    [pscustomobject]@{ Lane = $status.BaseName; Passed = $passed; Failed = $failed; Skipped = $skipped; Note = $note; Tests = $tests }
}

$all = @($lanes | ForEach-Object { $lane = $_.Lane; $_.Tests | Select-Object *, @{ Name = 'Lane'; Expression = { $lane } } })
Write-Output "`n== The slowest ten tests"
$all | Sort-Object Seconds -Descending | Select-Object -First 10 | ForEach-Object { Write-Output ('{0,7:N1} s  {1}: {2}' -f $_.Seconds, $_.Lane, $_.Name) }
foreach ($group in $all | Where-Object Outcome -EQ 'Skipped' | Group-Object Reason) {
    Write-Output "`n!! $($group.Count) SKIPPED, $($group.Name):"
    $group.Group | ForEach-Object { Write-Output "     $($_.Lane): $($_.Name)" }
}

if ($bad = @($all | Where-Object Outcome -EQ 'Failed')) {
    Write-Output "`n!! FAILED:"
    foreach ($test in $bad) {
        Write-Output "     $($test.Lane): $($test.Name)"
        # The beginning of why, here too: the end of a long log is what one looks at first.
        "$($test.Reason)" -split "`r?`n" | Where-Object { $_.Trim() } | Select-Object -First 12 | ForEach-Object { Write-Output "         $($_.Length -gt 300 ? $_.Substring(0, 300) : $_)" }
    }
}

Write-Output "`n== Lanes"
foreach ($lane in $lanes) { Write-Output ('{0,-32} {1} passed, {2} failed, {3} skipped{4}' -f $lane.Lane, $lane.Passed, $lane.Failed, $lane.Skipped, ($lane.Note ? " ($($lane.Note))" : '')) }
$sum = { param($name) [int]($lanes | Measure-Object $name -Sum).Sum }
$failed, $skipped = (& $sum 'Failed'), (& $sum 'Skipped')
Write-Output "`n$(& $sum 'Passed') passed, $failed failed$($skipped ? ", $skipped skipped" : '')"
exit [int]($failed -gt 0 -or -not $lanes)
