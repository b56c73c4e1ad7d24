namespace ElevenCost.Engine.Tests.Connections;

/// <summary>A home that is removed at the end.</summary>
internal sealed class TemporaryHome : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elevencost-test-");

    public Home Home => new(Path.Combine(_folder.FullName, "home"));

    public string Write(string name, string text)
    {
        Home.CreatePrivateFolder(Home.Path);
        string path = Path.Combine(Home.Path, name);
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
