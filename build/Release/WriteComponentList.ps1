# What a package ships of others, with versions and licences, as CycloneDX: NuGet packages as dotnet-CycloneDX finds them, and the npm
# packages that the report's page is bundled of, from their lock file.
Set-StrictMode -Version Latest

# Packages that state their licence by a file or an address alone, read there on 2026-11-29.
$script:License = @{
    'K4os.Compression.LZ4' = 'MIT'
    # SQLite's own dedication to the public domain.
    'SQLite'               = 'blessing'
}

function Get-ReportComponent {
    param([Parameter(Mandatory)] [string] $LockFile)
    $packages = (Get-Content -LiteralPath $LockFile -Raw | ConvertFrom-Json -AsHashtable).packages
    foreach ($key in $packages.Keys | Where-Object { $_ -and -not $packages[$_]['dev'] }) {
        $package = $packages[$key]
        $name = $key -replace '^.*node_modules/'
        $purl = "pkg:npm/$($name.Replace('@', '%40'))@$($package.version)"
        [ordered]@{
            'type'     = 'library'
            'bom-ref'  = $purl
            'name'     = $name
            'version'  = $package.version
            'scope'    = 'required'
            'hashes'   = @([ordered]@{ alg = 'SHA-512'; content = [Convert]::ToHexString([Convert]::FromBase64String($package.integrity -replace '^sha512-')) })
            'licenses' = @(@{ license = @{ id = $package.license } })
            'purl'     = $purl
        }
    }
}

function Write-ComponentList {
    param(
        [Parameter(Mandatory)] [string] $Project, [Parameter(Mandatory)] [string] $Name, [Parameter(Mandatory)] [string] $Version,
        [Parameter(Mandatory)] [string] $LockFile, [string] $Time, [Parameter(Mandatory)] [string] $Path
    )
    # PowerShell's own assemblies are referred to and not shipped.
    $arguments = @(
        $Project, '--disable-package-restore', '--output-format', 'Json', '--spec-version', '1.6', '--no-serial-number', '--exclude-dev', '--exclude-filter', 'PowerShellStandard.Library'
        '--set-name', $Name, '--set-version', $Version, '--output', (Split-Path $Path), '--filename', (Split-Path $Path -Leaf)
    )
    $log = dotnet tool run dotnet-CycloneDX -- @arguments
    if ($LASTEXITCODE) { throw "dotnet-CycloneDX failed:`n$($log -join "`n")" }

    $document = Get-Content -LiteralPath $Path -Raw | ConvertFrom-Json -AsHashtable
    # That of the commit, so that the same commit gives the same document.
    if ($Time) { $document.metadata.timestamp = $Time } else { $document.metadata.Remove('timestamp') }
    $document.metadata.component.licenses = @(@{ license = @{ id = 'MIT' } })
    foreach ($component in $document.components) {
        if ($script:License.ContainsKey($component.name)) { $component.licenses = @(@{ license = @{ id = $script:License[$component.name] } }) }
    }

    $document.components = @($document.components) + @(Get-ReportComponent $LockFile)
    $unknown = @($document.components | Where-Object { -not $_['licenses'] -or $_.licenses.Where({ -not ($_['license'] -and $_.license['id']) -and -not $_['expression'] }) } | ForEach-Object { $_.name })
    if ($unknown) { throw "The licence of $($unknown -join ', ') is unknown. Read it, and add its SPDX identifier to $PSCommandPath." }

    [IO.File]::WriteAllText($Path, ($document | ConvertTo-Json -Depth 20).Replace("`r`n", "`n") + "`n")
}
