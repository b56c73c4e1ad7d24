namespace ElevenCost.Engine.Trends;

/// <summary>The labels that identify a group of a result. Immutable; equal if all labels are.</summary>
internal sealed record GroupLabels : GroupedRecord, IComparable<GroupLabels>
{
    private GroupLabels()
    {
    }

    /// <summary>No label: of a result that is not grouped, or of several groups together.</summary>
    public static GroupLabels None { get; } = new();

    /// <summary>The labels of a cost row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="groupBy">The dimensions that count; the connection always does, as a row of a single one names it.</param>
    public static GroupLabels Of(CostRecord row, IReadOnlyList<Dimension> groupBy)
    {
        return new GroupLabels
        {
            Connection = row.Connection,
            Product = Kept(Dimension.Product, row.Product),
            Model = Kept(Dimension.Model, row.Model),
            ApiKey = Kept(Dimension.ApiKey, row.ApiKey),
            ApiKeyId = Kept(Dimension.ApiKey, row.ApiKeyId),
            Voice = Kept(Dimension.Voice, row.Voice),
            User = Kept(Dimension.User, row.User),
            Group = Kept(Dimension.Group, row.Group),
            Source = Kept(Dimension.Source, row.Source),
            Region = Kept(Dimension.Region, row.Region),
            CostCenter = Kept(Dimension.CostCenter, row.CostCenter),
        };

        string? Kept(Dimension dimension, string? label) => groupBy.Contains(dimension) ? label : null;
    }

    /// <summary>The record with these labels.</summary>
    public T On<T>(T record)
        where T : GroupedRecord => (T)((GroupedRecord)record with
        {
            Connection = Connection,
            Product = Product,
            Model = Model,
            ApiKey = ApiKey,
            ApiKeyId = ApiKeyId,
            Voice = Voice,
            User = User,
            Group = Group,
            Source = Source,
            Region = Region,
            CostCenter = CostCenter,
        });

    /// <summary>By the labels, ordinal.</summary>
    public int CompareTo(GroupLabels? other) => string.CompareOrdinal(Joined(this), Joined(other));

    private static string Joined(GroupLabels? labels) => labels is null ? "" : string.Join('\u001f',
        labels.Connection, labels.CostCenter, labels.Product, labels.Model, labels.ApiKey, labels.Voice, labels.User, labels.Group, labels.Source, labels.Region, labels.ApiKeyId);
}
