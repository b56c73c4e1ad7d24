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
        ## Examples         ### title, a fence that begins with ```powershell, optionally one of ```text with its output, and paragraphs on
                            what it shows. At least one example shows its output, at most 80 columns wide; a line "..." stands for
                            what was cut.
        ## Related links    a list of links

    The examples are run by tests. Words after powershell say what one needs: needs-key a key in ELEVENLABS_API_KEY that the API takes,
    needs-vault a vault Personal with such a key in its secret ElevenLabs, needs-process a PowerShell that finds pwsh and starts others.
    about pages also have not-run, for what sets a machine up.

    A paragraph ends with an empty line. A list is lines that begin with "- " and their indented continuations.
.PARAMETER DocsPath
    The folder of the pages.
.PARAMETER OutputPath
    The folder to write to, such as en-US of the built module. It is made if it is absent.
.PARAMETER Module
    The name of the module, or the path of its manifest. It is imported.
.PARAMETER HelpFile
    The name of the MAML file: the one that the commands look for.
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

. $PSScriptRoot/Help/ReadPage.ps1
. $PSScriptRoot/Help/ComparePage.ps1
. $PSScriptRoot/Help/WriteMaml.ps1
. $PSScriptRoot/Help/WriteAbout.ps1

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
