using ElevenCost.Engine.Tests.Support;
using System.Reflection;
using System.Text.RegularExpressions;

namespace ElevenCost.Engine.Tests.Docs;

/// <summary>The table "Allowed dependencies" in docs/architecture.md against the compiled code.</summary>
public sealed partial class ArchitectureTests
{
    private const string EngineName = "ElevenCost.Engine";
    private const string Root = "Engine";
    private const string Section = "## Allowed dependencies";

    private static readonly Assembly EngineAssembly = typeof(Home).Assembly;
    private static readonly IReadOnlyList<Row> Table = ReadTable();

    // The classes of the root folder that the table gives a row of their own.
    private static readonly HashSet<string> OwnRows = Table.Select(row => row.Name).Where(name => EngineAssembly.GetType($"{EngineName}.{name}") is not null).ToHashSet();
    private static readonly HashSet<(string From, string Type, string To)> Used = CodeReferences.Within(EngineAssembly)
        .Select(reference => (FolderOf(reference.From), NameOf(reference.From), FolderOf(reference.To)))
        .Where(reference => reference.Item1 != reference.Item3).ToHashSet();

    [Fact]
    public void Every_folder_of_the_engine_has_a_row() =>
        Assert.Equal(EngineAssembly.GetTypes().Where(type => type.Namespace?.StartsWith(EngineName, StringComparison.Ordinal) == true).Select(FolderOf).Distinct().Order(), Table.Select(row => row.Name).Order());

    [Fact]
    public void A_folder_uses_only_what_its_row_names() => Assert.Equal([], Used
        .Where(used => !Of(used.From).MayUse.Contains(used.To) && !Of(used.From).Exceptions.Contains((used.Type, used.To)))
        .Select(used => $"{used.From}/{used.Type} uses {used.To}").Distinct().Order());

    [Fact]
    public void No_exception_is_left_that_nothing_needs() => Assert.Equal([], Table.SelectMany(row => row.Exceptions
        .Where(exception => !Used.Contains((row.Name, exception.Type, exception.To)))
        .Select(exception => $"{row.Name}/{exception.Type} uses {exception.To}")));

    [Fact]
    public void A_row_names_rows_above_it_alone_but_for_exceptions()
    {
        string[] order = [.. Table.Select(row => row.Name)];
        Assert.Equal([], Table.SelectMany((row, index) => row.MayUse.Where(to => !order.Take(index).Contains(to)).Select(to => $"{row.Name} uses {to}")));
    }

    [Fact]
    public void The_engine_knows_no_front()
    {
        string[] known = [.. EngineAssembly.GetReferencedAssemblies().Select(assembly => assembly.Name!)];
        Assert.DoesNotContain("System.Console", known);

        // Fuzzing works on an instrumented copy.
        Assert.DoesNotContain(known, name => name.StartsWith("SharpFuzz", StringComparison.Ordinal));
        Assert.DoesNotContain(known, name => name.StartsWith("System.Management.Automation", StringComparison.Ordinal) || name.StartsWith("ElevenCost.", StringComparison.Ordinal));
        Assert.DoesNotContain(typeof(Connection).Assembly.GetReferencedAssemblies(), assembly => !assembly.Name!.StartsWith("System.", StringComparison.Ordinal));
    }

    private static string FolderOf(Type type) => type.Namespace == EngineName
        ? OwnRows.Contains(type.Name) ? type.Name : Root
        : type.Namespace?.Split('.') is ["ElevenCost", "Engine", string folder, ..] ? folder : Root;

    private static string NameOf(Type type) => type.Name.Split('`')[0];

    private static List<Row> ReadTable()
    {
        string page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "architecture.md")).Replace("\r\n", "\n", StringComparison.Ordinal);
        int start = page.IndexOf(Section, StringComparison.Ordinal);
        string section = page[start..page.IndexOf("\n## ", start + Section.Length, StringComparison.Ordinal)];
        var rows = new List<Row>();
        foreach (Match match in RowPattern().Matches(section))
        {
            string uses = match.Groups["uses"].Value;
            rows.Add(new Row(
                match.Groups["name"].Value.Length == 0 ? Root : match.Groups["name"].Value,
                uses.Contains("everything above", StringComparison.Ordinal) ? rows.Select(row => row.Name).ToHashSet() : FolderPattern().Matches(uses).Select(word => word.Groups["folder"].Value).ToHashSet(),
                ExceptionPattern().Matches(uses).Select(word => (word.Groups["type"].Value, word.Groups["folder"].Value)).ToHashSet()));
        }

        return rows;
    }

    private static Row Of(string folder) => Table.Single(row => row.Name == folder);

    [GeneratedRegex(@"^\| `Engine(?:/(?<name>\w+))?(?:\.cs)?` \|[^|]*\|(?<uses>[^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex RowPattern();

    [GeneratedRegex(@"`(?<folder>\w+)`")]
    private static partial Regex FolderPattern();

    [GeneratedRegex(@"`(?<type>\w+) > (?<folder>\w+)`")]
    private static partial Regex ExceptionPattern();

    /// <summary>A row of the table.</summary>
    /// <param name="Name">The folder, or the class of the root folder.</param>
    /// <param name="MayUse">The folders that all of it may use.</param>
    /// <param name="Exceptions">The classes that may use a folder below.</param>
    private sealed record Row(string Name, IReadOnlySet<string> MayUse, IReadOnlySet<(string Type, string To)> Exceptions);
}
