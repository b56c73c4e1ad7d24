using System.Reflection;
using System.Text.Json;
using ElevenCost.Engine.Costing;

namespace ElevenCost.Engine.Report;

/// <summary>The figures of a report as the JSON that its page reads.</summary>
internal static class ReportJson
{
    /// <summary>Makes the JSON, in UTF-8: the same for the same report.</summary>
    public static byte[] Of(CostReport report)
    {
        var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = ReportJsonWriter.Encoder }))
        {
            Write(report, new ReportJsonWriter(json));
        }

        return stream.ToArray();
    }

    private static void Write(CostReport report, ReportJsonWriter json)
    {
        DateRange range = report.Options.Range;
        json.StartObject();
        json.Text("title", report.Options.Title ?? "ElevenLabs cost report");
        json.Text("version", typeof(ReportJson).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]);
        json.Instant("at", report.At);
        json.Text("today", ReportJsonWriter.Day(report.Today));
        json.Text("from", ReportJsonWriter.Day(range.Start));
        json.Text("to", ReportJsonWriter.Day(range.End));
        json.Text("basis", report.Total.Basis.ToString());
        json.Text("completeness", report.Total.Completeness.ToString());
        json.Each("connections", report.Connections, connection =>
        {
            json.Text("name", connection.Name);
            json.Text("zone", connection.TimeZone);
        });
        json.Texts("filters", report.Options.Filters.Select(filter => $"{(filter.Exclude ? "without " : "")}{filter.Dimension} {string.Join(", ", filter.Patterns)}"));
        new ReportRowsJson(report, json).Write();
        new ReportTrendsJson(report, json).Write();
        new ReportStandingJson(report, json).Write();
        new ReportPlansJson(report, json).Write();
        json.Each("warnings", report.Warnings, warning =>
        {
            json.Text("id", warning.Id);
            json.Text("message", warning.Message);
        });
        json.Texts("prices", PriceVersions.Of(report.Daily.Rows.Select(row => row.PriceVersion)));
        json.EndObject();
    }
}
