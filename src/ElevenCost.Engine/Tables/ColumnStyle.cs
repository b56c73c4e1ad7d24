namespace ElevenCost.Engine.Tables;

/// <summary>How the values of a column are written for people.</summary>
public enum ColumnStyle
{
    /// <summary>A name or free text, which may be shortened.</summary>
    Text,

    /// <summary>A path, which may be shortened at its end.</summary>
    Path,

    /// <summary>A sentence, which continues in further lines if there is no room.</summary>
    Phrase,

    /// <summary>The group of a row; a row that sums up several says how many.</summary>
    Group,

    /// <summary>A further dimension of the group of a row; one that sums up several has a dash.</summary>
    FurtherGroup,

    /// <summary>A word of a fixed set, or yes and no.</summary>
    Word,

    /// <summary>A whole number.</summary>
    Count,

    /// <summary>A number with up to four decimals.</summary>
    Number,

    /// <summary>Minutes, to a tenth.</summary>
    Minutes,

    /// <summary>A share, in percent.</summary>
    Percent,

    /// <summary>An amount that usage cost, rounded.</summary>
    Cost,

    /// <summary>An amount of money with two decimals; whole credits if the row has no currency.</summary>
    Amount,

    /// <summary>A price, with all its decimals.</summary>
    Price,

    /// <summary>What a unit of usage cost, with six decimals, so that one row compares with the next.</summary>
    UnitCost,

    /// <summary>A day.</summary>
    Day,

    /// <summary>An instant, to the minute.</summary>
    Minute,

    /// <summary>An instant, to the second.</summary>
    Second,

    /// <summary>A bucket by what it begins with.</summary>
    Bucket,
}
