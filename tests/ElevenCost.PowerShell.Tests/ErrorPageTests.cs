using System.Reflection;
using System.Text.RegularExpressions;

namespace ElevenCost.PowerShell.Tests;

/// <summary>
/// The tables of docs/errors.md are made from the kinds of errors, warnings and states of health that the module's assemblies declare. ELEVENCOST_APPROVE=1 writes
/// them anew; look at the difference before you commit it.
/// </summary>
public sealed partial class ErrorPageTests : IDisposable
{
    private const string Warnings = "Warnings";
    private const string Health = "Health";

    private static readonly string PageFile = Path.Combine(Repository.Folder, "docs", "errors.md");
    private readonly ModuleSession _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_tables_are_what_the_code_declares()
    {
        string page = File.ReadAllText(PageFile).ReplaceLineEndings("\n");
        string made = Made(page, Declared());
        if (Environment.GetEnvironmentVariable("ELEVENCOST_APPROVE") == "1")
        {
            File.WriteAllText(PageFile, made);
            page = made;
        }

        Assert.Equal(made.Split('\n'), page.Split('\n'));
    }

    [Fact]
    public void Every_section_has_a_table_and_every_declared_kind_a_section()
    {
        string page = File.ReadAllText(PageFile);
        Assert.Equal(Declared().Select(kind => kind.Section).Distinct().Order(), Section().Matches(page).Select(match => match.Groups[1].Value).Order());
    }

    [Fact]
    public void An_id_is_declared_once_and_says_what_it_means_and_what_to_do()
    {
        Assert.All(Declared().GroupBy(kind => (kind.Id, IsWarning: kind.Section is Warnings or Health)), same => Assert.True(same.Count() == 1, $"{same.Key.Id} is declared twice"));
        Assert.All(Declared(), kind =>
        {
            Assert.True(kind.Meaning.EndsWith('.') && kind.Remedy.EndsWith('.'), $"{kind.Id} needs a meaning and a remedy that are sentences");
            Assert.DoesNotContain('|', kind.Meaning + kind.Remedy);
        });
    }

    [Fact]
    public void Every_state_of_health_but_the_good_one_is_declared()
    {
        string[] states = _session.Lines("[Enum]::GetNames([ElevenCost.ConnectionHealth]) | Where-Object { $_ -ne 'Healthy' }");
        Assert.NotEmpty(states);
        Assert.Subset(Declared().Where(kind => kind.Section == Health).Select(kind => kind.Id).ToHashSet(), states.ToHashSet());
    }

    [Fact]
    public void Only_a_class_of_errors_makes_a_failure_and_nothing_compares_ids_as_text()
    {
        string sources = Path.Combine(Repository.Folder, "src");
        string[] files = [.. Directory.EnumerateFiles(sources, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(sources, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"))];
        Assert.NotEmpty(files);
        Assert.Equal([], files.Where(file => !file.EndsWith("Errors.cs", StringComparison.Ordinal)).Where(file => MakesFailure().IsMatch(File.ReadAllText(file))));
        Assert.Equal([], files.Where(file => ComparesIds().IsMatch(File.ReadAllText(file))));
    }

    /// <summary>The page with the rows of its tables from what is declared; its prose is left as it is.</summary>
    private static string Made(string page, Kind[] declared)
    {
        ILookup<string, Kind> bySection = declared.ToLookup(kind => kind.Section);
        var lines = new List<string>();
        string section = "";
        foreach (string line in page.Split('\n'))
        {
            section = line.StartsWith("## ", StringComparison.Ordinal) ? line[3..] : section;
            if (line.StartsWith("| `", StringComparison.Ordinal))
            {
                continue;
            }

            lines.Add(line);
            if (line == "|---|---|---|")
            {
                lines.AddRange(bySection[section].OrderBy(kind => kind.Id, StringComparer.Ordinal).Select(kind => $"| `{kind.Id}` | {kind.Meaning} | {kind.Remedy} |"));
            }
        }

        return string.Join('\n', lines);
    }

    private static Kind[] Declared()
    {
        // The module's assemblies are in a load context of their own, so their types are known by name alone.
        Kind[] kinds = [.. AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => assembly.GetName().Name is "ElevenCost" or "ElevenCost.Engine" or "ElevenCost.PowerShell")
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => ClassPattern().IsMatch(type.Name))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType.Name is "ErrorKind" or "WarningKind")
            .Select(field => Kind.Of(field.DeclaringType!.Name, field.GetValue(null)!))];
        Assert.NotEmpty(kinds);
        return kinds;
    }

    [GeneratedRegex("(Errors|Warnings|HealthStates)$")]
    private static partial Regex ClassPattern();

    [GeneratedRegex("(?m)^## (.+?)\\s*$")]
    private static partial Regex Section();

    [GeneratedRegex("new (ElevenCostException|ElevenLabsApiException)\\(")]
    private static partial Regex MakesFailure();

    [GeneratedRegex("(ErrorId|[Ww]arning\\.Id) *(==|!=|is|switch)(?! *null| *\\{ *\\}| not null) ")]
    private static partial Regex ComparesIds();

    private sealed record Kind(string Section, string Id, string Meaning, string Remedy)
    {
        public static Kind Of(string declaringType, object kind) => new(
            declaringType == "HealthStates" ? Health : Text(kind, "Category") ?? Warnings, Text(kind, "Id")!, Text(kind, "Meaning")!, Text(kind, "Remedy")!);

        private static string? Text(object kind, string property) => kind.GetType().GetProperty(property)?.GetValue(kind)?.ToString();
    }
}
