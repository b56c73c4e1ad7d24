# Compares a page with its command, whose metadata is the truth.

# What the engine adds to every command that asks for it.
$common = [System.Management.Automation.PSCmdlet]::CommonParameters

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

    Assert-SameName @($Page.Parameter.Keys) @(Get-OwnParameter $Command | ForEach-Object Name) -Where $Page.Page -What 'parameter'
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

    $types = @($Command.OutputType | ForEach-Object { $_.Type ? $_.Type.FullName : $_.Name } | Where-Object { $_ -ne 'System.Void' } | Select-Object -Unique)
    Assert-SameName @($Page.Output.Keys | Where-Object { $_ -ne 'None' }) $types -Where $Page.Page -What 'output'
    foreach ($name in $Page.Output.Keys) {
        Assert-Property $Page.Output[$name] $name -Where "$($Page.Page), output '$name'"
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
    Assert-SameName @($said) $has -Where $Where -What 'property'
}
