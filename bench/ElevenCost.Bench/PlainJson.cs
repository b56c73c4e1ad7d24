using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace ElevenCost.Bench;

/// <summary>The shortest honest code that one would write without ElevenCost: fetch the responses, parse them whole, sum.</summary>
internal static class PlainJson
{
    private static readonly string[] GroupBy = ["product_type", "model", "hashed_xi_api_key", "voice_id", "user_id", "request_source", "region"];

    /// <summary>Fetches a range in windows of eight days, one after the other, and keeps each body as a file.</summary>
    public static async Task<string> DownloadAsync(string folder, Uri uri, string key, DateRange range)
    {
        Directory.CreateDirectory(folder);
        using var http = new HttpClient { BaseAddress = uri };
        http.DefaultRequestHeaders.Add("xi-api-key", key);
        long bytes = 0;
        for (DateOnly day = range.Start; day <= range.End; day = day.AddDays(8))
        {
            DateOnly last = day.AddDays(7) < range.End ? day.AddDays(7) : range.End;
            using HttpResponseMessage response = await http.PostAsJsonAsync("/v1/workspace/analytics/query/usage-by-product-over-time", new
            {
                start_time = Milliseconds(day),
                end_time = Milliseconds(last.AddDays(1)) - 1,
                interval_seconds = 86400,
                group_by = GroupBy,
            });
            byte[] body = await response.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
            await File.WriteAllBytesAsync(Path.Combine(folder, day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + ".json"), body);
            bytes += body.Length;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576} MB of JSON");
    }

    /// <summary>The cost by one column over the kept bodies; the empty column sums all.</summary>
    public static string Sum(string folder, string column)
    {
        var sums = new Dictionary<string, decimal>();
        foreach (string file in Directory.EnumerateFiles(folder, "*.json"))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
            List<string?> columns = [.. document.RootElement.GetProperty("columns").EnumerateArray().Select(name => name.GetString())];
            int group = columns.IndexOf(column);
            int cost = columns.IndexOf("total_cost");
            foreach (JsonElement row in document.RootElement.GetProperty("rows").EnumerateArray())
            {
                string name = group < 0 ? "" : row[group].GetString() ?? "";
                sums[name] = sums.GetValueOrDefault(name) + (row[cost].ValueKind == JsonValueKind.Null ? 0 : row[cost].GetDecimal());
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{sums.Count} rows, {sums.Values.Sum() / 1.0000000000000000000000000000m} USD");
    }

    private static long Milliseconds(DateOnly day) => new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
}
