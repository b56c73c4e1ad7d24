using System.Globalization;
using static ElevenCost.Engine.Export.FileColumnType;

namespace ElevenCost.Engine.Export;

/// <summary>The columns of cost in files that have types: the names and the order of <see cref="ExportColumns.Cost"/>.</summary>
internal static class CostColumns
{
    /// <summary>The most columns that a table leaves out: dimensions that nothing is grouped by, and what only hours have.</summary>
    private static readonly Dictionary<string, Dimension> Dimensions = new(StringComparer.Ordinal)
    {
        [nameof(CostRecord.Product)] = Dimension.Product,
        [nameof(CostRecord.Model)] = Dimension.Model,
        [nameof(CostRecord.ApiKey)] = Dimension.ApiKey,
        [nameof(CostRecord.ApiKeyId)] = Dimension.ApiKey,
        [nameof(CostRecord.Voice)] = Dimension.Voice,
        [nameof(CostRecord.User)] = Dimension.User,
        [nameof(CostRecord.Group)] = Dimension.Group,
        [nameof(CostRecord.Source)] = Dimension.Source,
        [nameof(CostRecord.Region)] = Dimension.Region,
        [nameof(CostRecord.CostCenter)] = Dimension.CostCenter,
    };

    /// <summary>All columns.</summary>
    public static IReadOnlyList<FileColumn<CostRecord>> All { get; } =
    [
        new("Connection", Text, row => row.Connection),
        new("Date", Day, row => row.Date),
        new("Product", Text, row => row.Product),
        new("Model", Text, row => row.Model),
        new("ApiKey", Text, row => row.ApiKey),
        new("ApiKeyId", Text, row => row.ApiKeyId),
        new("Voice", Text, row => row.Voice),
        new("User", Text, row => row.User),
        new("Group", Text, row => row.Group),
        new("Source", Text, row => row.Source),
        new("Region", Text, row => row.Region),
        new("CostCenter", Text, row => row.CostCenter),
        new("Credits", Count, row => row.Credits),
        new("Minutes", Amount, row => row.Minutes),
        new("Requests", Count, row => row.Requests),
        new("Cost", Amount, row => row.Cost),
        new("Currency", Text, row => row.Currency),
        new("CostBasis", Text, row => row.CostBasis.ToString()),
        new("PriceVersion", Text, row => row.PriceVersion),
        new("Completeness", Text, row => row.Completeness.ToString()),
        new("UnpricedCredits", Count, row => row.UnpricedCredits),
        new("StartedAt", Instant, row => row.StartedAt),
        new("CostPer1000Credits", Amount, row => row.CostPer1000Credits),
        new("CostPerMinute", Amount, row => row.CostPerMinute),
        new("CostPerRequest", Amount, row => row.CostPerRequest),
        new("Characters", Count, row => row.Characters),
        new("CostPer1000Characters", Amount, row => row.CostPer1000Characters),
        new("EndDate", Day, row => row.EndDate),
    ];

    private static readonly (ListedParts Part, FileColumn<CostRecord> Column)[] Listed =
    [
        (ListedParts.Share, new("SharePercent", Amount, row => row.SharePercent)),
        (ListedParts.Previous, new("PreviousCost", Amount, row => row.PreviousCost)),
        (ListedParts.Previous, new("Change", Amount, row => row.Change)),
        (ListedParts.Previous, new("ChangePercent", Amount, row => row.ChangePercent)),
        (ListedParts.Top, new("Groups", Count, row => (long?)row.Groups)),
    ];

    /// <summary>The further columns of rows that are listed like this one.</summary>
    public static IReadOnlyList<FileColumn<CostRecord>> ListedWith(CostRecord row) => row.Origin.Question is not { Listed: not ListedParts.None and var parts } ? []
        : [.. Listed.Where(listed => parts.HasFlag(listed.Part)).Select(listed => listed.Column)];

    /// <summary>The columns that a table of rows like this one needs: all, if unknown what was asked.</summary>
    public static IReadOnlyList<FileColumn<CostRecord>> For(CostRecord row) => row.Origin.Question is not { } question ? All
        :
        [
            .. All.Where(column => column.Name switch
            {
                nameof(CostRecord.StartedAt) => question.Granularity == Granularity.Hour,
                nameof(CostRecord.EndDate) => question.Granularity is not (Granularity.Hour or Granularity.Day),
                _ => !Dimensions.TryGetValue(column.Name, out Dimension dimension) || question.GroupBy.Contains(dimension),
            }),
            .. ListedWith(row),
        ];

    /// <summary>
    /// What people read in place of the names of a row that sums up several groups: how many they are in the first column, a dash in the others. Null if
    /// a column has nothing to name.
    /// </summary>
    public static string? NameOfOthers(FileColumn<CostRecord> column, CostRecord row)
    {
        if (row.Groups is not > 1 || row.Origin.Question is not { } question || !IsName(column))
        {
            return null;
        }

        return column == All.First(IsName) ? string.Create(CultureInfo.InvariantCulture, $"({row.Groups:N0} others)") : "-";

        bool IsName(FileColumn<CostRecord> one) => one.Value(row) is null && question.GroupBy.Any(dimension => dimension.ToString() == one.Name);
    }

    /// <summary>Whether a table with these columns can hold every value of a row.</summary>
    public static bool Fit(IReadOnlyList<FileColumn<CostRecord>> columns, CostRecord row) =>
        All.Except(columns).All(column => CanOmit(column, row)) && ListedWith(row).All(columns.Contains);

    /// <summary>Whether a row loses nothing without a column: the column is empty, or is the end of a single day.</summary>
    private static bool CanOmit(FileColumn<CostRecord> column, CostRecord row) =>
        column.Value(row) is null || (column.Name == nameof(CostRecord.EndDate) && row.EndDate == row.Date);
}
