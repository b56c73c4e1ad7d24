using System.Text.RegularExpressions;

namespace ElevenCost.PowerShell.Tests;

/// <summary>What the pages claim is there, and what is there has a page.</summary>
public sealed partial class PageTests : IDisposable
{
    private static readonly string Root = Support.Repository.Folder;
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Every_cmdlet_has_a_page_and_every_page_a_cmdlet() => Assert.Equal(
        _session.Lines("(Get-Command -Module ElevenCost -CommandType Cmdlet).Name").Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.Combine(Root, "docs"), "*-*.md").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_parameter_is_on_its_page_and_no_other_is() => Assert.All(_session.Lines("(Get-Command -Module ElevenCost -CommandType Cmdlet).Name"), cmdlet =>
    {
        string page = File.ReadAllText(Path.Combine(Root, "docs", cmdlet + ".md"));
        string[] parameters = _session.Lines("(Get-Command $args[0]).Parameters.Keys | Where-Object { $_ -notin [Management.Automation.PSCmdlet]::CommonParameters }", cmdlet);
        Assert.Equal(parameters.Order(StringComparer.Ordinal), Heading().Matches(page).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    });

    [Fact]
    public void Every_file_and_folder_that_the_architecture_names_is_there()
    {
        string[] named = [.. Named().Matches(File.ReadAllText(Path.Combine(Root, "docs", "architecture.md"))).Select(match => match.Groups[1].Value)];
        Assert.Contains("bench/Measure-Module.ps1", named);
        Assert.All(named, name => Assert.True(Path.Exists(Path.Combine(Root, name)), name));
    }

    [GeneratedRegex("(?m)^### -(\\w+)\\s*$")]
    private static partial Regex Heading();

    [GeneratedRegex("`((?:src|tests|build|bench|docs|module)/[\\w./-]+)`")]
    private static partial Regex Named();
}
