namespace ElevenCost.Engine.Connections;

/// <summary>ElevenLabs' regions, each with the address of its API. A key is of one region.</summary>
public static class Regions
{
    /// <summary>The region of most accounts.</summary>
    public const string Global = "global";

    private static readonly Dictionary<string, Uri> Addresses = new(StringComparer.OrdinalIgnoreCase)
    {
        [Global] = new("https://api.elevenlabs.io/"),
        ["us"] = new("https://api.us.elevenlabs.io/"),
        ["eu"] = new("https://api.eu.residency.elevenlabs.io/"),
        ["in"] = new("https://api.in.residency.elevenlabs.io/"),
        ["sg"] = new("https://api.sg.residency.elevenlabs.io/"),
    };

    /// <summary>The names of the regions.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Addresses.Keys];

    /// <summary>The address of a region's API.</summary>
    /// <exception cref="ElevenCostException"><c>RegionNotFound</c>.</exception>
    public static Uri BaseUriOf(string region) => Addresses.TryGetValue(region, out Uri? address)
        ? address
        : throw ConnectionErrors.NoRegion(region, Names);

    /// <summary>The name of the region whose API is at an address; null if it is none's.</summary>
    public static string? NameOf(Uri baseUri) =>
        Addresses.FirstOrDefault(region => region.Value.Authority.Equals(baseUri.Authority, StringComparison.OrdinalIgnoreCase)).Key;
}
