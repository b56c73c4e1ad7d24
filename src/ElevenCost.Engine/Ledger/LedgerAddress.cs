using System.Globalization;
using System.Text.RegularExpressions;

namespace ElevenCost.Engine.Ledger;

/// <summary>Where a shared ledger is: a schema of a PostgreSQL database. Never a password. Immutable.</summary>
/// <param name="Host">The host's name or address, or the folder of a Unix socket.</param>
/// <param name="Port">The port.</param>
/// <param name="Database">The database.</param>
/// <param name="User">The role.</param>
/// <param name="Schema">The schema: lower-case letters, digits and underscores.</param>
public sealed partial record LedgerAddress(string Host, int Port, string Database, string User, string Schema)
{
    /// <summary>The schema if none is given.</summary>
    public const string DefaultSchema = "elevencost";

    private const int DefaultPort = 5432;

    /// <summary>Whether the server is on this machine, so that the connection needs no TLS.</summary>
    public bool IsLocal => Host.StartsWith('/') || Host is "localhost" || (System.Net.IPAddress.TryParse(Host, out System.Net.IPAddress? address) && System.Net.IPAddress.IsLoopback(address));

    /// <summary>Reads <c>postgresql://user@host:port/database?schema=name</c>.</summary>
    /// <exception cref="ElevenCostException"><c>LedgerAddressInvalid</c>; a password in the address is rejected too, and not repeated.</exception>
    public static LedgerAddress Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("postgresql" or "postgres") || uri.AbsolutePath.Length < 2)
        {
            throw LedgerErrors.AddressNotValid("The ledger's address is not valid.");
        }

        string[] user = uri.UserInfo.Split(':', 2);
        if (user.Length > 1)
        {
            throw LedgerErrors.AddressNotValid("The ledger's address contains a password, which ElevenCost does not store.");
        }

        string schema = DefaultSchema;
        string? host = null;
        foreach (string part in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = part.Split('=', 2);
            string value = Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? "");
            switch (pair[0])
            {
                case "schema":
                    schema = value;
                    break;
                case "host":
                    host = value;
                    break;
                default:
                    // Without its name: what was typed there can be a password.
                    throw LedgerErrors.AddressNotValid("The ledger's address has a setting other than 'schema' and 'host'.");
            }
        }

        return !SchemaName().IsMatch(schema) ? throw LedgerErrors.AddressNotValid("The schema in the ledger's address is not valid: it has lower-case letters, digits and underscores.")
            : new LedgerAddress(host ?? (uri.Host.Length > 0 ? uri.IdnHost : "localhost"), uri.Port > 0 ? uri.Port : DefaultPort,
                Uri.UnescapeDataString(uri.AbsolutePath[1..]), user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : Environment.UserName, schema);
    }

    /// <summary>The address as a URI, which <see cref="Parse"/> reads.</summary>
    public override string ToString()
    {
        bool isSocket = Host.StartsWith('/');
        string host = isSocket ? "" : Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]" : Host;
        string settings = string.Join('&', new[] { isSocket ? $"host={Host}" : null, Schema == DefaultSchema ? null : $"schema={Schema}" }.OfType<string>());
        return string.Create(CultureInfo.InvariantCulture,
            $"postgresql://{Uri.EscapeDataString(User)}@{host}:{Port}/{Uri.EscapeDataString(Database)}{(settings.Length > 0 ? "?" + settings : "")}");
    }

    [GeneratedRegex("^[a-z_][a-z0-9_]{0,62}$")]
    private static partial Regex SchemaName();
}
