using ElevenCost.Engine.Costing;

namespace ElevenCost.PowerShell.Views;

/// <summary>The tables of cost and of usage.</summary>
internal static class ResultViews
{
    private const string Count = "{0:N0}";

    /// <summary>As many rows as one would look at decide how wide columns are.</summary>
    private const int MeasuredRows = 5000;

    /// <summary>The beginning of a key's ID.</summary>
    internal static ResultColumn KeyId => new("Key ID", nameof(CostRecord.ApiKeyId)) { Script = "\"$($_.ApiKeyId)\".PadRight(6).Substring(0, 6)" };

    /// <summary>The table of a cost result.</summary>
    public static ResultView Of(CostResult result, CostQuery query)
    {
        string[] currencies = [.. result.Totals.Select(total => total.Currency).OfType<string>().Distinct()];
        List<ResultColumn> columns = [.. Bucket(query.Granularity), .. query.GroupBy.Select(Text)];
        if (query.GroupBy.Contains(Dimension.ApiKey) && HasKeysOfOneName(result.Rows.Take(MeasuredRows).Select(row => (row.ApiKey, row.ApiKeyId))))
        {
            columns.Add(KeyId);
        }

        columns.Add(new ResultColumn(currencies.Length == 1 ? $"Cost ({currencies[0]})" : "Cost", nameof(CostRecord.Cost), "{0:N4}", IsNumber: true));
        if (currencies.Length > 1)
        {
            columns.Add(new ResultColumn("Currency", nameof(CostRecord.Currency)));
        }

        columns.Add(new ResultColumn("State", nameof(CostRecord.Completeness)));
        columns.Add(new ResultColumn("Credits", nameof(CostRecord.Credits), Count, IsNumber: true, IsOptional: true));
        if (result.Totals.Any(total => total.UnpricedCredits > 0))
        {
            columns.Add(new ResultColumn("Unpriced", nameof(CostRecord.UnpricedCredits), Count, IsNumber: true));
        }

        columns.Add(new ResultColumn("Requests", nameof(CostRecord.Requests), Count, IsNumber: true, IsOptional: true));
        foreach (CostRecord row in result.Rows.Take(MeasuredRows))
        {
            foreach (ResultColumn column in columns)
            {
                column.Fit(column.Script is null ? ValueOf(row, column.Property) : null);
            }
        }

        return new ResultView(typeof(CostRecord), columns);
    }

    /// <summary>The table of usage, which streams: widths are what names and numbers usually need.</summary>
    public static ResultView OfUsage(CostQuery query, int connections)
    {
        bool isSummed = query.GroupBy.Count > 0 || query.Granularity != Granularity.Day;
        Dimension[] dimensions = isSummed ? [.. query.GroupBy] : [Dimension.Model, Dimension.ApiKey];
        if (connections > 1 && !dimensions.Contains(Dimension.Connection))
        {
            dimensions = [Dimension.Connection, .. dimensions];
        }

        List<ResultColumn> columns =
        [
            .. Bucket(query.Granularity),
            .. dimensions.Select(Text),
            new ResultColumn("Credits", nameof(UsageRecord.Credits), Count, IsNumber: true),
            new ResultColumn("Minutes", nameof(UsageRecord.Minutes), "{0:N1}", IsNumber: true, IsOptional: true),
            new ResultColumn("State", nameof(UsageRecord.State)),
            new ResultColumn("Requests", nameof(UsageRecord.Requests), Count, IsNumber: true, IsOptional: true),
        ];
        if (!isSummed)
        {
            columns.AddRange(new[] { Dimension.Product, Dimension.User, Dimension.Voice }.Select(dimension => Text(dimension) with { IsOptional = true }));
        }

        foreach (ResultColumn column in columns)
        {
            column.Fit(column switch
            {
                { Property: nameof(UsageRecord.Credits) } => 11,
                { Property: nameof(UsageRecord.Minutes) } => 9,
                { Property: nameof(UsageRecord.State) } => nameof(DayState.Provisional).Length,
                { Property: nameof(UsageRecord.Date) } => 10,
                { Property: nameof(UsageRecord.Region) or nameof(UsageRecord.Connection) } => 12,
                { IsNumber: true } => 0,
                _ => 26,
            });
        }

        return new ResultView(typeof(UsageRecord), columns);
    }

    /// <summary>Whether rows would look alike that are of two keys.</summary>
    internal static bool HasKeysOfOneName(IEnumerable<(string? Name, string? Id)> keys) => keys.Distinct().GroupBy(key => key.Name).Any(same => same.Skip(1).Any());

    internal static ResultColumn Text(Dimension dimension) => new(
        dimension switch
        {
            Dimension.ApiKey => "API key",
            Dimension.CostCenter => "Cost center",
            _ => dimension.ToString(),
        },
        dimension.ToString(),
        IsName: true);

    private static IEnumerable<ResultColumn> Bucket(Granularity granularity)
    {
        const string Date = nameof(CostRecord.Date);
        ResultColumn? column = granularity switch
        {
            Granularity.Total => null,

            // With the zone's offset, which tells an hour from its repetition.
            Granularity.Hour => new("Hour", Date)
            {
                Script = "$offset = $_.Date - $_.StartedAt; '{0:yyyy-MM-dd HH:mm}{1}{2:hh\\:mm}' -f $_.Date, ($offset.Ticks -lt 0 ? '-' : '+'), $offset",
            },
            Granularity.Week => new("Week of", Date, "{0:yyyy-MM-dd}"),
            Granularity.Month => new("Month", Date, "{0:yyyy-MM}"),
            Granularity.Quarter => new("Quarter", Date) { Script = "'{0:yyyy}-Q{1}' -f $_.Date, [int][Math]::Ceiling($_.Date.Month / 3)" },
            Granularity.Year => new("Year", Date, "{0:yyyy}"),
            _ => new("Date", Date, "{0:yyyy-MM-dd}"),
        };
        if (granularity == Granularity.Hour)
        {
            column!.Fit("2026-11-01 02:00+01:00".Length);
        }

        return column is null ? [] : [column];
    }

    private static object? ValueOf(CostRecord row, string property) => property switch
    {
        nameof(CostRecord.Date) => row.Date,
        nameof(CostRecord.Connection) => row.Connection,
        nameof(CostRecord.Product) => row.Product,
        nameof(CostRecord.Model) => row.Model,
        nameof(CostRecord.ApiKey) => row.ApiKey,
        nameof(CostRecord.Voice) => row.Voice,
        nameof(CostRecord.User) => row.User,
        nameof(CostRecord.Group) => row.Group,
        nameof(CostRecord.Source) => row.Source,
        nameof(CostRecord.Region) => row.Region,
        nameof(CostRecord.CostCenter) => row.CostCenter,
        nameof(CostRecord.Cost) => row.Cost,
        nameof(CostRecord.Currency) => row.Currency,
        nameof(CostRecord.Completeness) => row.Completeness,
        nameof(CostRecord.Credits) => row.Credits,
        nameof(CostRecord.UnpricedCredits) => row.UnpricedCredits,
        nameof(CostRecord.Requests) => row.Requests,
        _ => null,
    };
}
