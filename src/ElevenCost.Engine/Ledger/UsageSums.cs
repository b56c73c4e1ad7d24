namespace ElevenCost.Engine.Ledger;

/// <summary>The sums of some rows.</summary>
internal struct UsageSums
{
    /// <summary>Credits.</summary>
    public long Credits;

    /// <summary>Requests of the rows that report them.</summary>
    public long Requests;

    /// <summary>Minutes of the rows that report them.</summary>
    public decimal Minutes;

    /// <summary>Value of the rows that report it.</summary>
    public decimal Consumed;

    /// <summary>Credits of the rows without a value.</summary>
    public long UnvaluedCredits;

    /// <summary>Rows with a value.</summary>
    public long ValuedRows;

    /// <summary>Rows without one.</summary>
    public long UnvaluedRows;

    /// <summary>Whether the requests of a row are unknown.</summary>
    public bool LacksRequests;

    /// <summary>Whether the minutes of a row are unknown.</summary>
    public bool LacksMinutes;

    /// <summary>Adds another sum.</summary>
    /// <exception cref="OverflowException">A sum exceeds its type.</exception>
    public void Add(in UsageSums other)
    {
        Credits = checked(Credits + other.Credits);
        Requests = checked(Requests + other.Requests);
        Minutes += other.Minutes;
        Consumed += other.Consumed;
        UnvaluedCredits = checked(UnvaluedCredits + other.UnvaluedCredits);
        ValuedRows = checked(ValuedRows + other.ValuedRows);
        UnvaluedRows = checked(UnvaluedRows + other.UnvaluedRows);
        LacksRequests |= other.LacksRequests;
        LacksMinutes |= other.LacksMinutes;
    }
}
