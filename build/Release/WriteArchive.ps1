# Archives whose bytes depend on the files in them alone. Compress-Archive and Compress-PSResource store times, and the order of a folder.
Set-StrictMode -Version Latest

$script:EntryTime = [DateTimeOffset]::new(1980, 2, 1, 0, 0, 0, [TimeSpan]::Zero)

function Write-Archive {
    <# Writes a zip. Entries holds, by name, a script that opens the entry's content. #>
    param([Parameter(Mandatory)] [string] $Path, [Parameter(Mandatory)] [System.Collections.Generic.SortedDictionary[string, scriptblock]] $Entry)
    $stream = [IO.File]::Create($Path)
    try {
        $archive = [IO.Compression.ZipArchive]::new($stream, [IO.Compression.ZipArchiveMode]::Create)
        try {
            foreach ($name in $Entry.Keys) {
                $item = $archive.CreateEntry($name, [IO.Compression.CompressionLevel]::Optimal)
                $item.LastWriteTime = $script:EntryTime
                # A file that its owner can write and everyone can read (octal 100644), as Unix keeps it in the upper half.
                $item.ExternalAttributes = 0x81A4 -shl 16
                $target, $source = $item.Open(), (& $Entry[$name])
                try { $source.CopyTo($target) }
                finally { $source.Dispose(); $target.Dispose() }
            }
        }
        finally { $archive.Dispose() }
    }
    finally { $stream.Dispose() }
}

function Get-EntryList { , [System.Collections.Generic.SortedDictionary[string, scriptblock]]::new([StringComparer]::Ordinal) }

function Compress-Folder {
    <# A folder's files, under a prefix in the archive. #>
    param([Parameter(Mandatory)] [string] $Folder, [Parameter(Mandatory)] [string] $Prefix, [Parameter(Mandatory)] [string] $Path)
    $entries = Get-EntryList
    foreach ($file in Get-ChildItem -LiteralPath $Folder -Recurse -File) {
        $full = $file.FullName
        $entries["$Prefix/$([IO.Path]::GetRelativePath($Folder, $full).Replace('\', '/'))"] = { [IO.File]::OpenRead($full) }.GetNewClosure()
    }

    Write-Archive $Path $entries
}

function Repair-Package {
    <# Writes a NuGet package again, without times and without what NuGet notes of the machine: its system, and a random name for that note. #>
    param([Parameter(Mandatory)] [string] $Path)
    $copy = "$Path.new"
    $source = [IO.Compression.ZipFile]::OpenRead($Path)
    try {
        $entries = Get-EntryList
        foreach ($item in $source.Entries) {
            $from = $item
            if ($item.Name -like '*.psmdcp' -or $item.FullName -eq '_rels/.rels') {
                $reader = [IO.StreamReader]::new($item.Open())
                try { $text = $reader.ReadToEnd() } finally { $reader.Dispose() }
                $text = $text -replace '(?<=<lastModifiedBy>)[^<]*', 'ElevenCost' -replace '(?<=core-properties/)[^/"]+(?=\.psmdcp")', 'package'
                # One of the ids is made of that name.
                $text = $text -replace '(?<=/package\.psmdcp" Id=")[^"]+', 'RCoreProperties'
                $bytes = [Text.UTF8Encoding]::new($false).GetBytes($text)
                $name = $item.FullName -replace '[^/]+(?=\.psmdcp$)', 'package'
                $entries[$name] = { [IO.MemoryStream]::new($bytes, $false) }.GetNewClosure()
            }
            else { $entries[$item.FullName] = { $from.Open() }.GetNewClosure() }
        }

        Write-Archive $copy $entries
    }
    finally { $source.Dispose() }
    Move-Item -LiteralPath $copy $Path -Force
}
