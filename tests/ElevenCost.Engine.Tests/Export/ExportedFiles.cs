using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DuckDB.NET.Data;
using ElevenCost.Engine.Export;
using Parquet;
using Parquet.Schema;

namespace ElevenCost.Engine.Tests.Export;

/// <summary>Reads files of cost back: each row as texts by column, an unknown value as null.</summary>
internal static partial class ExportedFiles
{
    private static readonly XNamespace Sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    public static List<Dictionary<string, string?>> Csv(string path)
    {
        CsvLine[] lines = [.. CsvReader.Read(File.ReadAllText(path))];
        return [.. lines[1..].Select(line => lines[0].Cells.Zip(line.Cells).ToDictionary(cell => cell.First, cell => cell.Second.Length == 0 ? null : cell.Second))];
    }

    public static List<Dictionary<string, string?>> Json(string text)
    {
        using JsonDocument json = JsonDocument.Parse(text);
        return [.. json.RootElement.EnumerateArray().Select(row => row.EnumerateObject().ToDictionary(property => property.Name, property =>
            property.Value.ValueKind == JsonValueKind.Null ? null : property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : property.Value.GetRawText()))];
    }

    /// <summary>The rows of a sheet. Numbers are texts as the file has them, dates are turned into days or times.</summary>
    public static List<Dictionary<string, string?>> Xlsx(string path, string sheet)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        XElement data = Part(zip, $"xl/worksheets/sheet{1 + Sheets(zip).IndexOf(sheet)}.xml");
        XElement styles = Part(zip, "xl/styles.xml");
        Dictionary<string, string> formats = styles.Descendants(Sheet + "numFmt").ToDictionary(format => format.Attribute("numFmtId")!.Value, format => format.Attribute("formatCode")!.Value);
        string[] formatOfStyle = [.. styles.Element(Sheet + "cellXfs")!.Elements().Select(style => formats.GetValueOrDefault(style.Attribute("numFmtId")!.Value, ""))];
        List<List<string?>> rows = [.. data.Descendants(Sheet + "row").Select(row => row.Elements(Sheet + "c").Select(cell => CellText(cell, formatOfStyle)).ToList())];
        return [.. rows[1..].Select(row => rows[0].Zip(row).ToDictionary(cell => cell.First!, cell => cell.Second))];
    }

    /// <summary>The parts of a workbook, by name.</summary>
    public static Dictionary<string, XElement> XlsxParts(string path)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        return zip.Entries.ToDictionary(entry => entry.FullName, entry => Part(zip, entry.FullName));
    }

    public static async Task<List<Dictionary<string, string?>>> ParquetAsync(string path)
    {
        await using ParquetReader reader = await ParquetReader.CreateAsync(path);
        var rows = new List<Dictionary<string, string?>>();
        for (int group = 0; group < reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader rowGroup = reader.OpenRowGroupReader(group);
            int count = (int)rowGroup.RowCount;
            Dictionary<string, string?>[] these = [.. Enumerable.Range(0, count).Select(_ => new Dictionary<string, string?>())];
            foreach (DataField field in reader.Schema.GetDataFields())
            {
                string?[] values = field switch
                {
                    DecimalDataField => await ReadAsync<decimal>(rowGroup, field, count, Plain),
                    DateTimeDataField { DateTimeFormat: DateTimeFormat.Date } => await ReadAsync<DateTime>(rowGroup, field, count, day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                    DateTimeDataField => await ReadAsync<DateTime>(rowGroup, field, count, instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
                    _ when field.ClrType == typeof(long) => await ReadAsync<long>(rowGroup, field, count, number => number.ToString(CultureInfo.InvariantCulture)),
                    _ => await TextsAsync(rowGroup, field, count),
                };
                for (int row = 0; row < count; row++)
                {
                    these[row][field.Name] = values[row];
                }
            }

            rows.AddRange(these);
        }

        return rows;
    }

    /// <summary>The rows as DuckDB, which shares no code with the writer, reads them.</summary>
    public static List<Dictionary<string, string?>> ByDuckDb(string path, string where = "true")
    {
        using var connection = new DuckDBConnection("Data Source=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"SELECT * FROM read_parquet('{path.Replace("'", "''")}') WHERE {where}";
        using DuckDBDataReader reader = command.ExecuteReader();
        var rows = new List<Dictionary<string, string?>>();
        while (reader.Read())
        {
            rows.Add(Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, column => reader.IsDBNull(column) ? null : reader.GetValue(column) switch
            {
                decimal number => Plain(number),
                DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                DateTime instant => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                var other => Convert.ToString(other, CultureInfo.InvariantCulture),
            }));
        }

        return rows;
    }

    /// <summary>The rows of a table, and the lines below them, with the escapes taken away.</summary>
    public static List<Dictionary<string, string?>> Markdown(string path)
    {
        string[][] lines = [.. File.ReadAllLines(path).Where(line => line.StartsWith('|')).Select(CellsOf)];
        return [.. lines[2..].Select(line => lines[0].Zip(line).ToDictionary(cell => cell.First, cell => cell.Second.Length == 0 ? null : cell.Second))];
    }

    /// <summary>The samples of a file of metrics: metric, labels and value. Fails on what the text format does not allow.</summary>
    public static List<(string Metric, Dictionary<string, string> Labels, string Value)> Metrics(string path)
    {
        string text = File.ReadAllText(path, new UTF8Encoding(false, true));
        Assert.EndsWith("# EOF\n", text, StringComparison.Ordinal);
        var samples = new List<(string Metric, Dictionary<string, string> Labels, string Value)>();
        var described = new List<string>();
        var seen = new HashSet<string>();
        foreach (string line in text.Split('\n')[..^2])
        {
            if (line.StartsWith('#'))
            {
                Match comment = CommentPattern().Match(line);
                Assert.True(comment.Success, line);
                if (comment.Groups["kind"].Value == "TYPE")
                {
                    // The samples of a metric stand together, below its description.
                    Assert.DoesNotContain(comment.Groups["name"].Value, described);
                    described.Add(comment.Groups["name"].Value);
                }

                continue;
            }

            Match sample = SamplePattern().Match(line);
            Assert.True(sample.Success, line);
            Assert.Equal(described[^1], sample.Groups["name"].Value);
            Assert.True(seen.Add(line[..line.LastIndexOf(' ')]), line);
            samples.Add((sample.Groups["name"].Value, sample.Groups["label"].Captures.Zip(sample.Groups["text"].Captures)
                .ToDictionary(label => label.First.Value, label => EscapePattern().Replace(label.Second.Value, match => match.Value[1] == 'n' ? "\n" : match.Value[1..])), sample.Groups["value"].Value));
        }

        return samples;
    }

    /// <summary>A number without the zeros at its end.</summary>
    public static string Plain(decimal number) => number.ToString("0.############################", CultureInfo.InvariantCulture);

    private static List<string> Sheets(ZipArchive zip) => [.. Part(zip, "xl/workbook.xml").Descendants(Sheet + "sheet").Select(sheet => sheet.Attribute("name")!.Value)];

    private static XElement Part(ZipArchive zip, string name)
    {
        using Stream stream = zip.GetEntry(name)!.Open();
        return XElement.Load(stream, LoadOptions.PreserveWhitespace);
    }

    private static string? CellText(XElement cell, string[] formats)
    {
        if (cell.Attribute("t")?.Value == "inlineStr")
        {
            return WordPattern().Replace(cell.Value, match => ((char)int.Parse(match.Groups[1].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture)).ToString());
        }

        if (cell.Element(Sheet + "v") is not { } value)
        {
            return null;
        }

        string format = cell.Attribute("s") is { } style ? formats[int.Parse(style.Value, CultureInfo.InvariantCulture)].Replace("\\", "") : "";
        return !format.StartsWith("yyyy", StringComparison.Ordinal) ? value.Value
            : DateTime.FromOADate(double.Parse(value.Value, CultureInfo.InvariantCulture)).ToString(format == "yyyy-mm-dd" ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture);
    }

    private static string[] CellsOf(string line) => [.. CellPattern().Matches(line[1..]).Select(match => UnescapePattern().Replace(match.Groups["cell"].Value.Trim(' ').Trim('*'), "${letter}"))];

    private static async Task<string?[]> ReadAsync<T>(ParquetRowGroupReader group, DataField field, int count, Func<T, string> text)
        where T : struct
    {
        var values = new T?[count];
        await group.ReadAsync<T>(field, values.AsMemory());
        return [.. values.Select(value => value is { } known ? text(known) : null)];
    }

    private static async Task<string?[]> TextsAsync(ParquetRowGroupReader group, DataField field, int count)
    {
        string?[] values = new string?[count];
        await group.ReadAsync(field, values.AsMemory()!);
        return values;
    }

    [GeneratedRegex("_x([0-9A-F]{4})_")]
    private static partial Regex WordPattern();

    [GeneratedRegex(@"(?<cell>(?:[^|\\]|\\.)*)\|")]
    private static partial Regex CellPattern();

    [GeneratedRegex(@"\\(?<letter>.)|&#(?:58|46);")]
    private static partial Regex UnescapePattern();

    [GeneratedRegex(@"^# (?<kind>HELP|TYPE) (?<name>[a-z_]+) (?:gauge$|.+$)")]
    private static partial Regex CommentPattern();

    [GeneratedRegex("^(?<name>[a-z_]+)\\{(?:(?<label>[a-z_]+)=\"(?<text>(?:[^\"\\\\]|\\\\[\\\\\"n])*)\",?)*\\} (?<value>-?[0-9.]+)$")]
    private static partial Regex SamplePattern();

    [GeneratedRegex(@"\\[\\""n]")]
    private static partial Regex EscapePattern();
}
