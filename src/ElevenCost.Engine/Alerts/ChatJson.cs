using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ElevenCost.Engine.Alerts;

/// <summary>The bodies of chat messages as text.</summary>
internal static class ChatJson
{
    // Letters of every language as they are: escaped, a message could exceed the 28 KB that Teams takes.
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of a body.</summary>
    public static string Write(JsonObject body) => body.ToJsonString(Options);

    /// <summary>An array of objects.</summary>
    public static JsonArray Array(IEnumerable<JsonObject> items) => new([.. items]);
}
