using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace ElevenCost.PowerShell.Tests.Support;

/// <summary>A PowerShell session in this process that has imported the built module, with a home of its own.</summary>
/// <remarks>
/// The home and the key are environment variables, which are of the process: the tests of this assembly run one after the other, and every
/// script sets its own before it runs.
/// </remarks>
internal sealed class ModuleSession : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elevencost-test-");
    private readonly QuietHost _host = new();
    private readonly Runspace _runspace;

    public ModuleSession(string? key = null)
    {
        User = _folder.CreateSubdirectory("user").FullName;
        Environment = new() { ["ELEVENLABS_API_KEY"] = key, ["ELEVENCOST_HOME"] = Home, ["ELEVENCOST_SILENCE_SECONDS"] = null, ["HOME"] = User };
        var state = InitialSessionState.CreateDefault2();
        state.ImportPSModule(Repository.Module);
        state.ThrowOnRunspaceOpenError = true;
        _runspace = RunspaceFactory.CreateRunspace(_host, state);
        // PowerShell reads HOME, its ~, as a session opens.
        InEnvironment(_runspace.Open);
        Run("Set-Location -LiteralPath $args[0]", User);
    }

    /// <summary>ELEVENCOST_HOME.</summary>
    public string Home => Path.Combine(_folder.FullName, "home");

    /// <summary>The folder in which scripts run, and the user's home.</summary>
    public string User { get; }

    /// <summary>What scripts find in the environment; null for not set.</summary>
    public Dictionary<string, string?> Environment { get; }

    /// <summary>What the host was to show and to ask since the last call.</summary>
    public string TakeShown()
    {
        string shown = _host.Shown.ToString();
        _host.Shown.Clear();
        return shown;
    }

    /// <summary>A copy of the home in a session of its own.</summary>
    public ModuleSession Copy()
    {
        var copy = new ModuleSession(Environment["ELEVENLABS_API_KEY"]);
        foreach (string file in Files())
        {
            string target = Path.Combine(copy.Home, Path.GetRelativePath(Home, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        return copy;
    }

    /// <summary>Runs a script as it is typed at a prompt, with <c>$args</c>. An error that ends it is the last of its errors.</summary>
    public Outcome Run(string script, params object?[] arguments)
    {
        using var shell = System.Management.Automation.PowerShell.Create(_runspace);
        shell.AddScript("$global:Error.Clear()").AddStatement().AddScript(script, useLocalScope: true);
        foreach (object? argument in arguments)
        {
            shell.AddArgument(argument);
        }

        List<ErrorRecord> thrown = [];
        using var output = new PSDataCollection<PSObject?>();
        InEnvironment(() =>
        {
            try
            {
                shell.Invoke<PSObject?, PSObject?>(null, output, null);
            }
            catch (RuntimeException failure)
            {
                thrown.Add(failure.ErrorRecord);
            }
        });
        return new Outcome(
            [.. output], [.. shell.Streams.Error, .. thrown], [.. shell.Streams.Warning.Select(record => record.Message)],
            [.. shell.Streams.Verbose.Select(record => record.Message)], [.. shell.Streams.Progress]);
    }

    /// <summary>Gives a key, or a user, another name in the ledger, as a sync would have found it.</summary>
    public void Rename(string from, string to)
    {
        using var ledger = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Home, "ledger.db")};Pooling=false");
        ledger.Open();
        using Microsoft.Data.Sqlite.SqliteCommand command = ledger.CreateCommand();
        command.CommandText = "UPDATE value_name SET name = @to WHERE name = @from";
        command.Parameters.AddWithValue("@from", from);
        command.Parameters.AddWithValue("@to", to);
        Assert.NotEqual(0, command.ExecuteNonQuery());
    }

    /// <summary>Runs a script that must write no error.</summary>
    public Outcome Do(string script, params object?[] arguments)
    {
        Outcome outcome = Run(script, arguments);
        Assert.True(outcome.Errors.Count == 0, string.Join("\n", outcome.Errors.Select(error => $"{error.FullyQualifiedErrorId}: {error}")));
        return outcome;
    }

    /// <summary>What a script that must write no error wrote, each object as its text.</summary>
    public string[] Lines(string script, params object?[] arguments) => Do(script, arguments).Lines;

    /// <summary>What a script that must write no error wrote: one object, as its text.</summary>
    public string Line(string script, params object?[] arguments) => Assert.Single(Lines(script, arguments));

    /// <summary>Every file of the home by its path, with its bytes: what a test compares to see that nothing was touched.</summary>
    public string State() => string.Join("\n", Files().Select(file => $"{Path.GetRelativePath(Home, file)} {Convert.ToHexString(File.ReadAllBytes(file))}"));

    public void Dispose()
    {
        _runspace.Dispose();
        _folder.Delete(recursive: true);
    }

    private void InEnvironment(Action work)
    {
        var before = Environment.Keys.ToDictionary(name => name, System.Environment.GetEnvironmentVariable);
        Set(Environment);
        try
        {
            work();
        }
        finally
        {
            Set(before);
        }
    }

    private static void Set(Dictionary<string, string?> variables)
    {
        foreach ((string name, string? value) in variables)
        {
            System.Environment.SetEnvironmentVariable(name, value);
        }
    }

    private string[] Files() => Directory.Exists(Home)
        ? [.. Directory.EnumerateFiles(Home, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)]
        : [];
}
