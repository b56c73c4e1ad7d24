using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ElevenCost.Engine.Connections;

/// <summary>
/// Checksums of the settings of a connection that change money, one a field, so that an edit outside ElevenCost is seen and named. They protect from
/// accidents: whoever edits a file on purpose can remove them.
/// </summary>
internal static class ConnectionChecksum
{
    private const int Digits = 8;

    /// <summary>The fields, as the file of connections names them.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["name", "baseUri", "timeZone", "scope", "dimensions", "billing", "balance"];

    /// <summary>The checksums of a connection's settings, by field.</summary>
    public static IReadOnlyDictionary<string, string> Of(Connection connection) => Fields.ToDictionary(
        field => field,
        field => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{field}\0{TextOf(connection, field)}")))[..Digits].ToLowerInvariant(),
        StringComparer.Ordinal);

    /// <summary>How a connection differs from the checksums that were stored with it; null if it does not.</summary>
    public static ConnectionEdit? EditOf(Connection connection, IReadOnlyDictionary<string, string> stored)
    {
        IReadOnlyDictionary<string, string> now = Of(connection);
        string[] fields = [.. Fields.Where(field => stored.GetValueOrDefault(field) != now[field])];
        return fields.Length == 0 ? null : new ConnectionEdit(fields, stored);
    }

    private static string TextOf(Connection connection, string field) => field switch
    {
        "name" => connection.Name,
        "baseUri" => connection.BaseUri.AbsoluteUri,
        "timeZone" => connection.TimeZone,
        "scope" => connection.Scope.ToString(),
        "dimensions" => string.Join(',', connection.Dimensions),
        "billing" => string.Join(',', connection.Billing.Select(term => string.Create(CultureInfo.InvariantCulture, $"{term.Billing} {term.From:yyyy-MM-dd}"))),
        "balance" => string.Create(CultureInfo.InvariantCulture, $"{connection.Balance} {connection.BalanceCurrency} {connection.BalanceAsOf:yyyy-MM-dd}"),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, "It has no checksum."),
    };
}
