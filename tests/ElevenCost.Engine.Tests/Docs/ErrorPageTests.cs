using ElevenCost.Engine.Tests.Support;
using System.Text.RegularExpressions;

namespace ElevenCost.Engine.Tests.Docs;

/// <summary>docs/errors.md lists every id of an error or warning that the source files make, and no other.</summary>
public sealed partial class ErrorPageTests
{
    private const string WarningSection = "Warnings";
    private const string HealthSection = "Health";

    private static readonly string Root = Repository.Root;
    private static readonly string Sources = Path.Combine(Root, "src");
    private static readonly ILookup<string, string> Page = ReadPage();

    [Fact]
    public void Every_error_has_a_row() =>
        Assert.Equal([], SourceIds.Errors(Sources).Select(error => error.Key).Except(Errors().Select(row => row.Id)).Order());

    [Fact]
    public void No_row_is_of_an_error_that_nothing_makes() =>
        Assert.Equal([], Errors().Select(row => row.Id).Except(SourceIds.Errors(Sources).Select(error => error.Key)).Order());

    [Fact]
    public void Every_error_stands_under_a_category_that_it_is_made_with()
    {
        ILookup<string, string> made = SourceIds.Errors(Sources);
        Assert.All(Errors(), row => Assert.Contains(row.Section, made[row.Id]));
    }

    [Fact]
    public void Every_category_is_a_section() => Assert.Equal(
        Enum.GetNames<FailureCategory>().Append(WarningSection).Append(HealthSection).Order(), Page.Select(section => section.Key).Order());

    [Fact]
    public void Every_warning_has_a_row_and_no_row_is_of_another() =>
        Assert.Equal(SourceIds.Warnings(Sources).Order(StringComparer.Ordinal), Page[WarningSection].Order(StringComparer.Ordinal));

    [Fact]
    public void Every_state_of_health_that_a_row_can_have_has_a_row_and_no_row_is_of_another() =>
        Assert.Equal(SourceIds.Health(Sources).Order(StringComparer.Ordinal), Page[HealthSection].Order(StringComparer.Ordinal));

    [Fact]
    public void An_error_has_one_row() => Assert.Equal(Errors().Select(row => row.Id).Distinct().Count(), Errors().Count());

    [Fact]
    public void Rows_are_in_the_order_of_their_names() =>
        Assert.All(Page, section => Assert.Equal(section.Order(StringComparer.Ordinal), section));

    [Fact]
    public void Ids_are_found_in_all_forms_that_make_them()
    {
        // One of each form: by a constructor, by a tuple, by a method's name; a text, a constant, a passed id, a stem with a suffix.
        Assert.Superset(
            new HashSet<string> { "ConnectionNotFound", "ServerError", "LedgerLocked", "KeyNotValid" },
            SourceIds.Errors(Sources).Select(error => error.Key).ToHashSet());
        Assert.Superset(
            new HashSet<string> { "ConsumedNotKnown", "UsageLeftOut", "DaysMissing", "LedgerOverridden", "MembersNotListed" },
            SourceIds.Warnings(Sources).ToHashSet());
        Assert.Superset(new HashSet<string> { "Stale", "PlanDowngraded", "InvoiceOpen", "PlanSuspended" }, SourceIds.Health(Sources).ToHashSet());
    }

    private static IEnumerable<(string Section, string Id)> Errors() =>
        Page.Where(section => section.Key is not (WarningSection or HealthSection)).SelectMany(section => section.Select(id => (section.Key, id)));

    private static ILookup<string, string> ReadPage()
    {
        string section = "";
        var rows = new List<(string Section, string Id)>();
        foreach (string line in File.ReadLines(Path.Combine(Root, "docs", "errors.md")))
        {
            if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                section = line[3..];
            }
            else if (RowPattern().Match(line) is { Success: true } row)
            {
                rows.Add((section, row.Groups["id"].Value));
            }
        }

        return rows.ToLookup(row => row.Section, row => row.Id);
    }

    // A build for CI writes other paths into the assembly; its output then lies within the repository.
    [GeneratedRegex(@"^\| `(?<id>\w+)` \| [^|]+ \| [^|]+ \|$")]
    private static partial Regex RowPattern();
}
