using System.Text.Json.Nodes;

namespace ElevenLabs.Simulator;

/// <summary>One entry of a 422.</summary>
internal sealed record ValidationFailure(string Type, object[] Location, string Message, JsonNode? Input = null)
{
    public static ValidationFailure Missing(JsonNode? input, params object[] location) => new("missing", location, "Field required", input);
}
