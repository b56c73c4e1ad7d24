using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ElevenCost.Engine.Tests.Support;
using static ElevenCost.Engine.Tests.Ledger.LedgerFixture;

namespace ElevenCost.Engine.Tests.Ledger;

/// <summary>The dashboard of docs/grafana: every query of it runs on PostgreSQL, with what Grafana makes of its macros and variables.</summary>
public sealed partial class GrafanaDashboardTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, "docs", "grafana");
    private static readonly JsonElement Dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "dashboards", "elevencost.json"))).RootElement;

    private static readonly Row[] Rows =
    [
        new(Day(1), "tts", "eleven_v3", "v1", 1200, 3, "1.5", "0.125"),
        new(Day(1), "stt", "scribe", null, 300, 1, null, "0.0000000012"),
        new(Day(2), "tts", "eleven_v3", "", 40, null, "0.25", "0.000000001"),
        new(Day(5), "tts", "flash", "v1", 900, 2, "3", null),
    ];

    [SkippableFact]
    public async Task Every_query_answers_on_postgresql()
    {
        using LedgerFixture ledger = Postgres();
        await ledger.Ledger.ReplaceDaysAsync(Name, Replace([Day(1), Day(2)], Rows[..3]), None);
        await ledger.Ledger.ReplaceDaysAsync(Name, Replace([Day(5)], Rows[3..], DayState.Provisional), None);

        JsonElement[] panels = [.. Dashboard.GetProperty("panels").EnumerateArray()];
        Assert.True(panels.Length >= 8);
        var answers = new Dictionary<string, string[]>();
        foreach (JsonElement panel in panels)
        {
            foreach (JsonElement target in panel.GetProperty("targets").EnumerateArray())
            {
                string[] rows = Ask(ledger, target.GetProperty("rawSql").GetString()!, target.GetProperty("format").GetString() == "time_series");
                Assert.NotEmpty(rows);
                answers.Add(panel.GetProperty("title").GetString()!, rows);
            }
        }

        Assert.Equal(["0.1250000022"], answers["Cost"]);
        Assert.Equal(["2440"], answers["Credits"]);
        Assert.Equal(["900"], answers["Credits without a value"]);
        Assert.Equal(["3"], answers["Days not final"]);
        Assert.Equal(["2026-11-01|eleven_v3|0.125", "2026-11-01|scribe|0.0000000012", "2026-11-02|eleven_v3|0.000000001", "2026-11-05|flash|-"], answers["Cost by day and model"]);
        Assert.Equal(["2026-11|0.1250000022"], answers["Cost by month"]);
        Assert.Equal(["acme", "USD"], Dashboard.GetProperty("templating").GetProperty("list").EnumerateArray()
            .Select(variable => Assert.Single(Ask(ledger, variable.GetProperty("query").GetString()!, false))));
    }

    [Fact]
    public void Panels_and_variables_use_the_source_that_is_provisioned()
    {
        string sources = File.ReadAllText(Path.Combine(Folder, "provisioning", "datasources", "elevencost.yaml"));
        string uid = SourcePattern().Match(sources).Groups["uid"].Value;
        string type = SourcePattern().Match(sources).Groups["type"].Value;
        JsonElement[] named = [.. Dashboard.GetProperty("panels").EnumerateArray().Concat(Dashboard.GetProperty("panels").EnumerateArray().SelectMany(panel => panel.GetProperty("targets").EnumerateArray()))
            .Concat(Dashboard.GetProperty("templating").GetProperty("list").EnumerateArray()).Select(one => one.GetProperty("datasource"))];
        Assert.All(named, source => Assert.Equal((uid, type), (source.GetProperty("uid").GetString(), source.GetProperty("type").GetString())));
        Assert.DoesNotMatch(@"(?m)^\s*password: (?!\$\{)", sources);
    }

    [Fact]
    public void Panels_do_not_overlap_and_have_ids_of_their_own()
    {
        (int Id, int X, int Y, int Width, int Height)[] places = [.. Dashboard.GetProperty("panels").EnumerateArray().Select(panel => (panel.GetProperty("id").GetInt32(), Of(panel, "x"), Of(panel, "y"), Of(panel, "w"), Of(panel, "h")))];
        Assert.Equal(places.Length, places.Select(place => place.Id).Distinct().Count());
        (int, int)[] cells = [.. places.SelectMany(place => Enumerable.Range(place.X, place.Width).SelectMany(x => Enumerable.Range(place.Y, place.Height).Select(y => (x, y))))];
        Assert.Equal(cells.Length, cells.Distinct().Count());
        Assert.All(cells, cell => Assert.InRange(cell.Item1, 0, 23));

        static int Of(JsonElement panel, string name) => panel.GetProperty("gridPos").GetProperty(name).GetInt32();
    }

    /// <summary>The SQL as Grafana sends it (its documentation, "PostgreSQL query editor", macros).</summary>
    private static string Expand(string sql)
    {
        string expanded = FilterPattern().Replace(sql, "${column} BETWEEN '2026-11-01T00:00:00Z' AND '2026-11-30T23:59:59.999Z'")
            .Replace("${connection:sqlstring}", "'acme','other'").Replace("${currency:sqlstring}", "'USD'");
        Assert.DoesNotContain("$", expanded);
        return expanded;
    }

    private static string[] Ask(LedgerFixture fixture, string sql, bool isSeries) => fixture.Ledger.Database.Read(session => session.List(Expand(sql), reader =>
    {
        if (isSeries)
        {
            // A series has a column named time, which is one, and a number.
            Assert.Equal(("time", typeof(DateTime)), (reader.GetName(0), reader.GetFieldType(0)));
            Assert.Equal("metric", reader.GetName(1));
        }

        return string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(column => Text(reader, column)));
    }).ToArray(), [], None);

    private static string Text(DbDataReader reader, int column) => reader.IsDBNull(column) ? "-" : reader.GetValue(column) switch
    {
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        string text => text,
        var number => Convert.ToDecimal(number, CultureInfo.InvariantCulture).ToString("0.############", CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"\$__timeFilter\((?<column>\w+)\)")]
    private static partial Regex FilterPattern();

    [GeneratedRegex(@"uid: (?<uid>\S+)\s+type: (?<type>\S+)")]
    private static partial Regex SourcePattern();
}
