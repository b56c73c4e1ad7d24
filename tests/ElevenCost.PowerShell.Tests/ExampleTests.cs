using System.Management.Automation;
using System.Text.RegularExpressions;
using ElevenLabs.Simulator;

namespace ElevenCost.PowerShell.Tests;

/// <summary>Every example of a cmdlet's help, of the other pages in docs/ and of the README runs and writes no error.</summary>
/// <remarks>
/// The words after a fence: <c>needs-key</c> finds a key in the environment; <c>needs-process</c>, <c>needs-vault</c>, <c>schedule</c> and <c>not-run</c> are for
/// tests/module/Help.Tests.ps1, where a PowerShell of its own and a vault are; the README's other words are for Readme.Tests.ps1 and Release.Tests.ps1, which need a process.
/// </remarks>
public sealed partial class ExampleTests(ExampleTests.Demo demo) : IClassFixture<ExampleTests.Demo>
{
    /// <summary>A page, the line of the fence, the words after it and the code.</summary>
    private static readonly (string Page, int Line, string[] Words, string Code)[] Blocks = Read();

    /// <summary>The examples that need no more than a key.</summary>
    public static TheoryData<string, int> Examples
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach ((string page, int line, string[] words, _) in Blocks)
            {
                if (words.All(word => word == "needs-key"))
                {
                    data.Add(page, line);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void It_runs(string page, int line)
    {
        (_, _, string[] words, string code) = Blocks.Single(block => block.Page == page && block.Line == line);
        using ModuleSession session = demo.Session.Copy();
        session.Environment["ELEVENLABS_API_KEY"] = words.Contains("needs-key") ? demo.Simulator.ApiKey : null;
        session.Environment["PSModulePath"] = Repository.ModulePath;
        if (!code.Contains("-Demo", StringComparison.Ordinal))
        {
            // Examples name no address; the simulator stands in for that of ElevenLabs.
            session.Do("$global:PSDefaultParameterValues['Connect-ElevenLabsCost:BaseUri'] = $args[0]", demo.Simulator.BaseUri);
        }

        Outcome outcome = session.Do("$shown = @(. ([scriptblock]::Create($args[0])) *>&1); $null = $shown | Out-String -Width 120; $shown", code);
        Assert.Empty(outcome.Output.Select(item => item?.BaseObject).OfType<ErrorRecord>().Select(error => $"{error.FullyQualifiedErrorId}: {error}"));
    }

    [Fact]
    public void None_has_a_word_that_no_test_knows() => Assert.Empty(
        Blocks.SelectMany(block => block.Words).Distinct()
            .Except(["needs-key", "needs-process", "needs-vault", "schedule", "not-run", "needs-prompt", "windows-nightly", "once", "build", "windows", "release"]));

    private static (string Page, int Line, string[] Words, string Code)[] Read()
    {
        string[] pages = [.. Directory.GetFiles(Path.Combine(Repository.Folder, "docs"), "*.md").Order(StringComparer.Ordinal), Path.Combine(Repository.Folder, "README.md")];
        return [.. pages.SelectMany(page =>
        {
            string text = File.ReadAllText(page).ReplaceLineEndings("\n");
            return Fence().Matches(text).Select(match => (
                Path.GetFileName(page), text.AsSpan(0, match.Index).Count('\n') + 1,
                match.Groups["words"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries), match.Groups["code"].Value));
        })];
    }

    [GeneratedRegex("(?ms)^[ ]*```powershell(?<words>[^\\n]*)\\n(?<code>.*?)^[ ]*```")]
    private static partial Regex Fence();

    /// <summary>A home as the examples find it: the demo is connected and synced.</summary>
    public sealed class Demo : IAsyncLifetime
    {
        /// <summary>The API behind <c>needs-key</c>.</summary>
        public SimulatorServer Simulator { get; private set; } = null!;

        /// <summary>The session that each example gets a copy of.</summary>
        internal ModuleSession Session { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Simulator = await Api.StartAsync(new SimulatorOptions { Days = 120 });
            Session = new ModuleSession();
            Session.Do("$null = Connect-ElevenLabsCost -Demo; $null = Sync-ElevenLabsUsage -Days 400");
        }

        public async Task DisposeAsync()
        {
            Session.Dispose();
            await Simulator.DisposeAsync();
        }
    }
}
