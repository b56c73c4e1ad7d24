using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ElevenCost.Engine.Tests.Support;

/// <summary>A zone as the system's own files tell of it (RFC 8536), read without .NET's time zones: what those are held against.</summary>
internal sealed partial class ZoneData
{
    public const string Folder = "/usr/share/zoneinfo";

    private const int LastYear = 2032;

    private readonly List<(long At, int Offset)> _changes = [];
    private readonly int _first;

    public ZoneData(string id)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(Folder, id));
        Assert.Equal("TZif", Encoding.ASCII.GetString(bytes, 0, 4));
        Assert.True(bytes[4] >= (byte)'2', $"{id} has no 64-bit data.");

        // The first part has times of 32 bits; the second tells all.
        int second = 44 + SizeOf(bytes, 0, 4);
        int at = second + 44;
        (int times, int types) = (Count(bytes, second, 32), Count(bytes, second, 36));
        int[] offsets = [.. Enumerable.Range(0, types).Select(type => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(at + (times * 9) + (type * 6))))];
        _first = offsets[0];
        for (int change = 0; change < times; change++)
        {
            _changes.Add((BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(at + (change * 8))), offsets[bytes[at + (times * 8) + change]]));
        }

        string footer = Encoding.ASCII.GetString(bytes, at + SizeOf(bytes, second, 8), bytes.Length - at - SizeOf(bytes, second, 8)).Trim('\n');
        AddRule(footer);
    }

    /// <summary>The days of some years on which, or next to which, the clocks change.</summary>
    public IEnumerable<DateOnly> DaysOfChanges(int from, int to) => _changes
        .Select(change => DateOnly.FromDateTime(DateTime.UnixEpoch.AddSeconds(Math.Clamp(change.At, 0, 4_000_000_000))))
        .Where(day => day.Year >= from && day.Year <= to)
        .SelectMany(day => Enumerable.Range(-2, 5).Select(day.AddDays))
        .Distinct();

    /// <summary>The first instant, in Unix seconds, whose date on the wall is the day or later.</summary>
    public long StartOf(DateOnly day)
    {
        long midnight = (day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * 86_400L;
        long begins = long.MinValue / 2;
        int offset = _first;
        foreach ((long at, int next) in _changes.Append((long.MaxValue / 2, 0)))
        {
            // While this offset holds the day begins at its midnight, or has begun where the clocks were put beyond it.
            long start = Math.Max(begins, midnight - offset);
            if (start < at)
            {
                return start;
            }

            (begins, offset) = (at, next);
        }

        throw new InvalidOperationException();
    }

    private static int Count(byte[] bytes, int header, int at) => BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(header + at));

    private static int SizeOf(byte[] bytes, int header, int time)
    {
        (int isUt, int isStandard, int leaps, int times, int types, int letters) =
            (Count(bytes, header, 20), Count(bytes, header, 24), Count(bytes, header, 28), Count(bytes, header, 32), Count(bytes, header, 36), Count(bytes, header, 40));
        return (times * (time + 1)) + (types * 6) + letters + (leaps * (time + 4)) + isStandard + isUt;
    }

    /// <summary>Adds the changes by the rule that holds after the last one that is listed, such as <c>CET-1CEST,M3.5.0,M10.5.0/3</c>.</summary>
    private void AddRule(string footer)
    {
        Match rule = RulePattern().Match(footer);
        if (!rule.Success)
        {
            // No summer time: the last offset holds.
            return;
        }

        int standard = -Seconds(rule.Groups["standard"].Value);
        int summer = rule.Groups["summer"].Length > 0 ? -Seconds(rule.Groups["summer"].Value) : standard + 3600;
        long last = _changes.Count > 0 ? _changes[^1].At : long.MinValue;
        var added = new List<(long, int)>();
        for (int year = 2018; year <= LastYear; year++)
        {
            added.Add((Instant(year, rule.Groups["start"].Value) - standard, summer));
            added.Add((Instant(year, rule.Groups["end"].Value) - summer, standard));
        }

        _changes.AddRange(added.Where(change => change.Item1 > last).OrderBy(change => change.Item1));
    }

    private static long Instant(int year, string when)
    {
        string[] parts = when.Split('/');
        int time = parts.Length > 1 ? Seconds(parts[1]) : 7200;
        DateOnly day;
        if (parts[0][0] == 'M')
        {
            int[] numbers = [.. parts[0][1..].Split('.').Select(int.Parse)];
            var first = new DateOnly(year, numbers[0], 1);
            day = first.AddDays(((numbers[2] - (int)first.DayOfWeek + 7) % 7) + ((numbers[1] - 1) * 7));
            day = day.Month == numbers[0] ? day : day.AddDays(-7);
        }
        else
        {
            // Jn counts without 29 February, n from 0 with it.
            int number = int.Parse(parts[0].TrimStart('J'), CultureInfo.InvariantCulture);
            day = parts[0][0] == 'J'
                ? new DateOnly(year, 1, 1).AddDays(number - 1 + (DateTime.IsLeapYear(year) && number > 59 ? 1 : 0))
                : new DateOnly(year, 1, 1).AddDays(number);
        }

        return ((day.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) * 86_400L) + time;
    }

    private static int Seconds(string time)
    {
        int[] parts = [.. time.TrimStart('-', '+').Split(':').Select(int.Parse)];
        return (time.StartsWith('-') ? -1 : 1) * ((parts[0] * 3600) + (parts.ElementAtOrDefault(1) * 60) + parts.ElementAtOrDefault(2));
    }

    [GeneratedRegex("""^(?:<[^>]+>|[A-Za-z]+)(?<standard>[-+0-9:]+)(?:<[^>]+>|[A-Za-z]+)(?<summer>[-+0-9:]*),(?<start>[^,]+),(?<end>[^,]+)$""")]
    private static partial Regex RulePattern();
}
