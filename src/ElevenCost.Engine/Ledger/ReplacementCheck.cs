using System.Text;

namespace ElevenCost.Engine.Ledger;

/// <summary>Whether a replacement is one that can be kept: a mistake of the caller's is told before anything is written.</summary>
internal static class ReplacementCheck
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Checks that rows and series are of the days replaced and as many as the entries say, and that all text is text.</summary>
    /// <exception cref="ArgumentException">They are not.</exception>
    public static void Check(DayReplacement replacement)
    {
        Dictionary<int, int> rows = [];
        foreach (DayEntry day in replacement.Days)
        {
            LedgerText.Of(day.State);
            LedgerText.Of(day.Source);
            foreach (Dimension dimension in day.Dimensions)
            {
                if (UsageTable.IndexOf(dimension) < 0)
                {
                    throw new ArgumentException($"Usage is not kept by {dimension}.", nameof(replacement));
                }
            }

            Text(day.Currency);
            Text(day.Reason);
            if (!rows.TryAdd(day.Date.DayNumber, 0))
            {
                throw new ArgumentException($"{day.Date:O} is replaced twice.", nameof(replacement));
            }
        }

        UsageTable table = replacement.Table;
        for (int row = 0; row < table.Count; row++)
        {
            ref int count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(rows, table.Day[row]);
            if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref count))
            {
                throw new ArgumentException(
                    $"A row is of {DateOnly.FromDayNumber(table.Day[row]):O}, which is not replaced.", nameof(replacement));
            }

            if (table.Breakdown[row] < UsageTable.FullRecord || table.Breakdown[row] >= UsageTable.RecordDimensions.Count)
            {
                throw new ArgumentException($"{table.Breakdown[row]} is no breakdown.", nameof(replacement));
            }

            count++;
        }

        foreach (DayEntry day in replacement.Days)
        {
            if (day.State != DayState.Failed && rows[day.Date.DayNumber] != day.Rows)
            {
                throw new ArgumentException(
                    $"The entry of {day.Date:O} says {day.Rows} rows, and there are {rows[day.Date.DayNumber]}.", nameof(replacement));
            }
        }

        foreach (string value in table.Dimensions.SelectMany(column => column.Values))
        {
            Text(value);
        }

        foreach (SeriesPoint point in replacement.Series)
        {
            Text(point.Metric);
            Text(point.Breakdown);
            Text(point.Key);
            if (!rows.ContainsKey(point.Date.DayNumber))
            {
                throw new ArgumentException($"A series value is of {point.Date:O}, which is not replaced.", nameof(replacement));
            }
        }
    }

    /// <summary>An instant as UTC, whatever kind it came with; one of no kind is UTC.</summary>
    public static DateTime Utc(DateTime instant) =>
        instant.Kind == DateTimeKind.Unspecified ? DateTime.SpecifyKind(instant, DateTimeKind.Utc) : instant.ToUniversalTime();

    // Half a surrogate pair would come back as another character, and could make two values one.
    private static void Text(string? value)
    {
        if (value is not null)
        {
            Strict.GetByteCount(value);
        }
    }
}
