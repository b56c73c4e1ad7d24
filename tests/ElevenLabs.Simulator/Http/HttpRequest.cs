namespace ElevenLabs.Simulator;

/// <summary>A request as read from the socket.</summary>
internal sealed class HttpRequest
{
    public required string Method { get; init; }

    public required string Path { get; init; }

    public required string Query { get; init; }

    public required Dictionary<string, string> Headers { get; init; }

    public required byte[] Body { get; init; }

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    public Dictionary<string, string> QueryValues()
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (string pair in Query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals];
            string value = equals < 0 ? "" : pair[(equals + 1)..];
            values[Decode(name)] = Decode(value);
        }

        return values;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
