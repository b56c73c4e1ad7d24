namespace ElevenCost.Engine;

/// <summary>The folder that holds connections, prices and the file ledger, readable by its owner alone.</summary>
/// <param name="Path">The absolute path.</param>
public sealed record Home(string Path)
{
    /// <summary>The environment variable that overrides the folder.</summary>
    public const string Variable = "ELEVENCOST_HOME";

    /// <summary>The folder that <see cref="Variable"/> names, else <c>ElevenCost</c> in the platform's folder for local application data.</summary>
    /// <exception cref="ElevenCostException"><c>HomeNotFound</c>: neither is set; <c>HomeNotAFolder</c>: there is a file in its place.</exception>
    public static Home Resolve()
    {
        string? path = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrWhiteSpace(path))
        {
            return Check(new Home(System.IO.Path.GetFullPath(path)));
        }

        string data = Environment.GetFolderPath(
            Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return data.Length > 0
            ? Check(new Home(System.IO.Path.Combine(data, "ElevenCost")))
            : throw new ElevenCostException("HomeNotFound", FailureCategory.Configuration,
                "There is no folder for local application data.", $"Set {Variable} to a folder of your own.");
    }

    /// <summary>Returns the home; what is no folder would read as a home without connections.</summary>
    private static Home Check(Home home)
    {
        for (string? path = home.Path; path is not null; path = System.IO.Path.GetDirectoryName(path))
        {
            if (Directory.Exists(path))
            {
                break;
            }

            if (File.Exists(path))
            {
                throw new ElevenCostException("HomeNotAFolder", FailureCategory.Configuration,
                    $"'{path}' is a file{(path == home.Path ? "" : $", so there is no folder '{home.Path}' in it")}: ElevenCost keeps its files in a folder.",
                    $"Set {Variable} to a folder, or move the file away.");
            }
        }

        return home;
    }

    /// <summary>Makes a folder under the home (or the home itself) if it is absent, readable by its owner alone.</summary>
    /// <exception cref="ElevenCostException"><c>HomeNotWritable</c>.</exception>
    public static void CreatePrivateFolder(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                // Under the user's profile, whose access list already keeps others out.
                Directory.CreateDirectory(path);
            }
            else
            {
                Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ElevenCostException("HomeNotWritable", FailureCategory.Ledger,
                $"The folder '{path}' cannot be made: {e.Message}", $"Make it writable, or set {Variable} to another folder.", e);
        }
    }
}
