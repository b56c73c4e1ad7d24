using System.Globalization;
using System.Text;

namespace ElevenCost.Engine.Export;

/// <summary>Writes cost as metrics: the text format that both Prometheus' node_exporter and OpenMetrics read.</summary>
/// <remarks>
/// The samples of a metric stand together, so all are held until the last row; hence the bound. There are no timestamps, which the textfile
/// collector rejects, and every metric is a gauge: figures of a range fall when the range moves on.
/// </remarks>
/// <param name="stream">Where to.</param>
internal sealed class MetricsRowWriter(Stream stream) : RowWriter<CostRecord>
{
    /// <summary>The most rows: what a collector can be asked to read on every scrape.</summary>
    internal const int MostRows = 100_000;

    private const int SecondsInMinute = 60;

    private static readonly Metric[] Metrics =
    [
        new("elevencost_cost", "Cost of the usage in the currency and on the basis that the labels name.", row => row.Cost),
        new("elevencost_credits", "Credits used.", row => row.Credits),
        new("elevencost_requests", "Requests.", row => row.Requests),
        new("elevencost_audio_seconds", "Audio, in seconds.", row => row.Minutes * SecondsInMinute),
        new("elevencost_unpriced_credits", "Credits that have no price, so no cost includes them.", row => row.UnpricedCredits),
        new("elevencost_completeness", "How complete the figures are: 0 final, 1 provisional, 2 partial.", row => (int)row.Completeness),
    ];

    // The names of the labels, with what they hold; the key's ID tells keys of one name apart.
    private static readonly (string Name, Func<CostRecord, string?> Value)[] Labels =
    [
        ("connection", row => row.Connection),
        ("date", row => row.Origin.Question is { Granularity: Granularity.Total } ? null : ExportValue.OfBucket(row.Date, row.StartedAt).ToString()),
        ("started_at", row => row.StartedAt is null ? null : ExportValue.OfInstant(row.StartedAt).ToString()),
        ("product", row => row.Product), ("model", row => row.Model), ("api_key", row => row.ApiKey), ("api_key_id", row => row.ApiKeyId),
        ("voice", row => row.Voice), ("user", row => row.User), ("group", row => row.Group), ("source", row => row.Source), ("region", row => row.Region),
        ("cost_center", row => row.CostCenter),
        ("groups", row => row.Groups > 1 ? row.Groups.Value.ToString(CultureInfo.InvariantCulture) : null), ("currency", row => row.Currency), ("basis", row => row.CostBasis.ToString()),
    ];

    private readonly HashSet<string> _labels = new(StringComparer.Ordinal);
    private readonly StringBuilder[] _samples = [.. Metrics.Select(_ => new StringBuilder())];

    /// <inheritdoc/>
    public override ValueTask AddAsync(CostRecord row, CancellationToken cancellationToken)
    {
        string labels = string.Join(',', Labels.Select(label => (label.Name, Value: label.Value(row))).Where(label => label.Value is not null)
            .Select(label => $"{label.Name}=\"{Escape(label.Value!)}\""));
        if (!_labels.Add(labels))
        {
            throw ExportErrors.RowsNotUnique(labels);
        }

        if (_labels.Count > MostRows)
        {
            throw ExportErrors.TooManyRows(ExportFormat.OpenMetrics, MostRows);
        }

        for (int metric = 0; metric < Metrics.Length; metric++)
        {
            if (Metrics[metric].Value(row) is { } value)
            {
                _samples[metric].Append(CultureInfo.InvariantCulture, $"{Metrics[metric].Name}{{{labels}}} {value}\n");
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(false), ExportBuffer.Size, leaveOpen: true);
        for (int metric = 0; metric < Metrics.Length; metric++)
        {
            if (_samples[metric].Length > 0)
            {
                await writer.WriteAsync($"# HELP {Metrics[metric].Name} {Metrics[metric].Help}\n# TYPE {Metrics[metric].Name} gauge\n");
                await writer.WriteAsync(_samples[metric], cancellationToken);
            }
        }

        await writer.WriteAsync("# EOF\n");
    }

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);

    /// <summary>A metric. Immutable.</summary>
    private sealed record Metric(string Name, string Help, Func<CostRecord, decimal?> Value);
}
