#requires -Version 7.4

<#
.SYNOPSIS
    Makes the module's help files from the pages in docs.
.DESCRIPTION
    Reads DocsPath/VERB-NOUN.md for every command of the module, and DocsPath/about_*.md, and writes MAML and about topics for Get-Help.
    Syntax, types, positions, aliases, pipeline input and wildcards come from the module's own commands, never from a page. A page that
    does not fit its command is an error that names the page and what is wrong: a parameter that is missing or too many, a wildcard that
    is promised and not there, an output type or a property of it that is missing or too many.

    A page has these headings in this order, and nothing before the first:

        # VERB-NOUN
        ## Synopsis         one paragraph
        ## Description      paragraphs and lists
        ## Parameters       ### -Name      paragraphs and lists, among them "Wildcards: yes..." or "Wildcards: no..." where the command
                                           has wildcards for some; at the end "Default: ..." unless it is mandatory or a switch
        ## Inputs           ### full name of a type, or None
        ## Outputs          ### full name of a type, or None; for our own types a list of every property: - `Name`: text
        ## Notes            paragraphs and lists
        ## Examples         ### title, a fence that begins with ```powershell, and paragraphs on what it shows
        ## Related links    a list of links

    A paragraph ends with an empty line. A list is lines that begin with "- " and their indented continuations.
.PARAMETER DocsPath
    The folder of the pages.
.PARAMETER OutputPath
    The folder to write to, such as en-US of the built module. It is made if it is absent.
.PARAMETER Module
    The name of the module, or the path of its manifest. It is imported.
.PARAMETER HelpFile
    The name of the MAML file. It must be what the commands name; where they name none, it is needed.
.EXAMPLE
    build/ConvertTo-Maml.ps1 -DocsPath docs -OutputPath output/ElevenCost/0.1.0/en-US -Module output/ElevenCost
#>
[CmdletBinding()]
[OutputType([System.IO.FileInfo])]
param(
    [Parameter(Mandatory)]
    [string] $DocsPath,

    [Parameter(Mandatory)]
    [string] $OutputPath,

    [Parameter(Mandatory)]
    [string] $Module,

    [string] $HelpFile = 'ElevenCost.PowerShell.dll-Help.xml'
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'

$aboutWidth = 80
$sections = 'Synopsis', 'Description', 'Parameters', 'Inputs', 'Outputs', 'Notes', 'Examples', 'Related links'
$mamlSpace = 'http://schemas.microsoft.com/maml/2004/10'
$commandSpace = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
$devSpace = 'http://schemas.microsoft.com/maml/dev/2004/10'

# What the engine adds to every command that asks for it.
$common = [System.Management.Automation.PSCmdlet]::CommonParameters

#region Reading pages

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
    $parts = @(Get-Part (Get-Content -LiteralPath $Path -Encoding utf8) 1 $page)
    if ($parts.Count -ne 1 -or $parts[0].Title -ne $name) {
        throw "${page}: it must begin with '# $name', its only heading of that level."
    }

    $found = @(Get-Part $parts[0].Line 2 $page)
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
        Link = @(Read-Link $section['Related links'] $page $Path)
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
    foreach ($part in Get-Part $Line 3 "$Page, Parameters") {
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
    foreach ($part in Get-Part $Line 3 $Where) {
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
    foreach ($part in Get-Part $Line 3 "$Page, Examples") {
        $where = "$Page, example '$($part.Title)'"
        $blocks = @(Get-Block $part.Line $where)
        if ($blocks.Count -lt 2 -or $blocks[0].Kind -ne 'Code' -or $blocks[0].Info -notmatch '^powershell( |$)') {
            throw "${where}: it must be a fence of powershell and then text."
        }

        $remarks = @($blocks | Select-Object -Skip 1)
        if ($remarks.Kind -contains 'Code') {
            throw "${where}: it must have one fence."
        }

        $number++
        [pscustomobject]@{ Title = "Example ${number}: $($part.Title)"; Code = $blocks[0].Line -join "`n"; Remark = $remarks }
    }

    if ($number -lt 3) {
        throw "${Page}: there must be three examples at least."
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

#endregion

#region Comparing a page with its command

function Get-OwnParameter {
    <# The parameters of a command that its author declared, and -WhatIf and -Confirm. #>
    param([System.Management.Automation.CommandInfo] $Command)

    $Command.Parameters.Values | Where-Object Name -NotIn $common
}

function Test-Mandatory {
    <# Whether a parameter is mandatory in every set that it is in. #>
    param([System.Management.Automation.ParameterMetadata] $Parameter)

    @($Parameter.ParameterSets.Values | Where-Object IsMandatory -EQ $false).Count -eq 0
}

function Test-Wildcard {
    param([System.Management.Automation.ParameterMetadata] $Parameter)

    @($Parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.SupportsWildcardsAttribute] }).Count -gt 0
}

function Assert-SameName {
    param([string[]] $OnPage, [string[]] $InCode, [string] $Where, [string] $What)

    if ($missing = @($InCode | Where-Object { $_ -notin $OnPage })) {
        throw "${Where}: $What $(@($missing | ForEach-Object { "'$_'" }) -join ', ') of the command is missing on the page."
    }

    if ($unknown = @($OnPage | Where-Object { $_ -notin $InCode })) {
        throw "${Where}: $What $(@($unknown | ForEach-Object { "'$_'" }) -join ', ') is on the page, and the command does not have it."
    }
}

function Assert-Page {
    <# Throws where a page does not fit its command. #>
    param([psobject] $Page, [System.Management.Automation.CommandInfo] $Command)

    Assert-SameName @($Page.Parameter.Keys) @((Get-OwnParameter $Command).Name) $Page.Page 'parameter'
    foreach ($name in $Page.Parameter.Keys) {
        $said = $Page.Parameter[$name]
        $parameter = $Command.Parameters[$name]
        $where = "$($Page.Page), parameter '-$name'"
        $needsDefault = -not $parameter.SwitchParameter -and -not (Test-Mandatory $parameter)
        if ($needsDefault -ne ($null -ne $said.Default)) {
            throw $needsDefault `
                ? "${where}: 'Default: ...' is missing." `
                : "${where}: it has a default, and is a switch or mandatory."
        }

        if ([bool]$said.Wildcards -ne (Test-Wildcard $parameter)) {
            throw "${where}: the page says 'Wildcards: $($said.Wildcards ? 'yes' : 'no')', and the command has it otherwise."
        }
    }

    $types = @($Command.OutputType | ForEach-Object { $_.Type ? $_.Type.FullName : $_.Name } | Select-Object -Unique)
    Assert-SameName @($Page.Output.Keys | Where-Object { $_ -ne 'None' }) $types $Page.Page 'output'
    foreach ($name in $Page.Output.Keys) {
        Assert-Property $Page.Output[$name] $name "$($Page.Page), output '$name'"
    }
}

function Assert-Property {
    <# Throws where the list of properties is not that of the type; for types of the module alone. #>
    param([psobject[]] $Block, [string] $TypeName, [string] $Where)

    $type = $TypeName -as [type]
    if ($null -eq $type -or $type.Namespace -ne $loaded.Name) {
        return
    }

    $items = @($Block | Where-Object Kind -EQ 'List' | ForEach-Object Line)
    $said = foreach ($item in $items) {
        if ($item -notmatch '^(`\w+`(?:, `\w+`)*): ') {
            throw "${Where}: '$item' does not begin with a property, as in: - ``Name``: text."
        }

        $Matches[1] -split ', ' | ForEach-Object { $_.Trim('`') }
    }

    $data = Get-TypeData -TypeName $TypeName
    $has = @($type.GetProperties().Name) + @($data ? $data.Members.Keys : @())
    Assert-SameName @($said) $has $Where 'property'
}

#endregion

#region Writing MAML

function Write-Text {
    <# An element that holds a text. #>
    param([System.Xml.XmlWriter] $Writer, [string] $Prefix, [string] $Name, [string] $Namespace, [string] $Text)

    $Writer.WriteElementString($Prefix, $Name, $Namespace, $Text)
}

function Write-Block {
    <# The text of blocks, a paragraph each: Get-Help puts an empty line after it. #>
    param([System.Xml.XmlWriter] $Writer, [psobject[]] $Block)

    foreach ($one in $Block) {
        $lines = $one.Line | ForEach-Object { ($one.Kind -eq 'List' ? '- ' : '') + (ConvertTo-PlainText $_) }
        Write-Text $Writer maml para $mamlSpace ($lines -join "`n")
    }
}

function Write-Description {
    param([System.Xml.XmlWriter] $Writer, [psobject[]] $Block)

    $Writer.WriteStartElement('maml', 'description', $mamlSpace)
    Write-Block $Writer $Block
    $Writer.WriteEndElement()
}

function Get-TypeText {
    <# The name of a type as a user writes it. #>
    param([type] $Type)

    $element = $Type.IsArray ? $Type.GetElementType() : $Type
    $plain = [Nullable]::GetUnderlyingType($element) ?? $element
    $text = [Microsoft.PowerShell.ToStringCodeMethods]::Type([psobject]$plain) -replace '^System\.Management\.Automation\.|^System\.', ''
    ($text -split '\.')[-1] + ($Type.IsArray ? '[]' : '')
}

function Get-AllowedValue {
    <# The words that a parameter takes, where they are listed. #>
    param([System.Management.Automation.ParameterMetadata] $Parameter)

    $set = $Parameter.Attributes | Where-Object { $_ -is [System.Management.Automation.ValidateSetAttribute] } | Select-Object -First 1
    if ($set) {
        return $set.ValidValues
    }

    $type = $Parameter.ParameterType
    $element = $type.IsArray ? $type.GetElementType() : $type
    $plain = [Nullable]::GetUnderlyingType($element) ?? $element
    if ($plain.IsEnum) {
        [enum]::GetNames($plain)
    }
}

function Write-Parameter {
    <# One parameter, as it is in one set, or over all of them where Set is null. #>
    param(
        [System.Xml.XmlWriter] $Writer,
        [System.Management.Automation.ParameterMetadata] $Parameter,
        [psobject] $Said,
        [System.Management.Automation.ParameterSetMetadata] $Set,
        [bool] $IsSyntax
    )

    $sets = @($Set ?? $Parameter.ParameterSets.Values)
    $position = @($sets.Position | Where-Object { $_ -ge 0 } | Select-Object -First 1)
    $ways = @(
        if ($sets.ValueFromPipeline -contains $true) { 'ByValue' }
        if ($sets.ValueFromPipelineByPropertyName -contains $true) { 'ByPropertyName' }
    )
    $isRequired = $Set ? $Set.IsMandatory : (Test-Mandatory $Parameter)
    $type = $Parameter.ParameterType
    $isSwitch = $Parameter.SwitchParameter
    $Writer.WriteStartElement('command', 'parameter', $commandSpace)
    $Writer.WriteAttributeString('required', "$isRequired".ToLowerInvariant())
    $Writer.WriteAttributeString('variableLength', "$($type.IsArray)".ToLowerInvariant())
    $Writer.WriteAttributeString('globbing', "$(Test-Wildcard $Parameter)".ToLowerInvariant())
    $Writer.WriteAttributeString('pipelineInput', $ways.Count -gt 0 ? "true ($($ways -join ', '))" : 'false')
    $Writer.WriteAttributeString('position', $position.Count -gt 0 ? "$($position[0])" : 'named')
    $Writer.WriteAttributeString('aliases', $Parameter.Aliases.Count -gt 0 ? $Parameter.Aliases -join ', ' : 'none')
    Write-Text $Writer maml name $mamlSpace $Parameter.Name
    if (-not $IsSyntax) {
        Write-Description $Writer $Said.Text
    }

    if (-not $isSwitch) {
        $words = @($IsSyntax ? (Get-AllowedValue $Parameter) : @())
        if ($words) {
            $Writer.WriteStartElement('command', 'parameterValueGroup', $commandSpace)
            foreach ($word in $words) {
                $Writer.WriteStartElement('command', 'parameterValue', $commandSpace)
                $Writer.WriteAttributeString('required', 'false')
                $Writer.WriteAttributeString('variableLength', 'false')
                $Writer.WriteString($word)
                $Writer.WriteEndElement()
            }

            $Writer.WriteEndElement()
        }

        $Writer.WriteStartElement('command', 'parameterValue', $commandSpace)
        $Writer.WriteAttributeString('required', 'true')
        $Writer.WriteAttributeString('variableLength', "$($type.IsArray)".ToLowerInvariant())
        $Writer.WriteString((Get-TypeText $type))
        $Writer.WriteEndElement()
    }

    $Writer.WriteStartElement('dev', 'type', $devSpace)
    Write-Text $Writer maml name $mamlSpace ($isSwitch ? 'SwitchParameter' : (Get-TypeText $type))
    Write-Text $Writer maml uri $mamlSpace ''
    $Writer.WriteEndElement()
    Write-Text $Writer dev defaultValue $devSpace ($isSwitch ? 'off' : $Said.Default ?? 'none')
    $Writer.WriteEndElement()
}

function Write-Syntax {
    param([System.Xml.XmlWriter] $Writer, [psobject] $Page, [System.Management.Automation.CommandInfo] $Command)

    $Writer.WriteStartElement('command', 'syntax', $commandSpace)
    foreach ($set in $Command.ParameterSets | Sort-Object -Stable -Descending IsDefault) {
        $Writer.WriteStartElement('command', 'syntaxItem', $commandSpace)
        Write-Text $Writer maml name $mamlSpace $Page.Name

        # By position, then as the page has them.
        $order = @($Page.Parameter.Keys)
        $own = $set.Parameters | Where-Object Name -NotIn $common |
            Sort-Object { $_.Position -ge 0 ? $_.Position : [int]::MaxValue }, { [array]::IndexOf($order, $_.Name) }
        foreach ($parameter in $own) {
            $metadata = $Command.Parameters[$parameter.Name]
            $inSet = $metadata.ParameterSets[$set.Name] ?? $metadata.ParameterSets['__AllParameterSets']
            Write-Parameter $Writer $metadata $Page.Parameter[$parameter.Name] $inSet $true
        }

        $Writer.WriteEndElement()
    }

    $Writer.WriteEndElement()
}

function Write-TypeList {
    param([System.Xml.XmlWriter] $Writer, [string] $List, [string] $Item, [System.Collections.IDictionary] $Type)

    $Writer.WriteStartElement('command', $List, $commandSpace)
    foreach ($name in $Type.Keys) {
        $Writer.WriteStartElement('command', $Item, $commandSpace)
        $Writer.WriteStartElement('dev', 'type', $devSpace)
        Write-Text $Writer maml name $mamlSpace $name
        $Writer.WriteEndElement()
        Write-Description $Writer $Type[$name]
        $Writer.WriteEndElement()
    }

    $Writer.WriteEndElement()
}

function Write-Command {
    param([System.Xml.XmlWriter] $Writer, [psobject] $Page, [System.Management.Automation.CommandInfo] $Command)

    $Writer.WriteStartElement('command', 'command', $commandSpace)
    $Writer.WriteAttributeString('xmlns', 'maml', $null, $mamlSpace)
    $Writer.WriteAttributeString('xmlns', 'dev', $null, $devSpace)

    $Writer.WriteStartElement('command', 'details', $commandSpace)
    Write-Text $Writer command name $commandSpace $Command.Name
    Write-Text $Writer command verb $commandSpace $Command.Verb
    Write-Text $Writer command noun $commandSpace $Command.Noun
    $Writer.WriteStartElement('maml', 'description', $mamlSpace)
    Write-Text $Writer maml para $mamlSpace $Page.Synopsis
    $Writer.WriteEndElement()
    $Writer.WriteEndElement()

    Write-Description $Writer $Page.Description
    Write-Syntax $Writer $Page $Command

    $Writer.WriteStartElement('command', 'parameters', $commandSpace)
    foreach ($name in $Page.Parameter.Keys) {
        Write-Parameter $Writer $Command.Parameters[$name] $Page.Parameter[$name] $null $false
    }

    $Writer.WriteEndElement()
    Write-TypeList $Writer inputTypes inputType $Page.Input
    Write-TypeList $Writer returnValues returnValue $Page.Output

    $Writer.WriteStartElement('maml', 'alertSet', $mamlSpace)
    $Writer.WriteStartElement('maml', 'alert', $mamlSpace)
    Write-Block $Writer $Page.Note
    $Writer.WriteEndElement()
    $Writer.WriteEndElement()

    $Writer.WriteStartElement('command', 'examples', $commandSpace)
    foreach ($example in $Page.Example) {
        $Writer.WriteStartElement('command', 'example', $commandSpace)
        Write-Text $Writer maml title $mamlSpace "--- $($example.Title) ---"
        Write-Text $Writer dev code $devSpace $example.Code
        $Writer.WriteStartElement('dev', 'remarks', $devSpace)
        Write-Block $Writer $example.Remark
        Write-Text $Writer maml para $mamlSpace ''
        $Writer.WriteEndElement()
        $Writer.WriteEndElement()
    }

    $Writer.WriteEndElement()
    $Writer.WriteStartElement('command', 'relatedLinks', $commandSpace)
    foreach ($link in $Page.Link) {
        $Writer.WriteStartElement('maml', 'navigationLink', $mamlSpace)
        Write-Text $Writer maml linkText $mamlSpace $link.Text
        Write-Text $Writer maml uri $mamlSpace $link.Uri
        $Writer.WriteEndElement()
    }

    $Writer.WriteEndElement()
    $Writer.WriteEndElement()
}

function Write-HelpFile {
    param([string] $Path, [psobject[]] $Page)

    $settings = [System.Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [System.Text.UTF8Encoding]::new($false) }
    $writer = [System.Xml.XmlWriter]::Create($Path, $settings)
    try {
        $writer.WriteStartElement('helpItems', 'http://msh')
        $writer.WriteAttributeString('schema', 'maml')
        foreach ($one in $Page) {
            Write-Command $writer $one $loaded.ExportedCommands[$one.Name]
        }

        $writer.WriteEndElement()
    }
    finally {
        $writer.Dispose()
    }
}

#endregion

#region Writing about topics

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
            'Paragraph' { Format-Wrapped (ConvertTo-PlainText $one.Line[0]) '    ' '    ' }
            'List' { $one.Line | ForEach-Object { Format-Wrapped (ConvertTo-PlainText $_) '    - ' '      ' } }
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
    $parts = @(Get-Part (Get-Content -LiteralPath $Path -Encoding utf8) 1 $page)
    if ($parts.Count -ne 1 -or $parts[0].Title -ne $name) {
        throw "${page}: it must begin with '# $name', its only heading of that level."
    }

    'TOPIC'
    "    $name"
    ''
    $found = @(Get-Part $parts[0].Line 2 $page)
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

#endregion

$loaded = Import-Module $Module -PassThru | Select-Object -First 1
$commands = @($loaded.ExportedCommands.Values | Where-Object CommandType -In Cmdlet, Function)
if ($commands.Count -eq 0) {
    throw "The module '$($loaded.Name)' exports no command."
}

if ($other = $commands | Where-Object { $_.HelpFile -and (Split-Path $_.HelpFile -Leaf) -ne $HelpFile } | Select-Object -First 1) {
    throw "'$($other.Name)' looks for its help in '$($other.HelpFile)', not in '$HelpFile'."
}

$files = @(Get-ChildItem -LiteralPath $DocsPath -Filter '*.md' -File | Where-Object BaseName -CMatch '^[A-Z][a-z]+-[A-Z]\w+$')
if ($noPage = $commands | Where-Object Name -NotIn $files.BaseName | Select-Object -First 1) {
    throw "The command '$($noPage.Name)' has no page: $(Join-Path $DocsPath "$($noPage.Name).md")."
}

if ($noCommand = $files | Where-Object BaseName -NotIn $commands.Name | Select-Object -First 1) {
    throw "$($noCommand.Name): the module has no command of that name."
}

$pages = @($files | Sort-Object Name | ForEach-Object { Read-Page $_.FullName })
$pages | ForEach-Object { Assert-Page $_ $loaded.ExportedCommands[$_.Name] }

$folder = New-Item -ItemType Directory -Path $OutputPath -Force
$target = Join-Path $folder.FullName $HelpFile
Write-HelpFile $target $pages
Get-Item -LiteralPath $target

foreach ($about in Get-ChildItem -LiteralPath $DocsPath -Filter 'about_*.md' -File) {
    $text = @(ConvertTo-AboutText $about.FullName) -join "`n"
    $target = Join-Path $folder.FullName "$($about.BaseName).help.txt"
    [System.IO.File]::WriteAllText($target, $text.TrimEnd() + "`n")
    Get-Item -LiteralPath $target
}
