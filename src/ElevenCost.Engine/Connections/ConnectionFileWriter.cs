using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ElevenCost.Engine.Connections;

/// <summary>Writes <c>connections.json</c>, in the words that <see cref="ConnectionFileReader"/> reads.</summary>
internal static class ConnectionFileWriter
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(Stream stream, IReadOnlyList<Connection> connections)
    {
        using (var writer = new Utf8JsonWriter(stream, Options))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", 1);
            writer.WriteStartArray("connections");
            foreach (Connection connection in connections)
            {
                Write(writer, connection);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
    }

    private static void Write(Utf8JsonWriter writer, Connection connection)
    {
        writer.WriteStartObject();
        writer.WriteString("name", connection.Name);
        writer.WriteString("baseUri", connection.BaseUri.AbsoluteUri);
        writer.WriteString("timeZone", connection.TimeZone);
        writer.WriteString("scope", connection.Scope.ToString());
        writer.WriteString("keySource", connection.KeySource.ToString());
        WriteOptional(writer, "keyPath", connection.KeyPath);
        WriteOptional(writer, "secretName", connection.SecretName);
        WriteOptional(writer, "vault", connection.Vault);
        writer.WriteStartArray("dimensions");
        foreach (Dimension dimension in connection.Dimensions)
        {
            writer.WriteStringValue(dimension.ToString());
        }

        writer.WriteEndArray();
        writer.WriteString("createdAt", Instant(connection.CreatedAt));
        writer.WriteBoolean("isDefault", connection.IsDefault);
        WriteBilling(writer, connection);
        writer.WriteStartObject("checksum");

        // Of what was edited outside ElevenCost the old ones stay until its owner confirms it: another connection may be the reason for writing.
        foreach ((string field, string checksum) in connection.Edit?.Checksums ?? ConnectionChecksum.Of(connection))
        {
            writer.WriteString(field, checksum);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("capabilities");
        foreach (Capability capability in connection.Capabilities)
        {
            writer.WriteStartObject();
            writer.WriteString("name", capability.Name);
            writer.WriteBoolean("passed", capability.Passed);
            writer.WriteBoolean("required", capability.Required);
            writer.WriteString("message", capability.Message);
            WriteOptional(writer, "remedy", capability.Remedy);
            WriteOptional(writer, "errorId", capability.ErrorId);
            WriteOptional(writer, "errorCategory", capability.ErrorCategory?.ToString());
            writer.WriteString("checkedAt", Instant(capability.CheckedAt));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteBilling(Utf8JsonWriter writer, Connection connection)
    {
        if (connection.Billing.Count > 0)
        {
            writer.WriteStartArray("billing");
            foreach (BillingTerm term in connection.Billing)
            {
                writer.WriteStartObject();
                writer.WriteString("billing", term.Billing.ToString());
                WriteOptional(writer, "from", term.From is { } from ? Day(from) : null);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (connection is { Balance: { } balance, BalanceCurrency: { } currency, BalanceAsOf: { } day })
        {
            writer.WriteStartObject("balance");
            writer.WriteString("amount", balance.ToString(CultureInfo.InvariantCulture));
            writer.WriteString("currency", currency);
            writer.WriteString("asOf", Day(day));
            writer.WriteEndObject();
        }
    }

    private static string Day(DateTime day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string Instant(DateTime utc) => utc.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
}
