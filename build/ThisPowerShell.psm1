# The PowerShell that runs this, to be started once more: its own program, or dotnet with its assembly where it is a .NET tool.
Set-StrictMode -Version Latest

function Get-ThisPowerShell {
    <# The program, and the arguments that come before those of pwsh. #>
    $program = [Environment]::ProcessPath
    $isProgram = [IO.Path]::GetFileNameWithoutExtension($program) -like 'pwsh*'
    [pscustomobject]@{ Path = $program; Arguments = [string[]]@(if (-not $isProgram) { Join-Path $PSHOME 'pwsh.dll' }) }
}

function Invoke-ThisPowerShell {
    <# Runs it with arguments, in a process of its own; $LASTEXITCODE is its exit code. #>
    param([Parameter(Mandatory)] [string[]] $ArgumentList)
    $shell = Get-ThisPowerShell
    & $shell.Path @($shell.Arguments) @ArgumentList
}

function Add-ThisPowerShellToPath {
    <# Puts it on PATH as pwsh, first, by a command in the folder given, where it is not a program of that name already. #>
    param([Parameter(Mandatory)] [string] $Folder)
    $shell = Get-ThisPowerShell
    $target = Split-Path $shell.Path
    if ($shell.Arguments) {
        $target = $Folder
        $null = New-Item -ItemType Directory -Path $Folder -Force
        if ($IsWindows) {
            Set-Content (Join-Path $Folder 'pwsh.cmd') "@`"$($shell.Path)`" `"$($shell.Arguments[0])`" %*"
        }
        else {
            $file = Join-Path $Folder 'pwsh'
            Set-Content $file "#!/bin/sh`nexec '$($shell.Path)' '$($shell.Arguments[0])' `"`$@`""
            chmod +x $file
        }
    }

    $env:PATH = "$target$([IO.Path]::PathSeparator)$env:PATH"
}

Export-ModuleMember -Function *
