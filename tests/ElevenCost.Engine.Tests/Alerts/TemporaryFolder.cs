namespace ElevenCost.Engine.Tests.Alerts;

/// <summary>A folder that is removed at the end.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("elevencost-test-");
    private int _scripts;

    public string Path => _folder.FullName;

    /// <summary>A program of these commands of <c>sh</c>.</summary>
    public string Script(string commands)
    {
        string path = System.IO.Path.Combine(Path, $"program{++_scripts}");
        File.WriteAllText(path, $"#!/bin/sh\n{commands}\n");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
