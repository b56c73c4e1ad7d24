#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5.0' }

# A request log that goes on and on: it streams, and ends where the pipeline ends.
BeforeAll { Import-Module (Join-Path $PSScriptRoot 'Harness.psm1') }

Describe 'Get-ElevenLabsRequest' {
    It 'ends with Select-Object -First after the first page' {
        # The second page never comes.
        $slow = Open-Simulator -Days 40 -Keys 60 -Fault 'hang@/v1/workspace/analytics/requests#2-'
        $fresh = Open-TestHome
        try {
            $run = Invoke-ModuleScript $fresh -NonInteractive -TimeoutSeconds 60 -Environment @{ ELEVENLABS_API_KEY = $slow.Key } -Parameter @{ Uri = $slow.Uri } {
                $null = Connect-ElevenLabsCost slow -BaseUri $p.Uri
                $rows = @(Get-ElevenLabsRequest slow -Last 30d | Select-Object -First 5)
                [pscustomobject]@{ Count = $rows.Count; InOrder = -not (Compare-Object $rows.At @($rows.At | Sort-Object -Descending) -SyncWindow 0); Next = @(Get-ElevenLabsConnection).Count }
            }
            Measure-OpenConnection $slow.Port | Should -Be 0
        }
        finally {
            Close-Simulator $slow
            Close-TestHome $fresh
        }
        $run.Value[0].Count, $run.Value[0].InOrder, $run.Value[0].Next | Should -Be 5, $true, 1
    }
}

Describe 'A long request log' {
    BeforeAll {
        # 100,000 requests of 200 seconds.
        $start = [datetime]'2025-03-14T06:00:00'
        $bursts = 0..199 | ForEach-Object { $start.AddSeconds($_).ToString("yyyy-MM-dd'T'HH:mm:ss'Z',500", [cultureinfo]::InvariantCulture) }
        $script:large = Open-Simulator -Days 3 -Keys 1 -Time '2025-03-15T12:00:00Z' -Burst $bursts
        $script:fresh = Open-TestHome
        $script:keyed = @{ ELEVENLABS_API_KEY = $large.Key }
        $null = Invoke-ModuleScript $fresh -NonInteractive -Environment $keyed -Parameter @{ Uri = $large.Uri } { $null = Connect-ElevenLabsCost acme -BaseUri $p.Uri }
    }

    AfterAll {
        Close-Simulator $large
        Close-TestHome $fresh
    }

    It 'of a hundred thousand streams through a heap that could not hold it' {
        # 48 MB, of which the session takes a part: where the rows are kept, they do not fit.
        $run = Invoke-ModuleScript $fresh -NonInteractive -TimeoutSeconds 240 -Environment ($keyed + @{ DOTNET_GCHeapHardLimit = '0x3000000' }) {
            $count = 0
            $inOrder = $true
            $last = [datetime]::MaxValue
            Get-ElevenLabsRequest acme -StartDate 2025-03-14T06:00:00Z -EndDate 2025-03-14T06:03:20Z | ForEach-Object {
                $count++
                $inOrder = $inOrder -and $_.At -le $last
                $last = $_.At
            }
            [pscustomobject]@{ Count = $count; InOrder = $inOrder; Last = $last.ToString('s') }
        }
        $run.Value[0].Count | Should -BeGreaterOrEqual 100000
        $run.Value[0].InOrder, $run.Value[0].Last | Should -Be $true, '2025-03-14T06:00:00'
    }
}
