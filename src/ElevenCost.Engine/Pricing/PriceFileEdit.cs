using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ElevenCost.Engine.Pricing;

/// <summary>Changes a price file where it must change, and leaves every other byte as its author wrote it: order, spaces and comments.</summary>
/// <param name="content">The file as it is; null for one that is yet to be made.</param>
internal sealed class PriceFileEdit(PriceFileContent? content)
{
    private const string Indent = "    ";
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private static readonly byte[] EmptyFile = "{\n  \"schema\": 1,\n  \"prices\": [\n  ]\n}\n"u8.ToArray();

    private readonly PriceFileContent _content = content ?? PriceFile.Read(EmptyFile, PriceOverlay.FileName);
    private readonly List<(int Start, int End, string Text)> _changes = [];
    private readonly List<PriceEntry> _added = [];

    private ReadOnlySpan<byte> Json => _content.Bytes.AsSpan(_content.Mark);

    private string NewLine => Json.IndexOf("\r\n"u8) >= 0 ? "\r\n" : "\n";

    /// <summary>Lets a price end before a day.</summary>
    public void End(PlacedPrice price, DateOnly until)
    {
        string day = string.Create(CultureInfo.InvariantCulture, $"\"{until:yyyy-MM-dd}\"");
        if (price.Values.TryGetValue("until", out (int Start, int End) value))
        {
            _changes.Add((value.Start, value.End, day));
        }
        else
        {
            int after = (price.Values.TryGetValue("from", out (int Start, int End) from) ? from : price.Values["tier"]).End;
            _changes.Add((after, after, $", \"until\": {day}"));
        }
    }

    /// <summary>Puts a price in the place of another.</summary>
    public void Replace(PlacedPrice price, PriceEntry by) => _changes.Add((price.Start, price.End, Text(by)));

    /// <summary>Adds a price after the last one.</summary>
    public void Add(PriceEntry price) => _added.Add(price);

    /// <summary>Takes a price out, with the comma that parts it from its neighbour and, where nothing else stands on it, its line.</summary>
    public void Remove(PlacedPrice price)
    {
        int index = _content.Entries.ToList().IndexOf(price);
        int next = SkipSpace(price.End);
        bool isFollowed = Json[next] == ',';
        if (!isFollowed && index > 0)
        {
            int comma = SkipSpace(_content.Entries[index - 1].End);
            _changes.Add((comma, comma + 1, ""));
        }

        int start = price.Start;
        while (start > 0 && Json[start - 1] is (byte)' ' or (byte)'\t')
        {
            start--;
        }

        int end = isFollowed && next == price.End ? next + 1 : price.End;
        int lineEnd = end;
        while (Json[lineEnd] is (byte)' ' or (byte)'\t' or (byte)'\r')
        {
            lineEnd++;
        }

        bool isAlone = Json[start - 1] == '\n' && Json[lineEnd] == '\n';
        _changes.Add(isAlone ? (start, lineEnd + 1, "") : (price.Start, end, ""));
        if (isFollowed && next != price.End)
        {
            _changes.Add((next, next + 1, ""));
        }
    }

    /// <summary>The changed file.</summary>
    public byte[] Apply()
    {
        if (_added.Count > 0)
        {
            AddAll();
        }

        var changed = new List<byte>(_content.Bytes.Length + 256);
        changed.AddRange(_content.Bytes.AsSpan(0, _content.Mark));
        int position = 0;
        foreach ((int start, int end, string text) in _changes.OrderBy(change => change.Start).ThenBy(change => change.End))
        {
            changed.AddRange(Json[position..start]);
            changed.AddRange(Utf8.GetBytes(text));
            position = end;
        }

        changed.AddRange(Json[position..]);
        return [.. changed];
    }

    private static string Text(PriceEntry price)
    {
        var fields = new List<string> { $"\"tier\": {Quoted(price.Tier)}" };
        AddText("connection", price.Connection?.ToString());
        AddText("from", price.From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        AddText("until", price.Until?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        AddText("monthlyPrice", price.MonthlyPrice?.ToString(CultureInfo.InvariantCulture));
        fields.Add(string.Create(CultureInfo.InvariantCulture, $"\"monthlyCredits\": {price.MonthlyCredits}"));
        AddText("currency", price.Currency);
        AddText("billingPeriod", price.BillingPeriod);
        AddText("overagePer1000Credits", price.OveragePer1000Credits?.ToString(CultureInfo.InvariantCulture));
        AddText("billing", price.Billing?.ToString());
        AddText("note", price.Note);
        return $"{{ {string.Join(", ", fields)} }}";

        void AddText(string name, string? value)
        {
            if (value is not null)
            {
                fields.Add($"\"{name}\": {Quoted(value)}");
            }
        }
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private void AddAll()
    {
        int bracket = _content.PricesEnd;
        int end = bracket;
        while (Json[end - 1] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            end--;
        }

        if (_content.Entries.Count > 0)
        {
            int last = _content.Entries[^1].End;
            if (Json[SkipSpace(last)] != ',')
            {
                _changes.Add((last, last, ","));
            }
        }

        // On lines of their own, so that a comment that ends the list stays with the price that it follows.
        string text = string.Join(",", _added.Select(price => NewLine + Indent + Text(price)));
        _changes.Add((end, end, Json[end..bracket].Contains((byte)'\n') ? text : text + NewLine + "  "));
    }

    /// <summary>The first position from one on that holds neither space nor comment.</summary>
    private int SkipSpace(int position)
    {
        while (true)
        {
            ReadOnlySpan<byte> rest = Json[position..];
            if (rest.StartsWith("//"u8))
            {
                int end = rest.IndexOf((byte)'\n');
                position += end;
            }
            else if (rest.StartsWith("/*"u8))
            {
                position += rest.IndexOf("*/"u8) + 2;
            }
            else if (rest[0] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                position++;
            }
            else
            {
                return position;
            }
        }
    }
}
