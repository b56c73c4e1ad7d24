using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ElevenCost.Engine.Api;

/// <summary>Reads values that come as another type than documented: a number as text, a whole number with a fraction. What can't be read is null.</summary>
internal static class LenientJson
{
    /// <summary>A number, or a text that is one; null for anything else, and beyond the range of a <see cref="decimal"/>.</summary>
    public static decimal? Number(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetDecimal(out decimal number) => number,
        JsonValueKind.String => Number(value.GetString()),
        _ => null,
    };

    /// <summary>The number that a text is, written as JSON writes it; null for anything else.</summary>
    public static decimal? Number(string? text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) ? number : null;

    /// <summary>A number to the nearest whole one; null for what is no number, or beyond the range of a <see cref="long"/>.</summary>
    public static long? Whole(JsonElement value) => Number(value) is { } number && Math.Abs(number) < long.MaxValue ? (long)decimal.Round(number) : null;

    /// <summary>A text; null for anything else.</summary>
    public static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A property's text; null if it is absent or no text.</summary>
    public static string? Text(JsonElement holder, string name) =>
        holder.ValueKind == JsonValueKind.Object && holder.TryGetProperty(name, out JsonElement value) ? Text(value) : null;
}

/// <summary>A value of a property that may come as another type: null then, and for null.</summary>
internal abstract class LenientConverter<T> : JsonConverter<T>
{
    public override bool HandleNull => true;

    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument value = JsonDocument.ParseValue(ref reader);
        return Of(value.RootElement);
    }

    /// <summary>The value of what came.</summary>
    protected abstract T? Of(JsonElement value);
}

/// <summary>A text; null if another type comes.</summary>
internal sealed class LenientText : LenientConverter<string?>
{
    protected override string? Of(JsonElement value) => LenientJson.Text(value);

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}

/// <summary>A whole number, also as text or with a fraction; null if another type comes.</summary>
internal sealed class LenientWhole : LenientConverter<long?>
{
    protected override long? Of(JsonElement value) => LenientJson.Whole(value);

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, ApiJson.Default.NullableInt64);
}

/// <summary>A small whole number, also as text or with a fraction; null if another type comes.</summary>
internal sealed class LenientSmall : LenientConverter<int?>
{
    protected override int? Of(JsonElement value) => LenientJson.Whole(value) is >= int.MinValue and <= int.MaxValue and { } whole ? (int)whole : null;

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, ApiJson.Default.NullableInt32);
}

/// <summary>A number, also as text; null if another type comes.</summary>
internal sealed class LenientNumber : LenientConverter<decimal?>
{
    protected override decimal? Of(JsonElement value) => LenientJson.Number(value);

    public override void Write(Utf8JsonWriter writer, decimal? value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, ApiJson.Default.NullableDecimal);
}

/// <summary>A truth value; null if another type comes.</summary>
internal sealed class LenientFlag : LenientConverter<bool?>
{
    protected override bool? Of(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value, ApiJson.Default.NullableBoolean);
}

/// <summary>An object; null if another type comes.</summary>
internal abstract class LenientObject<T>(Func<JsonTypeInfo<T>> type) : LenientConverter<T?>
    where T : class
{
    protected override T? Of(JsonElement value) => value.ValueKind == JsonValueKind.Object ? value.Deserialize(type()) : null;

    public override void Write(Utf8JsonWriter writer, T? value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, value!, type());
}

/// <summary>An amount of money; null if another type comes.</summary>
internal sealed class LenientPrice() : LenientObject<PriceBody>(() => ApiJson.Default.PriceBody);

/// <summary>A pending change of plan; null if another type comes.</summary>
internal sealed class LenientPendingChange() : LenientObject<PendingChangeBody>(() => ApiJson.Default.PendingChangeBody);
