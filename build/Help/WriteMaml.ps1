# Writes pages as MAML, which Get-Help shows.

$spaces = @{
    maml = 'http://schemas.microsoft.com/maml/2004/10'
    command = 'http://schemas.microsoft.com/maml/dev/command/2004/10'
    dev = 'http://schemas.microsoft.com/maml/dev/2004/10'
}

# The functions below write to $writer, which Write-HelpFile opens.

function Open-Element {
    <# Begins an element, such as maml:para. #>
    param([string] $Name)

    $prefix, $local = $Name -split ':'
    $writer.WriteStartElement($prefix, $local, $spaces[$prefix])
}

function Write-Text {
    <# An element that holds a text. #>
    param([string] $Name, [string] $Text)

    $prefix, $local = $Name -split ':'
    $writer.WriteElementString($prefix, $local, $spaces[$prefix], $Text)
}

function Write-Block {
    <# The text of blocks, a paragraph each: Get-Help puts an empty line after it. #>
    param([psobject[]] $Block)

    foreach ($one in $Block) {
        $lines = $one.Line | ForEach-Object { ($one.Kind -eq 'List' ? '- ' : '') + (ConvertTo-PlainText $_) }
        Write-Text maml:para ($lines -join "`n")
    }
}

function Write-Description {
    param([psobject[]] $Block)

    Open-Element maml:description
    Write-Block $Block
    $writer.WriteEndElement()
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
        [System.Management.Automation.ParameterMetadata] $Parameter,
        [psobject] $Said,
        [System.Management.Automation.ParameterSetMetadata] $Set,
        [switch] $IsSyntax
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
    Open-Element command:parameter
    $writer.WriteAttributeString('required', "$isRequired".ToLowerInvariant())
    $writer.WriteAttributeString('variableLength', "$($type.IsArray)".ToLowerInvariant())
    $writer.WriteAttributeString('globbing', "$(Test-Wildcard $Parameter)".ToLowerInvariant())
    $writer.WriteAttributeString('pipelineInput', $ways.Count -gt 0 ? "true ($($ways -join ', '))" : 'false')
    $writer.WriteAttributeString('position', $position.Count -gt 0 ? "$($position[0])" : 'named')
    $writer.WriteAttributeString('aliases', $Parameter.Aliases.Count -gt 0 ? $Parameter.Aliases -join ', ' : 'none')
    Write-Text maml:name $Parameter.Name
    if (-not $IsSyntax) {
        Write-Description $Said.Text
    }

    if (-not $isSwitch) {
        $words = @($IsSyntax ? (Get-AllowedValue $Parameter) : @())
        if ($words) {
            Open-Element command:parameterValueGroup
            foreach ($word in $words) {
                Open-Element command:parameterValue
                $writer.WriteAttributeString('required', 'false')
                $writer.WriteAttributeString('variableLength', 'false')
                $writer.WriteString($word)
                $writer.WriteEndElement()
            }

            $writer.WriteEndElement()
        }

        Open-Element command:parameterValue
        $writer.WriteAttributeString('required', 'true')
        $writer.WriteAttributeString('variableLength', "$($type.IsArray)".ToLowerInvariant())
        $writer.WriteString((Get-TypeText $type))
        $writer.WriteEndElement()
    }

    Open-Element dev:type
    Write-Text maml:name ($isSwitch ? 'SwitchParameter' : (Get-TypeText $type))
    Write-Text maml:uri ''
    $writer.WriteEndElement()
    Write-Text dev:defaultValue ($isSwitch ? 'off' : $Said.Default ?? 'none')
    $writer.WriteEndElement()
}

function Write-Syntax {
    param([psobject] $Page, [System.Management.Automation.CommandInfo] $Command)

    Open-Element command:syntax
    foreach ($set in $Command.ParameterSets | Sort-Object -Stable -Descending IsDefault) {
        Open-Element command:syntaxItem
        Write-Text maml:name $Page.Name

        # By position, then as the page has them.
        $order = @($Page.Parameter.Keys)
        $own = $set.Parameters | Where-Object Name -NotIn $common |
            Sort-Object { $_.Position -ge 0 ? $_.Position : [int]::MaxValue }, { [array]::IndexOf($order, $_.Name) }
        foreach ($parameter in $own) {
            $metadata = $Command.Parameters[$parameter.Name]
            $inSet = $metadata.ParameterSets[$set.Name] ?? $metadata.ParameterSets['__AllParameterSets']
            Write-Parameter $metadata $Page.Parameter[$parameter.Name] -Set $inSet -IsSyntax
        }

        $writer.WriteEndElement()
    }

    $writer.WriteEndElement()
}

function Write-TypeList {
    param([System.Collections.IDictionary] $Type, [string] $List, [string] $Item)

    Open-Element "command:$List"
    foreach ($name in $Type.Keys) {
        Open-Element "command:$Item"
        Open-Element dev:type
        Write-Text maml:name $name
        $writer.WriteEndElement()
        Write-Description $Type[$name]
        $writer.WriteEndElement()
    }

    $writer.WriteEndElement()
}

function Write-Command {
    param([psobject] $Page, [System.Management.Automation.CommandInfo] $Command)

    Open-Element command:command
    $writer.WriteAttributeString('xmlns', 'maml', $null, $spaces.maml)
    $writer.WriteAttributeString('xmlns', 'dev', $null, $spaces.dev)

    Open-Element command:details
    Write-Text command:name $Command.Name
    Write-Text command:verb $Command.Verb
    Write-Text command:noun $Command.Noun
    Open-Element maml:description
    Write-Text maml:para $Page.Synopsis
    $writer.WriteEndElement()
    $writer.WriteEndElement()

    Write-Description $Page.Description
    Write-Syntax $Page $Command

    Open-Element command:parameters
    foreach ($name in $Page.Parameter.Keys) {
        Write-Parameter $Command.Parameters[$name] $Page.Parameter[$name]
    }

    $writer.WriteEndElement()
    Write-TypeList $Page.Input -List inputTypes -Item inputType
    Write-TypeList $Page.Output -List returnValues -Item returnValue

    Open-Element maml:alertSet
    Open-Element maml:alert
    Write-Block $Page.Note
    $writer.WriteEndElement()
    $writer.WriteEndElement()

    Open-Element command:examples
    foreach ($example in $Page.Example) {
        Open-Element command:example
        Write-Text maml:title "--- $($example.Title) ---"
        Write-Text dev:code $example.Code
        Open-Element dev:remarks
        Write-Block $example.Remark
        Write-Text maml:para ''
        $writer.WriteEndElement()
        $writer.WriteEndElement()
    }

    $writer.WriteEndElement()
    Open-Element command:relatedLinks
    foreach ($link in $Page.Link) {
        Open-Element maml:navigationLink
        Write-Text maml:linkText $link.Text
        Write-Text maml:uri $link.Uri
        $writer.WriteEndElement()
    }

    $writer.WriteEndElement()
    $writer.WriteEndElement()
}

function Write-HelpFile {
    param([string] $Path, [psobject[]] $Page)

    $settings = [System.Xml.XmlWriterSettings]@{ Indent = $true; NewLineChars = "`n"; Encoding = [System.Text.UTF8Encoding]::new($false) }
    $writer = [System.Xml.XmlWriter]::Create($Path, $settings)
    try {
        $writer.WriteStartElement('helpItems', 'http://msh')
        $writer.WriteAttributeString('schema', 'maml')
        foreach ($one in $Page) {
            Write-Command $one $loaded.ExportedCommands[$one.Name]
        }

        $writer.WriteEndElement()
    }
    finally {
        $writer.Dispose()
    }
}
