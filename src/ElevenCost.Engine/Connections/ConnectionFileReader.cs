using System.Globalization;
using System.Text.Json;

namespace ElevenCost.Engine.Connections;

/// <summary>Reads <c>connections.json</c>, and names line and field of what is not valid. Guesses nothing.</summary>
internal sealed class ConnectionFileReader(string path)
{
    private const string Schema = "1";

    /// <exception cref="ElevenCostException"><c>ConnectionFileNotValid</c>.</exception>
    public IReadOnlyList<Connection> Read(ReadOnlySpan<byte> json)
    {
        LocatedJson root;
        try
        {
            root = LocatedJson.Parse(json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not UTF-8.
            throw NotValid((int)((e as JsonException)?.LineNumber ?? 0) + 1, null, "the file is not JSON: it is cut off or mistyped", e);
        }

        Expect(root, JsonTokenType.StartObject, "the file");
        var fields = new Fields(this, root, "the file", ["schema", "connections"]);
        LocatedJson schema = fields.Required("schema");
        if (schema.Text != Schema)
        {
            throw NotValid(schema.Line, "schema", $"it is of schema {schema.Text}, this version reads schema {Schema}");
        }

        LocatedJson list = fields.Required("connections");
        Expect(list, JsonTokenType.StartArray, "connections");
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var connections = new List<Connection>();
        foreach (LocatedJson item in list.Items)
        {
            Connection connection = ReadConnection(item);
            if (!names.Add(connection.Name))
            {
                throw NotValid(item.Line, "name", $"'{connection.Name}' occurs twice");
            }

            if (connection.IsDefault && connections.Any(other => other.IsDefault))
            {
                throw NotValid(item.Line, "isDefault", $"'{connection.Name}' is a second default; there is one");
            }

            connections.Add(connection);
        }

        return connections;
    }

    private Connection ReadConnection(LocatedJson item)
    {
        Expect(item, JsonTokenType.StartObject, "a connection");
        var fields = new Fields(this, item, "a connection",
        [
            "name", "baseUri", "timeZone", "scope", "keySource", "keyPath", "secretName", "vault", "dimensions", "createdAt", "isDefault",
            "capabilities", "billing", "balance", "checksum",
        ]);
        LocatedJson name = fields.Required("name");
        string text = String(name, "name");
        if (ConnectionName.Mistake(text) is { } mistake)
        {
            throw NotValid(name.Line, "name", mistake);
        }

        LocatedJson address = fields.Required("baseUri");
        string? wrong = Uri.TryCreate(String(address, "baseUri"), UriKind.Absolute, out Uri? baseUri)
            ? BaseAddress.Mistake(baseUri)
            : "it is not an absolute address";
        if (wrong is not null)
        {
            throw NotValid(address.Line, "baseUri", wrong);
        }

        LocatedJson keySource = fields.Required("keySource");
        KeySource source = Word<KeySource>(keySource, "keySource");
        if (source == KeySource.None)
        {
            throw NotValid(keySource.Line, "keySource", "a connection of this machine has a key");
        }

        string? keyPath = OptionalString(fields, "keyPath");
        if (source == KeySource.File && string.IsNullOrEmpty(keyPath))
        {
            throw NotValid(item.Line, "keyPath", "it is missing, where the key is in a file");
        }

        LocatedJson dimensions = fields.Required("dimensions");
        Expect(dimensions, JsonTokenType.StartArray, "dimensions");
        (decimal Amount, string Currency, DateTime AsOf)? balance = ReadBalance(fields.Optional("balance"));
        var connection = new Connection
        {
            Name = text,
            BaseUri = baseUri!,
            TimeZone = String(fields.Required("timeZone"), "timeZone"),
            Scope = Word<ConnectionScope>(fields.Required("scope"), "scope"),
            KeySource = source,
            KeyPath = keyPath,
            SecretName = OptionalString(fields, "secretName"),
            Vault = OptionalString(fields, "vault"),
            Dimensions = [.. dimensions.Items.Select(dimension => Word<Dimension>(dimension, "dimensions"))],
            Capabilities = ReadCapabilities(fields.Optional("capabilities"), text),
            CreatedAt = Instant(fields.Required("createdAt"), "createdAt"),
            IsDefault = fields.Optional("isDefault") is { } isDefault && Truth(isDefault, "isDefault"),
            Billing = ReadBilling(fields.Optional("billing")),
            Balance = balance?.Amount,
            BalanceCurrency = balance?.Currency,
            BalanceAsOf = balance?.AsOf,
        };
        return ReadChecksums(fields.Optional("checksum")) is { } stored ? connection with { Edit = ConnectionChecksum.EditOf(connection, stored) } : connection;
    }

    /// <summary>The checksums by field; null in a file of a version that wrote none.</summary>
    private Dictionary<string, string>? ReadChecksums(LocatedJson? item)
    {
        if (item is null)
        {
            return null;
        }

        Expect(item, JsonTokenType.StartObject, "checksum");
        var fields = new Fields(this, item, "checksum", [.. ConnectionChecksum.Fields]);
        return ConnectionChecksum.Fields.Where(field => fields.Optional(field) is not null)
            .ToDictionary(field => field, field => String(fields.Required(field), field), StringComparer.Ordinal);
    }

    private BillingTerm[] ReadBilling(LocatedJson? list)
    {
        if (list is null)
        {
            return [];
        }

        Expect(list, JsonTokenType.StartArray, "billing");
        BillingTerm[] terms = [.. list.Items.Select(item =>
        {
            Expect(item, JsonTokenType.StartObject, "a billing");
            var fields = new Fields(this, item, "a billing", ["billing", "from"]);
            return new BillingTerm(Word<BillingChoice>(fields.Required("billing"), "billing"), fields.Optional("from") is { } from ? Day(from, "from") : null);
        })];
        for (int index = 1; index < terms.Length; index++)
        {
            if ((terms[index - 1].From ?? DateTime.MinValue) >= (terms[index].From ?? DateTime.MinValue))
            {
                throw NotValid(list.Items[index].Line, "from", "it is not after the one before");
            }
        }

        return terms;
    }

    private (decimal Amount, string Currency, DateTime AsOf)? ReadBalance(LocatedJson? item)
    {
        if (item is null)
        {
            return null;
        }

        Expect(item, JsonTokenType.StartObject, "balance");
        var fields = new Fields(this, item, "balance", ["amount", "currency", "asOf"]);
        LocatedJson amount = fields.Required("amount");
        LocatedJson currency = fields.Required("currency");
        return (
            ConnectionSettings.ReadAmount(String(amount, "amount")) ?? throw NotValid(amount.Line, "amount", "it is not an amount such as \"50.00\""),
            ConnectionSettings.ReadCurrency(String(currency, "currency")) ?? throw NotValid(currency.Line, "currency", "it is not a currency of three letters, such as \"USD\""),
            Day(fields.Required("asOf"), "asOf"));
    }

    private DateTime Day(LocatedJson value, string field) =>
        DateOnly.TryParseExact(String(value, field), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day)
            ? day.ToDateTime(TimeOnly.MinValue)
            : throw NotValid(value.Line, field, "it is not a day such as 2026-11-21");

    private IReadOnlyList<Capability> ReadCapabilities(LocatedJson? list, string connection)
    {
        if (list is null)
        {
            return [];
        }

        Expect(list, JsonTokenType.StartArray, "capabilities");
        return [.. list.Items.Select(item =>
        {
            Expect(item, JsonTokenType.StartObject, "a capability");
            var fields = new Fields(this, item, "a capability",
                ["name", "passed", "required", "message", "remedy", "errorId", "errorCategory", "checkedAt"]);
            return new Capability(
                connection,
                String(fields.Required("name"), "name"),
                Truth(fields.Required("passed"), "passed"),
                Truth(fields.Required("required"), "required"),
                String(fields.Required("message"), "message"),
                OptionalString(fields, "remedy"),
                OptionalString(fields, "errorId"),
                Instant(fields.Required("checkedAt"), "checkedAt"),
                fields.Optional("errorCategory") is { } category ? Word<FailureCategory>(category, "errorCategory") : null);
        })];
    }

    private string String(LocatedJson value, string field) =>
        value.Kind == JsonTokenType.String ? value.Text! : throw NotValid(value.Line, field, "it is not a text");

    private string? OptionalString(Fields fields, string field) =>
        fields.Optional(field) is { Kind: not JsonTokenType.Null } value ? String(value, field) : null;

    private bool Truth(LocatedJson value, string field) => value.Kind switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw NotValid(value.Line, field, "it is neither true nor false"),
    };

    private T Word<T>(LocatedJson value, string field)
        where T : struct, Enum
    {
        string text = String(value, field);

        // Not Enum.Parse: it takes numbers, too.
        int index = Array.IndexOf(Enum.GetNames<T>(), text);
        return index >= 0
            ? Enum.GetValues<T>()[index]
            : throw NotValid(value.Line, field, $"'{text}' is none of {string.Join(", ", Enum.GetNames<T>())}");
    }

    private DateTime Instant(LocatedJson value, string field) =>
        DateTime.TryParse(String(value, field), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTime instant) && instant.Kind == DateTimeKind.Utc
            ? instant
            : throw NotValid(value.Line, field, "it is not an instant in UTC, such as 2026-11-21T06:00:00Z");

    private void Expect(LocatedJson value, JsonTokenType kind, string what)
    {
        if (value.Kind != kind)
        {
            throw NotValid(value.Line, null, $"{what} is not {(kind == JsonTokenType.StartObject ? "an object, { ... }" : "a list, [ ... ]")}");
        }
    }

    private ElevenCostException NotValid(int line, string? field, string mistake, Exception? cause = null) => ConnectionErrors.FileNotValid(path, line, field, mistake, cause);

    /// <summary>The fields of one object: each known and given once.</summary>
    private sealed class Fields
    {
        private readonly ConnectionFileReader _file;
        private readonly LocatedJson _owner;
        private readonly string _what;
        private readonly Dictionary<string, LocatedJson> _values = new(StringComparer.Ordinal);

        public Fields(ConnectionFileReader file, LocatedJson owner, string what, string[] known)
        {
            _file = file;
            _owner = owner;
            _what = what;
            foreach (LocatedField field in owner.Fields)
            {
                if (!known.Contains(field.Name, StringComparer.Ordinal))
                {
                    throw file.NotValid(field.Line, field.Name, $"{what} has no such field; it has {string.Join(", ", known)}");
                }

                if (!_values.TryAdd(field.Name, field.Value))
                {
                    throw file.NotValid(field.Line, field.Name, "it is given twice");
                }
            }
        }

        public LocatedJson? Optional(string name) => _values.GetValueOrDefault(name);

        public LocatedJson Required(string name) =>
            Optional(name) ?? throw _file.NotValid(_owner.Line, name, $"it is missing in {_what}");
    }
}
