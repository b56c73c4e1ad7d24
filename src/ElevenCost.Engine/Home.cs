namespace ElevenCost.Engine;

/// <summary>The folder that holds connections, prices and the file ledger, readable by its owner alone.</summary>
/// <param name="Path">The absolute path.</param>
public sealed record Home(string Path)
{
    /// <summary>The environment variable that overrides the folder.</summary>
    public const string Variable = "ELEVENCOST_HOME";

    /// <summary>The folder that <see cref="Variable"/> names, else <c>ElevenCost</c> in the platform's folder for local application data.</summary>
    /// <exception cref="ElevenCostException">
    /// <c>HomeNotFound</c>: neither is set, or <see cref="Variable"/> begins with another user's <c>~</c>; <c>HomeNotAFolder</c>: there is a file in
    /// its place.
    /// </exception>
    public static Home Resolve()
    {
        string? path = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrWhiteSpace(path))
        {
            return Check(new Home(System.IO.Path.GetFullPath(WithoutTilde(path.Trim()))));
        }

        return DefaultPath is { } data ? Check(new Home(data)) : throw EngineErrors.NoLocalData();
    }

    /// <summary>Whether it is the folder that is used if nothing names another.</summary>
    public bool IsDefault => Path == DefaultPath;

    private static string? DefaultPath =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } data
        && (IsUserFolderKnown || Environment.GetEnvironmentVariable("XDG_DATA_HOME") is ['/', ..])
            ? System.IO.Path.Combine(data, "ElevenCost") : null;

    /// <summary>Whether the user has a folder: .NET takes the root for it if HOME is not set and the system does not know the user.</summary>
    private static bool IsUserFolderKnown => OperatingSystem.IsWindows() || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("HOME"))
        || Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify) != "/";

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
                throw EngineErrors.NotAFolder(path, home.Path);
            }
        }

        return home;
    }

    /// <summary>A path whose <c>~</c> is the user's folder: cron, services and quoted assignments leave it as it is, where a shell replaces it.</summary>
    /// <exception cref="ElevenCostException"><c>HomeNotFound</c>: it is another user's folder, or the user has none.</exception>
    private static string WithoutTilde(string path)
    {
        if (path[0] != '~')
        {
            return path;
        }

        string folder = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        bool isOwn = path.Length == 1 || path[1] == System.IO.Path.DirectorySeparatorChar || path[1] == System.IO.Path.AltDirectorySeparatorChar;
        return isOwn && folder.Length > 0 && IsUserFolderKnown
            ? System.IO.Path.Combine(folder, path[1..].TrimStart(System.IO.Path.DirectorySeparatorChar, System.IO.Path.AltDirectorySeparatorChar))
            : throw EngineErrors.TildeNotKnown(path);
    }

    /// <summary>Makes a folder under the home (or the home itself) if it is absent, readable by its owner alone.</summary>
    /// <exception cref="ElevenCostException"><c>HomeNotWritable</c>.</exception>
    public static void CreatePrivateFolder(string path)
    {
        // Of each folder that is about to be made, the one above it.
        List<string> parents = [];
        for (string folder = path; !Directory.Exists(folder) && System.IO.Path.GetDirectoryName(folder) is { Length: > 0 } parent; folder = parent)
        {
            parents.Add(parent);
        }

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

            // What is flushed in a folder is lost in a power failure if the folder's own name is.
            parents.ForEach(FolderFlush.Run);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw EngineErrors.FolderNotMade(path, e);
        }
    }
}
