namespace ElevenLabs.Simulator;

/// <summary>The body of a request log query after validation.</summary>
internal sealed record RequestLogQuery(long? StartMs, long? EndMs, int Limit, bool Descending, List<ColumnFilter> Filters, string? Search)
{
    public static readonly string[] Columns = [.. Dimension.Names, "request_id", "timestamp", "method", "path", "status_code", "total_usage"];

    public static RequestLogQuery? Read(byte[] bytes, out List<ValidationFailure> failures)
    {
        BodyReader body = new(bytes);
        failures = body.Failures;
        long? start = body.Integer("start_time", false, UsageQuery.Earliest);
        long? end = body.Integer("end_time", false, UsageQuery.Earliest);
        long limit = body.Integer("limit", false, 1, 1000) ?? 100;
        List<ColumnFilter> filters = body.Filters(Columns);
        string? search = body.Text("search");
        string? sort = body.Text("sort");
        if (sort is not (null or "asc" or "desc"))
        {
            failures.Add(new ValidationFailure("literal_error", ["body", "sort"], "Input should be 'asc' or 'desc'", sort));
        }

        if (failures.Count == 0 && start is null && end is null)
        {
            failures.Add(new ValidationFailure("value_error", ["body"], "Value error, At least one of start_time or end_time must be provided"));
        }

        return failures.Count > 0 ? null : new RequestLogQuery(start, end, (int)limit, sort is null ? end is not null : sort == "desc", filters, search);
    }
}
