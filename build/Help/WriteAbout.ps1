# Writes about pages as the text that Get-Help shows.

$aboutWidth = 80

function Format-Wrapped {
    <# Text in lines of a width, the later ones with an indent of their own. #>
    param([string] $Text, [string] $First, [string] $Later)

    $line = $First
    $isStart = $true
    foreach ($word in $Text -split '\s+') {
        if (-not $isStart -and $line.Length + 1 + $word.Length -gt $aboutWidth) {
            $line
            $line = $Later
            $isStart = $true
        }

        $line += ($isStart ? '' : ' ') + $word
        $isStart = $false
    }

    $line
}

function Format-Block {
    param([psobject[]] $Block, [string] $Where)

    foreach ($one in $Block) {
        switch ($one.Kind) {
            'Paragraph' { Format-Wrapped (ConvertTo-PlainText $one.Line[0]) -First '    ' -Later '    ' }
            'List' { $one.Line | ForEach-Object { Format-Wrapped (ConvertTo-PlainText $_) -First '    - ' -Later '      ' } }
            'Code' {
                foreach ($line in $one.Line) {
                    if ($line.Length + 6 -gt $aboutWidth) {
                        throw "${Where}: '$line' is too long for $aboutWidth columns."
                    }

                    $line ? "      $line" : ''
                }
            }
        }

        ''
    }
}

function ConvertTo-AboutText {
    <# An about page as Get-Help shows it: headings of the second level in capitals, those of the third in between. #>
    param([string] $Path)

    $page = Split-Path $Path -Leaf
    $name = Split-Path $Path -LeafBase
    $parts = @(Get-Part (Get-Content -LiteralPath $Path -Encoding utf8) 1 -Where $page)
    if ($parts.Count -ne 1 -or $parts[0].Title -ne $name) {
        throw "${page}: it must begin with '# $name', its only heading of that level."
    }

    'TOPIC'
    "    $name"
    ''
    $found = @(Get-Part $parts[0].Line 2 -Where $page)
    if ($found.Count -lt 2 -or $found[0].Title -ne 'Short description' -or $found[1].Title -ne 'Long description') {
        throw "${page}: it must begin with 'Short description' and 'Long description'."
    }

    foreach ($section in $found) {
        $section.Title.ToUpperInvariant()
        foreach ($part in Split-Heading $section.Line 3) {
            if ($part.Title) {
                "  $($part.Title)"
            }

            Format-Block @(Get-Block $part.Line "$page, $($section.Title)") "$page, $($part.Title)"
        }
    }
}
