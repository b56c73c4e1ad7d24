namespace ElevenCost.Engine.Tables;

/// <summary>A column of a result. Immutable.</summary>
/// <param name="Name">The property that it shows.</param>
/// <param name="Style">How its values are written.</param>
public sealed record ResultColumn(string Name, ColumnStyle Style = ColumnStyle.Text)
{
    /// <summary>What stands over it: the property's name, an alias of it, or what the amounts are.</summary>
    public string Header { get; init; } = Name;

    /// <summary>The length of the buckets; of <see cref="ColumnStyle.Bucket"/> alone.</summary>
    public Granularity Granularity { get; init; } = Granularity.Day;

    /// <summary>Whether it is left out first if there is no room.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Optional columns of the same group are left out together; by default a column is one of its own.</summary>
    public string OptionalGroup { get; init; } = Name;

    /// <summary>The most columns of a terminal that it takes, if the beginnings of its values differ enough; null for no bound.</summary>
    public int? MostWidth { get; init; }

    /// <summary>What is written for null.</summary>
    public string Unknown { get; init; } = "-";

    /// <summary>Whether it is aligned to the right, and never shortened: a number without its first digits is another number.</summary>
    public bool IsNumber => Style
        is ColumnStyle.Count or ColumnStyle.Number or ColumnStyle.Minutes or ColumnStyle.Percent or ColumnStyle.Cost or ColumnStyle.Amount or ColumnStyle.Price
        or ColumnStyle.UnitCost;

    /// <summary>Whether its texts may be shortened: names, never numbers, dates or states.</summary>
    public bool CanShorten => Style is ColumnStyle.Text or ColumnStyle.Path or ColumnStyle.Phrase or ColumnStyle.Group or ColumnStyle.FurtherGroup;
}
