using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace ElevenCost.Engine.Tests.Docs;

/// <summary>The pages that promise something name tests that there are.</summary>
public sealed partial class PromiseTests
{
    [Theory]
    [InlineData("security.md")]
    [InlineData("reliability.md")]
    public void Every_test_that_a_page_names_exists(string page)
    {
        string root = FindRoot();
        string[] named = [.. TestPattern().Matches(File.ReadAllText(Path.Combine(root, "docs", page))).Select(match => match.Groups["name"].Value).Distinct()];
        Assert.InRange(named.Length, 5, 100);
        HashSet<string> files = [.. Directory.EnumerateFiles(Path.Combine(root, "tests"), "*Tests.*", SearchOption.AllDirectories).Select(path => Path.GetFileName(path))];
        Assert.Equal([], named.Where(name => !files.Contains(name.EndsWith(".ps1", StringComparison.Ordinal) ? name : name + ".cs")));
    }

    // A build for CI writes other paths into the assembly; its output then lies within the repository.
    private static string FindRoot([CallerFilePath] string source = "")
    {
        foreach (string start in new[] { Path.GetDirectoryName(source)!, AppContext.BaseDirectory })
        {
            for (string? folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
            {
                if (File.Exists(Path.Combine(folder, "ElevenCost.slnx")))
                {
                    return folder;
                }
            }
        }

        throw new InvalidOperationException("The repository is not found.");
    }

    [GeneratedRegex(@"`(?<name>\w+Tests|\w+\.Tests\.ps1)`")]
    private static partial Regex TestPattern();
}
