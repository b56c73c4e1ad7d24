using System.Text.RegularExpressions;
using ElevenCost.Engine.Tests.Support;

namespace ElevenCost.Engine.Tests.Docs;

/// <summary>The manifest exports every cmdlet that there is a class of, and no other: an export that is left out is a cmdlet that nobody can call.</summary>
public sealed partial class ManifestTests
{
    [Fact]
    public void The_manifest_exports_every_cmdlet_class()
    {
        string[] classes = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "ElevenCost.PowerShell"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => CmdletPattern().Matches(File.ReadAllText(file))).Select(match => $"{match.Groups["verb"]}-{match.Groups["noun"]}").Order(StringComparer.Ordinal)];
        Match exports = ExportsPattern().Match(File.ReadAllText(Path.Combine(Repository.Root, "ElevenCost.psd1")));
        Assert.True(classes.Length >= 18);
        Assert.Equal(classes, NamePattern().Matches(exports.Groups["names"].Value).Select(match => match.Groups["name"].Value));
    }

    [Fact]
    public void Every_cmdlet_has_a_page_online()
    {
        string[] sources = [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "src", "ElevenCost.PowerShell"), "*.cs", SearchOption.AllDirectories).Select(File.ReadAllText)];
        Assert.All(sources.SelectMany(source => CmdletPattern().Matches(source), (source, cmdlet) => (source, cmdlet)), one =>
        {
            string page = $"{one.cmdlet.Groups["verb"]}-{one.cmdlet.Groups["noun"]}.md";
            Assert.Contains($"HelpUri = HelpAddress + \"{page}\"", one.source, StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(Repository.Root, "docs", page)), page);
        });
    }

    [GeneratedRegex(@"\[Cmdlet\(Verbs\w+\.(?<verb>\w+), ""(?<noun>\w+)""")]
    private static partial Regex CmdletPattern();

    [GeneratedRegex(@"CmdletsToExport\s*=\s*@\((?<names>[^)]*)\)")]
    private static partial Regex ExportsPattern();

    [GeneratedRegex("'(?<name>[^']+)'")]
    private static partial Regex NamePattern();
}
