using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ElevenCost.Engine.Alerts;

/// <summary>A message of no format: each target has its own. Its texts are on one line each, and hold neither control characters nor keys. Immutable.</summary>
public sealed record AlertMessage
{
    /// <summary>How many facts a message has at most; Discord takes 25 fields.</summary>
    public const int MostFacts = 25;

    /// <summary>Names the alert and its period; the same for every target and machine.</summary>
    public required string Alert { get; init; }

    /// <summary>What it is about.</summary>
    public required AlertTopic Topic { get; init; }

    /// <summary>How serious it is.</summary>
    public required AlertSeverity Severity { get; init; }

    /// <summary>The title.</summary>
    public required string Title
    {
        get;
        init => field = MessageText.Clean(value);
    }

    /// <summary>What happened, and what to do.</summary>
    public required string Text
    {
        get;
        init => field = MessageText.Clean(value);
    }

    /// <summary>Figures and names, in order.</summary>
    public IReadOnlyList<AlertFact> Facts
    {
        get;
        init => field = value.Count <= MostFacts ? value
            : [.. value.Take(MostFacts - 1), new AlertFact("More", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value.Count - MostFacts + 1} others"))];
    } = [];

    /// <summary>When it was found, in UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>The text and a line for each fact.</summary>
    [JsonIgnore]
    public string FullText => string.Join('\n', Facts.Select(fact => $"{fact.Name}: {fact.Value}").Prepend(Text));

    /// <summary>The same for the same alert, so that a receiver can drop what it gets twice.</summary>
    [JsonIgnore]
    public string Id => "alert_" + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Alert)))[..32].ToLowerInvariant();

    /// <summary>The message as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, AlertJson.Relaxed.AlertMessage);

    /// <summary>The message of <see cref="ToJson"/>; null if the text is none, such as one of a later version.</summary>
    public static AlertMessage? FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, AlertJson.Relaxed.AlertMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>One figure or name of a message. Immutable.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">The value as text, rounded.</param>
public sealed record AlertFact(string Name, string Value)
{
    /// <summary>What it is.</summary>
    public string Name { get; init; } = MessageText.Clean(Name);

    /// <summary>The value as text, rounded.</summary>
    public string Value { get; init; } = MessageText.Clean(Value);

    /// <summary>The exact amount; null if it is none.</summary>
    public decimal? Amount { get; init; }

    /// <summary>ISO 4217 code of <see cref="Amount"/>; null if that is null, or credits.</summary>
    public string? Currency { get; init; }
}

/// <summary>How messages are written as JSON: the names that users know, enums as words, letters of every language as they are.</summary>
[JsonSourceGenerationOptions(UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AlertMessage))]
internal sealed partial class AlertJson : JsonSerializerContext
{
    /// <summary>As documents are sent and kept.</summary>
    public static AlertJson Relaxed => s_relaxed ??= new AlertJson(new JsonSerializerOptions(Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    // Not at the start: the default is made by code that is generated, in an order of its own.
    private static AlertJson? s_relaxed;
}
