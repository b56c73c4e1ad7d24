namespace ElevenLabs.Simulator;

/// <summary>The body of a usage query after validation.</summary>
internal sealed record UsageQuery(long StartMs, long EndMs, long Interval, List<string> GroupBy, List<ColumnFilter> Filters, TimeZoneInfo Zone)
{
    /// <summary>2020-01-01, the earliest time the API takes.</summary>
    public const long Earliest = 1_577_836_800_000;

    public static UsageQuery? Read(byte[] bytes, out List<ValidationFailure> failures)
    {
        BodyReader body = new(bytes);
        failures = body.Failures;
        long? start = body.Integer("start_time", true, Earliest);
        long? end = body.Integer("end_time", true, Earliest);
        long interval = body.Integer("interval_seconds", false, 1) ?? 60;
        List<string> groupBy = body.Choices("group_by", Dimension.Names);
        List<ColumnFilter> filters = body.Filters(Dimension.Names);
        string zoneName = body.Text("time_zone") ?? "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zoneName, out TimeZoneInfo? zone))
        {
            failures.Add(new ValidationFailure("value_error", ["body", "time_zone"], "Value error, Invalid time zone", zoneName));
        }

        if (start > end)
        {
            failures.Add(new ValidationFailure("value_error", ["body"], "Value error, start_time must be before end_time"));
        }

        return failures.Count > 0 ? null : new UsageQuery(start!.Value, end!.Value, interval, groupBy, filters, zone!);
    }
}
