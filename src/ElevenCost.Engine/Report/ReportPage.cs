using System.Buffers;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using ElevenCost.Engine.Costing;

namespace ElevenCost.Engine.Report;

/// <summary>The HTML of a report: one file with its style, script and figures, that loads nothing.</summary>
public static class ReportPage
{
    private const string ScriptName = "ElevenCost.Report.report.js";
    private const string StyleName = "ElevenCost.Report.report.css";

    private const string Icon = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='4' fill='%231f4e79'/%3E"
        + "%3Cpath d='M4 11V8M8 11V4M12 11V6' stroke='%23fff' stroke-width='2' stroke-linecap='round'/%3E%3C/svg%3E";

    /// <summary>Whether this build of the engine has the page: it is left out if Node.js was missing.</summary>
    public static bool IsBuilt => Find(ScriptName) is not null && Find(StyleName) is not null;

    /// <summary>Makes the page, in UTF-8: the same bytes for the same report.</summary>
    /// <exception cref="ElevenCostException"><c>ReportNotBuilt</c>.</exception>
    public static byte[] Of(CostReport report)
    {
        string script = Find(ScriptName) ?? throw ReportErrors.NotBuilt();
        string style = Find(StyleName) ?? throw ReportErrors.NotBuilt();
        var page = new ArrayBufferWriter<byte>(1 << 20);
        HtmlEncoder html = HtmlEncoder.Default;

        // Nothing is allowed but this very script and style, and the icon within the page. What the browser downloads (CSV) is made by the script.
        Write(page, $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src '{HashOf(script)}'; style-src '{HashOf(style)}'; img-src data:; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <meta name="referrer" content="no-referrer">
            <meta name="generator" content="ElevenCost">
            <title>{html.Encode(report.Options.Title ?? "ElevenLabs cost report")}, {report.Options.Range}</title>
            <link rel="icon" href="{Icon}">
            <style>{style}</style>
            </head>
            <body>
            <div id="app"></div>
            <noscript><p>{html.Encode(Summary(report))}</p><p>This report draws its charts and tables with a script, which this viewer does not run. Open the file in a browser.</p></noscript>
            <script type="application/json" id="data">
            """);
        page.Write(ReportJson.Of(report));
        Write(page, $"</script>\n<script>{script}</script>\n</body>\n</html>\n");
        return page.WrittenSpan.ToArray();
    }

    private static string Summary(CostReport report) =>
        $"Cost of {report.Options.Range}, {report.Total.Basis}, {report.Total.Completeness}: {string.Join("; ", report.Total.Totals.Select(Format))}.";

    private static string Format(CostTotal total) => total.Cost is { } cost ? $"{DayCells.Format(cost)} {total.Currency}" : $"{total.Credits.ToString(System.Globalization.CultureInfo.InvariantCulture)} credits without a price";

    private static string HashOf(string content) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(content)))}";

    private static void Write(ArrayBufferWriter<byte> page, string text) => Encoding.UTF8.GetBytes(text, page);

    private static string? Find(string name)
    {
        using Stream? stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name);
        if (stream is null)
        {
            return null;
        }

        using var reader = new StreamReader(stream, Encoding.UTF8);

        // A browser hashes what it parsed, which has no carriage returns.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
