namespace ElevenCost.Engine.Ledger;

/// <summary>Sums in the units in which the ledger stores them.</summary>
internal struct StoredSums
{
    /// <summary>Credits.</summary>
    public long Credits;

    /// <summary>Requests of the rows that report them.</summary>
    public long Requests;

    /// <summary>Minutes of the rows that report them.</summary>
    public ScaledDecimal Minutes;

    /// <summary>Value of the rows that report it.</summary>
    public ScaledDecimal Consumed;

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

    /// <summary>The sums as the engine knows them.</summary>
    public readonly UsageSums ToUsageSums() => new()
    {
        Credits = Credits,
        Requests = Requests,
        LacksRequests = LacksRequests,
        Minutes = Minutes.ToDecimal(),
        LacksMinutes = LacksMinutes,
        Consumed = Consumed.ToDecimal(),
        ValuedRows = ValuedRows,
        UnvaluedRows = UnvaluedRows,
        UnvaluedCredits = UnvaluedCredits,
    };
}
