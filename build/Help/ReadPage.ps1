# Reads a page of docs, and refuses one of another shape: see ConvertTo-Maml.ps1.

$sections = 'Synopsis', 'Description', 'Parameters', 'Inputs', 'Outputs', 'Notes', 'Examples', 'Related links'

# The widest line of an example's output.
$outputWidth = 80

function Split-Heading {
    <# Cuts lines at headings of one level; text before the first heading stands under the empty title. Fences are passed over. #>
    param([string[]] $Line, [int] $Level)

    $mark = '#' * $Level + ' '
    $isCode = $false
    $title = ''
    $body = [System.Collections.Generic.List[string]]::new()
    foreach ($text in $Line) {
        if ($text.StartsWith('```', [StringComparison]::Ordinal)) { $isCode = -not $isCode }
        if (-not $isCode -and $text.StartsWith($mark, [StringComparison]::Ordinal)) {
            [pscustomobject]@{ Title = $title; Line = $body.ToArray() }
            $title = $text.Substring($mark.Length).Trim()
            $body.Clear()
        }
        else {
            $body.Add($text)
        }
    }

    [pscustomobject]@{ Title = $title; Line = $body.ToArray() }
}

function Get-Part {
    <# The parts under headings of one level, without any text before them. #>
    param([string[]] $Line, [int] $Level, [string] $Where)

    $parts = @(Split-Heading $Line $Level)
    if (($parts[0].Line -join '').Trim()) {
        throw "${Where}: text stands before the first heading."
    }

    $titles = @($parts | Select-Object -Skip 1 | ForEach-Object Title)
    if ($twice = $titles | Group-Object | Where-Object Count -GT 1 | Select-Object -First 1) {
        throw "${Where}: '$($twice.Name)' occurs twice."
    }

    $parts | Select-Object -Skip 1
}

function Get-Block {
    <# The paragraphs, lists and fences of some lines. #>
    param([string[]] $Line, [string] $Where)

    $isCode = $false
    $info = ''
    $open = [System.Collections.Generic.List[string]]::new()
    foreach ($text in @($Line) + '') {
        if ($text.StartsWith('```', [StringComparison]::Ordinal)) {
            if ($isCode) {
                [pscustomobject]@{ Kind = 'Code'; Info = $info; Line = $open.ToArray() }
                $open.Clear()
            }
            elseif ($open.Count -gt 0) {
                throw "${Where}: an empty line is missing before a fence."
            }
            else {
                $info = $text.Substring(3).Trim()
            }

            $isCode = -not $isCode
        }
        elseif ($isCode -or $text.Trim()) {
            $open.Add($text)
        }
        elseif ($open.Count -gt 0) {
            Get-TextBlock $open.ToArray() $Where
            $open.Clear()
        }
    }

    if ($isCode) {
        throw "${Where}: a fence has no end."
    }
}

function Get-TextBlock {
    param([string[]] $Line, [string] $Where)

    if ($Line[0] -match '^(#|\||>|\d+\. |\* )') {
        throw "${Where}: '$($Line[0])' is neither a paragraph nor a list of '- '."
    }

    if (-not $Line[0].StartsWith('- ', [StringComparison]::Ordinal)) {
        return [pscustomobject]@{ Kind = 'Paragraph'; Info = ''; Line = @(($Line.Trim() -join ' ')) }
    }

    $items = [System.Collections.Generic.List[string]]::new()
    foreach ($text in $Line) {
        if ($text.StartsWith('- ', [StringComparison]::Ordinal)) { $items.Add($text.Substring(2).Trim()) }
        elseif ($text.StartsWith('  ', [StringComparison]::Ordinal)) { $items[-1] += ' ' + $text.Trim() }
        else { throw "${Where}: '$text' neither begins an item of the list nor is indented." }
    }

    [pscustomobject]@{ Kind = 'List'; Info = ''; Line = $items.ToArray() }
}

function ConvertTo-PlainText {
    <# Text without the marks of Markdown: [a](b) is a, `a` and **a** are a. #>
    param([string] $Text)

    $Text -replace '\[([^\]]+)\]\([^)]+\)', '$1' -replace '\*\*([^*]+)\*\*', '$1' -replace '`([^`]+)`', '$1'
}

function Read-Page {
    <# One page, checked for its shape alone. #>
    param([string] $Path)

    $page = Split-Path $Path -Leaf
    $name = Split-Path $Path -LeafBase
    $parts = @(Get-Part (Get-Content -LiteralPath $Path -Encoding utf8) 1 -Where $page)
    if ($parts.Count -ne 1 -or $parts[0].Title -ne $name) {
        throw "${page}: it must begin with '# $name', its only heading of that level."
    }

    $found = @(Get-Part $parts[0].Line 2 -Where $page)
    if (($found.Title -join ', ') -ne ($sections -join ', ')) {
        throw "${page}: its sections are $($found.Title -join ', '); they must be $($sections -join ', ')."
    }

    $section = @{}
    $found | ForEach-Object { $section[$_.Title] = $_.Line }
    [pscustomobject]@{
        Page = $page
        Name = $name
        Synopsis = Read-Synopsis $section['Synopsis'] "$page, Synopsis"
        Description = Read-Text $section['Description'] "$page, Description"
        Parameter = Read-Parameter $section['Parameters'] $page
        Input = Read-TypeList $section['Inputs'] "$page, Inputs"
        Output = Read-TypeList $section['Outputs'] "$page, Outputs"
        Note = Read-Text $section['Notes'] "$page, Notes"
        Example = @(Read-Example $section['Examples'] $page)
        Link = @(Read-Link $section['Related links'] $page -Path $Path)
    }
}

function Read-Text {
    param([string[]] $Line, [string] $Where)

    $blocks = @(Get-Block $Line $Where)
    if ($blocks.Count -eq 0) {
        throw "${Where}: there is no text."
    }

    if ($blocks.Kind -contains 'Code') {
        throw "${Where}: code belongs to the examples."
    }

    , $blocks
}

function Read-Synopsis {
    param([string[]] $Line, [string] $Where)

    $blocks = Read-Text $Line $Where
    if ($blocks.Count -ne 1 -or $blocks[0].Kind -ne 'Paragraph') {
        throw "${Where}: it must be one paragraph."
    }

    ConvertTo-PlainText $blocks[0].Line[0]
}

function Read-Parameter {
    <# By name: the blocks of text, the default, and what is said of wildcards. #>
    param([string[]] $Line, [string] $Page)

    $found = [ordered]@{}
    foreach ($part in Get-Part $Line 3 -Where "$Page, Parameters") {
        $where = "$Page, parameter '$($part.Title)'"
        if ($part.Title -notmatch '^-\w+$') {
            throw "${where}: the heading must be its name after a '-'."
        }

        $blocks = Read-Text $part.Line $where
        $default = $null
        if ($blocks[-1].Kind -eq 'Paragraph' -and $blocks[-1].Line[0] -cmatch '^Default: (.+?)\.?$') {
            $default = ConvertTo-PlainText $Matches[1]
            $blocks = @($blocks | Select-Object -SkipLast 1)
        }

        $text = $blocks.Line -join "`n"
        if ($blocks.Count -eq 0 -or $text -cmatch '(?m)^Default:') {
            throw "${where}: 'Default:' must be the last paragraph, after what the parameter means."
        }

        $wildcards = $text -cmatch 'Wildcards: (yes|no)' ? $Matches[1] -eq 'yes' : $null
        $found[$part.Title.Substring(1)] = [pscustomobject]@{ Text = $blocks; Default = $default; Wildcards = $wildcards }
    }

    $found
}

function Read-TypeList {
    <# By full name of a type: the blocks of text. #>
    param([string[]] $Line, [string] $Where)

    $found = [ordered]@{}
    foreach ($part in Get-Part $Line 3 -Where $Where) {
        $found[$part.Title] = Read-Text $part.Line "$Where, $($part.Title)"
    }

    if ($found.Count -eq 0 -or ($found.Contains('None') -and $found.Count -gt 1)) {
        throw "${Where}: there must be '### None' alone, or a heading for each type."
    }

    $found
}

function Read-Example {
    param([string[]] $Line, [string] $Page)

    $number = 0
    $withOutput = 0
    foreach ($part in Get-Part $Line 3 -Where "$Page, Examples") {
        $where = "$Page, example '$($part.Title)'"
        $blocks = @(Get-Block $part.Line $where)
        if ($blocks.Count -lt 2 -or $blocks[0].Kind -ne 'Code' -or $blocks[0].Info -notmatch '^powershell( |$)') {
            throw "${where}: it must be a fence of powershell and then text."
        }

        $code = $blocks[0].Line
        $remarks = @($blocks | Select-Object -Skip 1)
        if ($remarks[0].Kind -eq 'Code' -and $remarks[0].Info -eq 'text') {
            # Get-Help does not indent code, and breaks a line that is wider than the window.
            if ($wide = $remarks[0].Line | Where-Object Length -GT $outputWidth | Select-Object -First 1) {
                throw "${where}: '$wide' is too long for $outputWidth columns."
            }

            if (-not ($remarks[0].Line -join '').Trim()) {
                throw "${where}: its output is empty."
            }

            $withOutput++
            $code += @('') + $remarks[0].Line
            $remarks = @($remarks | Select-Object -Skip 1)
        }

        if ($remarks.Count -eq 0 -or $remarks.Kind -contains 'Code') {
            throw "${where}: it must have one fence of powershell, at most one of text with its output, and then text."
        }

        $number++
        [pscustomobject]@{ Title = "Example ${number}: $($part.Title)"; Code = $code -join "`n"; Remark = $remarks }
    }

    if ($number -lt 3) {
        throw "${Page}: there must be three examples at least."
    }

    if ($withOutput -eq 0) {
        throw "${Page}: no example shows its output; put a fence of text under the code of one."
    }
}

function Read-Link {
    param([string[]] $Line, [string] $Page, [string] $Path)

    $where = "$Page, Related links"
    foreach ($item in (Get-Block $Line $where).Line) {
        if ($item -notmatch '^\[([^\]]+)\]\(([^)]+)\)$') {
            throw "${where}: '$item' is no link."
        }

        $text, $target = $Matches[1, 2]
        if ($target -notmatch '^https://' -and -not (Test-Path -LiteralPath (Join-Path (Split-Path $Path) $target))) {
            throw "${where}: there is no '$target'."
        }

        [pscustomobject]@{ Text = $text; Uri = $target -match '^https://' ? $target : '' }
    }
}
