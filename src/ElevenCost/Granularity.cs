namespace ElevenCost;

/// <summary>The length of a bucket of a cost or usage query. Buckets begin at local midnight of the connection's time zone.</summary>
public enum Granularity
{
    /// <summary>One hour; read live, never kept in the ledger.</summary>
    Hour,

    /// <summary>One calendar day.</summary>
    Day,

    /// <summary>An ISO 8601 week, Monday to Sunday; the date of the bucket is its Monday.</summary>
    Week,

    /// <summary>A calendar month.</summary>
    Month,

    /// <summary>A calendar quarter.</summary>
    Quarter,

    /// <summary>A calendar year.</summary>
    Year,

    /// <summary>The whole range; the date of the bucket is the first day of the range.</summary>
    Total,
}
