# Drives the built module from outside: a child pwsh, the simulator as a process, a home of its own for every test.
Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

$script:Root = (Resolve-Path (Join-Path $PSScriptRoot '../..')).Path
$script:Shared = Join-Path ([IO.Path]::GetTempPath()) "elevencost-tests-$PID"
$script:Cleared = 'ELEVENLABS_API_KEY', 'ELEVENCOST_HOME', 'ELEVENCOST_SILENCE_SECONDS', 'XDG_DATA_HOME', 'XDG_CONFIG_HOME', 'XDG_CACHE_HOME'

# The tests start `pwsh` by its name, as users and schedulers do: it is the one that runs them.
Import-Module (Join-Path $script:Root 'build/ThisPowerShell.psm1')
Add-ThisPowerShellToPath (Join-Path $script:Shared 'bin')

function Get-RepositoryRoot { $script:Root }

# The manifest of the module under test: the highest version under output/, or what ELEVENCOST_TEST_MODULE names.
function Get-ModuleManifestPath {
    if ($env:ELEVENCOST_TEST_MODULE) { return $env:ELEVENCOST_TEST_MODULE }
    $manifest = Get-ChildItem (Join-Path $script:Root 'output/ElevenCost/*/ElevenCost.psd1') -ErrorAction Ignore |
        Sort-Object { [version]$_.Directory.Name } | Select-Object -Last 1
    if (-not $manifest) { throw 'There is no built module under output/: run ./build.ps1 Build first.' }
    $manifest.FullName
}

# The assembly of a project's debug build; Invoke-ModuleTests.ps1 builds it, and so does this where it is absent.
function Get-Program([string] $Project, [string] $Name, [string] $Framework) {
    $path = Join-Path $script:Root "$Project/bin/Debug/$Framework/$Name.dll"
    if (-not (Test-Path $path)) {
        $log = dotnet build (Join-Path $script:Root $Project) -f $Framework -v quiet 2>&1
        if ($LASTEXITCODE) { throw "$Project does not build:`n$($log -join "`n")" }
    }

    $path
}

function ConvertTo-Secret([string] $Text) { [Net.NetworkCredential]::new('', $Text).SecurePassword }

# --- Homes ---

# A throwaway folder: Path, Home (ELEVENCOST_HOME) and User (HOME, under which SecretStore keeps its vaults).
function Open-TestHome {
    $path = Join-Path ([IO.Path]::GetTempPath()) "elevencost-test-$([guid]::NewGuid().ToString('n').Substring(0, 12))"
    foreach ($folder in 'user', 'work') { $null = New-Item -ItemType Directory -Path (Join-Path $path $folder) -Force }
    [pscustomobject]@{ Path = $path; Home = Join-Path $path 'home'; User = Join-Path $path 'user'; Work = Join-Path $path 'work' }
}

function Close-TestHome($TestHome) {
    if ($TestHome) { Remove-Item -LiteralPath $TestHome.Path -Recurse -Force -ErrorAction Ignore }
}

# The bytes of every file of the home by its path, to see that nothing was touched.
function Get-HomeState($TestHome) {
    if (-not (Test-Path $TestHome.Home)) { return '' }
    $files = Get-ChildItem -LiteralPath $TestHome.Home -Recurse -File -Force | Sort-Object FullName
    ($files | ForEach-Object { "$([IO.Path]::GetRelativePath($TestHome.Home, $_.FullName)) $((Get-FileHash $_.FullName).Hash)" }) -join "`n"
}

# --- Processes ---

function Open-Process([string] $Path, [string[]] $ArgumentList, [hashtable] $Environment = @{}, [string] $WorkingDirectory) {
    $start = [Diagnostics.ProcessStartInfo]::new($Path)
    foreach ($argument in $ArgumentList) { $start.ArgumentList.Add($argument) }
    $start.RedirectStandardInput = $start.RedirectStandardOutput = $start.RedirectStandardError = $true
    $start.StandardOutputEncoding = $start.StandardErrorEncoding = $start.StandardInputEncoding = [Text.UTF8Encoding]::new($false)
    if ($WorkingDirectory) { $start.WorkingDirectory = $WorkingDirectory }
    foreach ($name in $script:Cleared) { $null = $start.Environment.Remove($name) }
    foreach ($name in $Environment.Keys) {
        if ($null -eq $Environment[$name]) { $null = $start.Environment.Remove($name) } else { $start.Environment[$name] = $Environment[$name] }
    }

    [Diagnostics.Process]::Start($start)
}

# Kills the whole tree: a terminal's shell is a grandchild.
function Close-Process([Diagnostics.Process] $Process) {
    if (-not $Process) { return }
    if (-not $Process.HasExited) { $Process.Kill($true) }
    $null = $Process.WaitForExit(10000)
    $Process.Dispose()
}

function Get-ChildEnvironment($TestHome, [hashtable] $More = @{}) {
    $environment = @{
        ELEVENCOST_HOME              = $TestHome.Home
        HOME                         = $TestHome.User
        NO_COLOR                     = '1'
        LC_ALL                       = 'en_US.UTF-8'
        TZ                           = 'UTC'
        POWERSHELL_UPDATECHECK       = 'Off'
        POWERSHELL_TELEMETRY_OPTOUT  = '1'
        ELEVENCOST_TEST_MODULE       = Get-ModuleManifestPath
        PSModuleAnalysisCachePath    = Join-Path $script:Shared 'ModuleAnalysisCache'
    }
    foreach ($name in $More.Keys) { $environment[$name] = $More[$name] }
    $environment
}

# --- The simulator ---

# Starts the simulator; it ends when this process does, whatever happens. -Port takes over the address of one that was closed.
function Open-Simulator {
    param([string[]] $Fault = @(), [int] $Keys = 0, [int] $Days = 30, [int] $Seed = 1, [string] $Time, [string] $Tier, [hashtable] $Subscription = @{}, [int] $Port = 0, [string[]] $Burst = @())
    $null = New-Item -ItemType Directory -Path $script:Shared -Force
    $program = Get-Program 'tests/ElevenLabs.Simulator' -Name 'ElevenLabs.Simulator' -Framework 'net10.0'
    $arguments = @($program, '--exit-with-stdin', '--days', $Days, '--seed', $Seed, '--port', $Port)
    if ($Keys) { $arguments += '--keys', $Keys }
    if ($Time) { $arguments += '--time', $Time }
    if ($Tier) { $arguments += '--tier', $Tier }
    foreach ($name in $Subscription.Keys) { $arguments += '--subscription', "$name=$($Subscription[$name] | ConvertTo-Json -Compress)" }
    foreach ($item in $Burst) { $arguments += '--burst', $item }
    foreach ($name in $Fault) { $arguments += '--fault', $name }
    $process = Open-Process 'dotnet' $arguments
    $line = $process.StandardOutput.ReadLine()
    if ($line -notmatch '^listening on (?<uri>\S+) key (?<key>\S+)$') {
        $problem = $process.StandardError.ReadToEnd()
        Close-Process $process
        throw "The simulator did not start: $line $problem"
    }

    [pscustomobject]@{ Process = $process; Uri = $Matches.uri; Key = $Matches.key; Port = ([uri]$Matches.uri).Port; Days = $Days; Seed = $Seed }
}

function Close-Simulator($Simulator) {
    if ($Simulator) { Close-Process $Simulator.Process }
}

# Another simulator at the same address and with the same key: the same API, which now misbehaves, or no longer does, or has another plan.
function Switch-Simulator($Simulator, [string[]] $Fault = @(), [string] $Tier, [hashtable] $Subscription = @{}) {
    Close-Simulator $Simulator
    Open-Simulator -Port $Simulator.Port -Days $Simulator.Days -Seed $Simulator.Seed -Fault $Fault -Tier $Tier -Subscription $Subscription
}

# How many connections to a port are open, seen from the client's end.
function Measure-OpenConnection([int] $Port) {
    $connections = [Net.NetworkInformation.IPGlobalProperties]::GetIPGlobalProperties().GetActiveTcpConnections()
    @($connections | Where-Object { $_.RemoteEndPoint.Port -eq $Port -and $_.State -eq 'Established' }).Count
}

# A port of the loopback address on which nothing listens.
function Get-ClosedPort {
    $listener = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    try { $listener.LocalEndpoint.Port } finally { $listener.Stop() }
}

# --- Scripts in a child pwsh ---

$script:Prelude = @'
$p = Import-Clixml -LiteralPath '{0}'
filter ConvertTo-ErrorRow {{
    [pscustomobject]@{{
        Id = $_.FullyQualifiedErrorId; Category = "$($_.CategoryInfo.Category)"; Message = "$($_.Exception.Message)"
        Remedy = "$($_.ErrorDetails.RecommendedAction)"; Target = "$($_.TargetObject)"
    }}
}}
function ConvertTo-Secret([string] $Text) {{ [Net.NetworkCredential]::new('', $Text).SecurePassword }}
'@

# Starts a script in a child pwsh that has imported the module. What -Parameter holds is $p in there; what the script writes
# comes back as objects. Receive-ModuleScript waits for it.
function Open-ModuleScript {
    param(
        [Parameter(Mandatory)] $TestHome, [Parameter(Mandatory)] [scriptblock] $Script, [hashtable] $Parameter = @{},
        [hashtable] $Environment = @{}, [switch] $NonInteractive, [switch] $NoImport, [string] $InputText, [int] $Depth = 4
    )
    $id = [guid]::NewGuid().ToString('n').Substring(0, 8)
    $folder = Join-Path $TestHome.Path "run-$id"
    $null = New-Item -ItemType Directory -Path $folder -Force
    $given, $result, $file = 'given.xml', 'result.xml', 'run.ps1' | ForEach-Object { Join-Path $folder $_ }
    [pscustomobject]$Parameter | Export-Clixml -LiteralPath $given -Depth 6
    $import = $NoImport ? '' : 'Import-Module $env:ELEVENCOST_TEST_MODULE -ErrorAction Stop'
    $text = @(
        ($script:Prelude -f $given), $import,
        "`$result = @(& {$Script})",
        "Export-Clixml -InputObject `$result -LiteralPath '$result' -Depth $Depth"
    ) -join "`n"
    [IO.File]::WriteAllText($file, $text)
    $arguments = @('-NoProfile', '-NoLogo') + ($NonInteractive ? @('-NonInteractive') : @()) + @('-File', $file)
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $process = Open-Process 'pwsh' -ArgumentList $arguments -Environment (Get-ChildEnvironment $TestHome $Environment) -WorkingDirectory $TestHome.Work
    $output, $problem = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
    if ($InputText) { $process.StandardInput.Write($InputText) }
    $process.StandardInput.Close()
    [pscustomobject]@{ Process = $process; Output = $output; Error = $problem; Result = $result; Folder = $folder; Watch = $watch }
}

# What a script left behind: ExitCode, Output, Error (its two streams as text), Value (its objects), Milliseconds.
function Receive-ModuleScript {
    param([Parameter(Mandatory)] $Run, [int] $TimeoutSeconds = 120, [switch] $AllowFailure)
    try {
        if (-not $Run.Process.WaitForExit($TimeoutSeconds * 1000)) { throw "The child pwsh did not end within $TimeoutSeconds seconds." }
        $Run.Watch.Stop()
        $output, $problem = $Run.Output.GetAwaiter().GetResult(), $Run.Error.GetAwaiter().GetResult()
        $hasResult = Test-Path $Run.Result
        $code = $Run.Process.ExitCode
        if (-not $AllowFailure -and (-not $hasResult -or $code)) { throw "The child pwsh ended with $code.`n$output`n$problem" }
        # The list comes back as one object: the pipeline takes it apart.
        $value = $hasResult ? @(Import-Clixml -LiteralPath $Run.Result | ForEach-Object { $_ }) : @()
        [pscustomobject]@{ ExitCode = $code; Output = $output; Error = $problem; Value = $value; Milliseconds = $Run.Watch.ElapsedMilliseconds }
    }
    finally {
        Close-Process $Run.Process
        Remove-Item -LiteralPath $Run.Folder -Recurse -Force -ErrorAction Ignore
    }
}

# Runs a script to its end: see Open-ModuleScript.
function Invoke-ModuleScript {
    param(
        [Parameter(Mandatory, Position = 0)] $TestHome, [Parameter(Mandatory, Position = 1)] [scriptblock] $Script, [hashtable] $Parameter = @{},
        [hashtable] $Environment = @{}, [switch] $NonInteractive, [switch] $NoImport, [string] $InputText, [int] $Depth = 4,
        [int] $TimeoutSeconds = 120, [switch] $AllowFailure
    )
    $given = @{} + $PSBoundParameters
    foreach ($name in 'TimeoutSeconds', 'AllowFailure') { $given.Remove($name) }
    Receive-ModuleScript (Open-ModuleScript @given) -TimeoutSeconds $TimeoutSeconds -AllowFailure:$AllowFailure
}

# pwsh with arguments of one's own, as a scheduler starts it.
function Invoke-Pwsh {
    param([Parameter(Mandatory)] $TestHome, [Parameter(Mandatory)] [string[]] $ArgumentList, [hashtable] $Environment = @{}, [int] $TimeoutSeconds = 60)
    Invoke-Program 'pwsh' -ArgumentList $ArgumentList -Environment (Get-ChildEnvironment $TestHome $Environment) -WorkingDirectory $TestHome.Work -TimeoutSeconds $TimeoutSeconds
}

# The command line on the same home.
function Invoke-CommandLine {
    param([Parameter(Mandatory)] $TestHome, [Parameter(Mandatory)] [string[]] $ArgumentList, [hashtable] $Environment = @{}, [int] $TimeoutSeconds = 60)
    $program = Get-Program 'src/ElevenCost.Cli' -Name 'ElevenCost.Cli' -Framework 'net8.0'
    Invoke-Program 'dotnet' -ArgumentList (@($program) + $ArgumentList) -Environment (Get-ChildEnvironment $TestHome $Environment) -WorkingDirectory $TestHome.Work -TimeoutSeconds $TimeoutSeconds
}

function Invoke-Program([string] $Path, [string[]] $ArgumentList, [hashtable] $Environment, [string] $WorkingDirectory, [int] $TimeoutSeconds) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $process = Open-Process $Path -ArgumentList $ArgumentList -Environment $Environment -WorkingDirectory $WorkingDirectory
    try {
        $output, $problem = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
        $process.StandardInput.Close()
        if (-not $process.WaitForExit($TimeoutSeconds * 1000)) { throw "'$Path $ArgumentList' did not end within $TimeoutSeconds seconds." }
        [pscustomobject]@{
            ExitCode = $process.ExitCode; Output = $output.GetAwaiter().GetResult(); Error = $problem.GetAwaiter().GetResult()
            Milliseconds = $watch.ElapsedMilliseconds
        }
    }
    finally { Close-Process $process }
}

# --- Schedulers ---

# A systemd of the user that is made up: systemctl and loginctl remember what they are told, and start nothing. Completes the environment of a process.
function Add-TestScheduler($TestHome, [hashtable] $Environment) {
    $folder = (New-Item -ItemType Directory (Join-Path $TestHome.Path 'scheduler')).FullName
    $null = New-Item -ItemType Directory (Join-Path $folder 'systemd')
    Set-Content (Join-Path $folder 'systemd/private') ''
    $programs = @{
        systemctl = "case `"`$*`" in`n*is-enabled*) [ -e '$folder/on' ] && echo enabled;;`n*is-active*) [ -e '$folder/on' ] && echo active;;`n*restart*) : > '$folder/on';;`n*disable*) rm -f '$folder/on';;`nesac`n"
        loginctl  = "echo yes`n"
    }
    foreach ($program in $programs.GetEnumerator()) {
        $path = Join-Path $folder $program.Key
        [IO.File]::WriteAllText($path, "#!/bin/sh`n$($program.Value)")
        chmod +x $path
    }

    $Environment.XDG_RUNTIME_DIR = $folder
    $Environment.PATH = "${folder}:$env:PATH"
}

# --- Vaults ---

# Whether vaults can be made here: a test that needs one has the tag Vault, and Invoke-ModuleTests.ps1 tells what it skipped and why.
function Test-VaultModule {
    $null -ne (Get-Module -ListAvailable Microsoft.PowerShell.SecretManagement) -and $null -ne (Get-Module -ListAvailable Microsoft.PowerShell.SecretStore)
}

# Makes a SecretStore vault in the home: without a password, or with -Lock, a password which leaves it locked for the next session.
function Add-TestVault {
    param([Parameter(Mandatory)] $TestHome, [string] $Name = 'Personal', [hashtable] $Secret = @{}, [string] $Lock, [switch] $NotDefault)
    $given = @{ Name = $Name; Secret = $Secret; Lock = $Lock; NotDefault = [bool]$NotDefault }
    $null = Invoke-ModuleScript $TestHome -NoImport -NonInteractive -Parameter $given -Script {
        $ErrorActionPreference = 'Stop'
        Import-Module Microsoft.PowerShell.SecretManagement, Microsoft.PowerShell.SecretStore
        $isNew = -not (Test-Path (Join-Path $HOME '.secretmanagement/localstore/storeconfig'))
        $store = @{ Scope = 'CurrentUser'; Interaction = 'None'; Confirm = $false; Password = ConvertTo-Secret ($p.Lock ? $p.Lock : 'unused') }
        if ($isNew) { Set-SecretStoreConfiguration @store -Authentication ($p.Lock ? 'Password' : 'None') }
        if ($p.Lock) { Unlock-SecretStore -Password $store.Password }
        Register-SecretVault -Name $p.Name -ModuleName Microsoft.PowerShell.SecretStore -DefaultVault:(-not $p.NotDefault)
        foreach ($name in $p.Secret.Keys) {
            $value = $p.Secret[$name]
            if ($value -is [string]) { Set-Secret -Name $name -Vault $p.Name -SecureStringSecret (ConvertTo-Secret $value) }
            else { Set-Secret -Name $name -Vault $p.Name -Secret ([hashtable]$value) }
        }
    }
}

# --- Terminals ---

# An interactive pwsh at a terminal of its own: what a person types and sees. Needs util-linux' script.
function Open-Terminal {
    param([Parameter(Mandatory)] $TestHome, [int] $Columns = 100, [hashtable] $Environment = @{}, [string[]] $ArgumentList = @('-NoProfile', '-NoLogo'))
    $environment = Get-ChildEnvironment $TestHome (@{ TERM = 'xterm'; LC_ALL = 'C.UTF-8' } + $Environment)
    $command = "stty cols $Columns rows 50; exec pwsh $($ArgumentList -join ' ')"
    $process = Open-Process 'script' -ArgumentList '-qefc', $command, '/dev/null' -Environment $environment -WorkingDirectory $TestHome.Work
    [pscustomobject]@{
        Process = $process; Buffer = [byte[]]::new(65536); Reading = $null; Seen = [Text.StringBuilder]::new(); Mark = 0; Answered = 0; Decoder = [Text.Encoding]::UTF8.GetDecoder()
    }
}

function Close-Terminal($Terminal) {
    if ($Terminal) { Close-Process $Terminal.Process }
}

# Reads what has come, and answers the question where the cursor is, as a terminal does.
function Read-Terminal($Terminal, [int] $Milliseconds) {
    if (-not $Terminal.Reading) { $Terminal.Reading = $Terminal.Process.StandardOutput.BaseStream.ReadAsync($Terminal.Buffer, 0, $Terminal.Buffer.Length) }
    if (-not $Terminal.Reading.Wait($Milliseconds)) { return $true }
    $count = $Terminal.Reading.Result
    $Terminal.Reading = $null
    if ($count -eq 0) { return $false }
    $characters = [char[]]::new($count + 1)
    $text = [string]::new($characters, 0, $Terminal.Decoder.GetChars($Terminal.Buffer, 0, $count, $characters, 0))
    $null = $Terminal.Seen.Append($text)
    # In all that was seen: a question may come in two parts.
    foreach ($question in [regex]::Matches($Terminal.Seen.ToString($Terminal.Answered, $Terminal.Seen.Length - $Terminal.Answered), "\e\[6n")) {
        Send-Terminal $Terminal "`e[1;1R" -NoEnter
        $answered = $question.Index + $question.Length
    }

    if (Test-Path Variable:answered) { $Terminal.Answered += $answered }
    $true
}

# What the terminal has shown since the last Send-Terminal, without its control sequences.
function Get-TerminalText($Terminal, [switch] $All) {
    $text = $Terminal.Seen.ToString()
    if (-not $All) { $text = $text.Substring($Terminal.Mark) }
    $text -replace "\e\][^\a]*\a", '' -replace "\e\[[0-9;?]*[A-Za-z]", '' -replace "\e[=>]", ''
}

# Reads until a terminal has shown nothing new for a while: a question stands there before its program reads, and what is typed before that
# may be read as a line of the terminal's own, not as keys.
function Wait-TerminalQuiet($Terminal, [int] $Milliseconds = 400, [int] $TimeoutSeconds = 10) {
    $watch, $quiet = [Diagnostics.Stopwatch]::StartNew(), [Diagnostics.Stopwatch]::StartNew()
    while ($quiet.ElapsedMilliseconds -lt $Milliseconds -and $watch.Elapsed.TotalSeconds -lt $TimeoutSeconds) {
        $before = $Terminal.Seen.Length
        if (-not (Read-Terminal $Terminal 50)) { return }
        if ($Terminal.Seen.Length -ne $before) { $quiet.Restart() }
    }
}

# Types a text, and Enter.
function Send-Terminal($Terminal, [string] $Text, [switch] $NoEnter) {
    if (-not $NoEnter) { $Terminal.Mark = $Terminal.Seen.Length }
    $Terminal.Process.StandardInput.Write($NoEnter ? $Text : "$Text`r")
    $Terminal.Process.StandardInput.Flush()
}

# Types the answer to a question that is shown.
function Send-Answer($Terminal, [string] $Text) {
    Wait-TerminalQuiet $Terminal
    Send-Terminal $Terminal $Text
}

# Waits until what was shown since the last Send-Terminal matches, and returns it; throws with what was shown otherwise.
function Wait-Terminal($Terminal, [string] $Pattern, [int] $TimeoutSeconds = 30) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while ($watch.Elapsed.TotalSeconds -lt $TimeoutSeconds) {
        $isOpen = Read-Terminal $Terminal 50
        $text = Get-TerminalText $Terminal
        if ($text -match $Pattern) { return $text }
        if (-not $isOpen) { break }
    }

    throw "The terminal did not show /$Pattern/ within $TimeoutSeconds seconds, but:`n$(Get-TerminalText $Terminal)"
}

# Waits until a condition holds, reading what a terminal shows meanwhile: its shell waits for answers.
function Wait-Until([scriptblock] $Condition, [int] $TimeoutSeconds = 20, [string] $What = 'what was waited for', $Terminal) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($watch.Elapsed.TotalSeconds -gt $TimeoutSeconds) { throw "Within $TimeoutSeconds seconds it did not come to this: $What." }
        if ($Terminal) { $null = Read-Terminal $Terminal 40 } else { Start-Sleep -Milliseconds 40 }
    }
}

# Removes what all tests of this process shared.
function Clear-TestShare { Remove-Item -LiteralPath $script:Shared -Recurse -Force -ErrorAction Ignore }

Export-ModuleMember -Function *
